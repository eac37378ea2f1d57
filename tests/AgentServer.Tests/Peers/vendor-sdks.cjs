'use strict';
// Auth0's, Google's and Microsoft's own SDKs against the sandbox over HTTPS, as their users call them: the user logs in, the vault exchanges
// that login for a token of each provider, and each provider's SDK reads and writes with it. A line of JSON on standard input says where
// everything is: {domain, web: {id, secret, callback}, api: {id, secret, audience}, google, graph}. argv: the folder of the packages.
// Prints {"authorize": url}, reads the callback's whole address, and prints {"done": {...}}.
const { createRequire } = require('node:module');
const { createInterface } = require('node:readline');
const load = createRequire(`${process.argv[2]}/`);
const { AuthClient } = load('@auth0/auth0-auth-js');
const { Client, PageIterator } = load('@microsoft/microsoft-graph-client');
const calendars = load('@googleapis/calendar');
const gmails = load('@googleapis/gmail');

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const tell = (message) => console.log(JSON.stringify(message));
const RefreshToken = 'urn:ietf:params:oauth:token-type:refresh_token';

async function auth0(at) {
  const web = new AuthClient({
    domain: at.domain, clientId: at.web.id, clientSecret: at.web.secret,
    authorizationParams: { redirect_uri: at.web.callback, audience: at.api.audience, scope: 'openid profile email offline_access calendar:read' },
  });
  const issuer = (await web.getServerMetadata()).issuer;
  const { authorizationUrl, codeVerifier } = await web.buildAuthorizationUrl();
  tell({ authorize: authorizationUrl });
  const login = await web.getTokenByCode(new URL((await lines.next()).value), { codeVerifier });
  const refreshed = await web.getTokenByRefreshToken({ refreshToken: login.refreshToken });
  // By the refresh token of the login, and by an access token for the API: the two subjects that the vault takes.
  const google = await web.exchangeToken({ connection: 'google-oauth2', subjectToken: login.refreshToken, subjectTokenType: RefreshToken });
  const api = new AuthClient({ domain: at.domain, clientId: at.api.id, clientSecret: at.api.secret });
  const microsoft = await api.exchangeToken({ connection: 'windowslive', subjectToken: refreshed.accessToken });
  const refused = await api.exchangeToken({ connection: 'windowslive', subjectToken: 'no token' }).catch((error) => error);
  await web.revokeToken({ token: login.refreshToken });
  const afterRevoke = await web.getTokenByRefreshToken({ refreshToken: login.refreshToken }).catch((error) => error);
  const logout = await web.buildLogoutUrl({ returnTo: at.web.callback });
  return {
    google: google.accessToken, microsoft: microsoft.accessToken,
    told: {
      issuer, subject: login.claims.sub, email: login.claims.email, logout: String(logout),
      refused: refused.code ?? String(refused), refusedFor: refused.cause?.error ?? null, afterRevoke: afterRevoke.cause?.error ?? String(afterRevoke),
    },
  };
}

async function graph(base, token) {
  const client = Client.init({ baseUrl: base, customHosts: new Set(['127.0.0.1']), authProvider: (done) => done(null, token) });
  const me = await client.api('/me').get();
  const first = await client.api('/me/messages').top(2).select('id,subject,receivedDateTime').get();
  let messages = 0;
  await new PageIterator(client, first, () => { messages += 1; return messages < 7; }).iterate();
  const draft = await client.api('/me/messages').post({
    subject: 'By Microsoft', body: { contentType: 'text', content: 'Hello' }, toRecipients: [{ emailAddress: { address: 'ben@acme.example' } }],
  });
  await client.api(`/me/messages/${draft.id}/send`).post({});
  const refused = await client.api('/me/messages/none').get().catch((error) => error);
  return { me: me.mail ?? me.userPrincipalName, nextLink: first['@odata.nextLink'], messages, refused: [refused.statusCode, refused.code] };
}

async function google(rootUrl, token) {
  const headers = { Authorization: `Bearer ${token}` };
  const calendar = calendars.calendar({ version: 'v3', rootUrl, headers });
  const gmail = gmails.gmail({ version: 'v1', rootUrl, headers });
  const events = await calendar.events.list({ calendarId: 'primary', singleEvents: true, maxResults: 5, timeMin: new Date().toISOString() });
  const list = await gmail.users.messages.list({ userId: 'me', maxResults: 3 });
  const more = await gmail.users.messages.list({ userId: 'me', maxResults: 3, pageToken: list.data.nextPageToken });
  const message = await gmail.users.messages.get({ userId: 'me', id: list.data.messages[0].id, format: 'full' });
  const raw = Buffer.from('From: ada.moreau@gmail.example\r\nTo: ben@acme.example\r\nSubject: By Google\r\n\r\nHello\r\n').toString('base64url');
  const draft = await gmail.users.drafts.create({ userId: 'me', requestBody: { message: { raw } } });
  const sent = await gmail.users.drafts.send({ userId: 'me', requestBody: { id: draft.data.id } });
  const refused = await gmail.users.messages.get({ userId: 'me', id: 'ffffffffffffffff' }).catch((error) => error);
  return {
    events: events.data.items.length, messages: list.data.messages.length + more.data.messages.length, headers: message.data.payload.headers.length,
    sent: sent.data.labelIds, refused: [refused.status, refused.message],
  };
}

(async () => {
  const at = JSON.parse((await lines.next()).value);
  const tokens = await auth0(at);
  tell({ done: { auth0: tokens.told, graph: await graph(at.graph, tokens.microsoft), google: await google(at.google, tokens.google) } });
  process.exit(0);
})().catch((error) => { console.error(error, error.cause ?? ''); process.exit(1); });
