// The first thing in the hidden frame: readies the interpreter and the pack, makes the port, and has all that fails told.

import { keepModal } from './dialog.js';
import { giveWay } from './focus_not_obscured.js';
import { makePort } from './port.js';

// What static/embed/realm.js hands over, as port.d.ts types it.
const [fault, take, wasm, pack, ...tag] = globalThis.smarteeRealm;
const port = makePort(fault, take, ...tag);

addEventListener('securitypolicyviolation', ({ blockedURI, disposition, effectiveDirective }) => {
  const rule = `the page's Content-Security-Policy forbids ${blockedURI} by its ${effectiveDirective}`;
  if (disposition === 'enforce') port.warn(rule);
});
addEventListener('error', ({ message }) => port.warn(message));
addEventListener('unhandledrejection', ({ reason }) => port.warn(reason?.message ?? String(reason)));

const answered = async (promise, name) => {
  const response = await promise;
  if (response.ok) return response;
  throw new Error(`could not load ${name}: ${response.status ?? response.message}`);
};
const octets = async (response) => (await response).arrayBuffer();
const compiled = async () => {
  const response = await answered(wasm, 'micropython.wasm');
  // Streaming insists on the right media type, which not every server knows.
  const streams = WebAssembly.compileStreaming && response.headers.get('Content-Type') === 'application/wasm';
  return streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await octets(response));
};

giveWay(port.host);
keepModal(port.host);
const interpreter = compiled();
const files = octets(answered(pack, 'consent.rom')).then((buffer) => new Uint8Array(buffer));
Promise.all([interpreter, files]).catch(({ message }) => port.warn(message));
globalThis.smarteeRealm = { port, wasm: interpreter, pack: files };
document.body.append(Object.assign(document.createElement('mpy-script'), { textContent: 'import consent.browser.main' }));
