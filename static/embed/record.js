// Reads the decision, as consent/core/decision.py writes it, before Python is there; the same case table tests both.

import { cookies, fingerprint, recordMinutes } from 'declaration';
import { values } from './jar.js';

const SKEW = 1440;

export const optional = cookies.filter(([, , days]) => days != null).map(([id]) => id);

// The granted ids and the minute of the decision in `text`, or null where it does not bind now.
export const parse = (text, now = Date.now() / 60000) => {
  const [, , joined, minutes] = text.split('.');
  const granted = optional.filter((id) => `+${joined}+`.includes(`+${id}+`));
  const age = Math.floor(now) - minutes;
  // Only what reads as we write it: that holds for every part, and for the length.
  return text === `1.${fingerprint}.${granted.join('+') || '-'}.${minutes}` && /^[1-9]\d{0,8}$/.test(minutes) &&
    age >= -SKEW && age < recordMinutes ? { granted, minutes: +minutes, text } : null;
};

// The newest decision in the jar that binds: a copy left at another path must not win over a later answer.
export const current = (header) =>
  values(header, cookies.find(([id]) => id === 'decision')[1]).map((text) => parse(text)).filter(Boolean)
    .sort((a, b) => b.minutes - a.minutes)[0] || null;

export const stateOf = (decision) =>
  !decision ? 'unasked' : !decision.granted.length ? 'refused'
    : decision.granted.length < optional.length ? 'partial' : 'accepted';
