/** The navigation: a menu on narrow screens, and the section one is in. */

import { byId } from './nodes.js';

/** Starts closing the menu after a choice, and marking the section in sight. */
export function startNavigation() {
  const nav = byId('nav');
  const links = [...nav.querySelectorAll('a')];
  nav.addEventListener('click', (event) => {
    if (event.target instanceof Element && event.target.closest('a') && nav.hidePopover && nav.matches(':popover-open')) nav.hidePopover();
  });
  const sight = new IntersectionObserver((entries) => {
    entries.filter((entry) => entry.isIntersecting).forEach(({ target }) => {
      links.forEach((link) => {
        if (link.hash === `#${target.id}`) link.setAttribute('aria-current', 'true');
        else link.removeAttribute('aria-current');
      });
    });
  }, { rootMargin: '-35% 0px -60% 0px' });
  document.querySelectorAll('main > section').forEach((section) => sight.observe(section));
}
