/** Time running through the stages of a plan. */

import { LAST_STAGE } from './plan.js';

const STAGES_A_SECOND = 3.2;

/** Whether the visitor has asked for less motion. */
export function prefersStill() {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/**
 * Takes what to do at a new stage (a fraction while playing) and when playing starts or stops; returns `stage()`, `go(stage)`,
 * `toggle()` and `playing()`. It stops at the last stage; with less motion asked for it goes in whole stages.
 * @param {(stage: number) => void} onStage
 * @param {(playing: boolean) => void} onState
 */
export function createPlayback(onStage, onState) {
  let stage = 0;
  let running = 0;
  let before = 0;
  let exact = 0;

  /** @param {number} next */
  function go(next) {
    stage = Math.max(0, Math.min(LAST_STAGE, next));
    exact = stage;
    onStage(stage);
  }

  /** @param {number} now */
  function tick(now) {
    if (!running) return;
    exact = Math.min(LAST_STAGE, exact + (Math.min(100, now - before) / 1000) * STAGES_A_SECOND);
    before = now;
    const next = prefersStill() ? Math.floor(exact) : exact;
    if (next !== stage) {
      stage = next;
      onStage(stage);
    }
    if (exact >= LAST_STAGE) pause();
    else running = window.requestAnimationFrame(tick);
  }

  function play() {
    if (running) return;
    if (stage >= LAST_STAGE) go(0);
    before = window.performance.now();
    running = window.requestAnimationFrame(tick);
    onState(true);
  }

  function pause() {
    window.cancelAnimationFrame(running);
    running = 0;
    onState(false);
  }

  return Object.freeze({ stage: () => stage, playing: () => running !== 0, go, play, pause, toggle: () => (running ? pause() : play()) });
}
