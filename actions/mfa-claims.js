/**
 * Auth0 post-login Action, bound after challenge-mfa.js: says in the tokens that MFA was met, or takes away what needs it.
 *
 * It is an Action of its own because event.authentication.methods is brought up to date between Actions only. It denies nobody: a
 * third-party client's user would be left on an error page. A Token Vault exchange is left alone, whatever else: it issues no token of
 * this tenant, and target-scope methods are an error there (auth0.com/docs/customize/actions/handling-scopes-in-actions).
 *
 * Where MFA was not met, a sensitive scope must be gone from the access token and from every one that a refresh brings later.
 * api.accessToken.removeScope does the first. The second has two ways, and what the tenant has decides which holds:
 *   - target scopes (early access; there where event.transaction.target_scopes is a list): what is removed there at the login no refresh
 *     brings back.
 *   - refresh token metadata (Enterprise; there where a refresh has event.refresh_token): a login that met MFA leaves a mark in the refresh
 *     token, and a refresh without the mark loses the scopes.
 *   - both: both must hold. Neither: an access token has the scopes after a login that met MFA, and loses them at its first refresh. So it is
 *     with target scopes alone, unless ONE_AUDIENCE says that they are enough: a refresh token policy for several audiences (MRRT) brings
 *     an audience that the login, whose target scopes they were, did not ask for.
 *
 * Secrets, all optional. One that is set and not understood counts as the strict choice, in brackets.
 *   SENSITIVE_SCOPES    as in challenge-mfa.js
 *   REMEMBER_SECONDS    as in challenge-mfa.js, but at least 60: the time from a challenge to this Action [60]
 *   ONE_AUDIENCE        'true' where no client that may have a sensitive scope has refresh token policies [false]
 *   CLAIM_NAMESPACE     before the claims' names, a URL that is yours; default "https://token-vault-agent/" [the default]
 */
const VAULT_EXCHANGE = 'oauth2-token-exchange-federated-connection';
const REFRESH = 'oauth2-refresh-token';
const INTERACTIVE = ['oidc-basic-profile', 'oidc-hybrid-profile', 'oidc-implicit-profile', 'samlp', 'wsfed'];

/** The interactive ones that can bring a refresh token. */
const OFFLINE = ['oidc-basic-profile', 'oidc-hybrid-profile'];
const MARK = 'token_vault_agent_mfa';

exports.onExecutePostLogin = async (event, api) => {
  const transaction = event.transaction ?? {};
  const secrets = event.secrets ?? {};
  if (transaction.protocol === VAULT_EXCHANGE) return;

  const token = event.refresh_token;
  if (transaction.protocol === REFRESH && !transaction.actor) {
    const mark = token?.metadata?.[MARK];
    if (typeof mark === 'string' && /^\d+$/.test(mark)) {
      // Again, for the token that takes this one's place.
      leaveMark(api, token, mark);
      return;
    }
    // The tenant has no metadata: its target scopes are what a login for this audience left.
    if (!token && Array.isArray(transaction.target_scopes) && isTrue(secrets.ONE_AUDIENCE)) return;
  }

  const time = INTERACTIVE.includes(transaction.protocol) && !transaction.actor ? timeOfMfa(event, secrets) : undefined;
  if (time === undefined) {
    removeSensitive(transaction, secrets, api);
    return;
  }

  const mfaTime = Math.floor(time / 1000);
  const namespace = words(secrets.CLAIM_NAMESPACE)[0] ?? 'https://token-vault-agent/';
  for (const issued of [api.accessToken, api.idToken]) {
    // amr and auth_time themselves are reserved.
    issued.setCustomClaim(namespace + 'amr', ['mfa']);
    issued.setCustomClaim(namespace + 'mfa_time', mfaTime);
  }
  if (OFFLINE.includes(transaction.protocol) && words(transaction.requested_scopes).includes('offline_access')) leaveMark(api, token, String(mfaTime));
};

function leaveMark(api, token, mark) {
  // Metadata cannot be set on an online refresh token, which ends with its session.
  if (typeof api.refreshToken?.setMetadata === 'function' && token?.access !== 'online') api.refreshToken.setMetadata(MARK, mark);
}

/** In the operator's spelling, and in every one that the request has. */
function removeSensitive(transaction, secrets, api) {
  const named = words(secrets.SENSITIVE_SCOPES);
  const sensitive = named.length > 0 ? named : ['mail:send', 'calendar:write'];
  const lower = sensitive.map((scope) => scope.toLowerCase());
  const target = Array.isArray(transaction.target_scopes) ? words(transaction.target_scopes) : undefined;
  const spelt = [...(target ?? []), ...words(transaction.requested_scopes)].filter((scope) => lower.includes(scope.toLowerCase()));
  for (const scope of new Set([...sensitive, ...spelt])) {
    if (target?.includes(scope)) api.transaction.removeTargetScope(scope);
    api.accessToken.removeScope(scope);
  }
}

/** Milliseconds; undefined where no challenge of this session is young enough, or all are of the future. */
function timeOfMfa(event, secrets) {
  const [now, longest] = [Date.now(), 1000 * Math.max(60, seconds(secrets.REMEMBER_SECONDS, 43200))];
  const times = items(event.authentication?.methods)
    .filter((method) => method?.name === 'mfa')
    .map((method) => Date.parse(method.timestamp))
    .filter((time) => time < now + 60_000);
  const latest = Math.max(...times);
  return now - latest <= longest ? latest : undefined;
}

// An Action is deployed by itself: what follows stands in both files.

/** A number of seconds; what is there and is none counts as 0. */
function seconds(value, standard) {
  if (value === undefined) return standard;
  return /^\d{1,9}$/.test(String(value).trim()) ? Number(value) : 0;
}

/** What is there and is anything else is false. */
function isTrue(value) {
  return words(value).join().toLowerCase() === 'true';
}

/** The words of a text or of a list of texts, whatever stands between them. */
function words(value) {
  return items(Array.isArray(value) ? value : [value])
    .flatMap((text) => (typeof text === 'string' ? text.split(/[\s,;"'[\]]+/) : [])).filter(Boolean);
}

function items(value) {
  return Array.isArray(value) ? value : [];
}
