'use strict';
// All that comes from services goes in as text (textContent), never as markup.
const at = id => document.getElementById(id);
const rows = new Map();
const shown = new Map();
const waiting = new Map();
let token = sessionStorage.getItem('token') || '';
let writable = false;
let service = null;
let logStream = null;
let summaryDue = false;

const KIND = { ready: 'good', up: 'good', done: 'good', failing: 'bad', unknown: 'bad', unsupervised: 'bad',
  starting: 'busy', stopping: 'busy', finishing: 'busy', down: '' };

const HEADS = [null, null, 'since', 'cpu', 'memory', 'restarts', 'health', 'tags'];

function element(name, text, style) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (style) made.className = style;
  return made;
}

function kind(row) {
  return row.health === 'unhealthy' ? 'bad' : KIND[row.state] || '';
}

function age(since) {
  if (since === undefined) return '';
  const s = Math.max(0, Math.round((Date.now() - since) / 1000));
  return s < 120 ? s + ' s' : s < 7200 ? Math.floor(s / 60) + ' min' : s < 172800 ? Math.floor(s / 3600) + ' h' : Math.floor(s / 86400) + ' d';
}

function size(bytes) {
  if (bytes === undefined) return '';
  return bytes < 1e6 ? Math.round(bytes / 1e3) + ' kB' : bytes < 1e9 ? (bytes / 1e6).toFixed(1) + ' MB' : (bytes / 1e9).toFixed(2) + ' GB';
}

function when(millis) {
  return millis === undefined ? 'never' : new Date(millis).toLocaleString();
}

function put(cell, text) {
  if (cell.textContent !== text) cell.textContent = text;
}

function draw(row) {
  let line = shown.get(row.id);
  if (!line) {
    line = document.createElement('tr');
    const name = element('th');
    name.scope = 'row';
    const link = element('a', row.name);
    link.href = '#service/' + row.id;
    name.append(link);
    const state = element('td');
    state.append(element('span', '', 'state'));
    line.append(name, state);
    for (let i = 2; i < HEADS.length; i++) {
      const cell = element('td', '', i > 2 && i < 6 ? 'num' : '');
      cell.dataset.head = HEADS[i];
      line.append(cell);
    }
    shown.set(row.id, line);
    return fill(line, row);
  }
  return fill(line, row);
}

function fill(line, row) {
  const cells = line.children;
  const state = cells[1].firstChild;
  if (state.textContent !== row.state) {
    // Two names for one animation: it begins anew without a layout being asked for.
    if (state.textContent) line.className = line.className === 'fresh' ? 'fresh again' : 'fresh';
    state.textContent = row.state;
  }
  state.className = 'state ' + (KIND[row.state] || '');
  put(cells[2], age(row.since));
  put(cells[3], row.cpu === undefined ? '' : row.cpu.toFixed(1) + ' %');
  put(cells[4], size(row.memory));
  put(cells[5], row.restarts === undefined ? '' : String(row.restarts));
  put(cells[6], row.health || '');
  put(cells[7], (row.tags || []).join(', '));
  line.hidden = !isWanted(row);
  return line;
}

function isWanted(row) {
  if (at('odd').checked && !['bad', 'busy'].includes(kind(row))) return false;
  const words = at('filter').value.toLowerCase().split(' ').filter(word => word);
  const text = (row.name + ' ' + row.state + ' ' + (row.health || '') + ' ' + (row.tags || []).join(' ')).toLowerCase();
  return words.every(word => text.includes(word));
}

function insert(line, name) {
  const body = at('rows');
  let before = null;
  for (const other of body.children) if (other.firstChild.textContent > name) { before = other; break; }
  body.insertBefore(line, before);
}

function summary() {
  if (summaryDue) return;
  summaryDue = true;
  setTimeout(() => {
    summaryDue = false;
    let good = 0, bad = 0, any = false;
    for (const row of rows.values()) { if (kind(row) === 'good') good++; if (kind(row) === 'bad') bad++; if (isWanted(row)) any = true; }
    put(at('summary'), rows.size + ' services, ' + good + ' up' + (bad ? ', ' + bad + ' odd' : ''));
    at('nothing').hidden = any;
  }, 100);
}

// What comes in a burst is drawn at once.
function take(row) {
  waiting.set(row.id, row);
  if (waiting.size === 1) setTimeout(takeAll, 25);
}

function takeAll() {
  const all = [...waiting.values()];
  waiting.clear();
  all.forEach(takeOne);
}

function takeOne(row) {
  const isNew = !rows.has(row.id);
  rows.set(row.id, row);
  const line = draw(row);
  if (isNew) insert(line, row.name);
  if (service === row.id) about();
  colour(row);
  summary();
}

