/** The timeline: a tooth's three movements over the stages, its keys, and where one is. */

import { drawing } from './nodes.js';
import { keysOf, LAST_STAGE, MOVE_NAMES, MOVES, poseAt } from './plan.js';

/** @import { Move, Plan } from './plan.js' */
/** @typedef {{ plan: Plan, tooth: number, stage: number }} Shown */

const EDGE = 14;
const TOP = 12;
const GRAPH = 92;
const KEY_ROW = 124;
const HEIGHT = 158;

/**
 * Takes an svg element and what to do with a stage that was pointed at; returns `draw({plan, tooth, stage})`.
 * @param {SVGSVGElement} svg
 * @param {(stage: number) => void} onStage
 */
export function createTimeline(svg, onStage) {
  /** @type {Shown | null} */
  let shown = null;
  const width = () => svg.clientWidth || 320;
  /** @param {number} stage */
  const across = (stage) => EDGE + (stage / LAST_STAGE) * (width() - 2 * EDGE);
  /** @param {PointerEvent} event */
  const point = (event) => {
    const { left } = svg.getBoundingClientRect();
    const share = (event.clientX - left - EDGE) / (width() - 2 * EDGE);
    onStage(Math.max(0, Math.min(LAST_STAGE, Math.round(share * LAST_STAGE))));
  };

  /**
   * @param {Plan} plan
   * @param {number} tooth
   * @param {Move} name
   */
  function curve(plan, tooth, name) {
    const points = [];
    for (let step = 0; step <= LAST_STAGE * 4; step += 1) {
      const share = poseAt(plan, tooth, step / 4)[name] / MOVES[name].limit;
      points.push(`${across(step / 4).toFixed(1)},${(TOP + GRAPH / 2 - share * (GRAPH / 2)).toFixed(1)}`);
    }
    return drawing('polyline', { class: `curve curve-${name}`, points: points.join(' ') });
  }

  function grid() {
    const lines = [];
    for (let stage = 0; stage <= LAST_STAGE; stage += 1) {
      const x = across(stage).toFixed(1);
      lines.push(drawing('line', { class: stage % 5 ? 'grid' : 'grid grid-strong', x1: x, x2: x, y1: TOP, y2: KEY_ROW + 8 }));
      if (stage % 5 === 0) lines.push(drawing('text', { x, y: HEIGHT - 5, 'text-anchor': 'middle' }, String(stage)));
    }
    const middle = TOP + GRAPH / 2;
    return [...lines, drawing('line', { class: 'grid grid-strong', x1: EDGE, x2: width() - EDGE, y1: middle, y2: middle })];
  }

  /**
   * @param {number} stage
   * @param {boolean} current
   */
  function diamond(stage, current) {
    const x = across(stage);
    return drawing('path', { class: current ? 'key key-now' : 'key', d: `M${x} ${KEY_ROW - 7}l7 7-7 7-7-7z` });
  }

  /** @param {Shown | null} [next] */
  function draw(next = shown) {
    if (!next) return;
    shown = next;
    const { plan, tooth, stage } = next;
    const x = across(stage);
    svg.setAttribute('viewBox', `0 0 ${width()} ${HEIGHT}`);
    svg.replaceChildren(
      ...grid(),
      ...MOVE_NAMES.map((name) => curve(plan, tooth, name)),
      drawing('line', { class: 'playhead', x1: x, x2: x, y1: 2, y2: KEY_ROW + 10 }),
      ...keysOf(plan, tooth).map((key) => diamond(key.stage, key.stage === Math.round(stage))),
    );
  }

  let held = false;
  svg.addEventListener('pointerdown', (event) => {
    held = true;
    svg.setPointerCapture(event.pointerId);
    point(event);
  });
  svg.addEventListener('pointermove', (event) => held && point(event));
  ['pointerup', 'pointercancel'].forEach((name) => svg.addEventListener(name, () => {
    held = false;
  }));
  new ResizeObserver(() => draw()).observe(svg);
  return Object.freeze({ draw });
}
