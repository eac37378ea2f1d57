'use strict';

/** Every value that event.transaction.protocol is documented to have, and one that it is not. */
const PROTOCOLS = [
  'oidc-basic-profile', 'oidc-ciba', 'oidc-ciba-web-link', 'oidc-implicit-profile', 'oauth2-device-code', 'oauth2-resource-owner',
  'oauth2-resource-owner-jwt-bearer', 'oauth2-password', 'oauth2-webauthn', 'oauth2-access-token', 'oauth2-refresh-token',
  'oauth2-token-exchange', 'oidc-hybrid-profile', 'samlp', 'wsfed', 'wstrust-usernamemixed', 'something-new', undefined,
];
const INTERACTIVE = ['oidc-basic-profile', 'oidc-hybrid-profile', 'oidc-implicit-profile', 'samlp', 'wsfed'];
const CONTINUING = ['oauth2-refresh-token', 'oauth2-token-exchange'];

/** A login as an Action sees it, for mail:send by a user with an authenticator app. */
function event(changes = {}) {
  return {
    authentication: { methods: [{ name: 'pwd', timestamp: new Date().toISOString() }] },
    client: { client_id: 'chat', name: 'Chat', metadata: {} },
    request: { query: {} },
    secrets: {},
    transaction: {
      protocol: 'oidc-basic-profile',
      requested_scopes: ['openid', 'mail:read', 'mail:send'],
      target_scopes: ['openid', 'mail:read', 'mail:send'],
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

/** Runs an Action and tells what it called. */
async function run(action, event) {
  const calls = [];
  const record = (name) => (...args) => { calls.push([name, ...args]); };
  const token = (name) => ({ setCustomClaim: record(name + '.setCustomClaim'), removeScope: record(name + '.removeScope') });
  await action.onExecutePostLogin(event, {
    access: { deny: record('deny') },
    accessToken: token('accessToken'),
    idToken: token('idToken'),
    authentication: { challengeWith: record('challengeWith'), enrollWithAny: record('enrollWithAny') },
    transaction: { removeTargetScope: record('removeTargetScope') },
  });
  return calls;
}

module.exports = { CONTINUING, INTERACTIVE, PROTOCOLS, event, run, withMfa };
