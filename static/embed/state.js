// What was decided, as this page works by it.

import { askEveryVisit, recordMinutes } from 'declaration';
import { apply } from './gate.js';
import { expire, keep, parse as parseHeader, read, values } from './jar.js';
import { binding, copies, names, parse, stateOf } from './record.js';

export let decision = null;
// The record that this page wrote last.
export let written;

export const recorded = () => binding(copies(read()));
export const summary = () => ({ state: stateOf(decision), granted: [...(decision?.granted || [])] });
export const emit = (name, detail) =>
  document.dispatchEvent(new CustomEvent(`smartee-consent:${name}`, { detail: Object.freeze(detail) }));

// Whether the visitor is to be asked, but for answers that are on their way: as `prompt_due` in consent/core/flow.py.
export const unanswered = () => !decision || (askEveryVisit && !values(read(), names.visit).includes('1'));

// From here on the page works by `next`; it is told of a first decision and of a change.
const settle = (next) => {
  const before = decision;
  decision = next;
  if (!before && next) emit('decision', summary());
  else if (before && `${before.granted}` !== `${next?.granted}`) emit('change', summary());
};

// What another tab decided, or a server, or the browser.
export const follow = () => {
  const next = recorded();
  const left = apply(next?.granted);
  if (next?.text !== decision?.text) settle(next);
  return left;
};
export const adopt = () => { decision = recorded(); };

// Puts `value` into the jar as the only copy of the cookie.
const only = (id, value, seconds) => {
  keep(names[id], value, seconds);
  if (`${parseHeader(read()).filter(([name]) => name === names[id])}` === `${names[id]},${value}`) return;
  expire(names[id]);
  keep(names[id], value, seconds);
};

// Decides as the record `text` says. Returns the names of the cookies that the browser would not give up, or null where it
// keeps no record: then all is as it was. Nothing comes between the record and what was held for it, so that a tab that sees
// the one sees the other too and does not write over it what it held itself.
export const enact = (text) => {
  const next = parse(text);
  only('decision', text, recordMinutes * 60);
  if (recorded()?.text !== text) return null;
  const left = apply(next.granted, true);
  only('visit', '1');
  written = text;
  settle(next);
  return left;
};
