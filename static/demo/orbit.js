/** Turning a model by dragging and by the arrow keys. */

/** @typedef {{ yaw: number, pitch: number }} View in degrees */

const KEY_STEP = 8;
const PER_PIXEL = 0.5;
const STEEPEST = 88;
/** @type {Record<string, [number, number]>} */
const KEYS = {
  ArrowLeft: [-KEY_STEP, 0], ArrowRight: [KEY_STEP, 0], ArrowUp: [0, -KEY_STEP], ArrowDown: [0, KEY_STEP],
};

/**
 * Takes a canvas, the view it opens with, and what to do with a new view; returns `view()` and `look(view)`. A press that does
 * not drag is told to `onPress` with its client coordinates.
 * @param {HTMLCanvasElement} canvas
 * @param {View} first
 * @param {(view: View) => void} onTurn
 * @param {(x: number, y: number) => void} [onPress]
 */
export function createOrbit(canvas, first, onTurn, onPress = () => {}) {
  let view = first;
  /** @type {{ x: number, y: number, moved: boolean } | null} */
  let from = null;

  /** @param {View} view */
  function look({ yaw, pitch }) {
    view = { yaw: ((yaw + 540) % 360) - 180, pitch: Math.max(-STEEPEST, Math.min(STEEPEST, pitch)) };
    onTurn(view);
  }

  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    from = { x: event.clientX, y: event.clientY, moved: false };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!from) return;
    const [across, down] = [event.clientX - from.x, event.clientY - from.y];
    if (!from.moved && Math.hypot(across, down) < 4) return;
    from = { x: event.clientX, y: event.clientY, moved: true };
    look({ yaw: view.yaw + across * PER_PIXEL, pitch: view.pitch + down * PER_PIXEL });
  });
  canvas.addEventListener('pointerup', (event) => {
    if (from && !from.moved) onPress(event.clientX, event.clientY);
    from = null;
  });
  canvas.addEventListener('pointercancel', () => {
    from = null;
  });
  canvas.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'Home') look(first);
    else if (KEYS[event.key]) look({ yaw: view.yaw + KEYS[event.key][0], pitch: view.pitch + KEYS[event.key][1] });
    else return;
    event.preventDefault();
  });

  return Object.freeze({ view: () => view, look });
}
