// MicroPython as polyscript sees an interpreter: no CDN, no package manager, no files of the device. static/frame/boot.js
// leaves the `port` and promises of the compiled `wasm` and of `pack`, a ROM file system whose modules run where they lie.
import { stdio, buffered } from './_io.js';
import { registerJSModule, run, runAsync, runEvent } from './_python.js';
import { js_modules } from '../utils.js';

const { port, wasm, pack } = globalThis.smarteeRealm;
delete globalThis.smarteeRealm;

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
    const [binary, romfs] = await Promise.all([wasm, pack]);
    const instantiateWasm = (imports, done) => WebAssembly.instantiate(binary, imports).then(done) && {};
    return get(loadMicroPython({ linebuffer: false, stderr, stdout, romfs, instantiateWasm }));
  },

  registerJSModule,
  run,
  runAsync,
  runEvent,
  transform: (interpreter, value) => interpreter.PyProxy.toJs(value),
  writeFile: ({ FS }, path, buffer) => FS.writeFile(path, new Uint8Array(buffer), { canOwn: true }),
};
