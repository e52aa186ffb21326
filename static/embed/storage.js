// Holds what the page's scripts keep in localStorage and sessionStorage for what has no grant, as gate.js does with cookies. The
// build leaves it out where a site declares no keys that need consent.

import { cookies } from 'declaration';
import { attempt } from './guard.js';
import { overlay, own } from './jar.js';

// What is held, by area and key. Made when it is needed: where it is not, no byte of it stays in the tag.
/** @type {Record<string, Map<string, string>>} */ let held;
// A storage to its area, and what a page has in its place to the storage.
/** @type {WeakMap<object, any>} */ let areas, /** @type {WeakMap<object, any>} */ behind;
/** @type {((decided: boolean) => void)[]} */ const renewals = [];
/** @type {Embed.Grants} */ let granted;

// As a declaration has a key: whole, or what is before its `*`.
const covers = (/** @type {string} */ pattern, /** @type {string} */ key) => pattern === key || (pattern.endsWith('*') && key.startsWith(pattern.slice(0, -1)));
const waits = (/** @type {string} */ area, /** @type {string} */ key) => cookies.some(
  ([id, , days, of, pattern = '']) => of === area && days != null && !granted?.includes(id) && covers(pattern, key),
);
// Where `key` of the storage `inner` is held, if it is to be.
const place = (/** @type {Storage} */ inner, /** @type {unknown} */ key) => {
  const area = areas.get(inner);
  return area && typeof key === 'string' && waits(area, key) ? held[area] : null;
};
const keysOf = (/** @type {Storage} */ inner) => [...Object.keys(inner).filter((key) => !place(inner, key)), ...held[areas.get(inner)].keys()];
const innerOf = (/** @type {any} */ asked) => behind.get(asked) || asked;

// The methods that every storage of a window has, with what they were.
const gateMethods = (/** @type {any} */ prototype) => {
  const { getItem, setItem, removeItem, clear, key } = prototype, { get: count } = own(prototype, 'length');
  overlay(prototype, {
    getItem(/** @type {any[]} */ ...asked) {
      const inner = innerOf(this), mine = place(inner, `${asked[0]}`);
      return mine ? mine.get(`${asked[0]}`) ?? null : getItem.apply(inner, asked);
    },
    setItem(/** @type {any[]} */ ...asked) {
      const inner = innerOf(this), mine = asked.length > 1 && place(inner, `${asked[0]}`);
      if (mine) mine.set(`${asked[0]}`, `${asked[1]}`);
      else setItem.apply(inner, asked);
    },
    removeItem(/** @type {any[]} */ ...asked) {
      place(innerOf(this), `${asked[0]}`)?.delete(`${asked[0]}`);
      removeItem.apply(innerOf(this), asked);
    },
    clear() {
      held[areas.get(innerOf(this))]?.clear();
      clear.call(innerOf(this));
    },
    key(/** @type {any[]} */ ...asked) {
      const inner = innerOf(this);
      return areas.has(inner) && asked[0] !== undefined ? keysOf(inner)[asked[0] >>> 0] ?? null : key.apply(inner, asked);
    },
    get length() {
      const inner = innerOf(this);
      return areas.has(inner) ? keysOf(inner).length : count.call(inner);
    },
  });
  return { getItem, setItem, removeItem };
};

// What a page has in place of a storage: `localStorage.theme` and `in` go by the same rule as the methods.
const standIn = (/** @type {any} */ inner) => {
  const shown = new Proxy(inner, {
    get(target, key) { const mine = place(inner, key); return mine ? mine.get(/** @type {string} */ (key)) : target[key]; },
    set(target, key, value) {
      const mine = place(inner, key);
      if (mine) mine.set(/** @type {string} */ (key), `${value}`);
      else target[key] = value;
      return true;
    },
    has(target, key) { const mine = place(inner, key); return mine ? mine.has(/** @type {string} */ (key)) : key in target; },
    deleteProperty(target, key) {
      place(inner, key)?.delete(/** @type {string} */ (key));
      return delete target[key];
    },
    ownKeys: () => keysOf(inner),
    getOwnPropertyDescriptor(target, key) {
      const mine = place(inner, key);
      if (!mine) return Reflect.getOwnPropertyDescriptor(target, key);
      return mine.has(/** @type {string} */ (key)) ? { value: mine.get(/** @type {string} */ (key)), writable: true, enumerable: true, configurable: true } : undefined;
    },
  });
  behind.set(shown, inner);
  return shown;
};

// Gates those of one window, of which the storages of all frames of an origin are the same.
export const gateStorage = (/** @type {any} */ view) => {
  held = held || { localStorage: new Map(), sessionStorage: new Map() };
  areas = areas || new WeakMap();
  behind = behind || new WeakMap();
  /** @type {ReturnType<typeof gateMethods> | null} */ const natives = attempt(() => gateMethods(view.Storage.prototype));
  if (!natives) return;
  for (const area of Object.keys(held)) {
    // Where a browser forbids it, it goes on throwing.
    const { get } = own(view, area), inner = attempt(() => get.call(view));
    if (!inner) continue;
    areas.set(inner, area);
    const shown = standIn(inner);
    overlay(view, { get [area]() { return shown; } });
    if (view === window) renewals.push((decided) => renew(area, inner, natives, decided));
  }
};

// Puts into the storage what was held and need not be, and takes out what has no grant.
const renew = (/** @type {string} */ area, /** @type {Storage} */ inner, /** @type {ReturnType<typeof gateMethods>} */ natives, /** @type {boolean} */ decided) => {
  const { getItem, setItem, removeItem } = natives;
  for (const [key, value] of held[area]) {
    if (waits(area, key)) continue;
    held[area].delete(key);
    // What another page has kept since goes before what an undecided one held.
    if (decided || getItem.call(inner, key) === null) attempt(() => setItem.call(inner, key, value));
  }
  for (const key of Object.keys(inner).filter((each) => waits(area, each))) {
    if (!held[area].has(key)) held[area].set(key, getItem.call(inner, key));
    removeItem.call(inner, key);
  }
};

// Lets it work by these grants, as `apply` of gate.js does.
export const applyToStorage = (/** @type {Embed.Grants} */ grants, /** @type {boolean} */ decided) => {
  granted = grants;
  renewals.forEach((each) => attempt(() => each(decided)));
};
