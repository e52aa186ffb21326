// The one tag of a page. It installs the gate, shows the prompt that Python rendered at build time, keeps a click safe
// until Python is there, and starts Python when there is something for it to do. It decides nothing.

import { askEveryVisit, assets, changed, cookies } from 'declaration';
import { attempt } from './guard.js';
import { apply, install, pageRead, pageWrite } from './gate.js';
import { SHARED, common, read, values, write } from './jar.js';
import { build } from './markup.js';
import { ask, choose, host, listen, mount, show, speak } from './prompt.js';
import { current, optional, parse, stateOf } from './record.js';

const tag = document.currentScript;
const options = tag?.dataset || {};
const folder = new URL('.', tag?.src || location).href;
const framed = window !== window.parent;
const PENDING = 'smartee-consent';
const ids = Object.fromEntries(cookies);

const emit = (name, detail) =>
  document.dispatchEvent(new CustomEvent(`smartee-consent:${name}`, { detail: Object.freeze(detail) }));
const fail = (message) => emit('error', { message });

/* ---- what was decided ---- */

let decision = null;
const summary = () => ({ state: stateOf(decision), granted: [...(decision?.granted || [])] });
const recorded = () => current(read());
const answered = () => values(read(), ids.visit).includes('1');

// Works by the decision `next` from here on; tells the page of a first decision and of a change. Returns what stayed.
const settle = (next, here) => {
  const before = decision;
  decision = next;
  const left = apply(next?.granted, here);
  if (!before && next) emit('decision', summary());
  else if (before && `${before.granted}` !== `${next?.granted}`) emit('change', summary());
  return left;
};

/* ---- a click before Python is there ---- */

const pending = {
  get: () => attempt(() => sessionStorage.getItem(PENDING)),
  set: (action) => attempt(() => sessionStorage.setItem(PENDING, `${action}.${Math.floor(Date.now() / 60000)}`)),
  clear: () => attempt(() => sessionStorage.removeItem(PENDING)),
};

/* ---- a page that was reached by switching the language by itself does not switch again ---- */

const SWITCHED = 'smartee-consent.switched';
const arrived = attempt(() => sessionStorage.getItem(SWITCHED)) === location.href.split('#')[0];
if (arrived) attempt(() => sessionStorage.removeItem(SWITCHED));

/* ---- Python ---- */

let python = null;
let starting = null;
const waiting = [];

const finished = (call, error, json) =>
  error ? call.reject(new Error(error)) : call.resolve(json ? JSON.parse(json) : undefined);

const deliver = (call) =>
  python(call.name, JSON.stringify(call.args), (json) => finished(call, '', json), (error) => finished(call, error));

// Everything that only Python can do: kept in order until it is there.
const call = (name, ...args) => {
  const promise = new Promise((resolve, reject) => {
    const one = { name, args, resolve, reject };
    if (python) deliver(one);
    else waiting.push(one);
  });
  promise.catch(() => {});
  wake();
  return promise;
};

const port = {
  page: window,
  host,
  base: folder,
  quiet: framed || 'consentHide' in options,
  language: options.consentLang || '',
  native: () => read(),
  store: (text) => write(text),
  read: () => attempt(() => pageRead(document), ''),
  write: (text) => attempt(() => (pageWrite(document, text), true), false),
  release: (name) => common.memory.delete(name),
  settle: (text) => settle(parse(text), true).join(' '),
  resume: () => (waiting.some(({ name }) => name === 'act') ? '' : pending.get() || ''),
  settled: () => pending.clear(),
  arrived: () => arrived,
  show: (html, keep) => show(html, folder, keep),
  emit: (name, json) => emit(name, JSON.parse(json)),
  warn: fail,
  receive: (handler) => {
    python = handler;
    waiting.splice(0).forEach(deliver);
  },
};

let resolveReady;
const ready = new Promise((resolve) => { resolveReady = resolve; });
const announce = () => {
  if (!resolveReady) return;
  resolveReady();
  resolveReady = null;
  emit('ready', summary());
};

// Before a script of the page's can have put its own in its place.
const { fetch } = window;
const wake = () => {
  starting ||= boot().catch(({ message }) => {
    fail(message);
    if (due()) ask(folder);
    waiting.splice(0).forEach(({ reject }) => reject(new Error(message)));
  }).then(announce);
};

// Everything that Python needs is asked for at once.
const boot = async () => {
  const base = new URL(assets, folder).href;
  const [wasm, pack] = ['micropython.wasm', 'consent.rom'].map((name) => fetch(base + name).catch((error) => error));
  const module = await import(base + 'boot.js');
  return module.boot({ base, build, pack, port, switched: SWITCHED, wasm });
};

