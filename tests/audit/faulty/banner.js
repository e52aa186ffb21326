// The shop's own banner: fair where its page does not say otherwise, but for what its faults ask of it.
(() => {
  const { fingerprint, optional, stored, page } = globalThis.SHOP;
  const RECORD = 'shop_consent', DAY = 86400, SAFE = '; path=/; secure; samesite=lax';
  const mark = () => /(?:^|; )shop_mark=(\w+)/.exec(document.cookie)?.[1];
  const forget = (kept) => {
    for (const name of ['Language', ...optional]) if (!kept.includes(name)) document.cookie = `${name}=; max-age=0${SAFE}`;
    for (const [area, key] of stored) if (!kept.includes(key)) globalThis[`${area}Storage`].removeItem(key);
  };
  const record = (granted, said, kept = []) => {
    const minutes = Math.floor(Date.now() / 60000);
    // A fault: it lasts a sixth of what is declared.
    document.cookie = `${RECORD}=1.${fingerprint}.${granted.join('+') || '-'}.${minutes}; max-age=${30 * DAY}${SAFE}`;
    document.cookie = `shop_mark=${said}; max-age=${30 * DAY}${SAFE}`;
    forget(kept);
    document.querySelector('#cookie-banner')?.remove();
  };
  const everything = ['language', ...optional, ...stored.map(([, key]) => key)];
  const answers = {
    accept: () => record(everything, 'accepted', ['Language', ...everything]),
    refuse: () => record([], 'refused'),
    // A fault: whoever allows one is recorded as one who allowed all.
    save: () => record(everything, 'partial'),
    // A fault: of what is withdrawn these two stay.
    withdraw: () => record([], 'withdrawn', ['palette', 'recent']),
  };
  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const button = (text, act, style = '', name = 'button') => {
    const made = element(name, { style: `${name === 'a' ? '' : 'font: inherit; padding: 8px 16px; border: 1px solid #222; background: #fff; color: #222;'}${style}`,
      ...(name === 'a' ? { href: '#' } : { type: 'button' }) }, text);
    made.addEventListener('click', (event) => { event.preventDefault(); act(); });
    return made;
  };
  const settings = (again) => {
    const boxes = optional.concat('language').reverse().map((name) =>
      element('label', {}, element('input', { type: 'checkbox', name, ...(page.ticked === name ? { checked: '' } : {}) }), ` ${name} `));
    const ways = again ? [button('Refuse cookies', answers.withdraw)] : [button('Save my choice', answers.save)];
    if (!again && page.refuse === 'inside') ways.push(button('Refuse cookies', answers.refuse));
    show(element('p', {}, 'Which cookies may we keep?'), ...boxes, ...ways);
  };
  const show = (...children) => {
    document.querySelector('#cookie-banner')?.remove();
    document.body.append(element('div', { id: 'cookie-banner', role: 'region', lang: page.speaks ?? document.documentElement.lang,
      style: 'position: fixed; inset: auto 0 0; padding: 16px; background: #fff; color: #222; border-top: 1px solid;' }, ...children));
  };
  const ask = () => {
    const german = page.speaks === undefined && document.documentElement.lang === 'de';
    const refuse = { inside: [], none: [],
      small: [button('Refuse cookies', answers.refuse, 'font-size: 10px; padding: 0 2px;')],
      faint: [button('Refuse cookies', answers.refuse, 'color: #bbb;')],
      link: [button('Refuse cookies', answers.refuse, '', 'a')],
    }[page.refuse] ?? [button(german ? 'Cookies ablehnen' : 'Refuse cookies', answers.refuse)];
    const settled = page.refuse === 'none' ? [] : [button(german ? 'Einstellungen' : 'Cookie settings', () => settings(false))];
    const policy = page.policy === null ? [] : [element('a', { href: page.policy ?? '/policy.html' }, german ? 'Richtlinie' : 'Cookie policy')];
    show(element('p', {}, german ? 'Dürfen wir Cookies setzen?' : 'May we keep optional cookies?', ' ', ...policy),
      button(german ? 'Cookies akzeptieren' : 'Accept cookies', answers.accept), ' ', ...refuse, ' ', ...settled);
  };
  document.querySelector('#change')?.addEventListener('click', (event) => { event.preventDefault(); settings(true); });
  // A fault of one page: whoever refused is asked there again.
  if (!page.silent && (!mark() || (page.again && mark() === 'refused'))) ask();
})();
