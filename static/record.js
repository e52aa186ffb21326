// Reads the decision, as consent/decision.py writes it, before Python is there; the same case table tests both.

import { cookies, fingerprint, recordMinutes } from 'declaration';
import { values } from './jar.js';

const SKEW = 1440;
const PATTERN = /^1\.([\da-f]{8})\.(-|[a-z\d+-]+)\.([1-9]\d{0,8})$/;

export const optional = cookies.filter(([, , consent]) => consent).map(([id]) => id);

// The granted ids and the minute of the decision in `text`, or null where it does not bind now.
export const parse = (text, now = Date.now() / 60000) => {
  const [, print, joined, minutes] = PATTERN.exec(text) || [];
  const granted = optional.filter((id) => `+${joined}+`.includes(`+${id}+`));
  const age = Math.floor(now) - minutes;
  return text.length <= 100 && print === fingerprint && (granted.join('+') || '-') === joined &&
    age >= -SKEW && age < recordMinutes ? { granted, minutes: +minutes, text } : null;
};

// The newest decision in the jar that binds: a copy left at another path must not win over a later answer.
export const current = (header) =>
  values(header, cookies.find(([id]) => id === 'decision')[1]).map((text) => parse(text)).filter(Boolean)
    .sort((a, b) => b.minutes - a.minutes)[0] || null;

export const stateOf = (decision) =>
  !decision ? 'unasked' : !decision.granted.length ? 'refused'
    : decision.granted.length < optional.length ? 'partial' : 'accepted';
