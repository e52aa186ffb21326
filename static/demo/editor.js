/** The editor: keys of a tooth's movement, set at a stage and played. */

import { createArch } from './arch.js';
import { byId, element } from './nodes.js';
import { createOrbit } from './orbit.js';
import { keysOf, LAST_STAGE, MOVE_NAMES, MOVES, poseAt, SAMPLE, withKey, withoutKey } from './plan.js';
import { createPlayback } from './playback.js';
import { toothNumbers } from './teeth.js';
import { onLanguage, text } from './texts.js';
import { createTimeline } from './timeline.js';

/** @import { Move, Plan, Pose } from './plan.js' */

/** @type {Record<string, import('./orbit.js').View>} */
const VIEWS = { upper: { yaw: 0, pitch: -46 }, lower: { yaw: 0, pitch: 46 } };
const FIRST_TOOTH = 12;
const MOST_UNDONE = 100;

/** @param {number} tooth */
const archOf = (tooth) => (tooth < 30 ? 'upper' : 'lower');
/**
 * @param {Move} name
 * @param {number} value
 */
const shown = (name, value) => `${value.toFixed(MOVES[name].step < 1 ? 1 : 0).replace('-', '\u2212')}${MOVES[name].unit}`;

/** Starts the editor on a copy of the viewer's case. */
export function startEditor() {
  const canvas = byId('editor-canvas', HTMLCanvasElement);
  const select = byId('editor-tooth', HTMLSelectElement);
  const slider = byId('editor-stage', HTMLInputElement);
  const sliders = MOVE_NAMES.map((name) => ({ name, input: byId(`editor-${name}`, HTMLInputElement) }));
  const arch = createArch(canvas);
  const orbit = createOrbit(canvas, VIEWS.upper, () => draw(), (x, y) => {
    const tooth = arch.toothAt(x, y);
    if (tooth) choose(tooth);
  });
  const playback = createPlayback(() => draw(), label);
  const timeline = createTimeline(byId('editor-timeline', SVGSVGElement), go);
  let plan = SAMPLE;
  let tooth = FIRST_TOOTH;
  /** @type {Plan[]} */
  let past = [];
  /** @type {Plan | null} */
  let before = null;
  let queued = 0;
  let seen = false;
  let said = () => '';

  function here() {
    return Math.round(playback.stage());
  }

  function hasKey() {
    return keysOf(plan, tooth).some(({ stage }) => stage === here());
  }

  function paint() {
    queued = 0;
    const stage = playback.stage();
    arch.draw({ poses: (each) => poseAt(plan, each, stage), view: orbit.view(), show: [archOf(tooth)], aligner: false, chosen: tooth });
  }

  function draw() {
    const stage = playback.stage();
    const pose = poseAt(plan, tooth, stage);
    sliders.forEach(({ name, input }) => {
      const value = shown(name, pose[name]);
      input.value = String(pose[name]);
      input.setAttribute('aria-valuetext', value);
      byId(`editor-${name}-value`).textContent = value;
    });
    const at = text('viewer.at', { stage: here(), last: LAST_STAGE });
    slider.value = String(here());
    slider.setAttribute('aria-valuetext', at);
    byId('editor-at').textContent = at;
    byId('editor-said').textContent = said();
    const stages = keysOf(plan, tooth).map((key) => key.stage);
    // Disabled in name only, so that the focus is not lost from under a keyboard.
    enable('editor-before', stages.some((each) => each < here()));
    enable('editor-after', stages.some((each) => each > here()));
    enable('editor-add', !hasKey());
    enable('editor-remove', hasKey());
    enable('editor-undo', past.length > 0);
    timeline.draw({ plan, tooth, stage });
    if (seen && !queued) queued = window.requestAnimationFrame(paint);
  }

  /**
   * @param {string} id
   * @param {boolean} enabled
   */
  function enable(id, enabled) {
    byId(id).setAttribute('aria-disabled', String(!enabled));
  }

  function label() {
    byId('editor-play').textContent = text(playback.playing() ? 'pause' : 'play');
    byId('editor-play').classList.toggle('playing', playback.playing());
  }

  function drawKeys() {
    byId('editor-keys-title').textContent = text('editor.keys', { tooth });
    byId('editor-keys').replaceChildren(...keysOf(plan, tooth).map((key) => {
      const jump = element('button', { type: 'button', class: 'link', 'aria-label': text('editor.go', { stage: key.stage }) }, String(key.stage));
      jump.addEventListener('click', () => go(key.stage));
      return element('tr', {}, element('th', { scope: 'row' }, jump), ...MOVE_NAMES.map((name) => element('td', {}, shown(name, key[name]))));
    }));
  }

  /** @param {number} stage */
  function go(stage) {
    playback.pause();
    playback.go(stage);
  }

  /**
   * @param {Plan} next
   * @param {string} key
   * @param {Record<string, number>} [values]
   */
  function change(next, key, values) {
    past = [...past, plan].slice(-MOST_UNDONE);
    show(next, key, values);
  }

  /**
   * @param {Plan} next
   * @param {string} key
   * @param {Record<string, number>} [values]
   */
  function show(next, key, values) {
    plan = next;
    said = () => text(key, values);
    drawKeys();
    draw();
  }

  /** @param {number} next */
  function choose(next) {
    const turned = archOf(next) !== archOf(tooth);
    tooth = next;
    select.value = String(next);
    said = () => '';
    drawKeys();
    if (turned) orbit.look(VIEWS[archOf(next)]);
    else draw();
  }

  /** @param {Pose} pose */
  function set(pose) {
    return withKey(plan, tooth, here(), pose);
  }

  /**
   * @param {string} id
   * @param {() => void} action
   */
  function press(id, action) {
    const button = byId(id);
    button.addEventListener('click', () => {
      if (button.getAttribute('aria-disabled') !== 'true') action();
    });
  }

  sliders.forEach(({ name, input }) => {
    // One drag is one change to undo.
    input.addEventListener('input', () => {
      const wanted = Number(input.value);
      go(here());
      before = before || plan;
      plan = set({ ...poseAt(plan, tooth, here()), [name]: wanted });
      draw();
    });
    input.addEventListener('change', () => {
      if (!before) return;
      past = [...past, before].slice(-MOST_UNDONE);
      before = null;
      show(plan, 'editor.set', { tooth, stage: here() });
    });
  });
  select.addEventListener('change', () => choose(Number(select.value)));
  slider.addEventListener('input', () => go(Number(slider.value)));
  press('editor-play', playback.toggle);
  press('editor-before', () => go(Math.max(...keysOf(plan, tooth).map((key) => key.stage).filter((each) => each < here()))));
  press('editor-after', () => go(Math.min(...keysOf(plan, tooth).map((key) => key.stage).filter((each) => each > here()))));
  press('editor-add', () => change(set(poseAt(plan, tooth, here())), 'editor.set', { tooth, stage: here() }));
  press('editor-remove', () => change(withoutKey(plan, tooth, here()), 'editor.removed', { tooth, stage: here() }));
  press('editor-undo', () => {
    const last = past[past.length - 1];
    past = past.slice(0, -1);
    show(last, 'editor.undone');
  });

  onLanguage(() => {
    select.replaceChildren(.../** @type {const} */ (['upper', 'lower']).map((name) => element('optgroup', { label: text(`editor.${name}`) },
      ...toothNumbers(name).map((each) => element('option', { value: each, selected: each === tooth }, String(each))))));
    label();
    drawKeys();
    draw();
  });
  new ResizeObserver(() => draw()).observe(canvas);
  const sight = new IntersectionObserver(([entry]) => {
    if (!entry.isIntersecting) return;
    seen = true;
    sight.disconnect();
    draw();
  }, { rootMargin: '200px 0px' });
  sight.observe(canvas);
}
