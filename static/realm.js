// The realm of its own in which PyScript runs: a hidden blank frame of the page's origin. Nothing of the runtime, its
// globals, custom elements or patched prototypes reaches the page, and nothing of the page's reaches the runtime.

const MAIN = 'import consent.browser.main';
const PATIENCE = 60000;

// A frame in a shadow tree is not among `window.frames`, so that the page's window gains no name, not even `0`; and
// outside of the body no page loses it by replacing its body.
const hiddenFrame = () => {
  const host = document.createElement('smartee-realm');
  const frame = document.createElement('iframe');
  host.hidden = true;
  frame.hidden = true;
  frame.tabIndex = -1;
  frame.title = 'Smartee Consent';
  frame.setAttribute('aria-hidden', 'true');
  host.attachShadow({ mode: 'open' }).append(frame);
  document.documentElement.append(host);
  // Gives the blank document an address, and keeps Firefox from replacing it later.
  frame.contentDocument.open();
  frame.contentDocument.close();
  return frame;
};

const element = (owner, name, properties) => Object.assign(owner.createElement(name), properties);

const watch = (inner, fail) => {
  inner.addEventListener('securitypolicyviolation', ({ blockedURI, disposition, effectiveDirective }) => {
    if (disposition !== 'enforce') return;
    fail(`the page's Content-Security-Policy forbids ${blockedURI} by its ${effectiveDirective}`);
  });
  inner.addEventListener('error', ({ message }) => fail(message));
  inner.addEventListener('unhandledrejection', ({ reason }) => fail(reason?.message ?? String(reason)));
};

// Some browsers can switch WebAssembly off.
const { compile, compileStreaming } = window.WebAssembly || {};

const answered = async (promise, name) => {
  const response = await promise;
  if (response.ok) return response;
  throw new Error(`${name} could not be loaded: ${response.status ?? response.message}`);
};

const bytes = async (promise, name) => new Uint8Array(await (await answered(promise, name)).arrayBuffer());

// Streaming compiles while loading and lets the browser keep the result, but it insists on the right media type, which
// not every server knows.
const compiled = async (promise, name) => {
  if (!compile) throw new Error('the browser has no WebAssembly');
  const response = await answered(promise, name);
  const streams = compileStreaming && response.headers.get('Content-Type')?.startsWith('application/wasm');
  return streams ? compileStreaming(response) : compile(await response.arrayBuffer());
};

/**
 * Starts Python in a hidden frame.
 *
 * @param {object} options
 * @param {string} options.base absolute address of the folder with the runtime and the pack
 * @param {Promise<Response>} options.wasm the interpreter
 * @param {Promise<Response>} options.pack what it runs; both are responses, or errors
 * @param {?TrustedTypePolicy} options.policy makes script addresses; null where the browser has no Trusted Types
 * @param {object} options.port what Python gets as `pyscript.js_modules.port`, with `started()` and `failed(message)`
 *   added; a `failed` of its own hears every failure, also after the start
 * @returns {Promise<void>} resolved when Python has called `port.started()`, rejected with the reason once it cannot
 */
export const startRealm = ({ base, pack, policy, port, wasm }) =>
  new Promise((resolve, reject) => {
    if (window.trustedTypes && !policy) throw new Error('the Trusted Types policy smartee-consent could not be created');
    const { failed } = port;
    const fail = (message) => {
      reject(new Error(message));
      failed?.(message);
    };
    const address = (name) => new URL(name, base).href;
    // A frame takes a few milliseconds to make: what it will need is on its way meanwhile.
    const interpreter = compiled(wasm, address('micropython.wasm'));
    const modules = bytes(pack, address('consent.rom'));
    Promise.all([interpreter, modules]).catch(({ message }) => fail(message));
    setTimeout(reject, PATIENCE, new Error(`Python did not start within ${PATIENCE / 1000} seconds`));

    const { contentDocument: owner, contentWindow: inner } = hiddenFrame();
    watch(inner, fail);
    inner.smarteeRealm = { port: Object.assign(port, { started: resolve, failed: fail }), wasm: interpreter, pack: modules };
    const script = address('pyscript.js');
    const onerror = () => fail(`${script} could not be loaded`);
    const src = policy ? policy.createScriptURL(script) : script;
    owner.head.append(element(owner, 'script', { type: 'module', src, onerror }));
    owner.body.append(element(owner, 'mpy-script', { textContent: MAIN }));
  });
