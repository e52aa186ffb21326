// The first thing in the hidden frame: readies the interpreter and the pack, makes the port, and has all that fails told.

import { PATIENCE } from '../embed/guard.js';
import { debug } from './debug.js';
import { ELSEWHERE, arrive, atHome, bring } from './delivery.js';
import { keepModal } from './dialog.js';
import { giveWay } from './focus_not_obscured.js';
import { makePort } from './port.js';

// What static/later/realm.js hands over, as port.d.ts types it. Emptied, it says that this script runs.
const given = /** @type {import('./port.d.ts').Tag} */ (window.smarteeRealm);
const [fault, take, wasm, pack, language, texts, ...tag] = /** @type {import('./port.d.ts').Tag} */ (/** @type {unknown} */ (given.splice(0)));
const page = /** @type {Window & typeof globalThis} */ (parent), say = debug(tag[0]);

// What has yet to come. Each sign of life gives it its time anew.
const base = new URL('.', import.meta.url).href, awaited = new Set();
const late = () => fault(`nothing came of ${[...awaited].join(', ') || 'Python'} for ${PATIENCE} seconds`);
let watch = 0;
const alive = () => {
  clearTimeout(watch);
  watch = setTimeout(late, PATIENCE * 1000);
};
alive();
/** @type {typeof take} */ const hear = (deliver) => {
  clearTimeout(watch);
  say?.('Python is there');
  take(say ? (name, ...more) => { say('asked for', name); deliver(name, ...more); } : deliver);
};
/** @type {Record<string, string>} */ const words = {};
const port = makePort(fault, hear, (tongue) => words[tongue] || '', (tongue) => bringWords(tongue), ...tag);

addEventListener('securitypolicyviolation', ({ blockedURI, disposition, effectiveDirective }) => {
  const rule = `could not load ${blockedURI}: blocked by CSP, the page's Content Security Policy (${effectiveDirective})`;
  if (disposition === 'enforce') port.warn(rule);
});
// What is told once need not stand in the console again, unless somebody looks for it there.
const tell = (/** @type {Event} */ event, /** @type {any} */ reason) => {
  if (!say) event.preventDefault();
  port.warn(`unexpected: ${reason?.message ?? reason}`);
};
onerror = null;
addEventListener('error', (event) => tell(event, event.error ?? event.message));
addEventListener('unhandledrejection', (event) => tell(event, event.reason));

if (!atHome(base, port.folder)) port.warn(`could not load pyscript.js: ${ELSEWHERE}`);
// Everything of what was asked for, with the answer where that can be compiled as it comes.
const part = async (/** @type {typeof wasm} */ asked, /** @type {string} */ name) => {
  const url = base + name;
  awaited.add(url);
  const [response, arriving] = await arrive(asked, port.folder, url, alive);
  const octets = arriving.then((all) => {
    awaited.delete(url);
    say?.(`${url} is here`);
    return all;
  });
  return /** @type {const} */ ([response, octets]);
};
// Has the words of a language come: why they do not, in a sentence.
/** @type {(tongue: string, asked: typeof wasm) => Promise<string>} */ const speak = (tongue, asked) => part(
  asked.catch(() => {}), `words/${tongue}.json`,
).then(([, octets]) => octets).then((octets) => {
  words[tongue] = new TextDecoder().decode(octets);
  return '';
}, ({ message }) => message);
// Once, however often it is asked; again only if they did not come.
/** @type {Record<string, Promise<string>>} */ const coming = {};
const bringWords = (/** @type {string} */ tongue) => coming[tongue] ??= speak(tongue, fetch(`${base}words/${tongue}.json`)).then((message) => {
  if (message) delete coming[tongue];
  return message;
});
const compiled = async () => {
  if (!page.WebAssembly) throw new Error('this browser has no WebAssembly');
  const [response, octets] = await part(wasm, 'micropython.wasm');
  const compiling = response ? WebAssembly.compileStreaming(response) : octets.then((all) => WebAssembly.compile(all));
  compiling.catch(() => {});
  // What does not compile because it did not come whole is told as that.
  await octets;
  return compiling;
};

giveWay(port);
keepModal(port.host);
const interpreter = compiled();
const files = part(pack, 'consent.rom').then(([, octets]) => octets);
// A policy tells what it forbids a moment after that has failed, and in better words. What needs both waits for ever then.
const never = new Promise(() => {});
const spoken = speak(language, texts).then((message) => { if (message) throw new Error(message); });
const whole = Promise.all([interpreter, files, spoken]).catch(({ message }) => {
  setTimeout(port.warn, 200, message);
  return never;
});
window.smarteeRealm = {
  port,
  wasm: whole.then(() => interpreter),
  pack: whole.then(() => files),
  rest: (/** @type {boolean} */ soon) => {
    const name = 'rest.wasm', url = base + name;
    if (soon) return part(fetch(url).catch(() => {}), name).then(([, octets]) => octets);
    say?.('something rare is asked of Python');
    return bring(port.folder, url);
  },
};
document.body.append(Object.assign(document.createElement('mpy-script'), { textContent: 'consent.browser.main' }));
