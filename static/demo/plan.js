/** A treatment plan: for each tooth its key poses by stage. Plans are frozen; a change returns a new plan. */

/** @typedef {{ readonly rotation: number, readonly tip: number, readonly shift: number }} Pose degrees, degrees, millimetres */
/** @typedef {'rotation' | 'tip' | 'shift'} Move */
/** @typedef {Pose & { readonly stage: number }} Key */
/** @typedef {Readonly<Record<number, readonly Key[]>>} Plan by FDI number */

export const LAST_STAGE = 20;

/** The names of the movements, as the page lists them. */
export const MOVE_NAMES = /** @type {const} */ (['rotation', 'tip', 'shift']);

/** What a key may hold, in the unit each control shows. */
export const MOVES = Object.freeze({
  rotation: Object.freeze({ limit: 40, step: 1, unit: '°' }),
  tip: Object.freeze({ limit: 20, step: 1, unit: '°' }),
  shift: Object.freeze({ limit: 4, step: 0.1, unit: ' mm' }),
});

const REST = Object.freeze({ rotation: 0, tip: 0, shift: 0 });

// FDI number: rotation, tip, shift at the start, then the stages in which the tooth moves.
/** @type {Record<number, [number, number, number, number, number]>} */
const START = {
  17: [-4, 3, 0.2, 0, 10], 16: [6, 2, 0, 0, 10], 15: [12, -4, 0.7, 2, 13], 14: [-10, 6, -0.8, 3, 15], 13: [20, 9, 2.3, 5, 18],
  12: [-28, -7, -2.1, 6, 19], 11: [15, 5, 0.5, 4, 17], 21: [-18, -3, 1.1, 4, 17], 22: [24, 7, -1.8, 6, 19], 23: [-16, -9, 2.1, 5, 18],
  24: [12, -5, -0.5, 3, 15], 25: [-8, 3, 0.6, 2, 13], 26: [-5, -2, 0, 0, 10], 27: [4, -3, 0.3, 0, 10],
  37: [5, -4, 0, 0, 10], 36: [-6, 3, 0.2, 0, 10], 35: [16, 5, -0.9, 2, 13], 34: [-9, -4, 0.5, 3, 14], 33: [18, 7, 1.6, 4, 17],
  32: [-24, -6, -1.5, 5, 19], 31: [19, 4, 0.9, 4, 18], 41: [-22, -5, -1.1, 4, 18], 42: [20, 6, 1.2, 5, 19], 43: [-15, -8, 1.5, 4, 17],
  44: [8, 5, -0.6, 3, 14], 45: [-14, -3, 0.8, 2, 13], 46: [5, 2, 0, 0, 10], 47: [-4, 4, 0.2, 0, 10],
};

/**
 * @param {number} stage
 * @param {Pose} pose
 * @returns {Key}
 */
function key(stage, pose) {
  return Object.freeze({ stage, rotation: pose.rotation, tip: pose.tip, shift: pose.shift });
}

/** @param {[number, number, number, number, number]} moves */
function sampleKeys([rotation, tip, shift, from, to]) {
  const start = { rotation, tip, shift };
  const keys = from > 0 ? [key(0, start), key(from, start)] : [key(0, start)];
  return Object.freeze([...keys, key(to, REST)]);
}

/**
 * The crowded case the page opens with.
 * @type {Plan}
 */
export const SAMPLE = Object.freeze(Object.fromEntries(
  Object.entries(START).map(([tooth, moves]) => [tooth, sampleKeys(moves)]),
));

/**
 * The keys of a tooth, by stage. Takes a plan and an FDI number; an unknown tooth has none.
 * @param {Plan} plan
 * @param {number} tooth
 */
export function keysOf(plan, tooth) {
  return plan[tooth] || [];
}

/**
 * The pose of a tooth at a stage (a fraction lies between two keys): `{rotation, tip, shift}`.
 * @param {Plan} plan
 * @param {number} tooth
 * @param {number} stage
 * @returns {Pose}
 */
export function poseAt(plan, tooth, stage) {
  const keys = keysOf(plan, tooth);
  if (!keys.length) return REST;
  const after = keys.findIndex((each) => each.stage > stage);
  if (after === 0) return keys[0];
  if (after < 0) return keys[keys.length - 1];
  const left = keys[after - 1];
  const right = keys[after];
  const linear = (stage - left.stage) / (right.stage - left.stage);
  const eased = linear * linear * (3 - 2 * linear);
  /** @param {Move} name */
  const between = (name) => left[name] + (right[name] - left[name]) * eased;
  return { rotation: between('rotation'), tip: between('tip'), shift: between('shift') };
}

/**
 * @param {Move} name
 * @param {number} value
 */
function clamp(name, value) {
  const { limit, step } = MOVES[name];
  const number = Number.isFinite(value) ? Math.max(-limit, Math.min(limit, value)) : 0;
  return Number((Math.round(number / step) * step).toFixed(1));
}

/**
 * The plan with a key at `stage` for the tooth, in place of one already there; values are brought within their limits.
 * @param {Plan} plan
 * @param {number} tooth
 * @param {number} stage
 * @param {Pose} pose
 */
export function withKey(plan, tooth, stage, pose) {
  const kept = keysOf(plan, tooth).filter((each) => each.stage !== stage);
  const added = key(stage, {
    rotation: clamp('rotation', pose.rotation), tip: clamp('tip', pose.tip), shift: clamp('shift', pose.shift),
  });
  return withKeys(plan, tooth, [...kept, added].sort((left, right) => left.stage - right.stage));
}

/**
 * The plan without the tooth's key at `stage`.
 * @param {Plan} plan
 * @param {number} tooth
 * @param {number} stage
 */
export function withoutKey(plan, tooth, stage) {
  return withKeys(plan, tooth, keysOf(plan, tooth).filter((each) => each.stage !== stage));
}

/**
 * The plan with the tooth's keys replaced.
 * @param {Plan} plan
 * @param {number} tooth
 * @param {readonly Key[]} keys
 * @returns {Plan}
 */
export function withKeys(plan, tooth, keys) {
  return Object.freeze({ ...plan, [tooth]: Object.freeze(keys) });
}
