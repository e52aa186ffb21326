// Holds, passes or drops every cookie that the page's scripts write. Installed before any other script of the page; what is
// held lives in memory and is what the page reads back.

import { blockUndeclared, cookies, hasStorage } from 'declaration';
import { attempt, decode } from './guard.js';
import { textFor } from './stored.js';
import { held, precise, refine } from './held.js';
import { around, expire, native, origin, overlay, own, parse, read, write } from './jar.js';
import { pairOf } from './pair.js';
import { applyToStorage, gateStorage } from './storage.js';

const declared = new Map(cookies.map((cookie) => [cookie[1], cookie]));
// The name behind one that may be spelt in more than one way.
const nameOf = (/** @type {string} */ name) => decode(name) ?? name;
const entry = (/** @type {string} */ name) => declared.get(nameOf(name));
/** @type {Set<string>} */ const told = new Set();
// Windows, documents and prototypes that are gated already.
const gated = new WeakSet();
const remove = attempt(() => cookieStore.delete.bind(cookieStore));
// The names of cookies that only the server can delete (HttpOnly), and of all without a grant that stay.
/** @type {Set<string>} */ const hidden = new Set();
/** @type {string[]} */ let left = [];
/** @type {Parameters<Embed.Install>[1]} */ let tell, /** @type {() => void} */ stirred, /** @type {() => void} */ sign;
/** @type {Embed.Grants} */ let granted;

// What is to become of a write, or of the deletion of a cookie.
/** @type {Embed.Verdicts} */ export const verdict = (name, deleting, grants = granted, block = blockUndeclared) => {
  const [id, , days] = entry(name) || [];
  if (deleting) return 'pass';
  if (!id) return block ? 'block' : 'tell';
  if (days == null || grants?.includes(id)) return 'pass';
  return 'hold';
};
const ungranted = (/** @type {string} */ name) => verdict(name) === 'hold';
// A key of a storage has a name here that no cookie has.
const lacking = () => [...declared.keys()].filter(hasStorage ? (name) => name[0] !== ';' && ungranted(name) : ungranted);
// What was done about a cookie that nothing covers: reported, blocked or swept; once for each name.
/** @type {(name: string, action: Embed.Undeclared['action']) => void} */ const report = (name, action) => {
  if (!told.has(name)) tell({ name, id: entry(name)?.[0] ?? null, action });
  told.add(name);
};

// Where the document is, for its cookies: a blank one is where the page is.
const placeOf = (/** @type {Document} */ { location: { pathname } }) => (pathname[0] === '/' ? pathname : location.pathname);

// Does with a write what the rule says. `pass` writes it; `erase` writes it as expired, which stores nothing and yet throws
// or rejects as the browser would. Returns what the browser returns.
/** @type {Embed.Carry} */ const carry = (text, pathname, pass, erase) => {
  const [name] = pairOf(text.split(';', 1)[0]);
  const deleting = held.over(text, pathname), rule = verdict(name, deleting);
  if (rule === 'tell') report(name, 'reported');
  if (blockUndeclared && rule === 'block') return report(name, 'blocked');
  if (!deleting && !ungranted(name)) return pass();
  const keep = () => {
    if (ungranted(name)) held.hold(text, pathname, true);
    stirred();
  };
  return erase()?.then(keep) ?? keep();
};

// What the page reads and writes through the accessor `inner` of the document `of`; one without a place has no cookies.
// (A page can replace `defaultView`, and not `location`.)
/** @type {Embed.PageRead} */ const pageRead = (of, inner) => {
  const header = inner.get.call(of);
  return of.location ? held.seenAt(placeOf(of), header) : header;
};
// The jar as the page sees it, or null where it may not.
export const pageHeader = () => attempt(() => pageRead(document, native));
/** @type {Embed.PageWrite} */ export const pageWrite = (of, value, inner = native) => {
  const text = `${value}`;
  const set = (/** @type {string} */ more) => inner.set.call(of, text + more);
  if (of.location && !around) carry(text, placeOf(of), () => set(''), () => set('; Max-Age=0'));
  else set('');
};

