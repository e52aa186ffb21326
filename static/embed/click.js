// An answer that a visitor gives before Python is there lies in sessionStorage until it is carried out, on this page or on
// the next: `<action> <the record that it makes> <the record that it was given over, if any>`. It counts only while it
// would bind, and over nothing newer than itself: a deploy, another tab or a later visit may have come between.

import { attempt } from './guard.js';
import { clock, optional, parse, textOf } from './record.js';
import { recorded, written } from './state.js';

// Its place in sessionStorage; consent/browser/device.py has the others.
const CLICK = 'smartee-consent';
export const ANSWER = /^(accept|refuse|withdraw)$/;

/** @type {string | null} */ let gone;
// The arguments of `act` and the record of the answer in `text`, or a false value where it does not count, or did not once.
export const standing = (/** @type {string | null} */ text) => {
  const [action, makes = '', over] = (text || '').split(' ');
  const made = ANSWER.test(action) && parse(makes), bound = recorded();
  const stands = text !== gone && made && (!bound || [over, written].includes(bound.text) || bound.minutes < made.minutes);
  if (made && !stands) gone = text;
  return stands && { args: [action, null, made.minutes], text: makes };
};
export const waiting = () => attempt(() => sessionStorage[CLICK]);
export const drop = () => attempt(() => delete sessionStorage[CLICK]);
export const keepClick = (/** @type {string} */ action) => {
  const text = `${action} ${textOf(action === 'accept' ? optional : [], clock())} ${recorded()?.text || ''}`;
  attempt(() => { sessionStorage[CLICK] = text; });
  return text;
};