function gone(id) {
  waiting.delete(id);
  const line = shown.get(id);
  if (line) line.remove();
  shown.delete(id);
  rows.delete(id);
  if (service === id) about();
  summary();
}

function tell(text) {
  at('message').hidden = !text;
  at('message').textContent = text;
}

function headers() {
  return token ? { Authorization: 'Bearer ' + token } : {};
}

async function get(path) {
  const answer = await fetch(path, { headers: headers() });
  if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).error || answer.statusText);
  return answer;
}

async function load() {
  const all = await (await get('api/services')).json();
  writable = all.writable;
  const fresh = new Set(all.services.map(row => row.id));
  for (const id of [...rows.keys()]) if (!fresh.has(id)) gone(id);
  const body = document.createDocumentFragment();
  all.services.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const row of all.services) { rows.set(row.id, row); body.append(draw(row)); }
  at('rows').append(body);
  document.title = 'Services in ' + all.scandir;
  lock();
  summary();
}

function follow() {
  const events = new EventSource('api/events');
  events.addEventListener('service', event => take(JSON.parse(event.data)));
  events.addEventListener('gone', event => gone(JSON.parse(event.data).id));
  events.onerror = () => tell('The connection is lost; what is shown may be old.');
  events.onopen = () => { if (at('message').textContent.startsWith('The connection')) tell(''); load().catch(() => {}); };
}

function lock() {
  at('unlock').textContent = writable ? 'Lock changes' : 'Unlock changes';
  for (const button of document.querySelectorAll('[data-deed]')) button.disabled = !writable;
}

function about() {
  const row = rows.get(service);
  if (!row) { put(at('about'), 'It is not there.'); return; }
  put(at('head-service'), row.name);
  const parts = [row.state];
  if (row.since !== undefined) parts.push('since ' + when(row.since));
  if (row.pid) parts.push('process ' + row.pid);
  if (row.memory) parts.push(size(row.memory));
  if (row.health) parts.push(row.health);
  put(at('about'), parts.join(', '));
}

function logLine(line) {
  const log = at('log');
  const isAtEnd = log.scrollTop + log.clientHeight >= log.scrollHeight - 8;
  log.append((line.time === undefined ? '' : new Date(line.time).toISOString() + ' ') + line.text + '\n');
  while (log.childNodes.length > 2000) log.firstChild.remove();
  if (isAtEnd) log.scrollTop = log.scrollHeight;
}

function followLog(id) {
  if (logStream) logStream.close();
  logStream = null;
  if (!id || !at('follow').checked) return;
  logStream = new EventSource('api/services/' + id + '/log-events');
  logStream.addEventListener('line', event => logLine(JSON.parse(event.data)));
  const own = logStream;
  own.onerror = () => { if (own.readyState === EventSource.CLOSED) own.close(); };
}

async function openService(id) {
  service = id;
  about();
  at('why').textContent = '';
  at('log').textContent = '';
  at('ends').replaceChildren();
  const path = 'api/services/' + id;
  get(path + '/why').then(a => a.json()).then(a => { if (service === id) at('why').textContent = a.why; }).catch(() => {});
  get(path + '/history').then(a => a.json()).then(ends => {
    if (service !== id) return;
    for (const end of ends) {
      const line = element('tr');
      line.append(element('td', when(end.time)), element('td', end.signal ? 'signal ' + end.signal : 'exit ' + end.exit));
      at('ends').append(line);
    }
  }).catch(() => {});
  try {
    const lines = await (await get(path + '/log?lines=200')).json();
    if (service !== id) return;
    if (!lines.length) at('log').textContent = '';
    lines.forEach(logLine);
    followLog(id);
  } catch (failure) { tell(failure.message); }
}

async function perform(deed) {
  const row = rows.get(service);
  if (!row) return;
  try {
    const answer = await fetch('api/services/' + row.id + '/' + deed, { method: 'POST', headers: headers() });
    if (!answer.ok) throw new Error((await answer.json()).error);
    tell('');
  } catch (failure) { tell(deed + ': ' + failure.message); }
}

function colour(row) {
  for (const box of document.querySelectorAll('#drawing g.s'))
    if (box.dataset.name === row.name) box.setAttribute('class', 's is-' + (kind(row) || 'off'));
}

