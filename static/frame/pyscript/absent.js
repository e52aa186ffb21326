// Stands in for every part of PyScript that a consent banner has no use for: workers, plugins, handlers in attributes,
// Pyodide, TOML, zip, native file systems and IndexedDB, which would store on the device before consent.
// consent/build/runtime.py lists the modules it replaces. Callable, constructable and without a type to register, so that
// all of their users agree.
function absent() {}

export default Object.defineProperty(absent, 'type', { value: [] });
export { absent as addAllListeners, absent as env, absent as listener };
export { absent as decode, absent as encode, absent as getFileSystemDirectoryHandle, absent as getText, absent as idb };
export { absent as robustFetch, absent as toml, absent as zip };
