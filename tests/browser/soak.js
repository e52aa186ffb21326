// What a visitor and a page do for hours, in the page itself. Each function does it `count` times, one after another.
{
  const consent = () => globalThis.SmarteeConsent;
  const root = () => document.querySelector('smartee-consent')?.shadowRoot;
  const seen = (/** @type {() => unknown} */ condition) => new Promise((resolve) => {
    const look = () => (condition() ? resolve(undefined) : setTimeout(look));
    look();
  });
  const times = async (/** @type {number} */ count, /** @type {(at: number) => unknown} */ action) => {
    for (let at = 0; at < count; at += 1) await action(at);
  };
  const body = (/** @type {number} */ at) => {
    const next = document.createElement('body');
    next.innerHTML = `<h1>${at}</h1><p>Words</p><button>Own</button><div data-consent-widget="language"></div>
      <div data-consent-widget="business-model"></div><div data-consent-surface="product-series"></div>`;
    return next;
  };
  const filled = () => [...document.querySelectorAll('[data-consent-widget]')].every((place) =>
    [place.shadowRoot, place, place.firstElementChild?.shadowRoot].some((each) => each?.querySelector('select')));

  globalThis.soak = {
    // On the page, on its button, and on what the banner shows.
    clicks: (/** @type {number} */ count) => times(count, (at) => {
      const places = [document.querySelector('p'), document.querySelector('button'), root()?.lastElementChild];
      places[at % 3]?.click();
    }),
    decisions: (/** @type {number} */ count) => times(count, (at) => {
      document.cookie = `Language=${at % 2 ? 'en' : 'zh-CN'}; path=/`;
      return at % 2 ? consent().refuse() : consent().accept();
    }),
    swaps: (/** @type {number} */ count) => times(count, (at) => {
      history.replaceState({}, '', `/soak/${at % 10}`);
      document.body.replaceWith(body(at));
      return seen(filled);
    }),
    openings: (/** @type {number} */ count) => times(count, async () => {
      await consent().settings();
      await seen(() => root()?.querySelector('dialog[open]'));
      root()?.querySelector('dialog [data-consent-action=close]').click();
      await seen(() => !root()?.querySelector('dialog'));
    }),
    // The memory of every interpreter, in bytes.
    wasm: () => globalThis.memories.reduce((sum, each) => sum + each.buffer.byteLength, 0),
  };
}
