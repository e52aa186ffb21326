// Random writes to `document.cookie`, the same for the same seed, and what the page reads after each. Evaluated in a page with
// the tag and in one without; the whole is a function of the seed and of how many writes are wanted.
(seed, count) => {
  let state = seed;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (most) => Math.floor(random() * most);
  const pick = (list) => list[below(list.length)];
  const often = (share) => random() < share;

  const NAMES = ['Language', 'Language', 'Language', 'smartee_online4_global_selected_key', '%4Canguage'];
  const VALUES = ['', 'en', 'en', 'fr', 'zh-CN', 'a b', 'x=y', '=', '"q"', '"', 'a,b', '中文', '%E4%B8%AD', '{"a":1}', '__Host-x', '\u00a0', '\ufeffx',
    'é', '😀', 'a\tb', '\x80', '\u2028'];
  const BAD = ['\0', '\x01', '\b', '\n', '\x0b', '\r', '\x1f', '\x7f'];
  const SPACES = ['', '', '', ' ', '  ', '\t', ' \t '];
  const spaced = (text) => pick(SPACES) + text + pick(SPACES);
  const cased = (text) => pick([text, text, text.toLowerCase(), text.toUpperCase()]);
  const long = (size) => 'x'.repeat(size);

  const PATHS = ['/', '/', '/', '/a', '/a/', '/a/b', '/a/b/', '/a/b/page', '/a/b/page/', '/a/b/pag', '/other', '/A', '', 'a', 'a/b', '"/a"', '//', '/a//b',
    '/a/b/page?x', '/%61', '/a/../a', '/é', '/a,b', '/a b', `/${long(1023)}`, `/${long(1024)}`, long(1024), long(1025)];
  const DOMAINS = ['www.example.test', 'example.test', '.example.test', '.www.example.test', 'EXAMPLE.test', '', '.', '..example.test', 'test', '.test',
    'xexample.test', 'other.test', 'a.www.example.test', 'www.example.test.', 'example.test.', 'example.test:443', '"example.test"', 'ex ample.test',
    'www.example.tes', 'ww.example.test', long(1025)];
  const AGES = ['0', '-1', '+0', '-0', '1000', '+1000', '00', '0001000', '', '-', '+', 'x', '0x', '0x10', '1000x', '0.5', '1e3', '"0"', ' 0', '- 1', '--1',
    '99999999999', '-99999999999999999999', '99999999999999999999', '١', long(1025)];
  const SITES = ['Lax', 'Strict', 'None', 'none', 'NONE', '', 'x', 'Non', 'Nonee', '"None"', 'Lax Strict', long(1025)];
  const MONTHS = ['jan', 'Feb', 'MAR', 'April', 'may', 'june', 'Jul', 'aug', 'Sept', 'oct', 'novx', 'December', 'ja', 'xjan', 'foo', 'GMT', 'Thu'];
  const YEARS = ['1970', '1994', '2010', '2023', '2037', '2038', '2100', '70', '69', '99', '00', '10', '37', '1600', '1601', '100', '02010', '002010', '9999', '7'];
  const TIMES = ['00:00:00', '1:2:3', '23:59:59', '24:00:00', '12:60:00', '12:00:60', '12:00', '1:1:1:1', '1:1:111', '111:1:1', '1:1:1x', 'x1:1:1', '::'];
  const GAPS = [' ', ' ', ' ', '-', ', ', ',', '/', '.', '  ', '(', ') ', '_', '\t', '+', '@', '~', '"', '\u00a0', ''];
  const dated = () => {
    if (often(0.3)) return new Date(below(2 ** 42)).toUTCString();
    const parts = [`${below(33)}`.padStart(1 + below(2), '0'), pick(MONTHS), pick(YEARS), pick(TIMES)];
    if (often(0.2)) parts.splice(below(4), 1);
    if (often(0.2)) parts.splice(below(4), 0, pick([...MONTHS, ...YEARS, ...TIMES, '1', '01', '31Jan', '1x']));
    if (often(0.4)) for (let left = parts.length; left > 1; left -= 1) parts.push(...parts.splice(below(left), 1));
    if (often(0.3)) parts.unshift(pick(['Thu', 'Thursday', 'x', '"']));
    if (often(0.5)) parts.push(pick(['GMT', 'UTC', '+0100', '(CET)', 'pm', 'Z']));
    return parts.reduce((text, part) => text + pick(GAPS) + part);
  };
  const attribute = () => {
    switch (below(12)) {
      case 0: case 1: case 2: return `${spaced(cased('Path'))}=${spaced(pick(PATHS))}`;
      case 3: return `${spaced(cased('Domain'))}=${spaced(pick(DOMAINS))}`;
      case 4: return `${spaced(cased('Max-Age'))}=${spaced(pick(AGES))}`;
      case 5: case 6: return `${spaced(cased('Expires'))}=${spaced(dated())}`;
      case 7: return spaced(cased('Secure')) + pick(['', '', '', '=', '=0', '=false']);
      case 8: return `${spaced(cased('SameSite'))}=${spaced(pick(SITES))}`;
      case 9: return often(0.2) ? spaced(cased('HttpOnly')) : 'foo=bar';
      case 10: return often(0.2) ? `${spaced(cased('Partitioned'))}; Secure` : 'Secure';
      default: return pick(['', ' ', '=', '=Secure', '=Max-Age=0', 'Path', 'Domain', 'Max-Age', 'Expires', 'SameSite', 'Secure Path=/', 'Priority=High', 'xPath=/other',
        'Path=/a=b', `foo=${long(2000)}`, `${long(2000)}=foo`, `foo=a${pick(BAD)}b`, `f\too=a`, 'foo=a\tb', 'Path/=/', '__proto__=1', 'constructor=1', 'Max Age=0']);
    }
  };
  const written = () => {
    const name = pick(NAMES);
    let value = pick(VALUES);
    if (often(0.02)) value = long(4096 - new TextEncoder().encode(name).length + below(3) - 1);
    if (often(0.02)) value += pick(BAD) + pick(['', 'x']);
    const pair = often(0.02) ? `=${name}=${value}` : `${spaced(often(0.01) ? `${name}${pick([...BAD, '\t'])}x` : name)}=${spaced(value)}`;
    const parts = [pair];
    while (often(0.6)) parts.push(attribute());
    return parts.join(pick([';', '; ', '; ', ' ;']));
  };

  const clear = () => {
    for (const name of new Set(NAMES)) {
      for (const path of new Set([...PATHS, '/a/b/page=', '/a=b'].filter((each) => each[0] === '/'))) {
        for (const domain of ['', 'www.example.test', 'example.test']) {
          for (const more of ['', '; Secure; Partitioned']) document.cookie = `${name}=; Max-Age=0; Path=${path}; Domain=${domain}${more}`;
        }
      }
    }
  };
  const seen = [];
  while (seen.length < count) {
    // What was written before takes part in what follows, for a while.
    if (seen.length % 200 === 0) clear();
    const text = written();
    document.cookie = text;
    seen.push([text, document.cookie]);
  }
  clear();
  seen.push(['', document.cookie]);
  return seen;
}
