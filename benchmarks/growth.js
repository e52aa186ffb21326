// What the growth measurements do inside a page. Each function returns microseconds for one call, or milliseconds where
// its name says so.
(() => {
  const each = (times, action) => {
    const before = performance.now();
    for (let at = 0; at < times; at += 1) action(at);
    return (1000 * (performance.now() - before)) / times;
  };
  const frames = (holds, patience) =>
    new Promise((resolve) => {
      const end = performance.now() + patience;
      const look = () => {
        if (holds()) resolve(performance.now());
        else if (performance.now() > end) resolve(null);
        else requestAnimationFrame(look);
      };
      look();
    });
  const logo = (place) => [place, place.shadowRoot, place.firstElementChild?.shadowRoot]
    .some((root) => root?.querySelector('img'));

  window.__growth = {
    read: (times) => each(times, () => document.cookie),
    write: (times, names) => each(times, (at) => { document.cookie = `${names[at % names.length]}=v${at}; path=/`; }),
    readAfterWrite: (times, name) => each(times, (at) => {
      document.cookie = `${name}=v${at}; path=/`;
      return document.cookie;
    }),
    async acceptMs() {
      const before = performance.now();
      await SmarteeConsent.accept();
      return performance.now() - before;
    },
    async surfacesMs(count, patience) {
      const before = performance.now();
      const places = Array.from({ length: count }, () => {
        const place = document.createElement('div');
        place.dataset.consentSurface = 'product-series';
        return place;
      });
      document.body.append(...places);
      const end = await frames(() => places.every(logo), patience);
      return end === null ? null : end - before;
    },
  };
})();
