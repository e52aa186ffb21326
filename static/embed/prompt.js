// Shows the prompt that Python rendered at build time, in the shadow root of <smartee-consent>.

import { hasMore, learns, styles, template, tongues, words } from 'declaration';
import { attempt } from './guard.js';
import { base, fetchModule } from './later.js';
import { choose } from './locale.js';
import { build } from './markup.js';
import { page } from './page.js';
import { framed, theme } from './script.js';

export const host = page.createElement('smartee-consent');
// Where a page keeps it from having one, the banner is a plain one.
const root = attempt(() => host.attachShadow({ mode: 'open' })) || /** @type {any} */ (host);
// Nothing of the page lies over the top layer, nor moves or fades what is in it. Where there is none, z-index has to do.
host.popover = 'manual';
/** @type {unknown} */ let dressed = root === host;
const dress = () => {
  // The first that they take over from the page is whether it is light or dark.
  const look = styles.replace('inherit', theme);
  dressed = dressed || attempt(() => {
    const made = new CSSStyleSheet();
    made.replaceSync(look);
    // The first of its sheets, since what comes with Python stands upon it.
    return root.adoptedStyleSheets = [made, ...root.adoptedStyleSheets];
  }) || [root.prepend(build(['style', [], look]))];
};

// To what takes over a whole document that a server has written (React 18), it is a comment, and nobody's fault.
Object.defineProperty(host, 'nodeType', { value: 8, configurable: true });

// Whatever else lies in the root is not ours. What is shown, topmost last.
export const views = () => [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-consent-view]'))];

// Puts the banner into the page for as long as it shows anything: behind the head, where it is read first and counts for no
// rule of what is in the body. Where the page removes it again, static/later/top.js puts it back.
const mount = () => {
  if (framed || !views()[0]) host.remove();
  else if (!host.isConnected) {
    attempt(() => {
      /** @type {Element} */ (page.documentElement.firstElementChild).after(host);
      host.showPopover();
    });
  }
};

const [inHand] = Object.keys(words);
/** @type {unknown[]} */ let tags = [], /** @type {Promise<void> | null} */ coming = null, come = false;
/** @type {(typeof words)[string]} */ let spoken;
// Speaks the first of the languages that are `asked` for, as far as there are words of it.
/** @type {(asked: unknown[]) => void} */ export const speak = (asked) => {
  if (learns) tags = asked;
  const language = choose(asked);
  host.lang = !hasMore || words[language] ? language : inHand;
  [host.dir] = spoken = words[host.lang];
};
// Has the words come that are not in hand, where there is something to say: when they are here, or it is clear that they will not
// be. A false value where nothing is to be waited for.
export const learn = () => {
  const language = choose(tags), file = `words/${language.toLowerCase()}`;
  if (come || words[language]) return null;
  return coming = coming || fetchModule(file, 5).then(({ default: [spellings, more] }) => {
    Object.assign(tongues, spellings);
    Object.assign(words, more);
  }).catch(() => console.warn('smartee-consent:', `${base}${file}.js missing, broken, slow or forbidden`)).then(() => {
    come = true;
    speak(tags);
  });
};
// Shows `tree` in place of what was shown, or beside it where `beside` is true; without one nothing.
/** @type {Embed.Show} */ export const show = (tree, beside) => {
  dress();
  if (!beside) views().forEach((view) => root.removeChild(view));
  if (tree) root.append(build(tree));
  mount();
  return views().pop();
};
// Shows what the build rendered.
export const ask = () => show(template(spoken));
