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

// `header` is the jar's; `heard` what CookieStore told; `written` what was written into it; `made` the names of all elements.
// Where it `keeps`, the header becomes what is written, but for the names that are `stuck`; `asked`
// is what its CookieStore was to write. Where it is `forbidden`, the page may not have cookies.
globalThis.browser = { header: '', written: [], made: [], keeps: false, stuck: [], asked: [], heard: [], forbidden: false };

const pairs = () => browser.header.split('; ').filter(Boolean);
const write = (text) => {
  browser.written.push(text);
  const [pair, ...attributes] = text.split(/ *; */);
  const name = pair.split('=')[0];
  if (!browser.keeps || browser.stuck.includes(name)) return;
  const gone = attributes.some((each) => /^(max-age=(0|-\d+)|expires=.*(1970|1969).*)$/i.test(each));
  browser.header = [...pairs().filter((each) => !each.startsWith(`${name}=`)), ...(gone ? [] : [pair])].join('; ');
};
const nameOf = (asked) => (asked === Object(asked) ? asked.name : asked);
const listed = (asked) => pairs().map((pair) => pair.split('=')).map(([name, value]) => ({ name, value }))
  .filter(({ name }) => nameOf(asked) === undefined || name === `${nameOf(asked)}`);
// What the gate looks at in a window: classes of its own, and a document. A frame shows the window `of`.
globalThis.opened = () => {
  const view = {
    listeners: [],
    Document: class {
      get cookie() {
        if (browser.forbidden) throw new TypeError('forbidden');
        return browser.header;
      }

      set cookie(text) {
        if (browser.forbidden) throw new TypeError('forbidden');
        write(`${text}`);
      }
    },
    CookieStore: class {
      async get(asked) { return listed(asked)[0] ?? null; }

      async getAll(asked) { return listed(asked); }

      async set(first, given) {
        const { name, value, maxAge, expires, path = '/' } = first === Object(first) ? first : { name: first, value: given };
        if (value === undefined || path[0] !== '/' || (maxAge != null && expires != null)) throw new TypeError();
        browser.asked.push(first);
        write(`${name}=${value}${maxAge <= 0 || expires < Date.now() ? '; Max-Age=0' : ''}`);
      }

      async delete(asked) {
        if (!(this instanceof view.CookieStore) || browser.stuck.includes(nameOf(asked))) throw new TypeError();
        write(`${nameOf(asked)}=; Max-Age=0`);
      }

      addEventListener() {}

      dispatchEvent({ type, changed, deleted }) { browser.heard.push([type, changed, deleted]); }
    },
  };
  for (const kind of ['IFrame', 'Frame', 'Object']) {
    view[`HTML${kind}Element`] = class {
      get contentWindow() { return this.of; }

      get contentDocument() { return this.of.document; }
    };
  }
  const addEventListener = (...listener) => { view.listeners.push(listener); };
  view.document = Object.assign(new view.Document(), { defaultView: view, location: { pathname: 'blank' }, addEventListener });
  view.open = () => opened();
  view.MutationObserver = class {
    constructor(hear) { view.mutated = hear; }

    observe() {}
  };
  return view;
};

