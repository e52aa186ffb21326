// Tells whoever builds the page, once and in the console, what in it can only be a mistake.

import { attempt } from '../embed/guard.js';
import { page } from '../embed/page.js';
import { whenIdle } from './idle.js';

/** @type {Set<string>} */ const said = new Set();
/** @type {(words: string) => void} */ export const warn = (words) => {
  if (!said.has(words)) console.warn('smartee-consent:', words);
  said.add(words);
};

let due = false;

const PREFIX = 'data-consent-';
// The attributes, and what those may say that take only certain words.
/** @type {Record<string, readonly string[] | null>} */ const KNOWN = {
  action: ['settings', 'accept', 'refuse', 'withdraw', 'allow'],
  widget: ['language', 'business-model', 'region', 'policy', 'waiting'],
  surface: ['product-series', 'animation-viewing', 'animation-editing'],
  base: null, debug: null, for: null, hide: null, lang: null, logo: null, needs: null, scope: null, src: null, theme: null, type: null, value: null,
};

// How many letters have to change (Levenshtein).
const distance = (/** @type {string} */ one, /** @type {string} */ other) => {
  let row = [...other, ''].map((_, at) => at);
  for (let down = 1; down <= one.length; down += 1) {
    const next = [down];
    for (let at = 1; at <= other.length; at += 1) {
      next[at] = Math.min(row[at] + 1, next[at - 1] + 1, row[at - 1] + (one[down - 1] === other[at - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[other.length];
};
// The nearest of `known`, if one is near.
const nearest = (/** @type {string} */ word, /** @type {readonly string[]} */ known) => known
  .map((each) => ({ each, far: distance(word.slice(0, 64).toLowerCase(), each) }))
  .sort((a, b) => a.far - b.far).find(({ each, far }) => far <= Math.max(2, each.length / 3))?.each;
/** @type {(what: string, word: string, known: readonly string[]) => void} */ export const unknown = (what, word, known) => {
  const near = nearest(word, known);
  warn(`${what} "${word.slice(0, 64)}": ${near ? `did you mean "${near}"?` : `known are ${known.join(', ')}`}`);
};
// An id that no cookie has.
/** @type {(id: unknown, names: object) => void} */ export const odd = (id, names) => {
  attempt(() => unknown('SmarteeConsent.allows', `${id}`, Object.keys(names)));
};

const checkAttribute = (/** @type {Attr} */ { name, value, ownerElement }) => {
  const key = name.slice(PREFIX.length), where = `<${ownerElement?.localName} ${name}>`;
  if (!(key in KNOWN)) {
    const near = nearest(key, Object.keys(KNOWN));
    // It may be another product's.
    if (near) warn(`${where}: did you mean ${PREFIX}${near}?`);
  } else if (KNOWN[key] && !KNOWN[key].includes(value)) unknown(where, value, KNOWN[key]);
};
// What the tag asks for is spoken, or its nearest, by the `host`.
/** @type {(wanted: string | undefined, host: HTMLElement) => void} */ export const checkLanguage = (wanted, host) => {
  const spoken = attempt(() => new Intl.Locale(`${wanted}`.replace(/_/g, '-')).language);
  if (wanted && spoken !== host.lang.split('-')[0]) warn(`data-consent-lang "${wanted.slice(0, 64)}" is not spoken here; "${host.lang}" is`);
};
// What a classic script before the tag has written was not held.
const checkOrder = () => {
  const folder = new URL('../../', import.meta.url).href, scripts = [...page.scripts];
  const tag = scripts.findIndex(({ src, dataset }) => 'consentBase' in dataset || src.split('?')[0] === `${folder}embed.js`);
  const early = scripts.slice(0, Math.max(tag, 0))
    .find(({ type, async, defer, noModule }) => /^(|(text|application)\/(java|ecma)script)$/i.test(type) && !async && !defer && !noModule);
  if (early) warn(`the tag is late: ${early.src || 'an inline script'} runs before it, and what that stores is taken out of the jar instead of held`);
};

// Looks at the page's attributes, and whether the tag stands first.
const check = () => {
  due = false;
  attempt(() => {
    const found = document.evaluate(`//@*[starts-with(name(), "${PREFIX}")]`, document, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE);
    for (let at = 0; at < found.snapshotLength; at += 1) checkAttribute(/** @type {Attr} */ (found.snapshotItem(at)));
  });
  attempt(checkOrder);
};
// Does so once the page is idle, once for all that ask meanwhile.
export const checkSoon = () => {
  if (!due) whenIdle(check, 10000);
  due = true;
};
