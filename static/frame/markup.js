// Takes apart the dialect of HTML that consent/render/markup.py writes. What is not in the dialect cannot come into being.

const PIECE = /<(\/?)([a-z][a-z0-9-]*)([^>]*)>|([^<]+)/g;
const ATTRIBUTE = / ([a-z-]+)(?:="([^"]*)")?/g;
const VOID = /^(img|input)$/;
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"' };

const plain = (text) => text.replace(/&(amp|lt|gt|quot);/g, (_, name) => ENTITIES[name]);

// The trees in `html`, as static/embed/markup.js takes them.
export const parse = (html) => {
  const path = [[]];
  for (const [, close, name, attributes, text] of html.matchAll(PIECE)) {
    if (text) path[0].push(plain(text));
    else if (close) path.shift();
    else {
      const pairs = [...attributes.matchAll(ATTRIBUTE)].map(([, key, value = '']) => [key, plain(value)]);
      const element = [name, Object.fromEntries(pairs)];
      path[0].push(element);
      if (!VOID.test(name)) path.unshift(element);
    }
  }
  return path[0];
};
