/**
 * Auth0 post-login Action, bound before mfa-claims.js: challenges for MFA on interactive logins that ask for it, and on no other.
 *
 * A Token Vault exchange runs no browser, so that a challenge there can only fail. The protocols that have one are therefore listed; any
 * other, known or not, is left alone (auth0.com/docs/customize/actions/explore-triggers/signup-and-login-triggers/login-trigger/
 * post-login-event-object, event.transaction.protocol). What may be granted without MFA is mfa-claims.js's to decide.
 *
 * It uses nothing that is early access or of one plan. It needs "Customize MFA Factors using Actions" (Security > Multi-factor Auth):
 * without that, its challenges are ignored, and no login brings a sensitive scope.
 *
 * A factor is offered for enrolment only to a user who is known to have none at all: beside an existing one, of whatever kind, the
 * password alone would stand behind it. A user who has none of FACTORS but another is not challenged, logs in, and gets no sensitive scope.
 *
 * Secrets, all optional. One that is set and not understood counts as the strict choice, in brackets.
 *   SENSITIVE_SCOPES    scopes that only an MFA login may bring, separated by blanks or commas; default "mail:send calendar:write"
 *                       [the default]
 *   CHALLENGE           "asked", the default: where it is asked for; "always": on every interactive login ["always"]
 *   REMEMBER_SECONDS    how long an MFA of this session counts, in seconds; default 43200 (12 hours) [0]
 *   FACTORS             factors to use, best first; default "webauthn-roaming webauthn-platform push-notification otp phone" [none of
 *                       what is not a factor's name]. Name those that are enabled at the tenant: where none of the user's is, Auth0 ends the login
 *   ALLOW_ENROLMENT     "true", the default, or "false": a user without a factor is not offered one, and gets no sensitive scope ["false"]
 *   CLAIM_NAMESPACE     as in mfa-claims.js
 */
const INTERACTIVE = ['oidc-basic-profile', 'oidc-hybrid-profile', 'oidc-implicit-profile', 'samlp', 'wsfed'];
const MFA_ACR = 'http://schemas.openid.net/pape/policies/2007/06/multi-factor';
const FACTORS = ['webauthn-roaming', 'webauthn-platform', 'push-notification', 'otp', 'phone'];
const OTHER_FACTORS = ['email', 'recovery-code'];

exports.onExecutePostLogin = async (event, api) => {
  const transaction = event.transaction ?? {};
  const secrets = event.secrets ?? {};
  if (!INTERACTIVE.includes(transaction.protocol) || !isAskedFor(transaction, secrets) || isFresh(event, transaction, secrets)) return;

  const usable = secrets.FACTORS === undefined ? FACTORS : words(secrets.FACTORS).map((name) => name.toLowerCase())
    .filter((name) => [...FACTORS, ...OTHER_FACTORS].includes(name));
  const enrolled = items(event.user?.enrolledFactors).map((factor) => factor?.type);
  const [preferred, ...others] = usable.filter((type) => enrolled.includes(type)).map((type) => ({ type }));
  if (preferred) {
    api.authentication.challengeWith(preferred, { additionalFactors: others });
  } else if (hasNoFactor(event.user) && mayEnrol(secrets)) {
    const offered = usable.filter((type) => FACTORS.includes(type)).map((type) => ({ type }));
    if (offered.length === 0) return;
    // The password alone stands behind a factor that is enrolled here: the operator can forbid it, and the tokens say so.
    api.authentication.enrollWithAny(offered);
    const claim = (words(secrets.CLAIM_NAMESPACE)[0] ?? 'https://token-vault-agent/') + 'mfa_enrolled';
    api.accessToken.setCustomClaim(claim, true);
    api.idToken.setCustomClaim(claim, true);
  }
};

function isAskedFor(transaction, secrets) {
  const asked = words(secrets.CHALLENGE)[0]?.toLowerCase();
  if (secrets.CHALLENGE !== undefined && asked !== 'asked') return true;
  const sensitive = words(secrets.SENSITIVE_SCOPES).map((scope) => scope.toLowerCase());
  const scopes = sensitive.length > 0 ? sensitive : ['mail:send', 'calendar:write'];
  return words(transaction.acr_values).includes(MFA_ACR)
    || words(transaction.requested_scopes).some((scope) => scopes.includes(scope.toLowerCase()));
}

/** Whether this session has met a challenge that is young enough: for the session, and for the max_age of the request. */
function isFresh(event, transaction, secrets) {
  const query = event.request?.query ?? {};
  if ([...words(query.prompt), ...words(transaction.prompt)].includes('login')) return false;
  const age = Math.min(...items(event.authentication?.methods)
    .filter((method) => method?.name === 'mfa')
    .map((method) => (Date.now() - Date.parse(method.timestamp)) / 1000)
    .filter((seconds) => seconds > -60));
  return age <= seconds(secrets.REMEMBER_SECONDS, 43200) && age <= seconds(query.max_age, Number.MAX_VALUE);
}

/** An absent list is not an empty one: it says nothing. */
function hasNoFactor(user) {
  return Array.isArray(user?.enrolledFactors) && user.enrolledFactors.length === 0 && items(user.multifactor).length === 0;
}

function mayEnrol(secrets) {
  return secrets.ALLOW_ENROLMENT === undefined || isTrue(secrets.ALLOW_ENROLMENT);
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
