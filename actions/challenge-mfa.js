/**
 * Auth0 post-login Action, bound before mfa-claims.js: challenges for MFA on interactive logins that ask for it, and on no other.
 *
 * A Token Vault exchange runs no browser, so that a challenge there can only fail. The protocols that have one are therefore listed; any
 * other, known or not, is left alone (auth0.com/docs/customize/actions/explore-triggers/signup-and-login-triggers/login-trigger/
 * post-login-event-object, event.transaction.protocol). What may be granted without MFA is mfa-claims.js's to decide.
 *
 * Secrets, all optional:
 *   SENSITIVE_SCOPES    scopes that only an MFA login may bring, separated by spaces; default "mail:send calendar:write"
 *   CHALLENGE           "always" to challenge on every interactive login; default: when it is asked for
 *   REMEMBER_SECONDS    how long an MFA of this session counts; default 43200 (12 hours)
 *   FACTORS             factors to use, best first; default "webauthn-roaming webauthn-platform push-notification otp phone". Name those
 *                       that are enabled at the tenant: a user whose only enrolled factor is not can never be challenged, and not log in
 *   ALLOW_ENROLMENT     "false": a user without a factor is not offered one, and gets no sensitive scope; default "true"
 *   CLAIM_NAMESPACE     as in mfa-claims.js
 */
const INTERACTIVE = ['oidc-basic-profile', 'oidc-hybrid-profile', 'oidc-implicit-profile', 'samlp', 'wsfed'];
const MFA_ACR = 'http://schemas.openid.net/pape/policies/2007/06/multi-factor';

exports.onExecutePostLogin = async (event, api) => {
  const transaction = event.transaction ?? {};
  if (!INTERACTIVE.includes(transaction.protocol) || !isAskedFor(event, transaction) || isFresh(event)) return;

  const usable = list(event.secrets.FACTORS, 'webauthn-roaming webauthn-platform push-notification otp phone');
  const enrolled = (event.user.enrolledFactors ?? []).map((factor) => factor.type);
  const factors = usable.filter((type) => enrolled.includes(type)).map((type) => ({ type }));
  if (factors.length > 0) {
    const [preferred, ...additionalFactors] = factors;
    api.authentication.challengeWith(preferred, { additionalFactors });
  } else if (event.secrets.ALLOW_ENROLMENT !== 'false') {
    // The password alone stands behind a factor that is enrolled here: the operator can forbid it, and the tokens say so.
    api.authentication.enrollWithAny(usable.map((type) => ({ type })));
    const claim = (event.secrets.CLAIM_NAMESPACE || 'https://token-vault-agent/') + 'mfa_enrolled';
    api.accessToken.setCustomClaim(claim, true);
    api.idToken.setCustomClaim(claim, true);
  }
};

function isAskedFor(event, transaction) {
  return event.secrets.CHALLENGE === 'always'
    || (transaction.acr_values ?? []).includes(MFA_ACR)
    || list(event.secrets.SENSITIVE_SCOPES, 'mail:send calendar:write').some((scope) => (transaction.requested_scopes ?? []).includes(scope));
}

/** Whether this session has met a challenge that is young enough: for the session, and for the max_age of the request. */
function isFresh(event) {
  const times = (event.authentication?.methods ?? []).filter((method) => method.name === 'mfa').map((method) => Date.parse(method.timestamp));
  const query = event.request?.query ?? {};
  if (times.length === 0 || query.prompt === 'login') return false;
  const age = (Date.now() - Math.max(...times)) / 1000;
  return age <= seconds(event.secrets.REMEMBER_SECONDS, 43200) && age <= seconds(query.max_age, Infinity);
}

function list(text, standard) {
  return (text || standard).split(' ').filter(Boolean);
}

function seconds(text, standard) {
  return /^\d+$/.test(text ?? '') ? Number(text) : standard;
}
