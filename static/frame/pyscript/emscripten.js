// What MicroPython's WebAssembly asks of JavaScript, in place of what Emscripten writes: that comes with a file system, which
// a visitor has no use for, and with assertions. static/snapshot/glue.mjs puts `bridge`, MicroPython's own part of it, and its
// script API behind this.
const ENOENT = -44, EBADF = 8, decoder = new TextDecoder(), encoder = new TextEncoder();
let Module, native, view, HEAPU8, whole;
const functions = [];
const look = () => {
  view = new DataView(native.memory.buffer);
  return HEAPU8 = new Uint8Array(native.memory.buffer);
};
const getValue = (at, type) => (type === 'double' ? view.getFloat64(at, true) : view.getInt32(at, true));
const setValue = (at, value, type) => (type === 'double' ? view.setFloat64(at, value, true) : view.setInt32(at, value, true));
const UTF8ToString = (at, most = Infinity) => {
  let end = at;
  while (HEAPU8[end] && end - at < most) end += 1;
  return decoder.decode(HEAPU8.subarray(at, end));
};
const lengthBytesUTF8 = (text) => encoder.encode(text).length;
const stringToUTF8 = (text, at, room) => {
  const { written } = encoder.encodeInto(text, HEAPU8.subarray(at, at + room - 1));
  HEAPU8[at + written] = 0;
};
const ccall = (name, returned, types, args) => {
  const stack = native.emscripten_stack_get_current();
  const given = args.map((value, at) => {
    if (types[at] !== 'string') return value;
    const room = lengthBytesUTF8(value) + 1, there = native._emscripten_stack_alloc(room);
    stringToUTF8(value, there, room);
    return there;
  });
  const answer = native[name](...given);
  native._emscripten_stack_restore(stack);
  return answer;
};
// Calls that a jump out of them ends: to C it is `setjmp`.
const invoke = (at, ...args) => {
  const stack = native.emscripten_stack_get_current();
  try {
    return (functions[at] ??= native.__indirect_function_table.get(at))(...args);
  } catch (error) {
    native._emscripten_stack_restore(stack);
    if (error !== Infinity) throw error;
    native.setThrew(1, 0);
    return undefined;
  }
};
const asked = {
  _abort_js: () => { throw new Error('MicroPython gave up'); },
  _emscripten_throw_longjmp: () => { throw Infinity; },
  emscripten_resize_heap: (octets) => {
    try {
      native.memory.grow(Math.ceil((octets - HEAPU8.length) / 65536));
      look();
      return 1;
    } catch {
      return 0;
    }
  },
  fd_write: (file, parts, count, written) => {
    let length = 0;
    for (let part = parts; part < parts + 8 * count; part += 8) {
      const at = getValue(part), size = getValue(part + 4);
      for (const octet of HEAPU8.slice(at, at + size)) (file === 1 ? Module.stdout : Module.stderr)(octet);
      length += size;
    }
    setValue(written, length);
    return 0;
  },
  __syscall_getcwd: (at, room) => {
    stringToUTF8('/', at, room);
    return 2;
  },
  __syscall_poll: () => 0,
  // What consent/build/split.py has left out is in the table from the first time on that any of it is needed.
  late: (place) => {
    whole ??= Module.rest(linked());
    return place;
  },
  mp_js_random_u32: () => crypto.getRandomValues(new Uint32Array(1))[0],
  mp_js_ticks_ms: () => Math.trunc(performance.now()),
  mp_js_time_ms: () => Date.now(),
};
const none = { invoke: () => invoke, __syscall: () => () => ENOENT, fd: () => () => EBADF };
// What the binary asks for, by name.
const imported = (name) => asked[name] ?? bridge[name] ?? none[/^invoke|^__syscall|^fd/.exec(name)?.[0]]?.();
const imports = new Proxy({}, { get: (_, name) => imported(name) });
const linked = () => ({ env: imports, wasi_snapshot_preview1: imports, first: native });
export default async function _createMicroPythonModule(made) {
  Module = made;
  native = (await Module.instantiate(linked())).exports;
  look();
  native.emscripten_stack_init();
  Module.begin(native, look);
  whole = await Module.ahead?.(linked());
  const members = Object.entries(native).filter(([, value]) => typeof value === 'function');
  return Object.assign(Module, Object.fromEntries(members.map(([name, value]) => [`_${name}`, value])), {
    get HEAPU8() { return HEAPU8; },
    ccall: (name, ...more) => (Module.begun.includes(name) ? 0 : ccall(name, ...more)),
    getValue, setValue, UTF8ToString, stringToUTF8, lengthBytesUTF8, native,
  });
}
