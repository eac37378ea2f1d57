'use strict';
const assert = require('node:assert/strict');
const { describe, test } = require('node:test');
const action = require('../challenge-mfa.js');
const { INTERACTIVE, PROTOCOLS, TENANTS, at, event, nameOf, run, withMfa } = require('./login.js');

const MFA_ACR = 'http://schemas.openid.net/pape/policies/2007/06/multi-factor';
const names = (calls) => calls.map(([name]) => name);
const reads = { protocol: 'oidc-basic-profile', requested_scopes: ['openid', 'mail:read'] };
const factors = (...types) => ({ enrolledFactors: types.map((type) => ({ type })) });

for (const tenant of TENANTS)
  describe(`the protocol decides whether anyone is there to be challenged: ${nameOf(tenant)}`, () => {
    for (const protocol of PROTOCOLS)
      test(`${protocol}`, async () => {
        const login = at(event({ secrets: { CHALLENGE: 'always' } }), protocol, tenant);
        login.transaction.acr_values = [MFA_ACR];
        assert.deepEqual(names(await run(action, login)), INTERACTIVE.includes(protocol) ? ['challengeWith'] : []);
      });
  });

describe('what asks for a challenge', () => {
  const asks = async (transaction, secrets = {}) => (await run(action, event({ transaction, secrets }))).length > 0;
  for (const [name, transaction, secrets, expected] of [
    ['a sensitive scope', { ...reads, requested_scopes: ['mail:send'] }, {}, true],
    ['one in another case', { ...reads, requested_scopes: ['MAIL:send'] }, {}, true],
    ['one twice', { ...reads, requested_scopes: ['mail:send', 'mail:send'] }, {}, true],
    ['acr_values', { ...reads, acr_values: [MFA_ACR] }, {}, true],
    ['acr_values as one text', { ...reads, acr_values: `urn:other ${MFA_ACR}` }, {}, true],
    ['other acr_values', { ...reads, acr_values: ['urn:other'] }, {}, false],
    ['reading', reads, {}, false],
    ['no scopes', { protocol: 'oidc-basic-profile' }, {}, false],
    ['CHALLENGE always', reads, { CHALLENGE: 'always' }, true],
    ['CHALLENGE asked', reads, { CHALLENGE: ' Asked\n' }, false],
    ['CHALLENGE that nobody understands', reads, { CHALLENGE: 'never' }, true],
    ['a blank CHALLENGE', reads, { CHALLENGE: '' }, true],
    ['a scope that the operator calls sensitive', reads, { SENSITIVE_SCOPES: 'mail:read' }, true],
    ['scopes parted by commas', { ...reads, requested_scopes: ['calendar:write'] }, { SENSITIVE_SCOPES: 'mail:send,calendar:write' }, true],
    ['a blank SENSITIVE_SCOPES', { ...reads, requested_scopes: ['mail:send'] }, { SENSITIVE_SCOPES: ' ' }, true],
  ])
    test(name, async () => assert.equal(await asks(transaction, secrets), expected));
});

describe('a challenge that was met in this session', () => {
  const repeated = async (login) => (await run(action, login)).length > 0;
  for (const [name, login, expected] of [
    ['an hour ago', withMfa(3600), false],
    ['longer ago than the session remembers', withMfa(43300), true],
    ['longer ago than REMEMBER_SECONDS', withMfa(70, { secrets: { REMEMBER_SECONDS: '60' } }), true],
    ['with REMEMBER_SECONDS that is no number', withMfa(5, { secrets: { REMEMBER_SECONDS: '1h' } }), true],
    ['with a blank REMEMBER_SECONDS', withMfa(5, { secrets: { REMEMBER_SECONDS: '' } }), true],
    ['by a clock that is a day ahead', withMfa(-86400), true],
    ['at no known time', event({ authentication: { methods: [{ name: 'mfa' }] } }), true],
    ['for max_age=0', withMfa(3600, { request: { query: { max_age: '0' } } }), true],
    ['for max_age=300', withMfa(3600, { request: { query: { max_age: '300' } } }), true],
    ['for max_age=3700', withMfa(3600, { request: { query: { max_age: '3700' } } }), false],
    ['for a max_age that is none', withMfa(3600, { request: { query: { max_age: 'x' } } }), true],
    ['for max_age twice', withMfa(3600, { request: { query: { max_age: ['3700', '0'] } } }), true],
    ['for prompt=login', withMfa(3600, { request: { query: { prompt: 'login' } } }), true],
    ['for prompt=login consent', withMfa(3600, { request: { query: { prompt: 'login consent' } } }), true],
    ['for a prompt that the query does not have (PAR)', withMfa(3600, { transaction: { ...event().transaction, prompt: ['login'] } }), true],
    ['for prompt=none', withMfa(3600, { request: { query: { prompt: 'none' } } }), false],
  ])
    test(`${name}: ${expected ? 'again' : 'not again'}`, async () => assert.equal(await repeated(login), expected));
});

