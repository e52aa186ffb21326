// Told to the audit: which script sets what, before any script of the page runs. What it wraps does what it did.
(() => {
  const tell = globalThis[TELL];
  if (!tell) return;
  const { apply } = Reflect;
  const addresses = () => new Error().stack?.match(/(?:https?|blob):[^\s)@]+?(?=:\d+:\d+)/g) ?? [];
  // Some browsers count this script as the page's.
  const [own] = addresses();
  const told = (kind, text) => {
    const from = addresses().find((each) => each !== own) ?? location.href;
    tell({ kind, text: String(text), from }).catch?.(() => {});
  };
  const wrap = (owner, name, kind, words) => {
    const inner = owner?.[name];
    if (typeof inner !== 'function') return;
    owner[name] = {
      [name](...asked) {
        try { told(kind, words(asked, this)); } catch { /* what it is asked for is the page's own matter */ }
        return apply(inner, this, asked);
      },
    }[name];
  };
  const cookie = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
  Object.defineProperty(Document.prototype, 'cookie', {
    ...cookie,
    set(text) {
      try { told('document.cookie', text); } catch { /* as above */ }
      apply(cookie.set, this, [text]);
    },
  });
  wrap(globalThis.CookieStore?.prototype, 'set', 'cookieStore.set', ([init, value]) =>
    typeof init === 'object'
      ? `${init.name}=${init.value}; samesite=${init.sameSite ?? 'strict'}`
      : `${init}=${value}; samesite=strict`);
  wrap(globalThis.Storage?.prototype, 'setItem', 'storage', ([key], area) =>
    `${area === globalThis.localStorage ? 'local' : 'session'} ${key}`);
  wrap(globalThis.IDBFactory?.prototype, 'open', 'storage', ([name]) => `database ${name}`);
  wrap(globalThis.CacheStorage?.prototype, 'open', 'storage', ([name]) => `cache ${name}`);
  wrap(globalThis.ServiceWorkerContainer?.prototype, 'register', 'storage', ([address]) =>
    `worker ${new URL(address, location.href).href}`);
})();
