// Starts Python when there is something for it to do, and hands it every call of the page in order. Where it cannot come,
// the tag records the answers itself and every other call is told why.

import { drop, standing, waiting } from './click.js';
import { forget, pageHeader, pageWrite } from './gate.js';
import { read, write } from './jar.js';
import { base, later } from './later.js';
import { build } from './markup.js';
import { host, show, tell, views } from './prompt.js';
import { folder, quiet, wanted } from './script.js';
import { declared, emit, enact, follow, kept, pageLanguage, summary, unanswered } from './state.js';

const PATIENCE = 60;
/** @type {Set<() => void>} */ const calls = new Set();
let broken = '';
// What takes the calls; and what holds Python's frame, from the beginning of a start until that fails.
/** @type {Call | null} */ export let python = null, /** @type {HTMLElement | null} */ realm = null;

export const due = () => !standing(waiting()) && !quiet && unanswered();
// Asks, unless the visitor is being asked already.
export const offer = () => { if (due() && !views()[0]) tell(); };

/** @type {(settled?: unknown) => void} */ export let announce;
export const ready = new Promise((resolve) => { announce = resolve; });
ready.then(() => emit('ready', summary()));

const deliverAll = () => { [...calls].forEach((deliver) => deliver()); announce(); };
// Everything that only Python can do: kept in order until it is there. `click` is the text of an answer, if it is one.
/** @type {Embed.Ask} */ export const call = (name, args = [], click = '') => {
  const promise = new Promise((resolve, reject) => {
    /** @type {Parameters<Call>[2]} */ const settle = (value, message) => {
      calls.delete(deliver);
      if (click === waiting()) drop();
      if (message) reject(Error(message));
      else resolve(value);
    };
    const deliver = () => {
      const answer = standing(click);
      if (click && !answer) {
        settle();
        offer();
      } else if (python) python(name, answer ? answer.args : args, settle);
      else if (answer) {
        tell(enact(answer.text) ? 2 : 3).focus();
        settle();
      } else settle(null, broken);
    };
    calls.add(deliver);
    if (python || (broken && click)) deliver();
    else wake();
  });
  promise.catch(() => {});
  return promise;
};

// Python is lost, or cannot come. All is as before the start when anybody hears of it, so that it can be tried again.
const fail = (/** @type {string} */ message) => {
  const known = message === broken;
  broken = message;
  realm?.remove();
  python = realm = null;
  offer();
  deliverAll();
  if (!known) emit('error', { message });
};

export const wake = () => { if (!realm) boot().catch(({ message }) => fail(message)); };
// The page, or a tool of the visitor's, may take Python's frame away.
export const check = () => { if (realm && !realm.isConnected) fail('<smartee-realm> removed'); };

// All that Python needs is asked for at once; what puts it together comes first, and only where there is something to do.
const boot = async () => {
  if (!window.WebAssembly) throw Error('no WebAssembly');
  const mine = realm = document.createElement('smartee-realm');
  // An earlier attempt has no say in a later one.
  const fault = (/** @type {string} */ message) => { if (mine === realm && !python) fail(message); };
  const take = (/** @type {Call} */ deliver) => { if (mine === realm) { python = deliver; deliverAll(); } };
  setTimeout(fault, PATIENCE * 1000, `no Python after ${PATIENCE} seconds`);
  const [wasm, pack] = ['micropython.wasm', 'consent.rom'].map((name) => fetch(base + name).catch((error) => error));
  const { open } = await later();
  // static/frame/boot.js takes them in this order.
  if (mine === realm) open(mine, base, [
    fault, take, wasm, pack,
    host, folder, quiet, wanted, pageLanguage, kept, declared, read, write, forget, pageHeader, pageWrite, enact, follow,
    build, show, emit,
  ]);
};

// While the page loads, the banner stays out of its way. (Where nothing tells of idle moments, the next task will do.)
export const wakeWhenIdle = () => {
  const rest = () => (window.requestIdleCallback || setTimeout)(wake, { timeout: 2000 });
  if (document.readyState === 'complete') rest();
  else addEventListener('load', rest);
};
