// The one object between the tag and Python, which finds it as `pyscript.js_modules.port`; port.d.ts types it for
// JavaScript, consent/browser/port.pyi for Python. MicroPython cannot catch what JavaScript throws, so nothing here throws; and
// what crosses is text, since integers would be cut to 32 bits and objects would come as proxies.

import { attempt } from '../embed/guard.js';
import { expirations } from '../embed/jar.js';
import { dress } from './dress.js';

// Longer than anything that a page has to say.
const MAX_ARGUMENTS = 65536;
// Python tells what it cannot handle in many lines, the last of which says what it was.
const sentence = (/** @type {unknown} */ message) => {
  const [last = '', ...more] = `${message}`.trim().split('\n').reverse();
  return more.length ? `Python failed: ${last.trim()}` : last;
};
const reason = (/** @type {any} */ error) => sentence(attempt(() => error.message ?? error));

// Links within what is filled: a browser finds none of their places in a shadow tree.
const lead = (/** @type {ShadowRoot} */ root) => {
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (root.querySelectorAll('a[href*="#"]'))) {
    const { hash } = link, place = root.getElementById(hash.slice(1));
    if (!place) continue;
    link.setAttribute('href', hash);
    link.addEventListener('click', (event) => {
      event.preventDefault();
      place.tabIndex = -1;
      place.focus();
      place.scrollIntoView();
    });
  }
};

/** @type {typeof import('./port.d.ts').makePort} */ export const makePort = (
  fault, take, words, bring, document, host, emit, folder, quiet, wanted, pageLanguage, kept, declared, read, write, expire, pageHeader, pageWrite,
  enact, follow, build, show,
) => {
  const page = /** @type {Window & typeof globalThis} */ (parent);
  // `panels` are the styles of everything but the prompt.
  let hearing = false, looking = 0, panels = '';
  // Root to the trees in it, so that what did not change keeps its focus and its open parts.
  const drawn = new WeakMap();
  /** @type {import('./port.d.ts').Port} */ const port = {
    page, document, host, folder, quiet, follow, words, bring,
    language: wanted || '',
    // The language kept since an earlier visit, unless a script of the page has switched the page since it started.
    // A text in any case: to MicroPython undefined is something.
    earlierLanguage: () => (document.documentElement.lang === pageLanguage && kept && declared('language')) || '',
    show: (trees, beside) => show(JSON.parse(trees)[0], beside),
    // What goes wrong ends the start; once Python hears the calls of the page it is told, and no more.
    warn: (text) => { const message = sentence(text); if (hearing) emit('error', { message }); else fault(message); },
    // All by one document: what one writes is only on its way when another reads.
    readJar: read, writeJar: write, readPage: pageHeader, writePage: (text) => attempt(() => pageWrite(page.document, text)),
    expire: (name, paths = '') => {
      expire(name);
      const texts = paths.split(' ').flatMap((path) => (path ? expirations(name, page.location.hostname, path) : []));
      const secure = page.location.protocol === 'https:' ? '; Secure' : '';
      for (const text of new Set(texts)) for (const more of [secure, '; Secure; Partitioned']) write(text + more);
    },
    // As static/frame/pyscript/micropython.js finds it.
    site: '',
    views: () => host.shadowRoot.querySelectorAll('[data-consent-view]'),
    // A member of `target`, or what its method gives; null where the browser or the page's policy makes that throw.
    member: (/** @type {any} */ target, name) => attempt(() => target[name]),
    invoke: (/** @type {any} */ target, name, ...args) => attempt(() => target[name](...args)),
    // The names of what stayed, joined by spaces; null where no record is kept.
    enact: (text) => enact(text)?.join(' ') ?? null,
    addStyles: (text) => {
      panels = text;
      dress(host.shadowRoot, panels);
    },
    // Fills a shadow root on the page; whether there is anything new in it.
    fill: (root, trees) => {
      if (drawn.get(root) === trees) return false;
      if (!drawn.has(root)) dress(root, panels);
      for (const node of [...root.childNodes]) if (node.nodeName !== 'STYLE') node.remove();
      root.append(...JSON.parse(trees).map(build));
      lead(root);
      drawn.set(root, trees);
      return true;
    },
    emit: (name, json) => emit(name, JSON.parse(json)),
    // From now on `handler(name, arguments, resolve, reject)` hears every call, those that wait first.
    receive: (handler) => {
      hearing = true;
      take((name, args, settle) => {
        // A list of this realm: old libraries of a page give theirs a `toJSON`.
        const json = /** @type {string} */ (attempt(() => JSON.stringify([].slice.call(args))));
        const resolve = (/** @type {string} */ text) => settle(text ? JSON.parse(text) : undefined);
        const reject = (/** @type {string} */ message) => settle(undefined, message);
        // What is thrown within ends neither the calls that wait behind this one nor the tag.
        const hear = () => {
          try {
            handler(name, json, resolve, reject);
          } catch (error) {
            const message = `${name}: ${reason(error)}`;
            reject(message);
            port.warn(message);
          }
        };
        if (!json) reject(`${name}: what was given cannot be written as JSON`);
        else if (json.length > MAX_ARGUMENTS) reject(`${name}: what was given is longer than ${MAX_ARGUMENTS} characters`);
        else if (name !== 'observe') hear();
        // Once for all that a script of the page writes.
        else if (looking) settle();
        else looking = setTimeout(() => { looking = 0; hear(); });
      });
    },
  };
  // What a script of the page has spoilt makes one thing fail, which is told, and Python goes on.
  /** @type {Record<string, any>} */ const members = port;
  for (const [name, member] of Object.entries(members)) {
    if (typeof member !== 'function') continue;
    members[name] = (/** @type {unknown[]} */ ...args) => {
      try {
        return member(...args);
      } catch (error) {
        if (name !== 'warn') port.warn(`${name}: ${reason(error)}`);
        return null;
      }
    };
  }
  return port;
};
