'use strict';
const assert = require('node:assert/strict');
const { describe, test } = require('node:test');
const action = require('../mfa-claims.js');
const { INTERACTIVE, PROTOCOLS, TENANTS, VAULT_EXCHANGE, at, event, nameOf, run, withMfa } = require('./login.js');

const MARK = 'token_vault_agent_mfa';
const REFRESH = 'oauth2-refresh-token';
const removedNow = (scope) => ['accessToken.removeScope', scope];
const removed = (scope) => [['removeTargetScope', scope], removedNow(scope)];

/** What a run leaves of mail:send: in this access token, and among the target scopes. */
function left(calls) {
  const gone = (name) => calls.some(([method, scope]) => method === name && scope === 'mail:send');
  return { now: !gone('accessToken.removeScope'), later: !gone('removeTargetScope') };
}

for (const tenant of TENANTS)
  describe(nameOf(tenant), () => {
    for (const protocol of PROTOCOLS) {
      test(`${protocol} without MFA`, async () => {
        const calls = await run(action, at(event(), protocol, tenant));

        if (protocol === VAULT_EXCHANGE) assert.deepEqual(calls, []);
        else assert.deepEqual(left(calls), { now: false, later: !tenant.targetScopes });
        assert.ok(!calls.some(([name]) => name === 'deny' || name === 'setMetadata'));
      });

      test(`${protocol} with an MFA in the session`, async () => {
        const calls = await run(action, at(withMfa(5), protocol, tenant));

        const claims = calls.filter(([name]) => name.endsWith('setCustomClaim'));
        assert.equal(claims.length, INTERACTIVE.includes(protocol) ? 4 : 0);
        if (INTERACTIVE.includes(protocol)) assert.deepEqual(left(calls), { now: true, later: true });
        assert.equal(calls.some(([name]) => name === 'setMetadata'), ['oidc-basic-profile', 'oidc-hybrid-profile'].includes(protocol));
      });
    }
  });

describe('a Token Vault exchange is left alone', () => {
  const exchange = (changes) => ({ ...event(), ...changes, transaction: { protocol: VAULT_EXCHANGE, ...changes?.transaction } });
  for (const [name, changes] of Object.entries({
    'with target scopes': { transaction: { target_scopes: ['mail:send'] } },
    'without them': {},
    'for an actor': { transaction: { actor: { sub: 'agent' } } },
    'with a refresh token': { refresh_token: { metadata: {} } },
    'with secrets that nobody understands': { secrets: { SENSITIVE_SCOPES: '?', REMEMBER_SECONDS: '1h' } },
  }))
    test(name, async () => assert.deepEqual(await run(action, exchange(changes)), []));
});

describe('at a refresh', () => {
  test('target scopes alone are enough where the operator says that no refresh brings another audience', async () => {
    const refreshWith = (ONE_AUDIENCE) => run(action, at({ ...event(), secrets: { ONE_AUDIENCE } }, REFRESH, { targetScopes: true, metadata: false }));
    for (const value of ['true', ' True\n', '"true"']) assert.deepEqual(await refreshWith(value), [], value);
    for (const value of ['false', 'yes', '1', '', 'true false', undefined]) assert.deepEqual(left(await refreshWith(value)), { now: false, later: false }, String(value));
  });
  const refresh = (metadata, tenant = TENANTS[2], login = event()) => run(action, at(login, REFRESH, tenant, metadata));
  test('the mark of a met challenge keeps the scope, and goes on to the next token', async () => {
    for (const tenant of [TENANTS[0], TENANTS[2]])
      assert.deepEqual(await refresh({ [MARK]: '1790000000' }, tenant), [['setMetadata', MARK, '1790000000']]);
  });
  test('what is no mark keeps nothing', async () => {
    for (const metadata of [{}, undefined, null, { [MARK]: '' }, { [MARK]: 'yes' }, { [MARK]: ['1'] }, { other: '1' }])
      assert.deepEqual(left(await refresh(metadata)), { now: false, later: true });
  });
  test('a tenant that has neither feature keeps nothing', async () =>
    assert.deepEqual(left(await refresh({}, TENANTS[3])), { now: false, later: true }));
  test('an actor keeps nothing, mark or not', async () => {
    const login = event();
    login.transaction.actor = { sub: 'agent' };
    assert.deepEqual(left(await refresh({ [MARK]: '1790000000' }, TENANTS[2], login)), { now: false, later: true });
  });
});

describe('a login that met MFA', () => {
  test('says when, in seconds, in both tokens, and leaves the mark', async () => {
    const calls = await run(action, withMfa(5));
    assert.deepEqual(calls.map(([name, key]) => `${name} ${key}`), [
      'accessToken.setCustomClaim https://token-vault-agent/amr', 'accessToken.setCustomClaim https://token-vault-agent/mfa_time',
      'idToken.setCustomClaim https://token-vault-agent/amr', 'idToken.setCustomClaim https://token-vault-agent/mfa_time',
      `setMetadata ${MARK}`,
    ]);
    assert.deepEqual(calls[0][2], ['mfa']);
    assert.ok(Math.abs(calls[1][2] - (Date.now() / 1000 - 5)) < 3);
    assert.equal(calls[4][2], String(calls[1][2]));
  });
  test('leaves no mark where no refresh token comes of it', async () => {
    const login = withMfa(5);
    login.transaction.requested_scopes = ['openid', 'mail:send'];
    assert.ok(!(await run(action, login)).some(([name]) => name === 'setMetadata'));
  });
  test('leaves none on an online refresh token, and none where the method is missing', async () => {
    assert.equal((await run(action, withMfa(5, { refresh_token: { access: 'online' } }))).length, 4);
    await action.onExecutePostLogin(withMfa(5), { accessToken: { setCustomClaim() {} }, idToken: { setCustomClaim() {} } });
  });
  test('for an actor counts as none', async () => {
    const login = withMfa(5);
    login.transaction.actor = { sub: 'agent' };
    assert.deepEqual(await run(action, login), removed('mail:send').concat([removedNow('calendar:write')]));
  });
});

