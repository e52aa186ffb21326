// The one tag of a page. It installs the gate, shows the prompt that Python rendered at build time, keeps a click until
// Python is there, and starts Python when there is something for it to do.

import { changed } from 'declaration';
import { publish } from './api.js';
import { standing, waiting, drop } from './click.js';
import { listen } from './controls.js';
import { install } from './gate.js';
import { attempt } from './guard.js';
import { around, read, SHARED, write } from './jar.js';
import { choose } from './locale.js';
import { page } from './page.js';
import { fill, places, watch } from './placeholders.js';
import { show, speak, views } from './prompt.js';
import { announce, asked, call, due, offer, python, ready, wake, wakeWhenIdle } from './calls.js';
import { copies } from './record.js';
import { wanted } from './script.js';
import { decision, emit, follow, kept, pageLanguage, recorded } from './state.js';

// Python looks at the jar again.
const look = () => { if (python) call('observe'); };
let seen = read();
// Another tab decided, a server set a cookie, or the page came back: from another tab, a cache or prerendering.
const observe = () => {
  if (seen === read()) return;
  follow();
  // What was swept may come again.
  seen = read();
  if (python) look();
  else if (!due() && views()[0]?.dataset.consentView === 'prompt') show();
};

// Another answer counts from when the tab that decided has written what it held.
const otherTab = () => {
  // Until a page writes, Chromium may go on giving it what it read before. This is no cookie; nor is it one to the page around.
  if (!around) write(';Max-Age=0');
  return recorded()?.text === decision?.text ? observe() : setTimeout(observe, 50);
};

const start = () => {
  // Not before the page's own scripts can listen.
  install(decision?.granted, (detail) => ready.then(() => emit('undeclared', detail)), look, otherTab);
  const switching = choose([kept, pageLanguage]) !== choose([pageLanguage]);
  const parsed = () => {
    if (page.querySelector(places)) fill();
    else if (!asked && !switching && !due()) announce();
  };
  // What a browser lacks, or a page has broken, costs one of them.
  [
    publish,
    () => speak([wanted, kept, pageLanguage, ...(pageLanguage ? [] : navigator.languages)]),
    listen,
    () => {
      const click = waiting(), answer = standing(click);
      if (!answer) drop();
      // Who answered under an older policy is asked by Python, which can say what has changed; and it tidies a second record.
      const texts = copies(read());
      const stale = changed && !decision && texts.some((text) => /^1(\.[\w+-]+){3}$/.test(text));
      if (!stale) offer();
      if (answer) call('act', [], click);
      else if (stale || texts[1]) wake();
      else if (due() || switching) wakeWhenIdle();
    },
    watch,
    () => {
      if (page.readyState === 'loading') addEventListener('DOMContentLoaded', parsed);
      else parsed();
    },
    () => { for (const sign of ['focus', 'pageshow', 'visibilitychange']) addEventListener(sign, observe); },
    () => cookieStore.addEventListener('change', otherTab),
  ].forEach(attempt);
};

// A page may carry the tag twice, or call something else so.
if (!attempt(() => /** @type {any} */ (window).SmarteeConsent?.[SHARED])) start();
