// As much of a browser as the tag's scripts need on node. `browser` is what a test asks of it; what else they ask for is
// there, and does nothing.

const anything = new Proxy(class {}, {
  get: (target, key) => {
    if (key === Symbol.toPrimitive) return () => '';
    if (key === Symbol.iterator) return () => [][Symbol.iterator]();
    return key === 'then' ? undefined : anything;
  },
  set: () => true,
  apply: () => anything,
  construct: () => anything,
});
const withAnything = (found) =>
  new Proxy(found, { get: (target, key) => (key in target || typeof key === 'symbol' ? Reflect.get(target, key, target) : anything) });

// `header` is the jar's; `written` what was written into it; `made` the names of all elements; `idle` whether an idle
// moment was waited for.
globalThis.browser = { header: '', written: [], made: [], idle: false };

const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
// An element that can be filled, and is HTML as a text.
const element = (name) => {
  browser.made.push(name);
  const attributes = [];
  const nodes = [];
  return withAnything({
    setAttribute: (key, value) => attributes.push([key, `${value}`]),
    append: (...more) => nodes.push(...more),
    toString: () => {
      const said = attributes.map(([key, value]) => ` ${key}${value === key ? '' : `="${escape(value)}"`}`).join('');
      const inner = nodes.map((node) => (typeof node === 'string' ? escape(node) : `${node}`)).join('');
      return `<${name}${said}>${/^(img|input)$/.test(name) ? '' : `${inner}</${name}>`}`;
    },
  });
};

globalThis.Document = class {
  get cookie() { return browser.header; }

  set cookie(text) { browser.written.push(text); }
};
globalThis.document = withAnything(Object.assign(new Document(), {
  currentScript: null,
  defaultView: null,
  documentElement: withAnything({ lang: '' }),
  readyState: 'complete',
  createElement: element,
  dispatchEvent: () => true,
  querySelector: () => null,
}));
globalThis.window = globalThis;
globalThis.parent = globalThis;
globalThis.location = new URL(`${globalThis.secure ? 'https' : 'http'}://a.cn/`);
globalThis.navigator = { languages: [] };
globalThis.addEventListener = () => {};
globalThis.setTimeout = () => 0;
globalThis.requestIdleCallback = () => { browser.idle = true; };
globalThis.CSSStyleSheet = anything;
globalThis.MutationObserver = anything;
globalThis.CustomEvent = anything;
