// MicroPython as polyscript sees an interpreter: no CDN, no package manager, no files. static/frame/boot.js leaves the `port`,
// promises of the compiled `wasm` and of `pack`, and `rest`, which has the rest of the binary come. The pack is the memory of a
// MicroPython that static/snapshot/snapshot.mjs had import what every site imports: here it goes on from there. Where the build
// was asked for a PLAIN start, it is the modules, and MicroPython starts from its beginning.
import { buffered, io, stdio } from './_io.js';
import { registerJSModule, runEvent } from './_python.js';
import { js_modules } from '../utils.js';

const { port, wasm, pack, rest } = globalThis.smarteeRealm;
delete globalThis.smarteeRealm;

// The two lines that come before the memory: what lies where in it, and the site's declaration.
const opened = (octets) => {
  const decoder = new TextDecoder(), end = octets.indexOf(10), begin = octets.indexOf(10, end + 1) + 1;
  return [JSON.parse(decoder.decode(octets.subarray(0, end))), decoder.decode(octets.subarray(end + 1, begin - 1)), begin];
};
// Puts the JavaScript that the memory knows into its places, as soon as what it is a part of is registered.
const putBack = (references, root, value) => references.forEach((way, at) => {
  if (way?.[0] !== root) return;
  const member = way.slice(1).reduce((object, key) => object[key], value);
  globalThis.proxy_js_ref[at] = member;
  globalThis.proxy_js_ref_map.set(member, at);
});

// What is run is the name of a module: nothing has to be compiled in a browser, and most have no need of what does that.
const run = (interpreter, name) => {
  try {
    interpreter.pyimport(name);
  } catch (error) {
    io.get(interpreter).stderr(error);
  }
};

// No more than a section of 5,000 octets that says nothing.
const LARGE = new Uint8Array(5011);
LARGE.set([0, 97, 115, 109, 1, 0, 0, 0, 0, 136, 39]);

export default {
  type: 'micropython',

  async engine({ loadMicroPython }) {
    globalThis[js_modules].set('port', port);
    const report = buffered(console.error);
    const { stderr, stdout, get } = stdio({
      // PyScript hands over an exception of the script as an object, with a traceback; all else is bytes.
      stderr: (what) => {
        if (what instanceof Error) port.warn(`Python stopped: ${what.message.trim().split('\n').pop()}`);
        else report(what);
      },
      stdout: buffered(console.log),
    });
    const [binary, octets] = await Promise.all([wasm, pack]);
    const [{ pages, references, parts }, site, start] = opened(octets);
    port.site = site;
    const api = await loadMicroPython({
      linebuffer: false,
      stderr,
      stdout,
      romfs: PLAIN ? octets.subarray(start) : undefined,
      how: PLAIN ? {
        instantiateWasm: (imports, done) => WebAssembly.instantiate(binary, imports).then(done) && {},
      } : {
        begun: ['mp_js_init', 'proxy_c_init'],
        instantiate: (imports) => WebAssembly.instantiate(binary, imports),
        rest: (imports) => new WebAssembly.Instance(new WebAssembly.Module(rest()), imports),
        // A Chromium before 115 compiles no more than 4 KB at once: there it is asked for from the first.
        ahead: async (imports) => {
          try {
            return void new WebAssembly.Module(LARGE);
          } catch {
            return WebAssembly.instantiate(await rest(true), imports);
          }
        },
        begin: ({ memory }, look) => {
          memory.grow(pages - memory.buffer.byteLength / 65536);
          const all = look();
          let from = start;
          for (const [at, length] of parts) all.set(octets.subarray(from, from += length), at);
        },
      },
    });
    if (PLAIN) return get(api);
    globalThis.proxy_js_ref.length = references.length;
    putBack(references, '', globalThis);
    const { registerJsModule } = api;
    api.registerJsModule = (name, value) => {
      if (references.some((way) => way?.[0] === name)) putBack(references, name, value);
      else registerJsModule(name, value);
    };
    return get(api);
  },

  registerJSModule,
  run,
  runAsync: async (...args) => run(...args),
  runEvent,
  transform: (interpreter, value) => interpreter.PyProxy.toJs(value),
  writeFile: () => {},
};
