// Starts Python when there is something for it to do, and hands it every call of the page in order. Where it cannot come,
// the tag records the answers itself and every other call is told why.

import { assets } from 'declaration';
import { drop, standing, waiting } from './click.js';
import { attempt } from './guard.js';
import { ask, tell, views } from './prompt.js';
import { emit, enact, summary, unanswered } from './state.js';

const PATIENCE = 60;

// What the frame finds on its window; static/frame/port.js makes of it what Python works through.
export const tag = {};

export let python = null;
export let starting = null;
let frame = null;
let broken = '';
const calls = new Set();

export const due = () => !tag.quiet && !standing(waiting()) && unanswered();

// Asks, unless the visitor is being asked already.
export const offer = () => { if (due() && !views()[0]) ask(tag.folder); };

let resolveReady;
export const ready = new Promise((resolve) => { resolveReady = resolve; });
export const announce = () => {
  if (!resolveReady) return;
  resolveReady();
  resolveReady = null;
  emit('ready', summary());
};

// Carries out one call; an answer only where it still counts.
const deliver = (one) => {
  const answer = one.click && standing(one.click);
  if (one.click && !answer) {
    one.resolve();
    offer();
  } else if (python) python(answer ? { ...one, args: [answer.action, null, answer.minutes] } : one);
  else if (answer) {
    tell(enact(answer.text) ? 0 : 1);
    one.resolve();
  } else one.reject(new Error(broken));
};
const deliverAll = () => [...calls].forEach(deliver);

// Everything that only Python can do: kept in order until it is there. `click` is the text of an answer, or ''.
export const call = (name, args = [], click = '') => {
  const promise = new Promise((resolve, reject) => {
    const settled = (settle) => (value) => {
      calls.delete(one);
      if (click === waiting()) drop();
      settle(value);
    };
    const one = { name, args, click, resolve: settled(resolve), reject: settled(reject) };
    calls.add(one);
    if (python || (broken && click)) deliver(one);
    else wake();
  });
  promise.catch(() => {});
  return promise;
};

tag.take = (deliverer) => {
  python = deliverer;
  deliverAll();
};

const fail = ({ message }) => {
  if (message !== broken) emit('error', { message });
  broken = message;
  frame?.getRootNode().host.remove();
  python = starting = frame = null;
  offer();
  deliverAll();
};

export const wake = () => {
  starting ||= boot().catch(fail).then(announce);
};

// Whether the page, or a tool of the visitor's, took Python's frame away.
let lose;
export const check = () => {
  if (frame && !frame.isConnected) lose(new Error('the page removed <smartee-realm>, where Python runs'));
};

let policy;
const trusted = (url) => {
  policy ||= window.trustedTypes?.createPolicy('smartee-consent', { createScriptURL: (each) => each });
  return policy?.createScriptURL(url) ?? url;
};

// Before a script of the page's can have put its own in its place.
const { fetch } = window;

// Python runs in a realm of its own, a hidden blank frame: nothing of the runtime, its globals, custom elements or
// patched prototypes reaches the page, and nothing of the page's reaches the runtime. All it needs is asked for at once.
const boot = () => new Promise((resolve, reject) => {
  if (!window.WebAssembly) throw new Error('no WebAssembly');
  const base = tag.folder + assets;
  const get = (name) => fetch(base + name);
  const pack = get('consent.rom').catch((error) => error);
  // Compiled while it loads; where that cannot be, static/frame/boot.js finds out why, or another way.
  const wasm = attempt(() => WebAssembly.compileStreaming(get('micropython.wasm')).catch(() => {}));
  const holder = document.createElement('smartee-realm');
  frame = document.createElement('iframe');
  holder.hidden = true;
  // In a shadow tree it is not among `window.frames`, so that the window gains no name, not even `0`; and outside of
  // the body no page loses it by replacing its body.
  holder.attachShadow({ mode: 'open' }).append(frame);
  document.documentElement.append(holder);
  const { contentDocument, contentWindow } = frame;
  // Gives the blank document an address, and keeps Firefox from replacing it later.
  contentDocument.open();
  contentDocument.close();
  lose = (error) => { reject(error); if (python) fail(error); };
  const fault = (error) => python || lose(error);
  setTimeout(fault, PATIENCE * 1000, new Error(`Python is not there after ${PATIENCE} seconds`));
  contentWindow.smarteeRealm = { fault, pack, resolve, tag, wasm };
  const script = contentDocument.createElement('script');
  const url = `${base}pyscript.js`;
  script.type = 'module';
  script.onerror = () => fault(new Error(`${url} could not be loaded`));
  script.src = trusted(url);
  contentDocument.head.append(script);
});

// While the page loads, the banner stays out of its way. (Where nothing tells of idle moments, the next task will do.)
export const wakeWhenIdle = () => {
  const rest = () => (window.requestIdleCallback || setTimeout)(wake, { timeout: 2000 });
  if (document.readyState === 'complete') rest();
  else addEventListener('load', rest);
};
