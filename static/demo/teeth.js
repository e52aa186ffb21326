/** The shape and place of every tooth and of the gums, as meshes in millimetres: x to the patient's right, y forward, z up. */

/** @typedef {'upper' | 'lower'} ArchName */
/** @typedef {'incisor' | 'canine' | 'premolar' | 'molar'} Kind */
/** @typedef {{ positions: Float32Array, normals: Float32Array, faces: Uint16Array, shades: Float32Array }} Mesh */
/** @typedef {{ x: number, y: number, turn: number }} Spot on the curve of an arch */
/** @typedef {ReturnType<typeof archTeeth>[number]} Tooth */
/** @typedef {{ turn: number[], place: number[] }} Placing a 3x3 turn, row by row, and a place */

const ROUND = 18;
const RADIANS = Math.PI / 180;

// From the midline back: width along the arch, depth across it, crown height, kind.
/** @type {Record<ArchName, [number, number, number, Kind][]>} */
const SIZES = {
  upper: [[8.6, 7, 10.6, 'incisor'], [6.8, 6.2, 9.4, 'incisor'], [7.7, 8, 10.4, 'canine'], [7.1, 9, 8.6, 'premolar'],
    [6.8, 9, 8.3, 'premolar'], [10.4, 11, 7.6, 'molar'], [9.8, 11, 7.2, 'molar']],
  lower: [[5.4, 6, 9.2, 'incisor'], [5.9, 6.4, 9.5, 'incisor'], [6.9, 7.6, 10.6, 'canine'], [7.1, 7.8, 8.6, 'premolar'],
    [7.2, 8.2, 8.2, 'premolar'], [11.1, 10.4, 7.6, 'molar'], [10.5, 10.2, 7.2, 'molar']],
};
const CURVES = { upper: { half: 27.5, reach: 45, gap: 0.9 }, lower: { half: 25, reach: 42.5, gap: 0.9 } };
/** @type {Record<ArchName, [number, number]>} */
const QUADRANTS = { upper: [1, 2], lower: [4, 3] };

// Crown outline by height: [height, width, depth] as shares, then the rings of the chewing surface: [share, height].
/** @type {Record<Kind, { power: number, wall: [number, number, number][], cap: [number, number][] }>} */
const CROWNS = {
  incisor: { power: 2.5, wall: [[-0.4, 0.66, 0.62], [-0.1, 0.78, 0.86], [0.1, 0.86, 0.95], [0.3, 0.92, 0.9], [0.5, 0.95, 0.74], [0.7, 0.99, 0.54],
    [0.86, 1, 0.38], [0.95, 0.98, 0.28]], cap: [[0.86, 0.985], [0.5, 1], [0, 1.004]] },
  canine: { power: 2.2, wall: [[-0.4, 0.66, 0.66], [-0.1, 0.8, 0.88], [0.1, 0.9, 0.97], [0.3, 0.96, 0.95], [0.5, 1, 0.84], [0.66, 0.94, 0.66],
    [0.8, 0.76, 0.47], [0.9, 0.54, 0.33]], cap: [[0.7, 0.955], [0.36, 0.99], [0, 1]] },
  premolar: { power: 2.4, wall: [[-0.4, 0.66, 0.7], [-0.1, 0.78, 0.84], [0.1, 0.88, 0.93], [0.3, 0.97, 0.99], [0.5, 1, 1], [0.66, 0.97, 0.95],
    [0.78, 0.9, 0.86], [0.86, 0.8, 0.75]], cap: [[0.8, 0.9], [0.56, 0.9], [0.26, 0.83], [0, 0.78]] },
  molar: { power: 3, wall: [[-0.4, 0.74, 0.76], [-0.1, 0.84, 0.87], [0.1, 0.91, 0.94], [0.3, 0.98, 0.99], [0.5, 1, 1], [0.66, 0.98, 0.96],
    [0.78, 0.93, 0.9], [0.86, 0.86, 0.82]], cap: [[0.82, 0.9], [0.58, 0.9], [0.28, 0.82], [0, 0.79]] },
};

/**
 * @param {Kind} kind
 * @param {number} share
 * @param {number} angle
 */
function cuspHeight(kind, share, angle) {
  if (kind !== 'premolar' && kind !== 'molar') return 0;
  const ridge = Math.max(0, 1 - Math.abs(share - 0.68) / 0.46);
  const lobes = kind === 'molar' ? Math.sin(2 * angle) ** 2 : Math.sin(angle) ** 2;
  return ridge * (0.17 * lobes - 0.05);
}

/**
 * @param {number} angle
 * @param {number} power
 * @returns {[number, number]}
 */
