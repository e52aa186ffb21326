// The first thing in the hidden frame: readies the interpreter and the pack, makes the port, and sees to it that whatever
// goes wrong is told. Then PyScript itself follows.

import { giveWay } from './focus_not_obscured.js';
import { makePort } from './port.js';

const MAIN = 'import consent.browser.main';

// What static/embed/realm.js hands over: promises of the compiled `wasm` (or null) and of the response `pack` (or an error),
// the `tag`, and how the start is settled.
const { fault, pack, resolve, tag, wasm } = globalThis.smarteeRealm;

let running = false;
const port = makePort(tag, () => {
  running = true;
  resolve();
}, (message) => {
  fault(new Error(message));
  // After the start nobody waits for it any more.
  if (running) port.warn(message);
});

addEventListener('securitypolicyviolation', ({ blockedURI, disposition, effectiveDirective }) => {
  if (disposition !== 'enforce') return;
  port.failed(`the page's Content-Security-Policy forbids ${blockedURI} by its ${effectiveDirective}`);
});
addEventListener('error', ({ message }) => port.failed(message));
addEventListener('unhandledrejection', ({ reason }) => port.failed(reason?.message ?? String(reason)));

const answered = async (promise, name) => {
  const response = await promise;
  if (response.ok) return response;
  throw new Error(`${name} could not be loaded: ${response.status ?? response.message}`);
};

// Streaming insists on the right media type, which not every server knows.
const compiled = async () => {
  const streamed = await wasm;
  if (streamed) return streamed;
  const response = await answered(fetch(new URL('micropython.wasm', import.meta.url)).catch((error) => error), 'micropython.wasm');
  return WebAssembly.compile(await response.arrayBuffer());
};
const modules = async () => new Uint8Array(await (await answered(pack, 'consent.rom')).arrayBuffer());

giveWay(tag.host);
const interpreter = compiled();
const files = modules();
Promise.all([interpreter, files]).catch(({ message }) => port.failed(message));
globalThis.smarteeRealm = { port, wasm: interpreter, pack: files };
document.body.append(Object.assign(document.createElement('mpy-script'), { textContent: MAIN }));
