/** The viewer: a treatment played stage by stage on a model that can be turned. */

import { createArch, VIEWS } from './arch.js';
import { byId } from './nodes.js';
import { createOrbit } from './orbit.js';
import { LAST_STAGE, poseAt, SAMPLE } from './plan.js';
import { createPlayback, prefersStill } from './playback.js';
import { onLanguage, text } from './texts.js';

/** @import { View } from './orbit.js' */
/** @import { ArchName } from './teeth.js' */

/** @type {Record<string, ArchName[]>} */
const SHOWN = { upper: ['upper'], lower: ['lower'] };

/** Starts the viewer; it draws when it first comes into sight, and plays once by itself unless less motion is asked for. */
export function startViewer() {
  const canvas = byId('viewer-canvas', HTMLCanvasElement);
  const slider = byId('viewer-stage', HTMLInputElement);
  const toggle = byId('viewer-play');
  const aligner = byId('viewer-aligner', HTMLInputElement);
  const buttons = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-view]'))];
  const arch = createArch(canvas);
  let seen = false;
  let queued = 0;
  let named = 'front';

  const orbit = createOrbit(canvas, VIEWS.front, turned);
  const playback = createPlayback(draw, label);

  function paint() {
    queued = 0;
    const stage = playback.stage();
    arch.draw({
      poses: (tooth) => poseAt(SAMPLE, tooth, stage),
      view: orbit.view(),
      show: SHOWN[named] || ['upper', 'lower'],
      aligner: aligner.checked,
    });
  }

  function draw() {
    const stage = Math.floor(playback.stage());
    if (Number(slider.value) !== stage) slider.value = String(stage);
    const at = text('viewer.at', { stage, last: LAST_STAGE });
    slider.setAttribute('aria-valuetext', at);
    byId('viewer-at').textContent = at;
    if (seen && !queued) queued = window.requestAnimationFrame(paint);
  }

  function label() {
    toggle.textContent = text(playback.playing() ? 'pause' : 'play');
    toggle.classList.toggle('playing', playback.playing());
  }

  // A view of one arch goes on showing that arch while it is turned by hand.
  /** @param {View} view */
  function turned({ yaw, pitch }) {
    const exact = VIEWS[named].yaw === yaw && VIEWS[named].pitch === pitch;
    buttons.forEach((button) => button.setAttribute('aria-pressed', String(exact && button.dataset.view === named)));
    draw();
  }

  /** @param {string} name */
  function choose(name) {
    named = name;
    orbit.look(VIEWS[name]);
  }

  toggle.addEventListener('click', playback.toggle);
  aligner.addEventListener('change', draw);
  slider.addEventListener('input', () => {
    playback.pause();
    playback.go(Number(slider.value));
  });
  buttons.forEach((button) => button.addEventListener('click', () => choose(button.dataset.view ?? 'front')));
  onLanguage(() => {
    label();
    draw();
  });
  new ResizeObserver(draw).observe(canvas);
  const sight = new IntersectionObserver(([entry]) => {
    if (!entry.isIntersecting) return;
    seen = true;
    draw();
    if (entry.intersectionRatio < 0.6) return;
    sight.disconnect();
    if (!prefersStill() && playback.stage() === 0) playback.play();
  }, { threshold: [0, 0.6], rootMargin: '200px 0px' });
  sight.observe(canvas);
}
