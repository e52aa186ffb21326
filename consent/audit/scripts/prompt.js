// Finds what asks for consent in a document, open shadow roots included: by the product's hooks, by the selectors of
// known banners, then by what labels say. Gives the elements, to be clicked, and what they look like.
({ known, labels, panel }) => {
  const plain = (text) => text.toLowerCase().normalize('NFKC').replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ').trim();
  const rootsOf = (root) => [root, ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ? rootsOf(shadowRoot) : [])];
  const above = (element) => element.assignedSlot ?? element.parentElement ?? element.getRootNode().host ?? null;
  const within = (element, root) => { for (let each = element; each; each = above(each)) if (each === root) return true; return false; };
  const seen = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return width > 1 && height > 1 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };
  // `a >>> b`: b in the shadow root of a.
  const all = (selector, root = document) => selector.split(',').flatMap((way) => way.split('>>>').reduce((roots, step, at) =>
    roots.flatMap((each) => [...((at ? each.shadowRoot : each)?.querySelectorAll(step.trim()) ?? [])]), [root]));
  const first = (selector, root) => selector ? all(selector, root).find(seen) ?? null : null;

  const BOXES = 'input[type=checkbox], [role=switch], [role=checkbox]';
  const wordsOf = (element) => plain(element.innerText || element.value || element.getAttribute('aria-label') || '');
  const controlsOf = (root) => rootsOf(root).flatMap((each) =>
    [...each.querySelectorAll('button, a, [role=button], input[type=button], input[type=submit], [onclick]')]).filter(seen);
  const meaning = new Map(Object.entries(labels).map(([role, languages]) => {
    const words = new Map();
    for (const [language, texts] of Object.entries(languages)) {
      for (const text of texts.map(plain)) words.set(text, [...new Set(words.get(text)).add(language)]);
    }
    return [role, words];
  }));
  const labelled = (controls, role) => controls.find((each) => meaning.get(role).has(wordsOf(each))) ?? null;
  const wider = (element) => { let each = element, text; do { each = above(each); text = each?.innerText ?? ''; } while (each?.parentElement
    && !(/cookie|consent|privacy|datenschutz|куки|файл|печив|cookies|쿠키|クッキー|隐私|隱私|כוגי|עוגי|كوكيز|ارتباط|کوکی|คุกกี้|कुकी|fianán|sīkdat|slapuk|küpsis|piškot|kolačić|sušen|çerez|evästee|bisk/iu.test(text)));
    return each && each !== document.body && each !== document.documentElement ? each : null; };

  const byHooks = () => {
    const host = document.querySelector('smartee-consent')?.shadowRoot;
    const root = host && [...host.querySelectorAll(`[data-consent-view=${panel ? 'settings' : 'prompt'}]`)].find(seen);
    const action = (name) => root.querySelector(`[data-consent-action=${name}]`);
    return root && { kind: 'smartee', root, accept: action('accept'), refuse: action('refuse'), settings: action('settings'),
      save: action('save'), withdraw: action('withdraw'), close: action('close') };
  };
  const byName = () => {
    for (const { name, prompt, panel: inner = prompt, ...ways } of known) {
      const root = first(panel ? inner : prompt);
      // Its settings are on their way: what its prompt says meanwhile is not they.
      if (panel && !root && all(inner).length) return { kind: '', root: document.body };
      const found = root && Object.fromEntries(Object.entries(ways).map(([role, selector]) => [role, first(selector)]));
      if (root && (found.accept || found.refuse || panel)) return { kind: name, root, ...found };
    }
    return null;
  };
  const byWords = () => {
    const roles = panel ? ['save', 'refuse'] : ['accept'], controls = controlsOf(document);
    for (const accept of roles.flatMap((role) => controls.filter((each) => meaning.get(role).has(wordsOf(each))))) {
      let root = wider(accept);
      if (!root) continue;
      if (panel && !root.querySelector(BOXES) && above(root) !== document.body) root = root.parentElement?.querySelector(BOXES) ? root.parentElement : root;
      const inside = controlsOf(root);
      return { kind: 'words', root, accept: panel ? labelled(inside, 'accept') : accept, refuse: labelled(inside, 'refuse'),
        settings: labelled(inside, 'settings'), save: labelled(inside, 'save') };
    }
    return null;
  };
  // A banner that is known may have no control of its own for something, and yet one that says it.
  const completed = (found) => {
    if (!found) return null;
    const inside = controlsOf(found.root);
    for (const role of ['accept', 'refuse', 'settings', 'save']) found[role] ||= found.kind === 'smartee' ? null : labelled(inside, role);
    return found;
  };
  const met = byHooks() ?? byName() ?? byWords(), found = met?.kind ? completed(met) : null;
  const reopen = known.map((each) => first(each.reopen ?? '')).find(Boolean)
    ?? rootsOf(document).flatMap((each) => [...each.querySelectorAll('[data-consent-action=settings], [data-consent-action=withdraw]')])
      .find((each) => seen(each) && !within(each, found?.root))
    ?? controlsOf(document).find((each) => !within(each, found?.root) && meaning.get('reopen').has(wordsOf(each))) ?? null;

  // Colours, as painted: whatever way a style writes them, a canvas has them in numbers.
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  canvas.canvas.width = canvas.canvas.height = 1;
  const over = (ground, colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue].map((each, at) => (each * alpha + ground[at] * (255 - alpha)) / 255);
  };
  const groundOf = (element) => {
    const layers = [];
    for (let each = element; each; each = above(each)) layers.unshift(getComputedStyle(each).backgroundColor);
    return layers.reduce(over, [255, 255, 255]);
  };
  // WCAG 2.2, relative luminance and contrast ratio.
  const light = (colour) => colour.map((each) => each / 255).map((each) => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)
    .reduce((sum, each, at) => sum + each * [0.2126, 0.7152, 0.0722][at], 0);
  const contrast = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const looks = (element) => {
    if (!element) return null;
    const { color, borderTopColor, borderTopWidth, borderTopStyle, fontSize } = getComputedStyle(element), { width, height } = element.getBoundingClientRect();
    const ground = groundOf(element), around = groundOf(above(element) ?? element);
    const border = parseFloat(borderTopWidth) > 0 && borderTopStyle !== 'none' ? contrast(over(around, borderTopColor), around) : 1;
    const button = element.matches('button, input, [role=button]') || element.closest('button');
    return { text: (element.innerText || element.value || element.getAttribute('aria-label') || '').trim(), tag: button ? 'button' : element.localName,
      width, height, font: parseFloat(fontSize), contrast: contrast(over(ground, color), ground), outline: Math.max(border, contrast(ground, around)) };
  };
  const boxes = found ? rootsOf(found.root).flatMap((each) =>
    [...each.querySelectorAll(BOXES)]) : [];
  const isOn = (box) => box.checked ?? box.getAttribute('aria-checked') === 'true';
  const free = boxes.filter((box) => !box.disabled && box.getAttribute('aria-disabled') !== 'true' && !box.hasAttribute('data-required'));
  const nameOf = (box) => box.name || box.id || box.value || (box.labels?.[0]?.innerText ?? box.getAttribute('aria-label') ?? '').trim();
  const languageOf = (element) => { for (let each = element; each; each = above(each)) if (each.lang) return each.lang; return ''; };
  const links = found ? rootsOf(found.root).flatMap((each) => [...each.querySelectorAll('a[href]')]) : [];
  const away = links.filter(({ href, protocol }) => protocol.startsWith('http') && href.split('#')[0] !== location.href.split('#')[0]);
  // Whoever made the banner may have a link in it, too.
  const policy = away.find(({ href, innerText }) => /cookie|priva|polic|datenschutz|richtlin|confiden|rodo|legal|隐私|隱私|政策|プライバシ|개인정보|конфиден|خصوصية|حریم|פרטיות|गोपनीय|ความเป็นส่วนตัว/iu.test(href + innerText))
    ?? away.find(({ origin }) => origin === location.origin);
  const roles = ['accept', 'refuse', 'settings', 'save', 'withdraw', 'close'];
  return {
    elements: { ...Object.fromEntries(roles.map((role) => [role, found?.[role] ?? null])), reopen, ticked: free.find(isOn) ?? null, free: free.find((box) => !isOn(box)) ?? found?.choose ?? null },
    facts: {
      kind: found?.kind ?? '', has: roles.filter((role) => found?.[role]), control: !!reopen,
      language: found ? languageOf(found.root) : '', spoken: found?.kind === 'words' && found.accept ? meaning.get('accept').get(wordsOf(found.accept)) ?? [] : [],
      looks: { accept: looks(found?.accept), refuse: looks(found?.refuse) },
      ticked: free.filter(isOn).map(nameOf), free: free.filter((box) => !isOn(box)).map(nameOf)[0] ?? found?.choose?.innerText ?? '', policy: policy?.href ?? null,
    },
  };
}
