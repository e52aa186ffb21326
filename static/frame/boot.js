// The first thing in the hidden frame: readies the interpreter and the pack, completes the port that Python finds as
// `pyscript.js_modules.port`, and sees to it that whatever goes wrong is told. Then PyScript itself follows.

import { attempt } from '../embed/guard.js';
import { PENDING, SWITCHED } from '../embed/storage_keys.js';
import { giveWay } from './focus_not_obscured.js';

const MAIN = 'import consent.browser.main';
const PATIENCE = 60000;
// What can hold a shadow root.
const HOLDERS = /^(article|aside|blockquote|div|footer|h[1-6]|header|main|nav|p|section|span)$/;

// What embed.js hands over: promises of the compiled `wasm` (or null) and of the response `pack` (or an error), `port`,
// and how the start is settled.
const { pack, port, reject, resolve, wasm } = globalThis.smarteeRealm;
const {
  base, build, emit, host, memory, page, pageHeader, pageWrite, parse, pending, read, settle, show, take, waiting, write,
} = port;
const warn = (message) => emit('error', { message });

const fail = (message) => {
  // Also after the start, when nobody hears a rejection any more.
  reject(new Error(message));
  if (port.running) warn(message);
};

addEventListener('securitypolicyviolation', ({ blockedURI, disposition, effectiveDirective }) => {
  if (disposition !== 'enforce') return;
  fail(`the page's Content-Security-Policy forbids ${blockedURI} by its ${effectiveDirective}`);
});
addEventListener('error', ({ message }) => fail(message));
addEventListener('unhandledrejection', ({ reason }) => fail(reason?.message ?? String(reason)));
setTimeout(reject, PATIENCE, new Error(`Python did not start within ${PATIENCE / 1000} seconds`));

const answered = async (promise, name) => {
  const response = await promise;
  if (response.ok) return response;
  throw new Error(`${name} could not be loaded: ${response.status ?? response.message}`);
};

// Streaming insists on the right media type, which not every server knows. Some browsers can switch WebAssembly off.
const compiled = async () => {
  const streamed = await wasm;
  if (streamed) return streamed;
  if (!globalThis.WebAssembly) throw new Error('the browser has no WebAssembly');
  const response = await answered(fetch(new URL('micropython.wasm', import.meta.url)).catch((error) => error), 'micropython.wasm');
  return WebAssembly.compile(await response.arrayBuffer());
};
const modules = async () => new Uint8Array(await (await answered(pack, 'consent.rom')).arrayBuffer());

// The styles of everything but the prompt. Of the page's own kind: a document takes no other.
const panels = new page.CSSStyleSheet();
// Root to the markup it shows, so that what did not change keeps its focus and its open parts.
const dressed = new WeakMap();

// A page that was reached by switching the language by itself does not switch again.
const arrived = attempt(() => page.sessionStorage.getItem(SWITCHED)) === page.location.href.split('#')[0];
attempt(() => page.sessionStorage.removeItem(SWITCHED));

// MicroPython cannot catch what JavaScript throws, and values cross best as text.
Object.assign(port, {
  arrived,
  native: read,
  store: write,
  read: pageHeader,
  write: (text) => attempt(() => (pageWrite(page.document, text), true), false),
  release: (name) => memory.delete(name),
  // Works by the decision in `text` from here on. Returns the names that the browser would not give up.
  settle: (text) => settle(parse(text), true).join(' '),
  // The click that waits, unless it is among the calls that wait too.
  resume: () => (waiting.some(({ name }) => name === 'act') ? '' : pending() || ''),
  settled: () => attempt(() => page.sessionStorage.removeItem(PENDING)),
  show: (html, keep) => show(html, base, keep),
  emit: (name, json) => emit(name, JSON.parse(json)),
  warn,
  // From now on `handler(name, arguments, resolve, reject)` hears every call, the waiting ones first.
  receive: (handler) => take((call) => handler(
    call.name,
    JSON.stringify(call.args),
    (json) => call.resolve(json ? JSON.parse(json) : undefined),
    (message) => call.reject(new Error(message)),
  )),
  started: () => {
    port.running = true;
    resolve();
  },
  failed: fail,
  addStyles: (text) => {
    panels.replaceSync(text);
    host.shadowRoot.adoptedStyleSheets.push(panels);
  },
  // Fills a placeholder of the page, out of reach of the page's styles. Returns the root that holds what is new, or
  // null where nothing is.
  dress: (place, html) => {
    let holder = place;
    if (!HOLDERS.test(place.localName)) {
      holder = place.firstElementChild || place.appendChild(page.document.createElement('div'));
    }
    const root = holder.shadowRoot || holder.attachShadow({ mode: 'open' });
    if (dressed.get(root) === html) return null;
    dressed.set(root, html);
    root.adoptedStyleSheets = [panels];
    root.replaceChildren(build(html, base));
    return root;
  },
  depart: (url, byItself) => {
    if (byItself) attempt(() => page.sessionStorage.setItem(SWITCHED, url));
    if (byItself) page.location.replace(url);
    else page.location.assign(url);
  },
  open: (dialog) => attempt(() => dialog.showModal()),
});

giveWay(host);
const interpreter = compiled();
const files = modules();
Promise.all([interpreter, files]).catch(({ message }) => fail(message));
globalThis.smarteeRealm = { port, wasm: interpreter, pack: files };
document.body.append(Object.assign(document.createElement('mpy-script'), { textContent: MAIN }));
