// What comes from the server is what the build wrote, or it is told in a webmaster's words what came instead.

/** @type {Record<string, readonly [octets: number, check: number]>} */
// @ts-expect-error: consent/build/runtime.py defines it.
const written = DELIVERED;

const START = [1, 0];
// Adler-32, as zlib has it: for accidents of the way. Who can forge a file of the site can forge this one.
const adler = (/** @type {number[]} */ [one, other], /** @type {Uint8Array} */ octets) => {
  let low = one, high = other;
  for (let at = 0; at < octets.length; at += 1) {
    high += low += octets[at];
    // Before they are too large for a small integer: this runs before the script is compiled well.
    if ((at & 1023) === 1023) {
      low %= 65521;
      high %= 65521;
    }
  }
  return [low % 65521, high % 65521];
};

// Nothing is taken from another origin than the tag's own.
export const ELSEWHERE = 'the server sends on to another origin';
export const atHome = (/** @type {string} */ url, /** @type {string} */ folder) => new URL(url).origin === new URL(folder).origin;

const instead = (/** @type {Uint8Array} */ octets, /** @type {number} */ expected) => {
  if (octets[0] === 60) return 'the server sends a web page in its place';
  return octets.length < expected
    ? `only ${octets.length} of its ${expected} octets came`
    : 'it is not as it was built; something on its way changes it, or it is of another version';
};

/** @type {(url: string, octets: Uint8Array<ArrayBuffer>, found: number[]) => Uint8Array<ArrayBuffer>} */
const checked = (url, octets, [low, high]) => {
  const [expected, check] = written[/** @type {string} */ (url.split('/').pop())];
  if (octets.length !== expected || high * 65536 + low !== check) throw new Error(`could not load ${url}: ${instead(octets, expected)}`);
  return octets;
};

/** @type {(body: ReadableStream<Uint8Array>, url: string, alive: () => void) => Promise<Uint8Array<ArrayBuffer>>} */
const collect = async (body, url, alive) => {
  const chunks = [], reader = body.getReader();
  let length = 0, found = START;
  const next = () => reader.read().catch(() => { throw new Error(`could not load ${url}: the connection broke off`); });
  for (let { value, done } = await next(); !done; { value, done } = await next()) {
    alive();
    chunks.push(/** @type {Uint8Array} */ (value));
    length += /** @type {Uint8Array} */ (value).length;
    found = adler(found, /** @type {Uint8Array} */ (value));
  }
  const octets = new Uint8Array(length);
  length = 0;
  for (const chunk of chunks) {
    octets.set(chunk, length);
    length += chunk.length;
  }
  return checked(url, octets, found);
};

// The octets of `url` at once, while everything waits; throws an error in words where they do not come.
/** @type {(folder: string, url: string) => Uint8Array<ArrayBuffer>} */ export const bring = (folder, url) => {
  const asked = new XMLHttpRequest();
  asked.open('GET', url, false);
  // Nothing else can be had at once: each octet as a character, of which the low half is the octet.
  asked.overrideMimeType('text/plain; charset=x-user-defined');
  try {
    asked.send();
  } catch {
    throw new Error(`could not load ${url}: no connection`);
  }
  if (!atHome(asked.responseURL, folder)) throw new Error(`could not load ${url}: ${ELSEWHERE}`);
  if (asked.status !== 200) throw new Error(`could not load ${url}: the server answers ${asked.status}`);
  const octets = Uint8Array.from(asked.responseText, (character) => character.charCodeAt(0));
  return checked(url, octets, adler(START, octets));
};

// The answer to what the tag has asked for at `url`, and all of its octets; `alive` hears of each part that comes. An error
// in words where it does not come.
/** @type {import('./port.d.ts').Arrive} */ export const arrive = async (asked, folder, url, alive) => {
  const response = await asked;
  alive();
  if (!response) {
    // A policy tells what it forbids to who listens, and nobody did when the tag asked.
    await fetch(url).catch(() => {});
    throw new Error(`could not load ${url}: no connection`);
  }
  if (!atHome(response.url, folder)) throw new Error(`could not load ${url}: ${ELSEWHERE}`);
  if (!response.ok) throw new Error(`could not load ${url}: the server answers ${response.status}`);
  const body = response.clone().body;
  return [response, collect(/** @type {ReadableStream<Uint8Array>} */ (body), url, alive)];
};
