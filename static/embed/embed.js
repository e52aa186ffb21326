// The one tag of a page. It installs the gate, shows the prompt that Python rendered at build time, keeps a click safe
// until Python is there, and starts Python when there is something for it to do. It decides nothing.

import { askEveryVisit, assets, changed, cookies } from 'declaration';
import { attempt } from './guard.js';
import { apply, install, pageRead, pageWrite } from './gate.js';
import { SHARED, common, expire, read, values, write } from './jar.js';
import { PENDING } from './storage_keys.js';
import { build } from './markup.js';
import { ask, choose, host, listen, mount, show, speak } from './prompt.js';
import { current, optional, parse, stateOf } from './record.js';

const tag = document.currentScript;
const options = tag?.dataset || {};
const folder = new URL('.', tag?.src || location).href;
const { freeze } = Object;
const framed = window !== window.parent;
const ids = Object.fromEntries(cookies);

const emit = (name, detail) =>
  document.dispatchEvent(new CustomEvent(`smartee-consent:${name}`, { detail: freeze(detail) }));
const fail = (message) => emit('error', { message });

// The jar as the page sees it, or "" where it may not.
const pageHeader = () => attempt(() => pageRead(document), '');

/* ---- what was decided ---- */

let decision = null;
const summary = () => ({ state: stateOf(decision), granted: [...(decision?.granted || [])] });
const recorded = () => current(read());

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

const pending = () => attempt(() => sessionStorage.getItem(PENDING));

/* ---- Python ---- */

let python = null;
let starting = null;
const waiting = [];

// Everything that only Python can do: kept in order until it is there.
const call = (name, ...args) => {
  const promise = new Promise((resolve, reject) => {
    const one = { name, args, resolve, reject };
    if (python) python(one);
    else waiting.push(one);
  });
  promise.catch(() => {});
  wake();
  return promise;
};

