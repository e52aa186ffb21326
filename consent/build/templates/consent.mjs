// What a visitor allowed, for Node and what runs like it: import { read } from './consent.mjs'. Made by the build: a new build
// makes it anew.

const declaration = Object.freeze(DECLARATION);

const attempt = (action) => {
  try {
    return action();
  } catch {
    return null;
  }
};
// As js-cookie does: quotes around it go, a `%` that starts no pair of hex digits stays. Null where it is not UTF-8.
const decode = (text) =>
  attempt(() => (text.startsWith('"') ? text.slice(1, -1) : text).replace(/(?:%[\da-f]{2})+/gi, decodeURIComponent));
const trim = (text) => text.replace(/^[ \t]+/, '').replace(/(?<![ \t])[ \t]+$/, '');

// The decoded values of all copies of the record.
const copies = (header) => header.split(';').flatMap((part) => {
  const at = part.indexOf('=');
  return decode(trim(part.slice(0, Math.max(at, 0)))) === declaration.record ? decode(trim(part.slice(at + 1))) ?? [] : [];
});

// The decision in this text, or null where it does not bind at `now`, in minutes since 1970.
const decisionIn = (text, now) => {
  const [, , joined = '', last] = text.split('.'), minutes = Number(last);
  const granted = declaration.optional.filter((id) => joined.split('+').includes(id));
  const age = now - minutes;
  // Only what reads as it is written binds: that holds for every part of it.
  const written = [declaration.version, declaration.fingerprint, granted.join('+') || '-', minutes].join('.');
  return text === written && age >= -declaration.ahead && age < declaration.minutes ? { granted, minutes, text } : null;
};

// What the `Cookie` header says at `now`, in milliseconds since 1970. Of several records the one that grants least binds, of
// such the newest; what does not parse exactly is unasked. No header throws.
export const read = (header, now = Date.now()) => {
  const minute = Math.floor(now / 60000);
  const [bound] = copies(String(header ?? '')).flatMap((text) => decisionIn(text, minute) ?? []).sort((a, b) =>
    a.granted.length - b.granted.length || b.minutes - a.minutes || (a.text < b.text ? -1 : 1));
  const granted = Object.freeze(bound?.granted ?? []);
  const { optional, necessary } = declaration;
  const answered = granted.length === optional.length ? 'accepted' : 'partial';
  return Object.freeze({
    state: bound ? (granted.length ? answered : 'refused') : 'unasked',
    granted,
    decidedAt: bound ? new Date(bound.minutes * 60000) : null,
    // Whether the cookie with this id may be stored; false for an unknown one.
    allows: (id) => necessary.includes(id) || granted.includes(id),
  });
};