// Holds what has come into the jar by itself, unless the browser keeps it there.
/** @type {Embed.Adopt} */ const adopt = (name, value, [, mine = '', days = 0] = entry(name) || []) => {
  if (ungranted(name) && !left.includes(mine)) held.hold(textFor(name, value, days * 86400), '/');
};
// Takes out of the jar, into memory, what no grant covers and the page `of` sees.
const sweep = (of = document, before = granted) => {
  // Backwards: of two copies the page would read the first.
  for (const [name, value] of parse(read(of)).reverse()) {
    const [, mine = ''] = entry(name) || [];
    if (!mine) report(name, 'reported');
    if (!ungranted(name)) continue;
    // What was granted until now is withdrawn, which is nothing to report.
    if (verdict(name, false, before) !== 'pass') report(name, 'swept');
    adopt(name, value);
    expire(mine, [origin, placeOf(of)]);
  }
};
// Lets the gate work by these grants (null: unasked): writes what was held for them, and sweeps. Returns the names that the
// browser would not give up. Where the visitor `decided` on this page, what it held goes before what another tab has written.
export const apply = (/** @type {Embed.Grants} */ grants = null, decided = false) => {
  const before = granted;
  granted = grants;
  if (around) return around(decided);
  if (hasStorage) applyToStorage(grants, decided);
  const found = parse(read());
  for (const { name, text } of held.take((each) => !ungranted(each))) if (decided || !found.some(([each]) => each === name)) write(text);
  sweep(document, before);
  left = [...new Set([...hidden, ...parse(read()).map(([name]) => nameOf(name))])].filter(ungranted);
  if (lacking()[0]) refine(lacking, expire, remove, (name) => { hidden.add(name); report(name, 'reported'); }, sign, adopt);
  return left;
};
// Deletes every copy that a script can reach, held ones too.
export const forget = (/** @type {string} */ name) => {
  held.take((each) => nameOf(each) === name);
  expire(name);
};

const gateCookie = (/** @type {object} */ target, inner = own(target, 'cookie')) => {
  /** @type {ThisType<any>} */ const member = { get cookie() { return pageRead(this, inner); }, set cookie(text) { pageWrite(this, text, inner); } };
  if (inner.set) overlay(target, member);
};

// Nothing is held for those who granted all, and the rest can wait for static/later/store.js: all that it gives are promises.
const gateStore = (/** @type {Embed.Cookies} */ store) => {
  for (const key of ['get', 'getAll', 'set', 'delete']) {
    const inner = store[key];
    overlay(store, {
      async [key](...asked) {
        if (!lacking()[0]) return inner.apply(this, asked);
        const { answers } = await precise();
        return answers[key](inner.bind(this), asked, /** @type {Embed.Store} */ (held), carry);
      },
    });
  }
};

const gateFrames = (/** @type {object} */ prototype) => {
  for (const key of ['contentWindow', 'contentDocument']) {
    const inner = own(prototype, key).get;
    overlay(prototype, { get [key]() { const found = inner.call(this); gateWindow(found); return found; } });
  }
};

// Gates one window: this one, or that of a frame of its origin, which a script of the page could write through; or its document.
export const gateWindow = (/** @type {any} */ found) =>
  attempt(() => {
    const view = found.defaultView || found, { document: page, open } = view;
    const { prototype } = view.Document;
    if (gated.has(page)) return;
    gated.add(page);
    if (!gated.has(prototype)) {
      gated.add(prototype);
      // Another library may have wrapped the accessor on the document itself.
      for (const target of [prototype, page]) gateCookie(target);
      for (const kind of ['IFrame', 'Frame', 'Object']) gateFrames(view[`HTML${kind}Element`].prototype);
      if (view.CookieStore) gateStore(view.CookieStore.prototype);
      if (hasStorage) gateStorage(view);
      // A new window may come to have a tag of its own, so only its first document is gated.
      overlay(view, { open(...asked) { const opened = open.apply(this, asked); attempt(() => gateCookie(opened.document, own(opened.Document.prototype, 'cookie'))); return opened; } });
    }
    const look = () => { for (let at = 0; view[at]; at++) gateWindow(view[at]); };
    // A frame keeps what is gated before its page has come, and has another document then.
    new view.MutationObserver(look).observe(page, { childList: true, subtree: true });
    page.addEventListener('load', look, true);
    if (placeOf(page) !== location.pathname) sweep(page);
  });

// `onUndeclared({ name, id, action })` hears once of each cookie that the policy or the visitor's answer does not cover,
// `onHeld()` of every write that did not reach the jar, `onSign()` when something may have come into it.
/** @type {Embed.Install} */ export const install = (grants, onUndeclared, onHeld, onSign) => {
  tell = onUndeclared;
  stirred = onHeld;
  sign = onSign;
  if (!around) gateWindow(window);
  apply(grants);
};
