// The record as consent/core/decision.py reads and writes it, for when Python is not there; the same case tables test both.

import { cookies, fingerprint, recordSeconds } from 'declaration';
import { values } from './jar.js';

// A clock may be set back by seconds while a page is open.
const AHEAD = 1;

// The name of a cookie in the jar, by its id.
export const names = Object.fromEntries(cookies);
export const optional = cookies.filter(([, , days]) => days != null).map(([id]) => id);

// Whole minutes since 1970.
export const clock = () => Math.floor(Date.now() / 60000);
/** @type {Embed.TextOf} */ export const textOf = (granted, minutes) => `1.${fingerprint}.${granted.join('+') || '-'}.${minutes}`;
// The granted ids and the minute of the decision in `text`, or false where it does not bind now.
/** @type {Embed.Parse} */ export const parse = (text, now = clock()) => {
  const [, , joined = '', last] = text.split('.'), minutes = +last;
  const granted = optional.filter((id) => joined.split('+').includes(id));
  // Only what reads as we write it: that holds for every part, and for the length.
  return text === textOf(granted, minutes) && minutes - now <= AHEAD && (now - minutes) * 60 < recordSeconds && { granted, minutes, text };
};

// Of several copies the decision that grants least, of such the newest, or nothing where none binds.
export const binding = (/** @type {string[]} */ texts) => texts.sort().flatMap((text) => parse(text) || [])
  .sort((a, b) => a.granted.length - b.granted.length || b.minutes - a.minutes)[0];
export const copies = (/** @type {string | null} */ header) => values(header, names.decision);