describe('when an MFA counts', () => {
  const counts = async (login) => (await run(action, login)).some(([name]) => name.endsWith('setCustomClaim'));
  const methods = (...entries) => event({ authentication: { methods: entries } });
  const ago = (seconds) => new Date(Date.now() - 1000 * seconds).toISOString();
  for (const [name, login, expected] of [
    ['the latest of several', methods({ name: 'mfa', timestamp: ago(43300) }, { name: 'mfa', timestamp: ago(1) }), true],
    ['too old', withMfa(43300), false],
    ['a timestamp that is none', methods({ name: 'mfa', timestamp: 'soon' }), false],
    ['no timestamp', methods({ name: 'mfa' }), false],
    ['a clock that is a day ahead', methods({ name: 'mfa', timestamp: ago(-86400) }), false],
    ['a clock that is a day behind', methods({ name: 'mfa', timestamp: ago(86400) }), false],
    ['a clock that is some seconds ahead', methods({ name: 'mfa', timestamp: ago(-20) }), true],
    ['entries that are none', methods(null, 'mfa', { name: 'mfa', timestamp: ago(1) }), true],
    ['methods that are no list', event({ authentication: { methods: 'mfa' } }), false],
    ['REMEMBER_SECONDS of 0: this login alone', withMfa(30, { secrets: { REMEMBER_SECONDS: '0' } }), true],
    ['REMEMBER_SECONDS of 0, an earlier one', withMfa(90, { secrets: { REMEMBER_SECONDS: '0' } }), false],
    ['REMEMBER_SECONDS that is no number', withMfa(90, { secrets: { REMEMBER_SECONDS: '1h' } }), false],
    ['REMEMBER_SECONDS with a line break', withMfa(90, { secrets: { REMEMBER_SECONDS: '120\n' } }), true],
    ['a blank REMEMBER_SECONDS', withMfa(90, { secrets: { REMEMBER_SECONDS: ' ' } }), false],
  ])
    test(name, async () => assert.equal(await counts(login), expected));
});

describe('which scopes', () => {
  const scopes = async (secret, transaction) => {
    const secrets = secret === undefined ? {} : { SENSITIVE_SCOPES: secret };
    const calls = await run(action, event({ secrets, transaction: { protocol: 'oidc-basic-profile', ...transaction } }));
    return calls.map(([name, scope]) => `${name === 'removeTargetScope' ? 'target' : 'token'} ${scope}`);
  };
  const both = ['token mail:send', 'token calendar:write'];
  for (const [name, secret, transaction, expected] of [
    ['none requested or targeted', undefined, {}, both],
    ['among the target scopes, requested or not', undefined, { requested_scopes: [], target_scopes: ['calendar:write', 'mail:read'] }, ['token mail:send', 'target calendar:write', 'token calendar:write']],
    ['twice', undefined, { target_scopes: ['mail:send', 'mail:send'] }, ['target mail:send', ...both]],
    ['in another case', undefined, { requested_scopes: ['Mail:Send'] }, [...both, 'token Mail:Send']],
    ['lists that are none', undefined, { requested_scopes: 'mail:send openid', target_scopes: { 0: 'mail:send' } }, both],
    ['the operator\'s own', 'mail:read', {}, ['token mail:read']],
    ['parted by commas', 'mail:send,calendar:write', {}, both],
    ['as JSON', '["mail:send", "calendar:write"]', {}, both],
    ['on several lines', 'mail:send\r\ncalendar:write\n', {}, both],
    ['a blank secret', ' ', {}, both],
    ['a secret of nothing but commas', ',,', {}, both],
    ['a secret that is no text', 7, {}, both],
  ])
    test(name, async () => assert.deepEqual(await scopes(secret, transaction), expected));
});

describe('the namespace', () => {
  for (const [secret, expected] of [['https://example.com/', 'https://example.com/amr'], [' https://example.com/\n', 'https://example.com/amr'], ['', 'https://token-vault-agent/amr'], [null, 'https://token-vault-agent/amr']])
    test(JSON.stringify(secret), async () => assert.equal((await run(action, withMfa(1, { secrets: { CLAIM_NAMESPACE: secret } })))[0][1], expected));
});

describe('an event that lacks something denies nothing but the sensitive scopes', () => {
  for (const part of ['transaction', 'authentication', 'request', 'secrets', 'user', 'client'])
    for (const value of [undefined, null])
      test(`${part}: ${value}`, async () => {
        const calls = await run(action, event({ [part]: value }));
        assert.deepEqual(left(calls), { now: false, later: part === 'transaction' });
      });
});
