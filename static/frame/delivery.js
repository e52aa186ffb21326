// What comes from the server is what the build wrote, or it is told in a webmaster's words what came instead.

/** @type {Record<string, readonly [octets: number, digest: number, sum: number]>} */
// @ts-expect-error: consent/build/runtime.py defines it.
const written = DELIVERED;

// Nothing is taken from another origin than the tag's own.
export const ELSEWHERE = 'the server sends on to another origin';
export const atHome = (/** @type {string} */ url, /** @type {string} */ folder) => new URL(url).origin === new URL(folder).origin;

// It is known by what its SHA-256 begins with, which a browser reckons beside the page; on plain http none is had, and a sum of
// its words of two octets has to do, of small integers, since this runs before it is compiled well. Both are for accidents of
// the way: who can forge a file of the site can forge this script.
const { subtle } = crypto;

const instead = (/** @type {number} */ first, /** @type {number} */ length, /** @type {number} */ expected) => {
  if (first === 60) return 'the server sends a web page in its place';
  return length < expected
    ? `only ${length} of its ${expected} octets came`
    : 'it is not as it was built; something on its way changes it, or it is of another version';
};

// Takes a file in, part by part, and gives all of it where it is as it was built.
const collector = (/** @type {string} */ url) => {
  const [expected, digest, sum] = written[/** @type {string} */ (url.split('/').pop())];
  const words = new Uint16Array((expected + 1) >> 1), octets = new Uint8Array(words.buffer, 0, expected);
  let length = 0;
  const judge = (/** @type {boolean} */ same) => {
    if (length === expected && same) return octets;
    throw new Error(`could not load ${url}: ${instead(octets[0], length, expected)}`);
  };
  return {
    add: (/** @type {Uint8Array} */ part) => {
      // What is more than expected is of no use, but counts.
      octets.set(part.subarray(0, Math.max(expected - length, 0)), Math.min(length, expected));
      length += part.length;
    },
    summed: () => judge(words.reduce((all, word) => (all * 33 ^ word) & 0xffffff, 0) === sum),
    digested: async () => judge(new Uint32Array(await subtle.digest('SHA-256', octets))[0] === digest),
  };
};

/** @type {(body: ReadableStream<Uint8Array>, url: string, alive: () => void) => Promise<Uint8Array<ArrayBuffer>>} */
const collect = async (body, url, alive) => {
  const { add, summed, digested } = collector(url), reader = body.getReader();
  const next = () => reader.read().catch(() => { throw new Error(`could not load ${url}: the connection broke off`); });
  for (let { value, done } = await next(); !done; { value, done } = await next()) {
    alive();
    add(/** @type {Uint8Array} */ (value));
  }
  return subtle ? digested() : summed();
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
  const { add, summed } = collector(url);
  add(Uint8Array.from(asked.responseText, (character) => character.charCodeAt(0)));
  return summed();
};

// All of the octets of what the tag has asked for at `url`, and the answer where it can be compiled as it comes; `alive` hears
// of each part that comes. An error in words where it does not come.
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
  // Streaming insists on the right media type, which not every server knows.
  const streams = response.headers.get('Content-Type') === 'application/wasm' && 'compileStreaming' in WebAssembly;
  // Nothing else is read twice.
  const { body } = streams ? response.clone() : response;
  return [streams && response, collect(/** @type {ReadableStream<Uint8Array>} */ (body), url, alive)];
};
