// Put into every measured page before its own scripts. `wanted.path` leads to the accept button, one selector for each
// shadow root; `wanted.ready` is the event of the document when Python is there. Times count from the navigation's start.
(wanted) => {
  // Every WebAssembly memory of the page, also of its frames.
  const memories = window.top.__memories ??= [];
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const native = WebAssembly[name];
    WebAssembly[name] = (...given) => native.apply(WebAssembly, given).then((made) => {
      const { exports } = made.instance ?? made;
      memories.push(...Object.values(exports).filter((each) => each instanceof WebAssembly.Memory));
      return made;
    });
  }
  if (window !== window.top) return;
  const found = { clickable: null, opaque: null, ready: null, loaded: null, shift: 0, longTasks: [], errors: [] };

  const step = (from, selector, at) => {
    const element = from && from.querySelector(selector);
    return element && at < wanted.path.length - 1 ? element.shadowRoot : element;
  };
  const deepest = (x, y) => {
    let element = document.elementFromPoint(x, y);
    while (element && element.shadowRoot && element.shadowRoot.elementFromPoint(x, y) !== element) {
      const inside = element.shadowRoot.elementFromPoint(x, y);
      if (!inside) break;
      element = inside;
    }
    return element;
  };
  const opacity = (element) => {
    let product = 1;
    for (let each = element; each instanceof Element; each = each.assignedSlot || each.parentElement || each.getRootNode().host) {
      product *= +getComputedStyle(each).opacity;
    }
    return product;
  };

  // A click on the middle of the button would reach it, and it is not wholly transparent. 0 where that does not hold.
  const seen = () => {
    const button = wanted.path.reduce(step, document);
    if (!button) return 0;
    const { left, top, width, height } = button.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    if (!width || !height || x < 0 || y < 0 || x > innerWidth || y > innerHeight) return 0;
    const hit = deepest(x, y);
    if (!hit || (hit !== button && !button.contains(hit))) return 0;
    return getComputedStyle(button).visibility === 'visible' ? opacity(button) : 0;
  };

  const resolvers = {};
  const promise = (name) => new Promise((resolve) => { resolvers[name] = resolve; });
  const settled = [promise('load')];
  addEventListener('load', () => { found.loaded = performance.now(); resolvers.load(); }, { once: true });

  if (wanted.path.length) {
    settled.push(promise('clickable'));
    const check = () => {
      const now = performance.now();
      const shown = seen();
      if (shown > 0 && found.clickable === null) {
        found.clickable = now;
        resolvers.clickable();
      }
      if (shown >= 0.5) found.opaque = now;
    };
    // Before a frame is painted, and again right after it, for what was made ready in the frame itself.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { if (found.opaque === null) check(); };
    const frame = () => {
      if (found.opaque !== null) return;
      check();
      port2.postMessage(0);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }
  if (wanted.ready) {
    settled.push(promise('ready'));
    document.addEventListener(wanted.ready, () => { found.ready = performance.now(); resolvers.ready(); }, { once: true });
    document.addEventListener('smartee-consent:error', ({ detail }) => found.errors.push(detail.message));
  }

  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) found.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) found.longTasks.push([startTime, duration]);
  }).observe({ type: 'longtask', buffered: true });

  const patience = new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`not there in time: ${JSON.stringify(found)}`)), wanted.patience);
  });
  const done = Promise.race([Promise.all(settled), patience]);
  done.catch(() => {});
  Object.defineProperty(window, '__probe', {
    value: {
      done,
      report: () => ({
        ...found, origin: performance.timeOrigin, memory: memories.reduce((all, { buffer }) => all + buffer.byteLength, 0),
      }),
    },
  });
}
