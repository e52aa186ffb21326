/** The page's own script writing a preference cookie, to show what becomes of it. */

import { deviceCookies, pageCookie, watchJar } from './jar.js';
import { byId } from './nodes.js';
import { language, onLanguage, text } from './texts.js';

const NAME = 'Language';
const YEAR = 365 * 24 * 3600;

function writeLine() {
  const line = `${NAME}=${language()}; path=/; max-age=${YEAR}; samesite=lax`;
  document.cookie = line;
  return line;
}

/** @param {CookieStore} store */
async function writeStore(store) {
  /** @type {CookieInit} */
  const cookie = { name: NAME, value: language(), path: '/', sameSite: 'lax', expires: Date.now() + YEAR * 1000 };
  await store.set(cookie);
  return `${NAME}=${cookie.value}`;
}

/** Starts the three buttons and the two readings beside them. */
export function startGateDemo() {
  let said = () => '';

  function draw() {
    const held = deviceCookies().find(({ name }) => name === NAME);
    const read = pageCookie(NAME);
    byId('gate-page').textContent = read === null ? text('gate.nothing') : `${NAME}=${read}`;
    byId('gate-device').textContent = held ? `${NAME}=${held.value}` : text('gate.nothing');
    byId('gate-said').textContent = said();
  }

  /**
   * @param {string} key
   * @param {string} [value]
   */
  function say(key, value = '') {
    said = () => text(key, { text: value || text('gate.nothing') });
    draw();
  }

  byId('gate-document').addEventListener('click', () => say('gate.wrote', writeLine()));
  byId('gate-store').addEventListener('click', async () => {
    if (!window.cookieStore) {
      say('gate.absent');
      return;
    }
    try {
      say('gate.wrote', await writeStore(window.cookieStore));
    } catch {
      say('gate.failed');
    }
  });
  byId('gate-read').addEventListener('click', () => {
    const read = pageCookie(NAME);
    say('gate.found', read === null ? '' : `${NAME}=${read}`);
  });
  watchJar(draw);
  onLanguage(draw);
}