describe('which factors', () => {
  test('the best that is enrolled comes first, the others can be chosen', async () =>
    assert.deepEqual(
      await run(action, event({ user: factors('phone', 'otp', 'email', 'recovery-code') })),
      [['challengeWith', { type: 'otp' }, { additionalFactors: [{ type: 'phone' }] }]]));
  for (const secret of ['otp', 'OTP', ' otp,\n', '["otp"]'])
    test(`only those that the operator allows: ${JSON.stringify(secret)}`, async () =>
      assert.deepEqual(
        await run(action, event({ user: factors('phone', 'otp'), secrets: { FACTORS: secret } })), [['challengeWith', { type: 'otp' }, { additionalFactors: [] }]]));
  test('one that is not for enrolment can be challenged where the operator says so', async () =>
    assert.deepEqual(names(await run(action, event({ user: factors('email'), secrets: { FACTORS: 'email' } }))), ['challengeWith']));
  for (const secret of ['', 'sms', 7])
    test(`no factor's name: ${JSON.stringify(secret)}`, async () => {
      assert.deepEqual(await run(action, event({ user: factors('otp'), secrets: { FACTORS: secret } })), []);
      assert.deepEqual(await run(action, event({ user: factors(), secrets: { FACTORS: secret } })), []);
    });
});

describe('enrolment', () => {
  test('is offered to a user who has no factor at all', async () =>
    assert.deepEqual((await run(action, event({ user: factors(), secrets: { FACTORS: 'otp phone' } })))[0], ['enrollWithAny', [{ type: 'otp' }, { type: 'phone' }]]));
  test('is told by the tokens', async () => {
    const calls = await run(action, event({ user: factors(), secrets: { CLAIM_NAMESPACE: 'https://agent.example/' } }));
    assert.deepEqual(calls.slice(1), ['accessToken', 'idToken'].map((token) => [token + '.setCustomClaim', 'https://agent.example/mfa_enrolled', true]));
  });
  for (const [name, user, secrets] of [
    ['a factor that FACTORS does not name', factors('phone'), { FACTORS: 'otp' }],
    ['e-mail and a recovery code', factors('email', 'recovery-code'), {}],
    ['a recovery code alone', factors('recovery-code'), {}],
    ['a factor of a kind that nobody knows', factors('face'), {}],
    ['an MFA provider of another kind', { enrolledFactors: [], multifactor: ['duo'] }, {}],
    ['nobody knows which', {}, {}],
    ['a list that is none', { enrolledFactors: 'otp' }, {}],
  ])
    test(`is not offered beside what is there: ${name}`, async () => assert.deepEqual(await run(action, event({ user, secrets })), []));
  for (const [secret, offered] of [
    [undefined, true], ['true', true], [' True\n', true], ['false', false], ['False', false], ['no', false], ['', false], [' ', false], ['1', false], [null, false], ['true,false', false],
  ])
    test(`ALLOW_ENROLMENT ${JSON.stringify(secret)}`, async () =>
      assert.equal(names(await run(action, event({ user: factors(), secrets: { ALLOW_ENROLMENT: secret } }))).includes('enrollWithAny'), offered));
});

describe('an event that lacks something', () => {
  for (const value of [undefined, null]) {
    for (const [part, expected] of [['transaction', []], ['user', []], ['authentication', ['challengeWith']], ['request', ['challengeWith']], ['secrets', ['challengeWith']]])
      test(`${part}: ${value}`, async () => assert.deepEqual(names(await run(action, event({ [part]: value }))), expected));
  }
});
