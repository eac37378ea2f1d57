'use strict';

const VAULT_EXCHANGE = 'oauth2-token-exchange-federated-connection';
const INTERACTIVE = ['oidc-basic-profile', 'oidc-hybrid-profile', 'oidc-implicit-profile', 'samlp', 'wsfed'];

/** Every value that event.transaction.protocol is documented to have, and some that it is not. */
const PROTOCOLS = [
  ...INTERACTIVE, 'oidc-ciba', 'oidc-ciba-web-link', 'oauth2-device-code', 'oauth2-resource-owner', 'oauth2-resource-owner-jwt-bearer',
  'oauth2-password', 'oauth2-webauthn', 'oauth2-access-token', 'oauth2-refresh-token', 'oauth2-token-exchange', VAULT_EXCHANGE,
  'wstrust-usernamemixed', 'something-new', undefined,
];

/** What a tenant may have: both, either or none. */
const TENANTS = [
  { targetScopes: true, metadata: true }, { targetScopes: true, metadata: false },
  { targetScopes: false, metadata: true }, { targetScopes: false, metadata: false },
];

const nameOf = ({ targetScopes, metadata }) => `target scopes ${targetScopes ? 'on' : 'off'}, token metadata ${metadata ? 'on' : 'off'}`;

/** A login as an Action sees it, for mail:send by a user with an authenticator app, at a tenant with target scopes. */
function event(changes = {}) {
  return {
    authentication: { methods: [{ name: 'pwd', timestamp: new Date().toISOString() }] },
    client: { client_id: 'chat', name: 'Chat', metadata: {} },
    request: { query: {} },
    secrets: {},
    transaction: {
      protocol: 'oidc-basic-profile',
      requested_scopes: ['openid', 'offline_access', 'mail:read', 'mail:send'],
      target_scopes: ['openid', 'offline_access', 'mail:read', 'mail:send'],
    },
    user: { user_id: 'auth0|ada', enrolledFactors: [{ type: 'otp' }] },
    ...changes,
  };
}

/** The same after a challenge that was met some seconds ago. */
function withMfa(secondsAgo = 1, changes = {}) {
  const timestamp = new Date(Date.now() - 1000 * secondsAgo).toISOString();
  return event({ authentication: { methods: [{ name: 'pwd', timestamp }, { name: 'mfa', timestamp }] }, ...changes });
}

/** The same in another protocol, at a tenant with these features; at a refresh, of a token with this metadata. */
function at(login, protocol, tenant = TENANTS[0], metadata = {}) {
  const transaction = { ...login.transaction, protocol };
  if (!tenant.targetScopes) delete transaction.target_scopes;
  const refreshed = protocol === 'oauth2-refresh-token' && tenant.metadata ? { refresh_token: { id: 'rt_1', access: 'offline', metadata } } : {};
  return { ...login, transaction, ...refreshed };
}

/** Runs an Action and tells what it called. The methods throw where Auth0's own do. */
async function run(action, event) {
  const calls = [];
  const record = (name, check = () => {}) => (...args) => {
    check(...args);
    calls.push([name, ...args]);
  };
  const scope = (value) => {
    if (typeof value !== 'string' || value === '') throw new Error('A scope must be a string.');
  };
  const target = (value) => {
    scope(value);
    if (!Array.isArray(event.transaction?.target_scopes)) throw new Error('Method not implemented.');
    if (event.transaction.protocol === VAULT_EXCHANGE) throw new Error('Target scopes cannot be changed in this flow.');
  };
  const token = (name) => ({ setCustomClaim: record(name + '.setCustomClaim'), removeScope: record(name + '.removeScope', scope) });
  await action.onExecutePostLogin(event, {
    access: { deny: record('deny') },
    accessToken: token('accessToken'),
    idToken: token('idToken'),
    authentication: { challengeWith: record('challengeWith'), enrollWithAny: record('enrollWithAny') },
    refreshToken: {
      setMetadata: record('setMetadata', (key, value) => {
        if (event.refresh_token?.access === 'online') throw new Error('Cannot call setMetadata on an online refresh token.');
        if (!/^[a-zA-Z0-9_-]{1,255}$/.test(key) || typeof value !== 'string' || value.length > 255) throw new Error('Invalid metadata');
      }),
    },
    transaction: { removeTargetScope: record('removeTargetScope', target) },
  });
  return calls;
}

module.exports = { INTERACTIVE, PROTOCOLS, TENANTS, VAULT_EXCHANGE, at, event, nameOf, run, withMfa };