// What Python works through; static/frame/boot.js completes it.
const port = {
  page: window,
  host,
  base: folder,
  quiet: framed || 'consentHide' in options,
  language: options.consentLang || '',
  build,
  emit,
  expire,
  memory: common.memory,
  pageHeader,
  pageWrite,
  parse,
  pending,
  read,
  settle,
  show,
  waiting,
  write,
  take: (deliver) => {
    python = deliver;
    waiting.splice(0).forEach(python);
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

// Python runs in a realm of its own, a hidden blank frame: nothing of the runtime, its globals, custom elements or
// patched prototypes reaches the page, and nothing of the page's reaches the runtime. All it needs is asked for at once.
const boot = () => new Promise((resolve, reject) => {
  const base = folder + assets;
  const get = (name) => fetch(base + name);
  const pack = get('consent.rom').catch((error) => error);
  // Compiled while it loads; where that cannot be, static/frame/boot.js finds out why, or another way.
  const wasm = attempt(() => WebAssembly.compileStreaming(get('micropython.wasm')).catch(() => {}));
  const holder = document.createElement('smartee-realm');
  const frame = document.createElement('iframe');
  holder.hidden = true;
  // In a shadow tree it is not among `window.frames`, so that the window gains no name, not even `0`; and outside of
  // the body no page loses it by replacing its body.
  holder.attachShadow({ mode: 'open' }).append(frame);
  document.documentElement.append(holder);
  const { contentDocument, contentWindow } = frame;
  // Gives the blank document an address, and keeps Firefox from replacing it later.
  contentDocument.open();
  contentDocument.close();
  contentWindow.smarteeRealm = { pack, port, reject, resolve, wasm };
  const script = contentDocument.createElement('script');
  const url = base + 'pyscript.js';
  script.type = 'module';
  script.onerror = () => reject(new Error(`${url} could not be loaded`));
  script.src = window.trustedTypes?.createPolicy('smartee-consent', { createScriptURL: () => url }).createScriptURL(url) ?? url;
  contentDocument.head.append(script);
});

// While the page loads, the banner stays out of its way. (Where nothing tells of idle moments, the next task will do.)
const wakeWhenIdle = () => {
  const rest = () => (window.requestIdleCallback || setTimeout)(wake, { timeout: 2000 });
  if (document.readyState === 'complete') rest();
  else addEventListener('load', rest);
};

/* ---- controls ---- */

const act = (action, control) => {
  if (!python && /accept|refuse|withdraw/.test(action)) {
    attempt(() => sessionStorage.setItem(PENDING, `${action}.${Math.floor(Date.now() / 60000)}`));
    show('');
  }
  control?.setAttribute('aria-busy', true);
  const done = call('act', action, control?.dataset.consentScope ?? null);
  const rest = () => control?.removeAttribute('aria-busy');
  done.then(rest, rest);
  return done;
};

/* ---- the page's API ---- */

const declaredValue = (id) => values(pageHeader(), ids[id])[0] ?? null;
const PLAIN = /^[\w.-]{1,64}$/;

const api = {
  ready,
  get state() { return stateOf(decision); },
  allows: (id) => (optional.includes(id) ? !!decision?.granted.includes(id) : id in ids),
  language: freeze({
    get: () => { const value = declaredValue('language'); return value ? choose([value]) : document.documentElement.lang; },
    set: (tag_) => call('language', `${tag_}`),
  }),
  businessModel: freeze({
    get: () => { const value = declaredValue('business'); return value && PLAIN.test(value) ? value : null; },
    set: (key) => call('business', `${key}`),
    list: () => call('models'),
  }),
  session: freeze({
    start: (account) => call('sign-in', account),
    end: () => call('sign-out'),
    get current() {
      const [account, uid] = ['account', 'uid'].map(declaredValue);
      return account && uid ? freeze({ account, uid }) : null;
    },
  }),
  regions: freeze({ children: (code) => call('regions', `${code ?? ''}`) }),
};

for (const action of ['accept', 'refuse', 'settings', 'withdraw']) api[action] = () => act(action);

/* ---- the page ---- */

const KINDS = ['data-consent-widget', 'data-consent-surface'];
const PLACES = KINDS.map((kind) => `[${kind}]`).join();
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

const due = () => !port.quiet && !pending() && (!decision || (askEveryVisit && !values(read(), ids.visit).includes('1')));

const start = () => {
  decision = recorded();
  install(decision?.granted, (name, action) => {
    const [known = null] = cookies.find((cookie) => cookie[1] === name) || [];
    // Not before the page's own scripts can listen.
    ready.then(() => emit('undeclared', { name, id: known, action }));
  }, look);
  api[SHARED] = common;
  Object.defineProperty(window, 'SmarteeConsent', { value: freeze(api), enumerable: true });
  // As the page starts: it is not switched under its reader later on.
  const kept = port.kept = (decision?.granted.includes('language') && declaredValue('language')) || '';
  const pageLanguage = document.documentElement.lang;
  speak(choose([options.consentLang, kept, pageLanguage, ...(pageLanguage ? [] : navigator.languages)]));
  listen(act, wake);
  // Who answered under an older policy is asked by Python, which can say what has changed.
  const stale = changed && !decision && values(read(), ids.decision).some((text) => /^1(\.[\w+-]+){3}$/.test(text));
  if (due() && !stale) ask(folder);
  if (!framed) mount();
  if (pending() || stale) wake();
  else if (due() || (kept && choose([kept]) !== choose([pageLanguage]))) wakeWhenIdle();

  const isPlace = (node) => node.nodeType === 1 && (node.matches(PLACES) || node.querySelector(PLACES));
  new MutationObserver((records) => {
    if (!framed) mount();
    if (records.some(({ addedNodes, attributeName }) => attributeName || [...addedNodes].some(isPlace))) places();
  }).observe(document, { attributeFilter: KINDS, childList: true, subtree: true });
  const parsed = () => { if (!starting && !document.querySelector(PLACES) && !due()) announce(); };
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', parsed, { once: true });
  else { if (document.querySelector(PLACES)) places(); parsed(); }

  seen = read();
  if (window.cookieStore) cookieStore.addEventListener('change', observe);
  for (const sign of ['focus', 'pageshow', 'visibilitychange']) addEventListener(sign, observe);
};

// A page may carry the tag twice.
if (!window.SmarteeConsent) start();
