// What the shop's first page does wrong, beside its banner; `SHOP.tracker` is another site.
(() => {
  const YEAR = 'max-age=31536000', SAFE = '; path=/; secure; samesite=lax', MONTH = 'max-age=2592000';
  const answer = /(?:^|; )shop_mark=(\w+)/.exec(document.cookie)?.[1];
  const { tracker } = globalThis.SHOP;
  document.cookie = `_campaign=spring; ${MONTH}${SAFE}`;
  document.cookie = `shop_city=berlin; max-age=5184000${SAFE}`;
  document.cookie = `shop_models=all; ${MONTH}; path=/; samesite=lax`;
  document.cookie = `shop_uid=7; ${MONTH}; path=/; secure; samesite=none`;
  document.cookie = `shop_account=doctor; ${MONTH}; path=/; secure`;
  document.cookie = `shop_token=f00dfacecafe; ${MONTH}${SAFE}`;
  document.cookie = `shop_basket=1; ${MONTH}${SAFE}`;
  document.cookie = `shop_basket=2; ${MONTH}; path=/index.html; secure; samesite=lax`;
  document.cookie = `shop_regions=de; ${MONTH}${SAFE}; domain=${location.hostname.replace('www.', '')}`;
  if (!answer) {
    document.cookie = `Language=en; ${YEAR}${SAFE}`;
    localStorage.setItem('drafts', 'x');
  }
  if (answer === 'accepted') {
    document.cookie = `palette=warm; ${YEAR}${SAFE}`;
    localStorage.setItem('recent', 'x');
  }
  if (answer === 'refused') {
    document.cookie = `layout=wide; ${YEAR}${SAFE}`;
    sessionStorage.setItem('tips', 'x');
  }
  if (answer === 'partial') {
    document.cookie = `density=high; ${YEAR}${SAFE}`;
    localStorage.setItem('zoom', '2');
  }
  localStorage.setItem('cart-hint', 'x');
  indexedDB.open('telemetry');
  navigator.serviceWorker.register('/worker.js');
  new Image().src = `${tracker}/pixel.gif`;
})();
