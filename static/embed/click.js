// An answer that a visitor gives before Python is there lies in sessionStorage until it is carried out, on this page or on
// the next: `<action> <the record that it makes> <the record that it was given over, if any>`. It counts only while it
// would bind, and over nothing newer than itself: a deploy, another tab or a later visit may have come between.

import { attempt } from './guard.js';
import { binding, copies, optional, parse, textOf } from './record.js';
import { read } from './jar.js';
import { recorded, written } from './state.js';
// Its place in sessionStorage; consent/browser/device.py has the others.
const CLICK = 'smartee-consent';

export const ANSWER = /^(accept|refuse|withdraw)$/;

// The action, granted ids, minute and record of the answer in `text`, or a false value where it does not count.
export const standing = (text, texts = copies(read()), own = written, now) => {
  const [action, makes = '', over] = (text || '').split(' ');
  const made = ANSWER.test(action) && parse(makes, now);
  const bound = binding(texts, now);
  return made && (!bound || [over, own].includes(bound.text) || bound.minutes < made.minutes) && { action, ...made };
};

export const waiting = () => attempt(() => sessionStorage.getItem(CLICK));
export const drop = () => attempt(() => sessionStorage.removeItem(CLICK));
export const keepClick = (action) => {
  const makes = textOf(action === 'accept' ? optional : [], Math.floor(Date.now() / 60000));
  const text = `${action} ${makes} ${recorded()?.text || ''}`;
  attempt(() => sessionStorage.setItem(CLICK, text));
  return text;
};
