'use strict';
const assert = require('node:assert/strict');
const { describe, test } = require('node:test');
const action = require('../mfa-claims.js');
const { CONTINUING, INTERACTIVE, PROTOCOLS, event, run, withMfa } = require('./login.js');

const removed = (scope) => [['removeTargetScope', scope], ['accessToken.removeScope', scope]];
const inProtocol = (login, protocol) => ({ ...login, transaction: { ...login.transaction, protocol } });

describe('without MFA', () => {
  for (const protocol of PROTOCOLS)
    test(`${protocol} ${CONTINUING.includes(protocol) ? 'keeps scopes as they were granted' : 'loses the sensitive scope'}`, async () =>
      assert.deepEqual(await run(action, inProtocol(event(), protocol)), CONTINUING.includes(protocol) ? [] : removed('mail:send')));
});

describe('with an MFA in the session', () => {
  for (const protocol of PROTOCOLS)
    test(`${protocol} ${INTERACTIVE.includes(protocol) ? 'says so in both tokens' : 'writes no claim'}`, async () => {
      const calls = await run(action, inProtocol(withMfa(5), protocol));
      if (!INTERACTIVE.includes(protocol)) {
        assert.deepEqual(calls, CONTINUING.includes(protocol) ? [] : removed('mail:send'));
        return;
      }
      assert.deepEqual(calls.map(([name, claim]) => `${name} ${claim}`), [
        'accessToken.setCustomClaim https://token-vault-agent/amr', 'accessToken.setCustomClaim https://token-vault-agent/mfa_time',
        'idToken.setCustomClaim https://token-vault-agent/amr', 'idToken.setCustomClaim https://token-vault-agent/mfa_time',
      ]);
      assert.deepEqual(calls[0][2], ['mfa']);
      assert.ok(Math.abs(calls[1][2] - (Date.now() / 1000 - 5)) < 3, 'mfa_time is in seconds');
    });

  test('that is too old, the sensitive scope is lost', async () => assert.deepEqual(await run(action, withMfa(43300)), removed('mail:send')));

  test('the latest counts', async () => {
    const login = withMfa(43300);
    login.authentication.methods.push({ name: 'mfa', timestamp: new Date().toISOString() });
    assert.equal((await run(action, login)).length, 4);
  });

  test('a timestamp that is none counts for nothing', async () => {
    const login = event({ authentication: { methods: [{ name: 'mfa', timestamp: 'soon' }] } });
    assert.deepEqual(await run(action, login), removed('mail:send'));
  });
});

describe('which scopes', () => {
  test('every sensitive one among the target scopes, requested or not', async () => {
    const login = event({ transaction: { protocol: 'oidc-basic-profile', requested_scopes: [], target_scopes: ['calendar:write', 'mail:send', 'mail:read'] } });
    assert.deepEqual(await run(action, login), [...removed('mail:send'), ...removed('calendar:write')]);
  });
  test('all of them where the tenant does not tell the target scopes', async () => {
    const login = event({ transaction: { protocol: 'oidc-basic-profile', requested_scopes: ['mail:send'] } });
    assert.deepEqual(await run(action, login), [...removed('mail:send'), ...removed('calendar:write')]);
  });
  test('those that the operator names', async () =>
    assert.deepEqual(await run(action, event({ secrets: { SENSITIVE_SCOPES: 'mail:read' } })), removed('mail:read')));
  test('a login that asks for none is left alone', async () =>
    assert.deepEqual(await run(action, event({ transaction: { protocol: 'oidc-basic-profile', target_scopes: ['openid', 'mail:read'] } })), []));
});

test('the namespace is the operator\'s', async () => {
  const calls = await run(action, withMfa(1, { secrets: { CLAIM_NAMESPACE: 'https://example.com/' } }));
  assert.equal(calls[0][1], 'https://example.com/amr');
});

test('nobody is denied, so that no one is stranded', async () => {
  for (const protocol of PROTOCOLS)
    assert.ok(!(await run(action, inProtocol(event(), protocol))).some(([name]) => name === 'deny'));
});
