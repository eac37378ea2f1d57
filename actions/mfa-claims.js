/**
 * Auth0 post-login Action, bound after challenge-mfa.js: says in the tokens that MFA was met, or takes away what needs it.
 *
 * It is an Action of its own because event.authentication.methods is brought up to date between Actions only. Where MFA was not met it
 * removes target scopes: those decide what the refresh token may ever bring, while api.accessToken.removeScope changes one access token
 * and lets the next refresh bring the scope back (auth0.com/docs, "Handling Scopes in Actions"). It denies nobody: a third-party client's
 * user would be left on an error page.
 *
 * Secrets, all optional:
 *   SENSITIVE_SCOPES, REMEMBER_SECONDS   as in challenge-mfa.js
 *   CLAIM_NAMESPACE     before the claims' names, a URL that is yours; default "https://token-vault-agent/"
 */
const INTERACTIVE = ['oidc-basic-profile', 'oidc-hybrid-profile', 'oidc-implicit-profile', 'samlp', 'wsfed'];

/** They carry on what an earlier login was granted: what it was not granted is not among their target scopes. */
const CONTINUING = ['oauth2-refresh-token', 'oauth2-token-exchange'];

exports.onExecutePostLogin = async (event, api) => {
  const transaction = event.transaction ?? {};
  if (CONTINUING.includes(transaction.protocol)) return;

  const time = INTERACTIVE.includes(transaction.protocol) ? timeOfMfa(event) : undefined;
  if (time !== undefined) {
    const namespace = event.secrets.CLAIM_NAMESPACE || 'https://token-vault-agent/';
    for (const token of [api.accessToken, api.idToken]) {
      // amr and auth_time themselves are reserved.
      token.setCustomClaim(namespace + 'amr', ['mfa']);
      token.setCustomClaim(namespace + 'mfa_time', Math.floor(time / 1000));
    }
    return;
  }

  const sensitive = list(event.secrets.SENSITIVE_SCOPES, 'mail:send calendar:write');
  for (const scope of sensitive.filter((name) => (transaction.target_scopes ?? sensitive).includes(name))) {
    api.transaction.removeTargetScope(scope);
    api.accessToken.removeScope(scope);
  }
};

/** Milliseconds; undefined where no challenge of this session is young enough. */
function timeOfMfa(event) {
  const times = (event.authentication?.methods ?? []).filter((method) => method.name === 'mfa').map((method) => Date.parse(method.timestamp));
  const latest = Math.max(...times, -Infinity);
  return Date.now() - latest <= 1000 * seconds(event.secrets.REMEMBER_SECONDS, 43200) ? latest : undefined;
}

function list(text, standard) {
  return (text || standard).split(' ').filter(Boolean);
}

function seconds(text, standard) {
  return /^\d+$/.test(text ?? '') ? Number(text) : standard;
}