function superellipse(angle, power) {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const radius = (Math.abs(cos) ** power + Math.abs(sin) ** power) ** (-1 / power);
  return [cos * radius, sin * radius];
}

/**
 * Joins rings of equal count into a mesh with smooth normals. Takes a flat list of xyz, rings and points in a ring.
 * @param {number[]} points
 * @param {number} rings
 * @param {number} around
 */
function loft(points, rings, around) {
  const positions = Float32Array.from(points);
  /** @type {number[]} */
  const faces = [];
  for (let ring = 0; ring + 1 < rings; ring += 1) {
    for (let step = 0; step < around; step += 1) {
      const a = ring * around + step;
      const b = ring * around + ((step + 1) % around);
      faces.push(a, b, a + around, b, b + around, a + around);
    }
  }
  return { positions, normals: smoothNormals(positions, faces), faces: Uint16Array.from(faces) };
}

/**
 * @param {Float32Array} positions
 * @param {number[]} faces
 */
function smoothNormals(positions, faces) {
  const normals = new Float32Array(positions.length);
  for (let face = 0; face < faces.length; face += 3) {
    const a = faces[face] * 3, b = faces[face + 1] * 3, c = faces[face + 2] * 3;
    const ux = positions[b] - positions[a], uy = positions[b + 1] - positions[a + 1], uz = positions[b + 2] - positions[a + 2];
    const vx = positions[c] - positions[a], vy = positions[c + 1] - positions[a + 1], vz = positions[c + 2] - positions[a + 2];
    const nx = uy * vz - uz * vy, ny = uz * vx - ux * vz, nz = ux * vy - uy * vx;
    for (let corner = 0; corner < 3; corner += 1) {
      const at = faces[face + corner] * 3;
      normals[at] += nx;
      normals[at + 1] += ny;
      normals[at + 2] += nz;
    }
  }
  for (let at = 0; at < normals.length; at += 3) {
    const length = Math.hypot(normals[at], normals[at + 1], normals[at + 2]) || 1;
    for (let axis = 0; axis < 3; axis += 1) normals[at + axis] /= length;
  }
  return normals;
}

/**
 * @param {number} width
 * @param {number} depth
 * @param {number} height
 * @param {Kind} kind
 * @returns {Mesh}
 */
function crownMesh(width, depth, height, kind) {
  const { power, wall, cap } = CROWNS[kind];
  /** @type {number[]} */
  const points = [];
  /** @type {number[]} */
  const shades = [];
  /**
   * @param {number} widthShare
   * @param {number} depthShare
   * @param {number} share
   * @param {number} level
   */
  const ring = (widthShare, depthShare, share, level) => {
    for (let step = 0; step < ROUND; step += 1) {
      const angle = (step / ROUND) * 2 * Math.PI;
      const [x, y] = superellipse(angle, power);
      const lean = kind === 'incisor' || kind === 'canine' ? level * depth * 0.08 : 0;
      points.push(x * (width / 2) * widthShare * share, y * (depth / 2) * depthShare * share + lean,
        height * (level + cuspHeight(kind, share, angle)));
      shades.push(Math.max(0, Math.min(1, level)) * (share < 0.4 && kind.endsWith('molar') ? 0.72 : 1));
    }
  };
  wall.forEach(([level, wide, deep]) => ring(wide, deep, 1, level));
  const [, topWide, topDeep] = wall[wall.length - 1];
  cap.forEach(([share, level]) => ring(topWide, topDeep, share, level));
  return { ...loft(points, wall.length + cap.length, ROUND), shades: Float32Array.from(shades) };
}

/**
 * Points along an arch by arc length from the midline; negative lengths lie on the patient's left.
 * @param {{ half: number, reach: number }} arch
 * @returns {(distance: number) => Spot}
 */
function archCurve({ half, reach }) {
  const samples = [[0, 0]];
  let length = 0;
  for (let step = 1; step <= 400; step += 1) {
    const [before, now] = [step - 1, step].map((each) => (each / 400) * (Math.PI / 2));
    length += Math.hypot(half * (Math.sin(now) - Math.sin(before)), reach * (Math.cos(now) - Math.cos(before)));
    samples.push([length, now]);
  }
  return (distance) => {
    const wanted = Math.abs(distance);
    const side = Math.sign(distance) || 1;
    if (wanted >= length) return { x: side * half, y: length - wanted, turn: side * Math.PI / 2 };
    const [, angle] = samples[samples.findIndex(([reached]) => reached > wanted)];
    const turn = Math.atan2(reach * Math.sin(angle), half * Math.cos(angle));
    return { x: side * half * Math.sin(angle), y: reach * Math.cos(angle), turn: side * turn };
  };
}

