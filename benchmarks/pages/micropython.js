// The bound for "Python ready": nothing but MicroPython, everything it needs asked for from the first moment.
(() => {
  const address = (name) => new URL(name, document.currentScript.src).href;
  const [module, wasm] = ['micropython.mjs', 'micropython.wasm'].map(address);
  const hint = (properties) => document.head.append(Object.assign(document.createElement('link'), properties));
  hint({ rel: 'modulepreload', href: module });
  hint({ rel: 'preload', as: 'fetch', crossOrigin: 'anonymous', href: wasm });
  import(module)
    .then(({ loadMicroPython }) => loadMicroPython({ url: wasm }))
    .then((python) => python.runPython('import js\njs.document.dispatchEvent(js.CustomEvent.new("micropython:ready"))'));
})();
