// Holds, passes or drops every cookie that the page's scripts write. Installed before any other script of the page; what is
// held lives in memory and is what the page reads back.

import { blockUndeclared, cookies } from 'declaration';
import { attempt } from './guard.js';
import { common, expire, keep, pairOf, parse, read, write } from './jar.js';

const { gated, memory, native, remove } = common;
const declared = new Map(cookies.map((cookie) => [cookie[1], cookie]));
/** @type {Set<string>} */ const told = new Set();
// Cookies that only the server can delete (HttpOnly), and the names of all without a grant that stay.
/** @type {Embed.Named[]} */ const hidden = [];
/** @type {string[]} */ let left = [];
/** @type {Parameters<Embed.Install>[1]} */ let tell, /** @type {() => void} */ stirred;

// What is to become of a write, or of the deletion of a cookie.
/** @type {Embed.Verdicts} */ export const verdict = (name, deleting, grants = common.granted, block = blockUndeclared) => {
  const [id, , days] = declared.get(name) || [];
  if (deleting) return 'pass';
  if (!id) return block ? 'block' : 'tell';
  if (days == null || grants?.includes(id)) return 'pass';
  return grants ? 'keep' : 'hold';
};
const ungranted = (/** @type {string} */ name) => /hold|keep/.test(verdict(name));
// What was done about a cookie that nothing covers: reported, blocked or swept; once for each name.
/** @type {(name: string, action: Embed.Undeclared['action']) => void} */ const report = (name, action) => {
  if (!told.has(name)) tell({ name, id: declared.get(name)?.[0] ?? null, action });
  told.add(name);
};
// RFC 6265bis section 5.5: Max-Age goes before Expires, of two the last counts, and a date without a month's name or
// a time is none.
const deletes = (/** @type {string} */ text) => {
  const age = /^.*;\s*max-age\s*=\s*(-?\d+)\s*(;|$)/is.exec(text);
  const expires = /^.*;\s*expires\s*=([^;]*[a-z]{3}[^;]*:[^;]*)/is.exec(text) || [];
  return age ? +age[1] <= 0 : Date.parse(expires[1]) < Date.now();
};

// Does with a write what the rule says. `pass` writes it; `erase` writes it as expired, which stores nothing and yet throws
// or rejects as the browser would; `later` writes it once it is granted. Returns what the browser returns.
/** @type {Embed.Carry} */ const carry = ([name, value], deleting, erase, pass, later = pass) => {
  const rule = verdict(name, deleting);
  if (rule === 'tell') report(name, 'reported');
  if (rule === 'block') return report(name, 'blocked');
  if (!deleting && !ungranted(name)) return pass();
  const hold = () => {
    // What a browser ignores (RFC 6265bis section 5.6) leaves what is there.
    if (!/[\0-\x1f\x7f\p{Cs}]/u.test(value) && new Blob([name, value]).size < 4097) {
      memory[deleting ? 'delete' : 'set'](name, [value, later]);
    }
    stirred();
  };
  return erase()?.then(hold) ?? hold();
};

// What the page reads and writes through the accessor `inner` of the document `of`; without a window it has no cookies.
export const pageRead = (/** @type {Document} */ of, inner = native) => {
  /** @type {string} */ let header = inner.get.call(of);
  if (!of.defaultView) return header;
  for (const [name, [value]] of memory) {
    const mine = `${name}=`;
    // A namesake is seldom in the jar, and looking for one is much faster than taking all apart.
    if (header.includes(mine)) header = header.split('; ').filter((pair) => !pair.startsWith(mine)).join('; ');
    header += `${header && '; '}${mine}${value}`;
  }
  return header;
};
// The jar as the page sees it, or null where it may not.
export const pageHeader = () => attempt(() => pageRead(document));
/** @type {Embed.PageWrite} */ export const pageWrite = (of, value, inner = native) => {
  const text = `${value}`;
  const set = (/** @type {string} */ more) => inner.set.call(of, text + more);
  // Later its document may be gone.
  if (of.defaultView) carry(pairOf(text), deletes(text), () => set('; Max-Age=0'), () => set(''), () => write(text));
  else set('');
};

