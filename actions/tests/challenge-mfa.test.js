'use strict';
const assert = require('node:assert/strict');
const { describe, test } = require('node:test');
const action = require('../challenge-mfa.js');
const { INTERACTIVE, PROTOCOLS, event, run, withMfa } = require('./login.js');

const MFA_ACR = 'http://schemas.openid.net/pape/policies/2007/06/multi-factor';
const names = (calls) => calls.map(([name]) => name);
const reads = { protocol: 'oidc-basic-profile', requested_scopes: ['openid', 'mail:read'] };

describe('the protocol decides whether anyone is there to be challenged', () => {
  for (const protocol of PROTOCOLS)
    test(`${protocol}`, async () => {
      const login = event({ secrets: { CHALLENGE: 'always' } });
      const calls = await run(action, { ...login, transaction: { ...login.transaction, protocol, acr_values: [MFA_ACR] } });
      assert.deepEqual(names(calls), INTERACTIVE.includes(protocol) ? ['challengeWith'] : []);
    });

  test('no transaction at all', async () => {
    assert.deepEqual(await run(action, event({ transaction: undefined })), []);
  });
});

describe('what asks for a challenge', () => {
  test('a sensitive scope', async () => assert.deepEqual(names(await run(action, event())), ['challengeWith']));
  test('acr_values', async () => assert.deepEqual(names(await run(action, event({ transaction: { ...reads, acr_values: [MFA_ACR] } }))), ['challengeWith']));
  test('the setting "always"', async () => assert.deepEqual(names(await run(action, event({ transaction: reads, secrets: { CHALLENGE: 'always' } }))), ['challengeWith']));
  test('a scope that the operator calls sensitive', async () =>
    assert.deepEqual(names(await run(action, event({ transaction: reads, secrets: { SENSITIVE_SCOPES: 'mail:read' } }))), ['challengeWith']));
  test('nothing else: reads, other acr_values, no scopes', async () => {
    assert.deepEqual(await run(action, event({ transaction: reads })), []);
    assert.deepEqual(await run(action, event({ transaction: { ...reads, acr_values: ['urn:other'] } })), []);
    assert.deepEqual(await run(action, event({ transaction: { protocol: 'oidc-basic-profile' } })), []);
  });
});

describe('a challenge that was met in this session', () => {
  test('is not repeated', async () => assert.deepEqual(await run(action, withMfa(3600)), []));
  test('is repeated when it is older than the session remembers', async () => {
    assert.deepEqual(names(await run(action, withMfa(43300))), ['challengeWith']);
    assert.deepEqual(names(await run(action, withMfa(70, { secrets: { REMEMBER_SECONDS: '60' } }))), ['challengeWith']);
  });
  for (const [query, repeated] of [[{ max_age: '0' }, true], [{ max_age: '300' }, true], [{ max_age: '3700' }, false], [{ prompt: 'login' }, true], [{ max_age: 'x' }, false]])
    test(`${repeated ? 'is repeated' : 'is not repeated'} for ${JSON.stringify(query)}`, async () =>
      assert.deepEqual(names(await run(action, withMfa(3600, { request: { query } }))), repeated ? ['challengeWith'] : []));
});

describe('which factors', () => {
  test('the best that is enrolled comes first, the others can be chosen', async () => {
    const user = { enrolledFactors: [{ type: 'phone' }, { type: 'otp' }, { type: 'email' }, { type: 'recovery-code' }] };
    assert.deepEqual(await run(action, event({ user })), [['challengeWith', { type: 'otp' }, { additionalFactors: [{ type: 'phone' }] }]]);
  });
  test('only those that the operator allows', async () => {
    const user = { enrolledFactors: [{ type: 'phone' }, { type: 'otp' }] };
    assert.deepEqual(await run(action, event({ user, secrets: { FACTORS: 'otp' } })), [['challengeWith', { type: 'otp' }, { additionalFactors: [] }]]);
  });
  test('a user without any enrols one', async () => {
    for (const user of [{ enrolledFactors: [] }, {}, { enrolledFactors: [{ type: 'recovery-code' }] }])
      assert.deepEqual((await run(action, event({ user, secrets: { FACTORS: 'otp phone' } })))[0], ['enrollWithAny', [{ type: 'otp' }, { type: 'phone' }]]);
  });
  test('and the tokens say that the factor came with the login', async () => {
    const calls = await run(action, event({ user: {}, secrets: { CLAIM_NAMESPACE: 'https://agent.example/' } }));
    assert.deepEqual(calls.slice(1), ['accessToken', 'idToken'].map((token) => [token + '.setCustomClaim', 'https://agent.example/mfa_enrolled', true]));
  });
  test('unless the operator forbids it', async () =>
    assert.deepEqual(await run(action, event({ user: {}, secrets: { ALLOW_ENROLMENT: 'false' } })), []));
});
