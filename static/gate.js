// Holds, passes or drops every cookie that the page's scripts write, by the rule of consent/gate.py and its case table.
// Installed before any other script of the page; what is held lives in memory and is what the page reads back.

import { blockUndeclared, cookies } from 'declaration';
import { attempt } from './guard.js';
import { expire, nameOf, native, owner, pairs, read, write } from './jar.js';

const declared = new Map(cookies.map(([id, name, consent, days]) => [name, { id, consent, days }]));
// Name to the pair that is read back and the whole text to write should the visitor accept.
const memory = new Map();
const told = new Set();
let granted = null;
let tell = () => {};

// One of pass, hold, keep, tell, block: as `verdict` in consent/gate.py.
export const verdict = (name, grants = granted, block = blockUndeclared) => {
  const cookie = declared.get(name);
  if (!cookie) return block ? 'block' : 'tell';
  if (!cookie.consent || (grants && grants.includes(cookie.id))) return 'pass';
  return grants ? 'keep' : 'hold';
};

// What was done about a cookie that the policy does not cover: reported, blocked or swept; once for each name.
const report = (name, action) => {
  if (told.has(name)) return;
  told.add(name);
  tell(name, action);
};

// RFC 6265bis section 5.6: Max-Age goes before Expires, and of two the last counts.
const deletes = (text) => {
  let age = null;
  let expires = null;
  for (const attribute of text.split(';').slice(1)) {
    const [, key, value] = /^\s*([^=\s]+)\s*=?\s*(.*?)\s*$/.exec(attribute) || [];
    if (/^max-age$/i.test(key) && /^-?\d+$/.test(value)) age = +value;
    if (/^expires$/i.test(key)) expires = Date.parse(value);
  }
  return age === null ? expires < Date.now() && expires !== null : age <= 0;
};

// True where the write shall go to the jar.
const passes = (name, text, deleting) => {
  const rule = deleting ? 'pass' : verdict(name);
  if (rule === 'tell' || rule === 'block') report(name, rule === 'block' ? 'blocked' : 'reported');
  if (rule === 'hold' || rule === 'keep') memory.set(name, { pair: text.split(';', 1)[0].trim(), text });
  else memory.delete(name);
  return rule === 'pass' || rule === 'tell';
};

const shown = (header) =>
  memory.size
    ? [...pairs(header).filter((pair) => !memory.has(nameOf(pair))), ...[...memory.values()].map(({ pair }) => pair)].join('; ')
    : header;

// What the page reads and writes. `of` is the document it asks; one without a window has no cookies to gate.
export const pageRead = (of = document) => (of.defaultView ? shown(native.get.call(of)) : native.get.call(of));
export const pageWrite = (text, of = document) => {
  const string = String(text);
  if (!of.defaultView || passes(nameOf(string), string, deletes(string))) native.set.call(of, string);
};

// The text of the held write of `name`, which leaves memory: its writer is Python, when the visitor has accepted.
export const release = (name) => {
  const { text = null } = memory.get(name) || {};
  memory.delete(name);
  return text;
};

// Lets the gate work by these grants (null: unasked), and takes out of the jar what they do not cover, into memory.
// Returns the names that the browser would not give up.
export const apply = (grants) => {
  granted = grants;
  const header = read();
  const stale = pairs(header).filter((pair) => /hold|keep/.test(verdict(nameOf(pair))));
  for (const pair of stale) {
    const name = nameOf(pair);
    if (!memory.has(name)) {
      memory.set(name, { pair, text: `${pair}; Path=/; Max-Age=${declared.get(name).days * 86400}; SameSite=Lax` });
      report(name, 'swept');
    }
    expire(name);
  }
  for (const pair of pairs(header)) if (!declared.has(nameOf(pair))) report(nameOf(pair), 'reported');
  if (!stale.length) return [];
  const left = pairs(read()).map(nameOf);
  return [...new Set(stale.map(nameOf))].filter((name) => left.includes(name));
};

const expired = (expires) => expires !== undefined && expires !== null && +expires < Date.now();
const listed = ([name, { pair }]) => ({
  domain: null, expires: null, name, partitioned: false, path: '/', sameSite: 'lax', secure: false,
  value: pair.slice(pair.indexOf('=') + 1),
});

// The CookieStore of one window, its native methods kept for what passes and for every error they throw.
const gateStore = (store) => {
  const { get, getAll, set, delete: remove } = store;
  const nameIn = (first) => (typeof first === 'object' && first ? first.name : first);
  const held = (name) => [...memory].filter(([each]) => name === undefined || each === String(name)).map(listed);
  const methods = {
    async get(first, ...rest) {
      const [found] = first === undefined ? [] : held(nameIn(first));
      return found || get.call(this, first, ...rest);
    },
    async getAll(...args) {
      const found = held(nameIn(args[0]));
      return [...(await getAll.apply(this, args)).filter(({ name }) => !memory.has(name)), ...found];
    },
    async set(first, value) {
      const { name, value: held_, expires, path = '/', domain } =
        typeof first === 'object' && first ? first : { name: first, value };
      const text = `${name}=${held_}; Path=${path}${domain ? `; Domain=${domain}` : ''}; SameSite=Lax${
        expires ? `; Expires=${new Date(+expires).toUTCString()}` : ''}`;
      if (passes(String(name), text, expired(expires))) return set.apply(this, arguments);
    },
    async delete(first) {
      memory.delete(String(nameIn(first)));
      return remove.apply(this, arguments);
    },
  };
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(store, name, { ...Object.getOwnPropertyDescriptor(store, name), value });
  }
};

const gated = new WeakSet();

// Gates one window: this one, or a frame of its origin that a script could write through.
const gateWindow = (view) =>
  attempt(() => {
    const target = view === window ? owner : view.Document.prototype;
    if (gated.has(target)) return;
    gated.add(target);
    Object.defineProperty(target, 'cookie', {
      ...Object.getOwnPropertyDescriptor(target, 'cookie'),
      get: { 'get cookie'() { return pageRead(this); } }['get cookie'],
      set: { 'set cookie'(text) { pageWrite(text, this); } }['set cookie'],
    });
    if (view.CookieStore) gateStore(view.CookieStore.prototype);
    gateFrames(view.HTMLIFrameElement.prototype);
  });

const gateFrames = (prototype) => {
  for (const [key, windowOf] of [['contentWindow', (found) => found], ['contentDocument', (found) => found.defaultView]]) {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, key);
    Object.defineProperty(prototype, key, {
      ...descriptor,
      get: { get() { const found = descriptor.get.call(this); if (found) gateWindow(windowOf(found)); return found; } }.get,
    });
  }
};

// `onUndeclared(name, action)` hears once of each cookie that the policy or the visitor's answer does not cover.
export const install = (grants, onUndeclared) => {
  tell = onUndeclared;
  gateWindow(window);
  return apply(grants);
};