const whenIdle = (action) => (window.requestIdleCallback ? requestIdleCallback(action, { timeout: 2000 }) : setTimeout(action, 200));
const whenLoaded = (action) => (document.readyState === 'complete' ? action() : addEventListener('load', action, { once: true }));
const wakeWhenIdle = () => whenLoaded(() => whenIdle(wake));

/* ---- controls ---- */

const ANSWERS = ['accept', 'refuse', 'withdraw'];

const act = (action, control) => {
  if (!python && ANSWERS.includes(action)) {
    pending.set(action);
    show('');
  } else if (!python && control) control.setAttribute('aria-busy', 'true');
  const checked = [...host.shadowRoot.querySelectorAll('input:checked')].map(({ name }) => name);
  return call('act', action, checked, control?.dataset.consentScope ?? null);
};

/* ---- the page's API ---- */

const declaredValue = (id) => values(port.read(), ids[id])[0] ?? null;
const PLAIN = /^[\w.-]{1,64}$/;
const session = () => {
  const [account, uid] = [declaredValue('account'), declaredValue('uid')];
  return account && uid ? Object.freeze({ account, uid }) : null;
};

const api = {
  ready,
  get state() { return stateOf(decision); },
  allows: (id) => (optional.includes(id) ? !!decision?.granted.includes(id) : id in ids),
  accept: () => act('accept'),
  refuse: () => act('refuse'),
  withdraw: () => act('withdraw'),
  settings: () => act('settings'),
  language: Object.freeze({
    get: () => { const value = declaredValue('language'); return value ? choose([value]) : document.documentElement.lang; },
    set: (tag_) => call('language', `${tag_}`),
  }),
  businessModel: Object.freeze({
    get: () => { const value = declaredValue('business'); return value && PLAIN.test(value) ? value : null; },
    set: (key) => call('business', `${key}`),
    list: () => call('models'),
  }),
  session: Object.freeze({
    start: (account) => call('sign-in', account),
    end: () => call('sign-out'),
    get current() { return session(); },
  }),
  regions: Object.freeze({ children: (code) => call('regions', `${code ?? ''}`) }),
};

/* ---- the page ---- */

const PLACES = '[data-consent-widget],[data-consent-surface]';
const places = () => {
  if (python) call('places');
  else wakeWhenIdle();
};

// Python looks at the jar again, once for all that a script of the page writes.
let looking = null;
const look = () => {
  looking ??= python && setTimeout(() => {
    looking = null;
    call('observe');
  });
};

// Another tab decided, a server set a cookie, or the page came back: from another tab, the back/forward cache or
// prerendering.
let seen;
const observe = () => {
  if (seen === (seen = read())) return;
  const next = recorded();
  if (next?.text !== decision?.text) settle(next);
  else apply(decision?.granted);
  if (python) look();
  else if (host.shadowRoot.firstChild && !due()) show('');
};

const due = () => !port.quiet && !pending.get() && (!decision || (askEveryVisit && !answered()));

const start = () => {
  decision = recorded();
  install(decision?.granted, (name, action) => {
    const [known = null] = cookies.find((cookie) => cookie[1] === name) || [];
    // Not before the page's own scripts can listen.
    ready.then(() => emit('undeclared', { name, id: known, action }));
  }, look);
  Object.defineProperty(api, SHARED, { value: common });
  Object.defineProperty(window, 'SmarteeConsent', { value: Object.freeze(api), enumerable: true });
  const kept = decision?.granted.includes('language') && declaredValue('language');
  const pageLanguage = document.documentElement.lang;
  speak(choose([options.consentLang, kept, pageLanguage, ...(pageLanguage ? [] : navigator.languages)]));
  listen(act, wake);
  // Who answered under an older policy is asked by Python, which can say what has changed.
  const stale = changed && !decision && values(read(), ids.decision).some((text) => /^1(\.[\w+-]+){3}$/.test(text));
  if (due() && !stale) ask(folder);
  if (!framed) mount();
  if (pending.get() || stale) wake();
  else if (due() || (kept && choose([kept]) !== choose([pageLanguage]))) wakeWhenIdle();

  const isPlace = (node) => node.nodeType === 1 && (node.matches(PLACES) || node.querySelector(PLACES));
  new MutationObserver((records) => {
    if (!framed) mount();
    if (records.some(({ addedNodes, attributeName }) => attributeName || [...addedNodes].some(isPlace))) places();
  }).observe(document, { attributeFilter: ['data-consent-widget', 'data-consent-surface'], childList: true, subtree: true });
  const parsed = () => { if (!starting && !document.querySelector(PLACES) && !due()) announce(); };
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', parsed, { once: true });
  else { if (document.querySelector(PLACES)) places(); parsed(); }

  seen = read();
  if (window.cookieStore) cookieStore.addEventListener('change', observe);
  for (const sign of ['focus', 'pageshow', 'visibilitychange']) addEventListener(sign, observe);
};

// A page may carry the tag twice.
if (!window.SmarteeConsent) start();
