// The record as consent/core/decision.py reads and writes it, for when Python is not there; the same case tables test both.

import { cookies, fingerprint, recordMinutes } from 'declaration';
import { values } from './jar.js';

// A clock may be set back by seconds while a page is open.
const AHEAD = 1;

// The name of a cookie in the jar, by its id.
export const names = Object.fromEntries(cookies);
export const optional = cookies.filter(([, , days]) => days != null).map(([id]) => id);

export const textOf = (granted, minutes) => `1.${fingerprint}.${granted.join('+') || '-'}.${minutes}`;

// The granted ids and the minute of the decision in `text`, or null where it does not bind now.
export const parse = (text, now = Date.now() / 60000) => {
  const [, , joined, minutes] = text.split('.');
  const granted = optional.filter((id) => `+${joined}+`.includes(`+${id}+`));
  const age = Math.floor(now) - minutes;
  // Only what reads as we write it: that holds for every part, and for the length.
  return text === textOf(granted, minutes) && /^[1-9]\d{0,8}$/.test(minutes) && age >= -AHEAD && age < recordMinutes
    ? { granted, minutes: +minutes, text } : null;
};

// Of several copies the decision that grants least, of such the newest, or null where none binds.
export const binding = (texts, now) =>
  texts.map((text) => parse(text, now)).filter(Boolean)
    .sort((a, b) => a.granted.length - b.granted.length || b.minutes - a.minutes || (a.text < b.text ? -1 : 1))[0] || null;
export const copies = (header) => values(header, names.decision);

export const stateOf = (decision) =>
  !decision ? 'unasked' : !decision.granted.length ? 'refused'
    : decision.granted.length < optional.length ? 'partial' : 'accepted';
