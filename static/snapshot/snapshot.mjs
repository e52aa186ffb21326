// Starts MicroPython as a visitor's browser would, imports what every site imports, and writes down its memory.
// Usage: node snapshot.mjs <MicroPython's script> <micropython.wasm> <ROM file system> <out> <Python to run> <module>...
// The modules are all that a visitor's Python may ever import.

import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { emptyFrozen, emptyRun, moduleOf } from './unused.mjs';

const [script, binary, rom, out, python, ...importable] = process.argv.slice(2);
const PAGE = 65536, BLOCK = 16;
const stop = (message) => { throw new Error(`no snapshot of MicroPython: ${message}`); };

// Of the moment, the machine and its chance nothing may come in.
const never = (what) => () => stop(`it asks for ${what}`);
Date.now = never('the time');
performance.now = never('the time');
Math.random = never('a random number');
crypto.getRandomValues = never('a random number');
globalThis.FinalizationRegistry = class { register() {} };
globalThis.document = {};

const module = new WebAssembly.Module(readFileSync(binary));
let native, told = '', table = 0, heap = 0, blocks = 0;
// What `micropython.mem_info(1)` tells of the heap, while it tells it: where its blocks lie, and one letter for each. The table
// of them, two bits a block, is what says the same.
const kinds = (at, count) => Array.from({ length: count }, (_, block) => (memory()[at + (block >> 2)] >> (2 * (block & 3))) & 3);
const memory = () => new Uint8Array(native.memory.buffer);
const letters = (line) => [...line].map((letter) => ({ '.': 0, '=': 2 }[letter] ?? 1));
const hear = (line) => {
  heap = Number.parseInt(/^GC memory layout; from ([0-9a-f]+):/.exec(line)?.[1] ?? heap.toString(16), 16);
  blocks = Math.floor(Number(/^GC: total: (\d+)/.exec(line)?.[1] ?? blocks * BLOCK) / BLOCK);
  const first = /^00000000: (\S+)/.exec(line)?.[1];
  if (!first) return;
  const expected = letters(first).join('');
  const places = Array.from({ length: blocks }, (_, before) => heap - blocks / 4 - before)
    .filter((at) => at === Math.trunc(at)).filter((at) => kinds(at, first.length).join('') === expected);
  if (places.length !== 1) stop(`the table of its heap's blocks lies at ${places.length} places`);
  [table] = places;
};
const say = (octet) => {
  if (octet[0] !== 10) told += String.fromCharCode(octet[0]);
  else {
    hear(told);
    told = '';
  }
};
// Each time with a script of its own, which knows one MicroPython.
const started = async (time, stdout) => (await import(`${pathToFileURL(script)}?${time}`)).loadMicroPython({
  romfs: new Uint8Array(readFileSync(rom)),
  linebuffer: false,
  stdout,
  stderr: (octet) => process.stderr.write(octet),
  how: {
    begun: [],
    instantiate: async (imports) => new WebAssembly.Instance(module, imports),
    begin: (instance) => {
      native = instance;
      native.__wasm_call_ctors();
    },
  },
});

// As polyscript and PyScript register them, with members of the same names.
const js_modules = { port: {} };
const absent = () => function stub() {};
const registered = (api) => {
  const roots = [
    ['polyscript.js_modules.port', {}],
    ['polyscript.js_modules', js_modules],
    ['polyscript', {
      IDBMap: absent(), IDBMapSync: absent(), XWorker: absent(), config: {}, currentScript: {}, js_modules, workers: {},
      lazy_py_modules: absent(), storage: absent(), JSON: {},
    }],
    ['_pyscript', { PyWorker: absent(), fs: {}, interpreter: api, js_import: absent(), get target() { return stop('it asks where to write'); } }],
  ];
  for (const [name, value] of roots) api.registerJsModule(name, value);
  return roots;
};

// What comes with MicroPython of those modules, and of what they import in their turn.
const whole = await started('whole', () => {});
registered(whole);
whole.runPython(`def _tried(name):
  try:
    __import__(name)
  except ImportError:
    pass
for _each in ${JSON.stringify(importable)}:
  _tried(_each)
`);
const modules = (api) => {
  api.runPython('import sys as _sys\n_imported = " ".join(_sys.modules)');
  const names = api.globals.get('_imported').split(' ');
  api.runPython('del _sys, _imported');
  return names;
};
const imported = modules(whole);

const api = await started('snapshot', say), roots = registered(api);
api.runPython(python);
const begun = modules(api);
api.runPython('import gc\ngc.collect()');
api.runPython('import micropython\nmicropython.mem_info(1)');
if (!table) stop('`micropython.mem_info` no longer tells where its heap lies');
api.runPython('del gc, micropython');
// The text of what has been run lies where it was: the next of its length takes its place.
api.runPython('pass'.padEnd(python.length));
api.runPython('import gc as _gc\n_gc.collect()\ndel _gc');

// What JavaScript is in it, each by its way from what the browser registers.
const path = (value) => {
  const all = [['', globalThis], ...roots];
  for (const [name, root] of all) if (root === value) return [name];
  for (const [name, root] of [...roots, all[0]]) {
    for (const key of Object.keys(Object.getOwnPropertyDescriptors(root)).filter((each) => each !== 'target')) {
      if (root[key] === value) return [name, key];
    }
  }
  for (const key of ['Object', 'Reflect', 'JSON']) {
    for (const member of Reflect.ownKeys(globalThis[key])) if (globalThis[key][member] === value) return ['', key, member];
  }
  return stop(`there is JavaScript in it that the browser does not register: ${typeof value} ${Object.getOwnPropertyNames(value).slice(0, 9)}`);
};
const references = globalThis.proxy_js_ref.map((value) => (value === undefined ? null : path(value)));

const all = memory();
// What has been freed, and the stack of C, on which nothing is now.
const states = kinds(table, blocks);
if (states.includes(3)) stop('its heap is in the middle of a collection');
states.forEach((state, block) => { if (!state) all.fill(0, heap + block * BLOCK, heap + (block + 1) * BLOCK); });
all.fill(0, native.emscripten_stack_get_end(), native.emscripten_stack_get_base());

emptyFrozen(all, heap, imported, stop);
const places = emptyRun(all, readFileSync(rom), begun, stop).map(([file, , end, begin]) => [moduleOf(file.slice(1), 'mpy'), [begin, end]]);
// What the script says already.
all.fill(0, native.__start_em_js.value, native.__stop_em_js.value);

const parts = [];
const GAP = 1024;
for (let at = 0; at < all.length;) {
  if (!all[at]) {
    at += 1;
    continue;
  }
  let end = at + 1;
  for (let next = end; next < all.length && next - end < GAP; next += 1) if (all[next]) end = next + 1;
  parts.push([at, all.slice(at, end)]);
  at = end;
}
const head = JSON.stringify({
  pages: all.length / PAGE, references, modules: Object.fromEntries(places.filter(([name]) => !begun.includes(name))), parts: parts.map(([at, { length }]) => [at, length]),
});
writeFileSync(out, Buffer.concat([Buffer.from(`${head}\n`), ...parts.map(([, octets]) => octets)]));