// Lets the gate work by these grants (null: unasked): writes what was held for them, and takes out of the jar, into memory,
// what they do not cover. Returns the names that the browser would not give up. Where the visitor `decided` on this page,
// what it held goes before what another tab has written.
export const apply = (/** @type {Embed.Grants} */ grants = null, decided = false) => {
  const before = common.granted;
  common.granted = grants;
  const found = parse(read());
  for (const [name, [, later]] of memory) {
    if (ungranted(name)) continue;
    memory.delete(name);
    if (decided || !found.some(([each]) => each === name)) later();
  }
  // Backwards: of two copies the page would read the first.
  for (const [name, value] of found.reverse()) {
    if (!declared.has(name)) report(name, 'reported');
    if (!ungranted(name)) continue;
    // What was granted until now is withdrawn, which is nothing to report.
    if (verdict(name, false, before) !== 'pass') report(name, 'swept');
    if (!left.includes(name)) memory.set(name, [value, () => keep(name, value, /** @type {any} */ (declared.get(name))[2] * 86400)]);
  }
  const without = (/** @type {Embed.Named[]} */ pairs) => [...new Set(pairs.map(([name]) => name))].filter(ungranted);
  without(found).forEach(expire);
  left = without([...hidden, ...parse(read())]);
  return left;
};

/** @type {Embed.Own} */ const own = (target, key) => Object.getOwnPropertyDescriptor(target, key) || {};
// Puts the members of `source` in place of those of `target`, with their enumerability and the like left as they are.
/** @type {Embed.Overlay} */ const overlay = (target, source) => {
  for (const key in source) {
    const { enumerable, configurable, ...member } = own(source, key);
    attempt(() => Object.defineProperty(target, key, member));
  }
};

const gateCookie = (/** @type {object} */ target) => {
  const inner = own(target, 'cookie');
  /** @type {ThisType<any>} */ const member = { get cookie() { return pageRead(this, inner); }, set cookie(text) { pageWrite(this, text, inner); } };
  if (inner.set) overlay(target, member);
};

// The native methods are called for all that is held too, for the errors they throw.
const gateStore = (/** @type {Embed.Store} */ store) => {
  const { get, getAll, set, delete: erase } = store;
  /** @type {(...asked: unknown[]) => any} */ const initOf = (first, value) => (first === Object(first) ? first : { name: first, value });
  /** @type {(...asked: unknown[]) => object[]} */ const heldAs = (first) => {
    const asked = initOf(first).name;
    return [...memory].flatMap(([name, [value]]) => (asked === undefined || name === `${asked}` ? { name, value } : []));
  };
  overlay(store, {
    async get(...asked) {
      const found = await get.apply(this, asked);
      return heldAs(...asked)[0] || found;
    },
    async getAll(...asked) {
      const found = await getAll.apply(this, asked);
      return [...found.filter(({ name }) => !memory.has(name)), ...heldAs(...asked)];
    },
    async set(first, ...rest) {
      const init = initOf(first, ...rest);
      const { name, value, expires, maxAge } = init;
      const life = Math.trunc(maxAge ?? (expires ?? Infinity) - Date.now());
      return carry([`${name}`, `${value}`], life <= 0,
        () => set.call(this, { ...init, [maxAge == null ? 'expires' : 'maxAge']: 0 }), () => set.call(this, first, ...rest));
    },
    async delete(first) {
      memory.delete(`${initOf(first).name}`);
      return erase.apply(this, arguments);
    },
  });
};

const gateFrames = (/** @type {object} */ prototype) => {
  for (const key of ['contentWindow', 'contentDocument']) {
    const inner = own(prototype, key).get;
    overlay(prototype, { get [key]() { const found = inner.call(this); gateWindow(found); return found; } });
  }
};

// Gates one window: this one, or that of a frame of its origin, which a script of the page could write through; or its document.
const gateWindow = (/** @type {any} */ found) =>
  attempt(() => {
    const view = found.defaultView || found;
    const { prototype } = view.Document;
    if (gated.has(prototype)) return;
    gated.add(prototype);
    // Another library may have wrapped the accessor on the document itself.
    for (const target of [prototype, view.document]) gateCookie(target);
    for (const kind of ['IFrame', 'Frame', 'Object']) gateFrames(view[`HTML${kind}Element`].prototype);
    // A frame that loads another page has another window.
    view.document.addEventListener('load', (/** @type {any} */ { target }) => target.contentWindow, true);
    if (view.CookieStore) gateStore(view.CookieStore.prototype);
  });

// `onUndeclared({ name, id, action })` hears once of each cookie that the policy or the visitor's answer does not cover,
// `onHeld()` of every write that did not reach the jar.
/** @type {Embed.Install} */ export const install = (grants, onUndeclared, onHeld) => {
  tell = onUndeclared;
  stirred = onHeld;
  gateWindow(window);
  apply(grants);
  for (const name of declared.keys()) if (remove && ungranted(name)) remove(name).catch(() => hidden.push([name]));
};