/** @param {ArchName} arch */
function archTeeth(arch) {
  const curve = archCurve(CURVES[arch]);
  const [right, left] = QUADRANTS[arch];
  return [[right, 1], [left, -1]].flatMap(([quadrant, side]) => {
    let reached = 0;
    return SIZES[arch].map(([width, depth, height, kind], index) => {
      const place = curve(side * (reached + width / 2));
      const span = [reached, reached + width];
      reached += width;
      return Object.freeze({ tooth: quadrant * 10 + index + 1, arch, side, place, span, depth, mesh: crownMesh(width * 1.02, depth, height, kind) });
    });
  });
}

/**
 * The teeth's depth at a length along the arch, without a step from one tooth to the next.
 * @param {Tooth[]} row
 * @param {number} reached
 */
function depthAt(row, reached) {
  const middles = row.map(({ span, depth }) => [(span[0] + span[1]) / 2, depth]);
  const next = middles.findIndex(([middle]) => middle > reached);
  if (next <= 0) return next ? row[row.length - 1].depth : row[0].depth;
  const [[from, left], [to, right]] = [middles[next - 1], middles[next]];
  return left + ((right - left) * (reached - from)) / (to - from);
}

/**
 * @param {ArchName} arch
 * @param {Tooth[]} teeth
 * @returns {Mesh}
 */
function gumMesh(arch, teeth) {
  const curve = archCurve(CURVES[arch]);
  const row = teeth.filter((each) => each.side === 1);
  const end = row[row.length - 1].span[1];
  /** @type {number[]} */
  const rings = [];
  /** @type {number[]} */
  const points = [];
  const half = 62;
  for (let step = -half; step <= half; step += 1) rings.push((step / half) * (end + 4));
  rings.forEach((distance) => {
    const reached = Math.min(Math.abs(distance), end - 0.01);
    const tooth = row.find(({ span }) => reached < span[1]) ?? row[row.length - 1];
    const share = (reached - tooth.span[0]) / (tooth.span[1] - tooth.span[0]);
    const close = Math.sqrt(Math.max(0.0004, 1 - Math.max(0, (Math.abs(distance) - end + 2) / 6) ** 2));
    const crest = (3.4 - 1.9 * Math.sin(Math.PI * share) ** 0.8) * close;
    const depth = depthAt(row, reached);
    const { x, y, turn } = curve(distance);
    for (let each = 0; each < ROUND; each += 1) {
      const [across, up] = superellipse((each / ROUND) * 2 * Math.PI, 2.6);
      const wide = (1.9 + depth * 0.52) * close * across * (up > 0 ? 1 - 0.2 * up * up : 1);
      points.push(x + Math.sin(turn) * wide, y + Math.cos(turn) * wide, -4 + up * (up > 0 ? 4 + crest : 3.6) * (0.4 + 0.6 * close));
    }
  });
  return { ...loft(points, rings.length, ROUND), shades: new Float32Array(points.length / 3).fill(1) };
}

/** @param {ArchName} arch */
function buildArch(arch) {
  const teeth = archTeeth(arch);
  return Object.freeze({ arch, lift: CURVES[arch].gap, teeth, gum: gumMesh(arch, teeth) });
}

/** @type {Map<ArchName, ReturnType<typeof buildArch>>} */
const built = new Map();

/**
 * The arch `upper` or `lower`: its teeth (by FDI number), its gum, and half the gap to the other arch; built on first use.
 * @param {ArchName} name
 */
export function archNamed(name) {
  const found = built.get(name) ?? buildArch(name);
  built.set(name, found);
  return found;
}

/**
 * The FDI numbers of an arch from the patient's right to the left.
 * @param {ArchName} arch
 */
export function toothNumbers(arch) {
  const [right, left] = QUADRANTS[arch];
  const back = [7, 6, 5, 4, 3, 2, 1];
  return [...back.map((each) => right * 10 + each), ...back.reverse().map((each) => left * 10 + each)];
}

/**
 * Takes a tooth and its pose; returns the 3x3 turn (row by row) and the place that carry its mesh into the arch.
 * @param {Tooth} tooth
 * @param {import('./plan.js').Pose} pose
 * @returns {Placing}
 */
export function placeTooth({ place, side }, { rotation, tip, shift }) {
  const turn = -place.turn + side * rotation * RADIANS;
  const lean = side * tip * RADIANS;
  const [c, s, cl, sl] = [Math.cos(turn), Math.sin(turn), Math.cos(lean), Math.sin(lean)];
  return {
    turn: [c * cl, -s, c * sl, s * cl, c, s * sl, -sl, 0, cl],
    place: [place.x + Math.sin(place.turn) * shift, place.y + Math.cos(place.turn) * shift, 0],
  };
}
