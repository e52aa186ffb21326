// Runs a Python file on the MicroPython that visitors get: the same code in its two files, the same memory. What is in the ROM
// file system is there too, below `/files`; what the Python prints goes to standard output.
// Usage: node run.mjs <MicroPython's script> <assets> <ROM file system> <file.py>

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [script, assets, rom, python] = process.argv.slice(2);
const { loadMicroPython } = await import(pathToFileURL(script));
const compiled = (name) => new WebAssembly.Module(readFileSync(join(assets, 'runtime', name)));
const memory = readFileSync(join(assets, 'memory.bin')), end = memory.indexOf(10);
const { pages, parts } = JSON.parse(memory.subarray(0, end).toString());
const api = await loadMicroPython({
  stdout: (line) => console.log(line),
  how: {
    begun: ['mp_js_init', 'proxy_c_init'],
    instantiate: async (imports) => new WebAssembly.Instance(compiled('micropython.wasm'), imports),
    rest: (imports) => new WebAssembly.Instance(compiled('rest.wasm'), imports),
    begin: (native, look) => {
      native.memory.grow(pages - native.memory.buffer.byteLength / 65536);
      const all = look();
      let from = end + 1;
      for (const [at, length] of parts) all.set(memory.subarray(from, from += length), at);
    },
  },
});
const files = readFileSync(rom), at = api._module._malloc(files.length);
api._module.HEAPU8.set(files, at);
api.runPython(`
import sys, uctypes, vfs
vfs.mount(vfs.VfsRom(uctypes.bytearray_at(${at}, ${files.length})), "/files")
sys.path.insert(0, "/files")
import consent
path = consent.__path__
consent.__path__ = "/files/consent"
import consent.build
consent.__path__ = path
`);
api.runPython(readFileSync(python, 'utf8'));
