// Runs one way of writing in the page, with what tests/browser/ways.py names: `[way, name, value]`. Gives what was seen of the
// cookie in the jar itself, once the tasks that follow have run.
async ([way, name, value]) => {
  const text = `${name}=${value}; path=/`, escaped = encodeURIComponent(text), set = `/set?cookie=${escaped}`;
  const stage = document.getElementById('stage');
  const own = (prototype) => Object.getOwnPropertyDescriptor(prototype, 'cookie');
  const later = () => new Promise((done) => { setTimeout(done); });
  const heard = (element) => new Promise((done) => { element.onload = element.onerror = () => done(element); });
  const made = (markup) => {
    if (markup instanceof Element) return markup;
    const template = document.createElement('template');
    template.innerHTML = markup;
    return document.importNode(template.content, true).firstChild;
  };
  const put = (markup) => stage.appendChild(made(markup));
  const loaded = (markup) => {
    const element = made(markup), done = heard(element);
    element.onloadedmetadata = element.onerror;
    stage.append(element);
    return done;
  };
  const frame = (attributes, wait) => (wait ? loaded : put)(`<iframe ${attributes}></iframe>`);
  const script = (src, type = '') => loaded(Object.assign(document.createElement('script'), { src, type }));
  const blob = (source) => URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const worker = (source) => new Promise((done) => {
    const at = new Worker(blob(`Promise.resolve().then(() => ${source}).catch(() => {}).then(() => postMessage(1))`));
    at.onmessage = () => { at.terminate(); done(); };
  });
  const arrived = async (opened) => {
    while (opened.location.href === 'about:blank' || opened.document.readyState !== 'complete') await later();
    return opened;
  };
  jar.changed.length = jar.lingering.length = 0;
  jar.value = value;
  // All in scope is for the way.
  void [later, heard, put, frame, script, worker, arrived, escaped, set, own];
  await eval(way); // eslint-disable-line no-eval
  await later();
  await later();
  return { changed: [...jar.changed], lingering: [...jar.lingering] };
}
