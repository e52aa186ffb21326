// What the text of a cookie begins with.

// Spaces and tabs at the ends go. One run over the text, however many there are.
const trim = (/** @type {string} */ text) => /** @type {string[]} */ (/^[ \t]*((?:[ \t]*[^ \t]+)*)/.exec(text))[1];
// The raw name and value of a pair. Without `=` it is nameless (RFC 6265bis 5.6).
/** @type {(pair: string) => Embed.Pair} */ export const pairOf = (pair) => {
  const at = pair.indexOf('=');
  return [trim(pair.slice(0, Math.max(at, 0))), trim(pair.slice(at + 1))];
};
