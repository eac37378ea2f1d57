'use strict';
// The official TypeScript SDK as its users call it: finds the tenant from the MCP endpoint alone, has its user log in, lists the tools.
// Arguments: the folder of the packages, the MCP endpoint, a client id, a callback.
// Prints {"authorize": url}, reads the callback's whole address from standard input, then prints {"tools": [...]}.
const { createRequire } = require('node:module');
const { createInterface } = require('node:readline/promises');
const [packages, endpoint, clientId, callback] = process.argv.slice(2);
const load = createRequire(packages + '/');
const { Client } = load('@modelcontextprotocol/sdk/client/index.js');
const { StreamableHTTPClientTransport } = load('@modelcontextprotocol/sdk/client/streamableHttp.js');
const { UnauthorizedError } = load('@modelcontextprotocol/sdk/client/auth.js');

const kept = {};
const provider = {
  redirectUrl: callback,
  clientMetadata: { client_name: 'Test', redirect_uris: [callback], token_endpoint_auth_method: 'none' },
  clientInformation: () => ({ client_id: clientId }),
  tokens: () => kept.tokens,
  saveTokens: (tokens) => { kept.tokens = tokens; },
  codeVerifier: () => kept.verifier,
  saveCodeVerifier: (verifier) => { kept.verifier = verifier; },
  redirectToAuthorization: (url) => console.log(JSON.stringify({ authorize: url })),
};

async function main() {
  const connect = async (transport) => {
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(transport);
    return client;
  };
  const transport = () => new StreamableHTTPClientTransport(new URL(endpoint), { authProvider: provider });
  const first = transport();
  await connect(first).then(() => { throw new Error('No login was asked for.'); }, (error) => {
    if (!(error instanceof UnauthorizedError)) throw error;
  });
  const lines = createInterface({ input: process.stdin });
  const { value: answer } = await lines[Symbol.asyncIterator]().next();
  lines.close();
  await first.finishAuth(new URL(answer).searchParams.get('code'));
  const client = await connect(transport());
  console.log(JSON.stringify({ tools: (await client.listTools()).tools.map((tool) => tool.name) }));
  await client.close();
}

main().catch((error) => { console.error(error); process.exitCode = 1; });