async function openGraph() {
  const place = at('drawing');
  place.replaceChildren(element('p', 'Loading'));
  try {
    // Its own style would be refused by the policy of this page, which has one for it.
    const text = (await (await get('api/graph')).text()).replace(/<style>[^<]*<\/style>/, '');
    const drawing = document.importNode(new DOMParser().parseFromString(text, 'image/svg+xml').documentElement, true);
    if (drawing.localName !== 'svg') throw new Error('no drawing');
    for (const part of drawing.querySelectorAll('style, script, foreignObject, a')) part.remove();
    for (const box of drawing.querySelectorAll('g.s')) box.dataset.name = box.querySelector('text').textContent;
    place.replaceChildren(drawing);
    rows.forEach(colour);
  } catch (failure) { place.replaceChildren(element('p', 'There is no drawing: no service is run by s6-rc here.')); }
}

async function openStart() {
  const times = await (await get('api/times')).json();
  const body = at('line');
  body.replaceChildren();
  if (!times.services) { at('total').textContent = 'No start is recorded.'; return; }
  at('total').textContent = times.services.length + ' services in ' + (times.microseconds / 1e6).toFixed(3) + ' s, ' + when(times.began * 1000);
  const critical = new Set(times.criticalPath);
  for (const one of times.services) {
    const line = element('tr');
    const name = element('th', one.name);
    name.scope = 'row';
    const result = (one.succeeded ? 'ok' : 'failed') + (critical.has(one.name) ? ', critical' : '');
    line.append(name, element('td', (one.began / 1e6).toFixed(3), 'num'), element('td', (one.took / 1e6).toFixed(3), 'num'), element('td', result));
    const cell = element('td', undefined, 'line');
    const space = 'http://www.w3.org/2000/svg';
    const picture = document.createElementNS(space, 'svg');
    picture.setAttribute('aria-hidden', 'true');
    const bar = document.createElementNS(space, 'rect');
    const all = times.microseconds || 1;
    bar.setAttribute('x', 100 * one.began / all + '%');
    bar.setAttribute('width', Math.max(0.4, 100 * one.took / all) + '%');
    bar.setAttribute('height', '100%');
    bar.setAttribute('class', 'bar' + (one.succeeded ? '' : ' failed') + (critical.has(one.name) ? ' critical' : ''));
    picture.append(bar);
    cell.append(picture);
    line.append(cell);
    body.append(line);
  }
}

async function openTimers() {
  const timers = await (await get('api/timers')).json();
  at('due').replaceChildren();
  at('no-timers').hidden = timers.length > 0;
  for (const one of timers) {
    const line = element('tr');
    const name = element('th', one.name);
    name.scope = 'row';
    line.append(name, element('td', one.state), element('td', when(one.next)), element('td', when(one.last)));
    at('due').append(line);
  }
}

function route(isFirst) {
  const words = (location.hash.slice(1) || 'services').split('/');
  const view = at('view-' + words[0]) && words[0] !== 'main' ? words[0] : 'services';
  for (const section of document.querySelectorAll('main > section')) section.hidden = section.id !== 'view-' + view;
  for (const link of document.querySelectorAll('nav a'))
    if (link.hash === '#' + view) link.setAttribute('aria-current', 'page'); else link.removeAttribute('aria-current');
  service = null;
  followLog(null);
  const failed = failure => tell(failure.message);
  if (view === 'service') openService(words[1] || '');
  if (view === 'graph') openGraph();
  if (view === 'start') openStart().catch(failed);
  if (view === 'timers') openTimers().catch(failed);
  const head = at('head-' + view);
  if (isFirst !== true && head) head.focus();
}

at('filter').addEventListener('input', () => { rows.forEach(draw); summary(); });
at('odd').addEventListener('change', () => { rows.forEach(draw); summary(); });
at('follow').addEventListener('change', () => followLog(service));
for (const button of document.querySelectorAll('[data-deed]')) button.addEventListener('click', () => perform(button.dataset.deed));
at('unlock').addEventListener('click', () => {
  if (!token) { at('ask').showModal(); at('token').focus(); return; }
  token = '';
  sessionStorage.removeItem('token');
  load().catch(failure => tell(failure.message));
});
at('ask-no').addEventListener('click', () => at('ask').close());
at('ask-form').addEventListener('submit', () => {
  token = at('token').value;
  at('token').value = '';
  load().then(() => {
    if (writable) { sessionStorage.setItem('token', token); tell(''); } else { token = ''; tell('This is not the token.'); }
    at('unlock').focus();
  }).catch(failure => tell(failure.message));
});
window.addEventListener('hashchange', route);
setInterval(() => { for (const row of rows.values()) { const line = shown.get(row.id); if (line && !line.hidden) put(line.children[2], age(row.since)); } }, 5000);
load().then(() => { route(true); follow(); }).catch(failure => { tell(failure.message); follow(); });
