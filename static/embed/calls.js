// Has done what only Python can do, in the order in which it was asked for: by static/later/realm.js, which comes when there
// is something. Where either cannot come, the tag records the answers itself and every other call is told why.

import { learns } from 'declaration';
import { drop, standing, waiting } from './click.js';
import { forget, pageHeader, pageWrite } from './gate.js';
import { attempt } from './guard.js';
import { read, write } from './jar.js';
import { base, later, soon } from './later.js';
import { build } from './markup.js';
import { ask, host, learn, show, views } from './prompt.js';
import { folder, nonce, quiet, wanted } from './script.js';
import { declared, emit, enact, follow, kept, pageLanguage, summary, unanswered } from './state.js';

// Whether Python takes the calls; whether it was ever asked for.
export let python = false, asked = false;
let told = '';
// By the browser's own, which a page may wrap later.
const { fetch } = window;
/** @type {Promise<Response | void>[] | undefined} */ let early;

export const due = () => !standing(waiting()) && !quiet && unanswered();
// Asks, unless the visitor is being asked already.
export const offer = () => {
  const words = learns && due() && learn();
  if (words) words.then(offer);
  else if (due() && !views()[0]) ask();
};

/** @type {(settled?: unknown) => void} */ export let announce;
export const ready = new Promise((resolve) => { announce = resolve; });
ready.then(() => emit('ready', summary()));

// Carries out an answer without Python, where it still counts: gives what `enact` does.
const alone = (/** @type {string} */ click) => {
  const answer = standing(click);
  return answer ? enact(answer.text) : offer();
};
// Python has come, or is lost or cannot come, as `message` says. All can be tried again when anybody hears of that.
const turn = (/** @type {boolean} */ there, message = '') => {
  python = there;
  if (!there) offer();
  announce();
  if (there || message === told) return;
  told = message;
  emit('error', { message });
  // No error: the answers count, and an old browser has no other way.
  console.warn('smartee-consent:', message);
};

// `click` is the text of an answer, if it is one. Without a name Python is only to come.
/** @type {Embed.Ask} */ export const call = (name, args = [], click = '') => {
  // At once with later.js, and not after it.
  if (!asked) attempt(() => { early = ['consent.rom', 'micropython.wasm'].map((file) => fetch(base + file).catch(() => {})); });
  asked = true;
  const done = (learns ? Promise.all([later(), learn()]).then(([all]) => all) : later()).then(({ serve }) => serve(
    early, turn, alone, standing, nonce, base,
    host, emit, folder, quiet, wanted, pageLanguage, kept, declared, read, write, forget, pageHeader, pageWrite, enact, follow,
    build, show,
  )).then((answer) => answer(name, args, click), () => {
    const message = `${base}later.js missing, broken, slow or forbidden`;
    if (click) alone(click);
    turn(false, message);
    if (!click) throw Error(message);
  });
  // Who does not look at it shall not read of it in the console.
  const over = () => { if (click === waiting()) drop(); };
  done.then(over, over);
  return done;
};
export const wake = () => { call(); };

// Who has asked meanwhile has started Python, or was told why it cannot come.
const wakeOnce = () => { if (!asked) call(); };
// While the page loads, the banner stays out of its way.
export const wakeWhenIdle = () => soon().then(({ whenIdle }) => whenIdle(wakeOnce, 10000)).catch(wakeOnce);
