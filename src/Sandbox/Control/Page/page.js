// Shows the sandbox as its control endpoint tells it. Everything is written as text: mail and events are an attacker's.

const $ = id => document.getElementById(id);
const maxRows = 500;
const serviceNames = { agent: 'agent server', auth0: 'Auth0', google: 'Google', graph: 'Microsoft Graph', control: 'control' };

/** An element with these attributes and children; strings are text. */
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {}))
    if (value !== undefined) element.setAttribute(key, value);
  element.append(...children.filter(child => child !== undefined && child !== null));
  return element;
}

const tag = (text, kind) => make('span', { class: `tag ${kind ?? ''}` }, text);
const pair = (name, ...value) => make('div', {}, make('dt', {}, name), make('dd', {}, ...value));
const clockTime = at => make('time', { datetime: at }, new Date(at).toLocaleTimeString());

async function read(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

async function post(path, body) {
  const answer = await fetch(path, { method: 'POST', body: body && JSON.stringify(body) });
  $('said').textContent = answer.ok ? 'Done.' : (await answer.json()).error;
  refreshSoon();
}

const shown = new Map();

/** Draws only what has changed, and leaves open what was open. */
function draw(id, data, children) {
  const text = JSON.stringify(data);
  if (shown.get(id) === text) return;
  shown.set(id, text);
  const open = new Set([...$(id).querySelectorAll('details[open]')].map(details => details.dataset.key));
  $(id).replaceChildren(...children());
  for (const details of $(id).querySelectorAll('details')) if (open.has(details.dataset.key)) details.open = true;
}

let people = [];
let accounts = [];
const nameOf = sub => people.find(person => person.sub === sub)?.email ?? sub;

function drawServices(services) {
  draw('services', services, () => [
    ...services.mcp ? [
      pair('MCP endpoint', make('code', {}, services.mcp)),
      pair('Pages', make('a', { href: new URL('.', services.mcp) }, 'front door'), ', ', make('a', { href: new URL('accounts', services.mcp) }, 'connected accounts')),
    ] : [],
    pair('Auth0 tenant', make('code', {}, services.auth0)),
    pair('Google', make('code', {}, services.google)),
    pair('Microsoft Graph', make('code', {}, services.graph)),
  ]);
}

function drawPeople() {
  const lasting = people.map(({ one_time_code, code_seconds_left, ...rest }) => ({ ...rest, enrolled: one_time_code !== undefined }));
  draw('people', lasting, () => people.map(person => make('li', {},
    make('h3', {}, person.name),
    make('dl', { class: 'pairs' },
      pair('Log in as', make('code', {}, person.email)),
      pair('Password', make('code', {}, person.password)),
      person.one_time_code
        ? pair('One-time code', make('span', { class: 'code' }), ' ', make('span', { class: 'soft left' }))
        : pair('One-time code', make('span', { class: 'soft' }, 'no authenticator app')),
      person.phone && pair('Phone', make('a', { href: person.phone }, 'what it shows')),
      ...person.connected_accounts.map(account => pair(
        account.connection,
        make('code', {}, account.address),
        ...account.refresh_token_is_valid ? [] : [' ', tag('must be connected again', 'warn')]))))));
  // Written into what is there: whoever has the focus keeps it.
  people.forEach((person, index) => {
    const card = $('people').children[index];
    if (!person.one_time_code) return;
    card.querySelector('.code').textContent = person.one_time_code;
    card.querySelector('.left').textContent = `for ${person.code_seconds_left} s`;
  });
}

const stateKinds = { open: 'warn', granted: 'good', used: 'good', reported: 'bad' };

function drawQuestions(questions) {
  draw('questions', [questions, people.length], () => questions.length === 0
    ? [make('li', { class: 'empty' }, 'Nobody was asked anything yet.')]
    : questions.map(question => make('li', {},
      clockTime(question.asked_at),
      tag(question.state.replace('_', ' '), stateKinds[question.state]),
      make('span', { class: 'what' },
        `${nameOf(question.user)}: ${question.kind} ${question.about}`,
        question.asked_by ? ` for ${question.asked_by}` : '', ' ',
        make('a', { href: question.url, 'aria-label': `Open the page: ${question.kind} ${question.about}` }, 'open the page')))));
}

function drawAccounts() {
  draw('accounts', accounts, () => accounts.map(account => make('details', { 'data-key': account.key },
    make('summary', {}, `${account.address} (${account.provider}): ${account.messages.length} mails, ${account.calendars.reduce((sum, calendar) => sum + calendar.events.length, 0)} events`),
    make('p', { class: 'soft' }, 'Signs in with ', make('code', {}, account.password), `; key ${account.key}; ${account.time_zone}`),
    ...['Inbox', 'Sent', ...new Set(account.messages.map(mail => mail.folder).filter(folder => folder !== 'Inbox' && folder !== 'Sent'))].flatMap(folder => folderOf(account, folder)),
    ...account.calendars.flatMap(calendar => [
      make('h4', {}, `Calendar ${calendar.name}`),
      make('ol', { class: 'rows' }, ...calendar.events.map(event => make('li', {},
        make('span', { class: 'soft' }, event.start), make('span', { class: 'what' }, event.title ?? 'without a title', ...event.rule ? [make('span', { class: 'soft' }, ` and again: ${event.rule}`)] : []), ...event.cancelled ? [tag('cancelled')] : []))),
    ]))));
}

function folderOf(account, folder) {
  const mails = account.messages.filter(mail => mail.folder === folder);
  return mails.length === 0 ? [] : [make('h4', {}, folder), ...mails.map(mail => mailOf(account, mail))];
}

function mailOf(account, mail) {
  const details = make('details', { 'data-key': `${account.key}/${mail.id}` }, make('summary', {},
    make('span', { class: 'soft' }, `${mail.received.slice(0, 16).replace('T', ' ')} `),
    `${mail.subject || 'without a subject'} `,
    make('span', { class: 'soft' }, `from ${mail.from.join(', ')} to ${[...mail.to, ...mail.cc, ...mail.bcc].join(', ')}`)));
  details.addEventListener('toggle', async () => {
    if (!details.open || details.querySelector('pre')) return;
    const { messages } = await read(`/state/messages/${account.key}`);
    const found = messages.find(one => one.id === mail.id);
    details.append(make('pre', {}, found?.text ?? found?.html ?? 'without a text'));
  });
  return details;
}

const isAskedFor = entry => {
  const show = document.querySelector('input[name=show]:checked').value;
  return show === '' || entry.kind === show || (entry.kind === 'request' && entry.service === show);
};

function rowOf(entry) {
  const parts = {
    request: () => [
      tag(entry.status ?? 'dropped', entry.status === undefined || entry.status >= 500 ? 'bad' : entry.status >= 400 ? 'warn' : 'good'),
      make('span', { class: 'soft' }, serviceNames[entry.service]),
      whatOf(entry),
      make('span', { class: 'soft' }, `${entry.milliseconds} ms`),
    ],
    exchange: () => [
      tag(entry.outcome, entry.outcome === 'granted' ? 'good' : 'bad'),
      make('span', { class: 'soft' }, 'Token Vault'),
      make('span', { class: 'what' }, `${entry.connection ?? 'no connection'} for ${nameOf(entry.subject) ?? 'nobody'}${entry.login_hint ? ` (${entry.login_hint})` : ''}`),
    ],
    log: () => [
      tag(entry.level, { Warning: 'warn', Error: 'bad', Critical: 'bad' }[entry.level]),
      make('span', { class: 'soft' }, `agent server ${entry.event_id}`),
      make('span', { class: 'what' }, entry.message),
    ],
  };
  return make('li', {}, clockTime(entry.at), ...parts[entry.kind]());
}

function whatOf({ method, path }) {
  const [place, ...query] = path.split('?');
  return make('span', { class: 'what' }, `${method} ${decode(place)}`, ...query.length > 0 ? [make('span', { class: 'soft' }, ` ?${decode(query.join('?'))}`)] : []);
}

function decode(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}

let entries = [];
let drawn = 0;

function drawActivity() {
  const list = entries.filter(isAskedFor).slice(-maxRows).reverse();
  $('activity').replaceChildren(...list.length === 0 ? [make('li', { class: 'empty' }, 'Nothing yet.')] : list.map(rowOf));
  cancelAnimationFrame(drawn);
  drawn = 0;
}

let waiting = 0;
const refreshSoon = () => waiting ||= setTimeout(() => { waiting = 0; refresh().catch(console.warn); }, 300);

async function refresh() {
  const [services, questions, state] = await Promise.all([read('/services'), read('/questions'), read('/state'), tick()]);
  accounts = state.accounts;
  drawServices(services);
  drawQuestions(questions);
  drawAccounts();
}

async function tick() {
  const [clock, who] = await Promise.all([read('/clock'), read('/people')]);
  people = who;
  $('now').textContent = new Date(clock.now).toLocaleString();
  $('ahead').textContent = clock.ahead === '00:00:00' ? '' : `(${clock.ahead} ahead)`;
  drawPeople();
}

/** Follows what happens, and begins again where the sandbox was away. */
async function follow() {
  try {
    const answer = await fetch(`/activity?follow&after=${entries.at(-1)?.number ?? 0}`);
    $('live').textContent = 'live';
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const lines = (rest + part.value).split('\n');
      rest = lines.pop();
      if (lines.length === 0) continue;
      entries = [...entries, ...lines.map(line => JSON.parse(line))].slice(-2000);
      drawn ||= requestAnimationFrame(drawActivity);
      refreshSoon();
    }
  } catch (fault) {
    console.warn(fault);
  }
  $('live').textContent = 'not answering';
  setTimeout(follow, 2000);
}

document.querySelector('.origin').textContent = location.origin;
$('filter').addEventListener('change', drawActivity);
for (const button of document.querySelectorAll('[data-advance]')) button.addEventListener('click', () => post('/clock', { advance: button.dataset.advance }));
$('reset').addEventListener('click', async () => {
  if (!confirm('Put everything back to how it was at the start?')) return;
  await post('/reset');
  entries = [];
  drawActivity();
});
drawActivity();
refresh().then(follow, follow);
// What fails here is told by the line that is followed.
setInterval(() => tick().catch(() => {}), 1000);