const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
// An element that can be filled, and is HTML as a text; its shadow root is one without a name.
const element = (name) => {
  browser.made.push(name);
  const attributes = [];
  const nodes = [];
  const adopted = (more) => {
    for (const node of more) {
      node.remove?.();
      node.parentNode = made;
    }
    return more;
  };
  const made = withAnything({
    parentNode: null,
    adoptedStyleSheets: [],
    nodes,
    get isConnected() { return this === document.documentElement || !!this.parentNode?.isConnected; },
    setAttribute: (key, value) => attributes.push([key, `${value}`]),
    hasAttribute: (key) => attributes.some(([each]) => each === key),
    append: (...more) => nodes.push(...adopted(more)),
    prepend: (...more) => nodes.unshift(...adopted(more)),
    replaceChildren: () => nodes.splice(0),
    removeChild: (node) => node.remove(),
    remove() {
      if (this.parentNode) this.parentNode.nodes.splice(this.parentNode.nodes.indexOf(made), 1);
      this.parentNode = null;
    },
    // By one attribute, or `*`.
    querySelectorAll: (selector) => nodes.filter((node) => node.nodes)
      .flatMap((node) => [...(selector === '*' || node.hasAttribute(selector.slice(1, -1)) ? [node] : []), ...node.querySelectorAll(selector)]),
    attachShadow({ mode }) {
      const root = element('');
      if (mode === 'open') this.shadowRoot = root;
      return root;
    },
    toString: () => {
      const said = attributes.map(([key, value]) => ` ${key}${value === key ? '' : `="${escape(value)}"`}`).join('');
      const inner = nodes.map((node) => (typeof node === 'string' ? escape(node) : `${node}`)).join('');
      if (!name) return inner;
      return `<${name}${said}>${/^(img|input)$/.test(name) ? '' : `${inner}</${name}>`}`;
    },
  });
  return made;
};

Object.assign(globalThis, opened());
if (globalThis.bare) delete globalThis.CookieStore;
else globalThis.cookieStore = new CookieStore();
globalThis.document = withAnything(Object.assign(new Document(), {
  currentScript: null,
  defaultView: globalThis,
  readyState: 'complete',
  createElement: element,
  dispatchEvent: () => true,
  querySelector: () => null,
}));
// All that this document has, its class has.
Object.setPrototypeOf(Document.prototype, new Proxy({}, {
  get: (none, key, of) => (of === document && Object.hasOwn(of, key) ? of[key] : undefined),
}));
const html = document.documentElement = Object.assign(element('html'), { lang: '' }), head = element('head');
html.append(head);
Object.defineProperty(html, 'firstElementChild', { get: () => html.nodes[0] });
head.after = (node) => {
  node.remove();
  node.parentNode = html;
  html.nodes.splice(1, 0, node);
};
globalThis.window = globalThis;
globalThis.isSecureContext = globalThis.secure ?? true;
// In a frame: the page around it has the tag, which gates the frame and follows the record.
globalThis.follows = [];
const around = (view) => {
  if (view === globalThis) return (decided) => { follows.push(decided); return ['left']; };
  return null;
};
globalThis.top = globalThis.framed ? {} : globalThis;
globalThis.parent = globalThis.framed ? { SmarteeConsent: { [Symbol.for('smartee-consent')]: around } } : globalThis;
// A clock that a case sets on by seconds.
if (globalThis.moves) {
  const start = Date.now();
  let gone = 0;
  Date.now = () => start + gone;
  globalThis.later = (seconds) => { gone += seconds * 1000; };
}
globalThis.sessionStorage = {};
document.location = globalThis.location = new URL(globalThis.address ?? `${globalThis.secure ? 'https' : 'http'}://a.cn/`);
globalThis.navigator = { languages: [] };
globalThis.addEventListener = () => {};
// What waits for a task, and what goes on for ever; `pass` lets the tasks come.
globalThis.tasks = [];
globalThis.setTimeout = (action, _, ...given) => tasks.push(() => action(...given));
globalThis.pass = () => tasks.splice(0).forEach((task) => task());
globalThis.every = [];
globalThis.setInterval = (action, milliseconds) => every.push([action, milliseconds]);
// Tells of the resources at these addresses.
globalThis.PerformanceObserver = class {
  constructor(hear) { globalThis.loaded = (...names) => hear({ getEntries: () => names.map((name) => ({ name })) }); }

  observe() {}
};
globalThis.CookieChangeEvent = class { constructor(type, init) { Object.assign(this, { type }, init); } };
// What waits for an idle moment.
globalThis.resting = [];
globalThis.requestIdleCallback = (action) => resting.push(action);
globalThis.CSSStyleSheet = class {
  cssRules = [];

  replaceSync(text) { this.cssRules = [text]; }
};
document.body = element('body');
globalThis.MutationObserver = anything;
globalThis.CustomEvent = anything;
