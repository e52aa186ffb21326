// The one tag of a page. It installs the gate, shows the prompt that Python rendered at build time, keeps a click safe
// until Python is there, and starts Python when there is something for it to do. It decides nothing.

import { changed, cookies } from 'declaration';
import { declared, publish } from './api.js';
import { standing, waiting, drop } from './click.js';
import { listen } from './controls.js';
import { install, pageHeader, pageWrite } from './gate.js';
import { attempt } from './guard.js';
import { expire, read, write } from './jar.js';
import { build } from './markup.js';
import { any, fill, watch } from './placeholders.js';
import { choose, host, mount, show, speak, views } from './prompt.js';
import { announce, call, due, offer, python, ready, starting, tag, wake, wakeWhenIdle } from './realm.js';
import { copies } from './record.js';
import { adopt, decision, emit, enact, follow, recorded } from './state.js';

const script = document.currentScript;
const options = script?.dataset || {};
const framed = window !== window.parent;

// Python looks at the jar again, once for all that a script of the page writes.
let looking = null;
const look = () => {
  looking ??= python && setTimeout(() => {
    looking = null;
    call('observe');
  });
};

// Another tab decided, a server set a cookie, or the page came back: from another tab, the back/forward cache or
// prerendering.
let seen;
const observe = () => {
  if (seen === (seen = read())) return;
  follow();
  if (python) look();
  else if (views()[0]?.dataset.consentView === 'prompt' && !due()) show('');
};

const start = () => {
  adopt();
  install(decision?.granted, (name, action) => {
    const [known = null] = cookies.find((cookie) => cookie[1] === name) || [];
    // Not before the page's own scripts can listen.
    ready.then(() => emit('undeclared', { name, id: known, action }));
  }, look);
  publish();
  const pageLanguage = document.documentElement.lang;
  const kept = (decision?.granted.includes('language') && declared('language')) || '';
  Object.assign(tag, {
    page: window,
    host,
    folder: new URL('.', script?.src || location).href,
    quiet: framed || 'consentHide' in options,
    language: options.consentLang || '',
    // The language kept on an earlier visit, unless a script of the page has switched it since the page started.
    earlierLanguage: () => (document.documentElement.lang === pageLanguage && declared('language') === kept ? kept : ''),
    // All by one document: what one writes is only on its way when another reads.
    readJar: read,
    writeJar: write,
    expire,
    readPage: pageHeader,
    writePage: (text) => attempt(() => pageWrite(document, text)),
    enact,
    follow,
    build,
    show,
    emit,
  });
  speak(choose([tag.language, kept, pageLanguage, ...(pageLanguage ? [] : navigator.languages)]));
  listen();
  const click = waiting();
  const answer = standing(click);
  if (!answer) drop();
  // Who answered under an older policy is asked by Python, which can say what has changed; and it tidies a second record.
  const texts = copies(read());
  const stale = changed && !decision && texts.some((text) => /^1(\.[\w+-]+){3}$/.test(text));
  if (!stale) offer();
  if (!framed) mount();
  const switching = kept && choose([kept]) !== choose([pageLanguage]);
  if (answer) call('act', [], click);
  else if (stale || texts[1]) wake();
  else if (due() || switching) wakeWhenIdle();

  watch(framed);
  const parsed = () => {
    if (any()) fill();
    else if (!starting && !switching && !due()) announce();
  };
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', parsed, { once: true });
  else parsed();

  seen = read();
  // Another answer counts from when the tab that decided has written what it held.
  const otherTab = () => (recorded()?.text === decision?.text ? observe() : setTimeout(observe, 50));
  if (window.cookieStore) cookieStore.addEventListener('change', otherTab);
  for (const sign of ['focus', 'pageshow', 'visibilitychange']) addEventListener(sign, observe);
};

// A page may carry the tag twice.
if (!window.SmarteeConsent) start();
