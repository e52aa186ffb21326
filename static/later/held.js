// What is held: a store of cookies in memory that takes and gives as the browser's own does, by RFC 6265bis. Where browsers
// depart from its letter (dates, a Max-Age that is no number, the age of a cookie that is written anew) it does as Chromium.

import { attempt } from '../embed/guard.js';
import { pairOf } from '../embed/pair.js';

let { now } = Date;
// By the tag's clock: a page may have put one of its own in place since that came.
export const goBy = (/** @type {() => number} */ clock) => { now = clock; };
const octets = (/** @type {string} */ text) => new TextEncoder().encode(text).length;

// Section 5.1.1: the time, or NaN where the text is no date.
const timeOf = (/** @type {string} */ text) => {
  const tokens = text.split(/[\t -/;-@[-`{-~]+/);
  const [time] = tokens.filter((token) => /^\d+:\d+:\d+$/.test(token));
  const [month = ''] = tokens.filter((token) => /^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i.test(token));
  const numbers = tokens.filter((token) => /^\d{1,5}$/.test(token));
  const [day] = numbers.splice(numbers.findIndex((token) => !token[2]), 1), year = +numbers[0];
  const date = new Date(`${day} ${month.slice(0, 3)} ${year + (year < 70 ? 2000 : year < 100 ? 1900 : 0)} ${time} UTC`);
  // A sixtieth second would be the next minute's first.
  return /:[0-5]?\d$/.test(time) && date.getUTCDate() === +day ? +date : NaN;
};

// Whether it is over; what lives for the visit never is.
const isOver = (/** @type {ReturnType<Embed.CookieOf>} */ cookie) => !!cookie && cookie.expires !== null && cookie.expires <= now();

// The cookie that `text` sets from a page of this host at `pathname`; none where browsers ignore it (sections 5.6 and 5.7).
/** @type {Embed.CookieOf} */ const cookieOf = (text, pathname, at = now()) => {
  const [first, ...rest] = text.split(';');
  const [name, value] = pairOf(first), all = [name, value];
  /** @type {Record<string, string>} */ const said = { path: '', domain: '', samesite: '', expires: '' };
  for (const part of rest) {
    const [key, given] = pairOf(part.includes('=') ? part : `${part}=`);
    all.push(key, given);
    if (octets(given) < 1025) said[key.toLowerCase()] = given;
  }
  const { path, domain, secure } = said, partitioned = 'partitioned' in said, { hostname } = location, age = said['max-age'];
  const site = domain.toLowerCase().replace(/^\./, '');
  const sameSite = /^(strict|none)$/.exec(said.samesite.toLowerCase())?.[0] ?? 'lax';
  const life = /^[-+]?\d+$/.test(age) ? +age * 1000 : timeOf(said.expires) - at;
  return /[\0-\x1f\x7f\p{Cs}]/u.test(all.join()) || octets(name + value) > 4096 || 'httponly' in said
    || (domain && (site.includes('.') ? !`.${hostname}`.endsWith(`.${site}`) : site !== hostname))
    || (secure == null ? partitioned || sameSite === 'none' || /^__(host|secure)-/i.test(name) : !isSecureContext)
    || (/^__host-/i.test(name) && (domain || path !== '/')) ? null : {
      name, value, sameSite, partitioned, text,
      pair: `${name}=${value}`,
      secure: secure != null,
      domain: site.includes('.') ? site : null,
      path: path[0] === '/' ? path : pathname.replace(/\/[^/]*$/, '') || '/',
      expires: Number.isNaN(life) ? null : at + life,
    };
};

// By name, domain, path and partition, oldest first.
/** @type {Map<string, Embed.Cookie>} */ const held = new Map();
// How many cookies came to be held, and of that until the page last read. A script is not told when a cookie of the jar was
// made: one that a read is the first to show is younger than what was held by the read before.
let turn = 0, before = 0, known = '';
/** @type {{ name: string, pair: string, made: number }[]} */ let jar = [];
const watchJar = (/** @type {string} */ header) => {
  if (header !== known) {
    const since = new Map(jar.map(({ name, made }) => [name, made]));
    known = header;
    jar = header.split('; ').filter(Boolean).map((pair) => ({ pair, name: pairOf(pair)[0] }))
      .map((each) => ({ ...each, made: since.get(each.name) ?? before }));
  }
  before = turn;
};
// The order of section 5.8.3.
/** @type {(cookies: any[]) => any[]} */ const longestFirst = (cookies) => cookies.sort((a, b) => b.path.length - a.path.length);
/** @type {Embed.Store['listAt']} */ const listAt = (pathname) => longestFirst([...held.values()]
  .filter((cookie) => !isOver(cookie) && (pathname === cookie.path || pathname.startsWith(cookie.path.replace(/\/?$/, '/')))));
// By name the value that was last taken out of the jar, where no script of the page has written it.
/** @type {Map<string, string>} */ const found = new Map();
/** @type {Embed.Store} */ export const store = {
  over: (text, pathname) => isOver(cookieOf(text, pathname)),
  hold: (text, pathname, told, at) => {
    const cookie = cookieOf(text, pathname, at);
    if (!cookie) return;
    const { name, value, domain, path, partitioned } = cookie;
    if (!told) found.set(name, value);
    const key = [name, domain, path, partitioned].join(';'), over = isOver(cookie);
    // Another value makes it a new cookie.
    if (over || held.get(key)?.value !== value) held.delete(key);
    if (!over) held.set(key, { ...cookie, made: held.get(key)?.made ?? (turn += 1) });
    // In a task of its own, as of any change.
    if (told) {
      setTimeout(attempt, 0, () => cookieStore.dispatchEvent(
        new CookieChangeEvent('change', { [over ? 'deleted' : 'changed']: [{ ...store.itemOf(cookie), ...(over && { value: undefined }) }] })));
    }
  },
  listAt,
  lastFound: (name) => found.get(name),
  // A script is not told the paths of what is in the jar; most are `/`.
  seenAt: (pathname, header) => {
    watchJar(header);
    const mine = listAt(pathname), deep = mine.filter(({ path }) => path[1]);
    const seen = jar.filter(({ name }) => !name || !mine.some((each) => each.name === name));
    for (const each of mine.slice(deep.length)) {
      let at = seen.length;
      while (at && seen[at - 1].made >= each.made) at -= 1;
      seen.splice(at, 0, each);
    }
    return [...deep, ...seen].map(({ pair }) => pair).join('; ');
  },
  // With what is left of its life.
  take: (wanted) => [...held].flatMap(([key, cookie]) => {
    const { name, text, path, expires } = cookie;
    if (!wanted(name) || !held.delete(key) || isOver(cookie)) return [];
    return { name, text: `${text}; Path=${path}${expires ? `; Max-Age=${Math.ceil((expires - now()) / 1000)}` : ''}` };
  }),
  itemOf: ({ text, pair, made, ...item }) => item,
};
