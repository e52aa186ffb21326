// What was decided, as this page works by it.

import { askEveryVisit, recordSeconds } from 'declaration';
import { apply, pageHeader } from './gate.js';
import { attempt } from './guard.js';
import { called, expire, read, values } from './jar.js';
import { page } from './page.js';
import { binding, copies, names, optional, parse } from './record.js';
import { keep } from './stored.js';

export const recorded = () => binding(copies(read()));

export let decision = recorded();
// The record that this page wrote last.
/** @type {string} */ export let written;

// The value of a declared cookie as the page reads it, if there is one.
export const declared = (/** @type {string} */ id) => values(pageHeader(), names[id])[0];
// The language that the page began in, and the one that the visitor chose on an earlier visit.
export const pageLanguage = page.documentElement.lang;
export const kept = decision?.granted.includes('language') && declared('language');

export const state = () =>
  (!decision ? 'unasked' : !decision.granted[0] ? 'refused' : decision.granted[optional.length - 1] ? 'accepted' : 'partial');
export const summary = () => ({ state: state(), granted: [...(decision?.granted || [])] });
/** @type {(name: string, detail: object) => unknown} */ export const emit = (name, detail) =>
  attempt(() => page.dispatchEvent(new CustomEvent(`smartee-consent:${name}`, { detail })));

// Whether the visitor is to be asked, but for answers that are on their way: as `prompt_due` in consent/core/flow.py.
export const unanswered = () => optional[0] && (!decision || (askEveryVisit && !values(read(), names.visit).includes('1')));
// From here on the page works by `next`; it is told of a first decision and of a change.
const settle = (/** @type {typeof decision} */ next) => {
  const before = decision;
  decision = next;
  if (`${before?.granted}` !== `${next?.granted}`) emit(before ? 'change' : 'decision', summary());
};

// What another tab decided, or a server, or the browser; or this page, by its frame.
export const follow = (decided = false) => {
  const next = recorded();
  const left = apply(next?.granted, decided);
  if (next?.text !== decision?.text) settle(next);
  return left;
};
// Puts `value` into the jar as the only copy of the cookie.
/** @type {Embed.Keep} */ const only = (name, value, seconds) => {
  keep(name, value, seconds);
  if (`${called(read(), name)}` === `${name},${value}`) return;
  expire(name);
  keep(name, value, seconds);
};

// Decides as the record `text` says. Returns the names of the cookies that the browser would not give up, or null where it
// keeps no record: then all is as it was. Nothing comes between the record and what was held for it, so that no other tab
// writes over that what it held itself.
/** @type {(text: string) => string[] | null} */ export const enact = (text) => {
  const next = /** @type {Embed.Decision} */ (parse(text));
  only(names.decision, text, recordSeconds);
  if (recorded()?.text !== text) return null;
  const left = apply(next.granted, true);
  only(names.visit, '1');
  written = text;
  settle(next);
  return left;
};
