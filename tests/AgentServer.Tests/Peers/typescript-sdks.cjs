'use strict';
// The official TypeScript SDKs as their users call them: find the tenant from the MCP endpoint alone, have their user log in, list, read,
// refresh, step up and send. Arguments: the folder of the packages, sdk-1 | client-2 | client-2-newest, the MCP endpoint, a client id, a callback.
// Prints a line of JSON for each thing that its user is to do ({"authorize": url}, {"approve": url}), reads a line of what came of it
// (the callback's whole address; anything), and prints {"done": {...}} at the end.
const { createRequire } = require('node:module');
const { createInterface } = require('node:readline');
const [packages, which, endpoint, clientId, callback] = process.argv.slice(2);
const load = createRequire(packages + '/');
const { Client, StreamableHTTPClientTransport, UnauthorizedError } = which === 'sdk-1'
  ? {
    ...load('@modelcontextprotocol/sdk/client/index.js'),
    ...load('@modelcontextprotocol/sdk/client/streamableHttp.js'),
    ...load('@modelcontextprotocol/sdk/client/auth.js'),
  }
  : load('@modelcontextprotocol/client');

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const tell = (message) => console.log(JSON.stringify(message));
const answer = async () => (await lines.next()).value;

const kept = {};
const scopesAsked = [];
const provider = {
  redirectUrl: callback,
  clientMetadata: {
    client_name: 'Test', redirect_uris: [callback], token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'],
  },
  clientInformation: () => ({ client_id: clientId }),
  tokens: () => kept.tokens,
  saveTokens: (tokens) => { kept.tokens = tokens; },
  codeVerifier: () => kept.verifier,
  saveCodeVerifier: (verifier) => { kept.verifier = verifier; },
  redirectToAuthorization: (url) => { scopesAsked.push(url.searchParams.get('scope')); tell({ authorize: url }); },
};

async function main() {
  let transport;
  let client;
  const connect = async () => {
    transport = new StreamableHTTPClientTransport(new URL(endpoint), { authProvider: provider });
    client = new Client({ name: 'test', version: '1' }, which === 'client-2-newest' ? { versionNegotiation: { mode: 'auto' } } : {});
    await client.connect(transport);
  };
  // What a host does: when the SDK has sent the user away, it finishes the login and does again what it was about to do.
  const loggedIn = async (act) => {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof UnauthorizedError)) throw error;
      const came = new URL(await answer()).searchParams;
      await transport.finishAuth(which === 'sdk-1' ? came.get('code') : came);
      return act();
    }
  };
  const call = (name, args) => loggedIn(() => client.callTool({ name, arguments: args }));

  await loggedIn(connect);
  const tools = (await client.listTools()).tools.map((tool) => tool.name);
  const events = await call('calendar_list_events', { limit: 50 });

  // An access token that is no good any more, as after its lifetime.
  const before = kept.tokens.access_token;
  kept.tokens = { ...kept.tokens, access_token: before.slice(0, -12) + 'AAAAAAAAAAAA' };
  const refreshed = await call('mail_search_messages', { limit: 1 });
  const loginsBeforeSend = scopesAsked.length;

  const mail = { account: 'google', to: ['ben@acme.example'], subject: `By ${which}`, body: 'Dear Ben', idempotency_key: which };
  let sent = await call('mail_send_message', mail);
  const link = sent.structuredContent.url;
  if (link) {
    tell({ approve: link });
    await answer();
    sent = await call('mail_send_message', mail);
  }
  const eventsAfter = await call('calendar_list_events', { limit: 50 });
  const protocol = client.getNegotiatedProtocolVersion?.();
  await client.close();
  tell({
    done: {
      protocol, tools, scopesAsked, loginsBeforeSend, link: link ?? null,
      events: events.structuredContent, refreshed: refreshed.structuredContent, sent: sent.structuredContent, eventsAfter: eventsAfter.structuredContent,
    },
  });
  process.exit(0);
}

main().catch((error) => { console.error(error); process.exit(1); });
