/** Draws the arches on a canvas: camera, light, and the clear aligner over the teeth. */

import { createRaster } from './raster.js';
import { archNamed, placeTooth } from './teeth.js';

/** @import { View } from './orbit.js' */
/** @import { Pose } from './plan.js' */
/** @import { ArchName, Mesh, Placing } from './teeth.js' */
/** @typedef {{ camera: number[], upper: boolean, flip: number[], width: number, height: number, zoom: number, lift: number }} Frame */
/** @typedef {ReturnType<typeof createRaster>} Raster */
/** @typedef {[low: number[], high: number[]]} Tint red, green and blue in the shade and in the light */
/** @typedef {(colours: Float32Array, at: number, nx: number, ny: number, nz: number, shade: number, tint: Tint) => void} Painter */
/** @typedef {{ colour: Painter, tint: Tint, owner?: number, inflate?: number }} Material */

const MOST_PIXELS = 520000;
const CAMERA = 260;
const ALIGNER = 0.55;
const KEY_LIGHT = unit(-0.42, 0.62, 0.66);
const FILL_LIGHT = unit(0.75, 0.1, 0.5);
const HALFWAY = unit(KEY_LIGHT[0], KEY_LIGHT[1], KEY_LIGHT[2] + 1);
/** @type {Tint} */
const ENAMEL = [[232, 214, 188], [250, 248, 243]];
/** @type {Tint} */
const CHOSEN = [[58, 150, 150], [122, 214, 206]];
/** @type {Tint} */
const GUM = [[214, 132, 134], [230, 152, 150]];
const IDENTITY = { turn: [1, 0, 0, 0, 1, 0, 0, 0, 1], place: [0, 0, 0] };
const MIRROR = [1, 0, 0, 0, 1, 0, 0, 0, -1];

/**
 * The views a doctor asks for by name: yaw and pitch in degrees.
 * @type {Readonly<Record<string, Readonly<View>>>}
 */
export const VIEWS = Object.freeze({
  front: Object.freeze({ yaw: 0, pitch: 8 }),
  right: Object.freeze({ yaw: 62, pitch: 6 }),
  left: Object.freeze({ yaw: -62, pitch: 6 }),
  upper: Object.freeze({ yaw: 0, pitch: -82 }),
  lower: Object.freeze({ yaw: 0, pitch: 82 }),
});

/**
 * @param {number} x
 * @param {number} y
 * @param {number} z
 */
function unit(x, y, z) {
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
}

/** @param {View} view */
function cameraFor({ yaw, pitch }) {
  const [cy, sy, cp, sp] = [yaw, pitch].flatMap((angle) => {
    const radians = (angle * Math.PI) / 180;
    return [Math.cos(radians), Math.sin(radians)];
  });
  // Rows: to the right of the picture, up, toward the viewer, who stands before the patient and so sees x reversed.
  return [-cy, sy, 0, -sy * sp, -cy * sp, cp, sy * cp, cy * cp, sp];
}

/**
 * Takes a 3x3 matrix and another; returns their product, row by row.
 * @param {number[]} left
 * @param {number[]} right
 */
function times(left, right) {
  return [0, 1, 2].flatMap((row) => [0, 1, 2].map((column) => left[row * 3] * right[column]
    + left[row * 3 + 1] * right[3 + column] + left[row * 3 + 2] * right[6 + column]));
}

/** @type {Painter} */
function opaque(colours, at, nx, ny, nz, shade, [low, high]) {
  const key = Math.max(0, nx * KEY_LIGHT[0] + ny * KEY_LIGHT[1] + nz * KEY_LIGHT[2]);
  const fill = Math.max(0, nx * FILL_LIGHT[0] + ny * FILL_LIGHT[1] + nz * FILL_LIGHT[2]);
  const gloss = Math.max(0, nx * HALFWAY[0] + ny * HALFWAY[1] + nz * HALFWAY[2]) ** 34 * 70;
  const light = 0.44 + 0.36 * key + 0.16 * fill + 0.2 * Math.max(0, nz);
  for (let band = 0; band < 3; band += 1) {
    const base = low[band] + (high[band] - low[band]) * Math.sqrt(shade);
    colours[at + band] = Math.min(255, base * light * (0.8 + 0.2 * shade) + gloss);
  }
  colours[at + 3] = 255;
}

/** @type {Painter} */
function glass(colours, at, nx, ny, nz, shade) {
  const edge = (1 - Math.max(0, nz)) ** 2;
  const gloss = Math.max(0, nx * HALFWAY[0] + ny * HALFWAY[1] + nz * HALFWAY[2]) ** 46;
  colours[at] = 148 + 107 * gloss;
  colours[at + 1] = 210 + 45 * gloss;
  colours[at + 2] = 232 + 23 * gloss;
  colours[at + 3] = shade < 0.04 ? 0 : Math.min(235, 30 + 175 * edge + 190 * gloss);
}

/**
 * Takes a canvas; returns `draw(scene)` and `toothAt(x, y)` (client coordinates; 0 for none). A scene holds `poses` (FDI number to
 * pose), `view` (yaw, pitch), `show` (arch names), `aligner`, and `chosen` (FDI number or 0).
 * @param {HTMLCanvasElement} canvas
 */
export function createArch(canvas) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  /** @type {Raster | null} */
  let fitted = null;

  function fit() {
    const { clientWidth, clientHeight } = canvas;
    if (!clientWidth || !clientHeight) return null;
    const scale = Math.min(2, Math.sqrt(MOST_PIXELS / (clientWidth * clientHeight)));
    const [width, height] = [Math.round(clientWidth * scale), Math.round(clientHeight * scale)];
    if (canvas.width !== width || canvas.height !== height || !fitted) {
      canvas.width = width;
      canvas.height = height;
      fitted = createRaster(width, height);
    }
    return fitted;
  }

  /**
   * @param {Raster} raster
   * @param {Mesh} mesh
   * @param {Placing} placing
   * @param {Frame} frame
   * @param {Material} material
   */
  function paint(raster, mesh, { turn, place }, frame, material) {
    const { positions, normals, faces, shades } = mesh;
    const count = positions.length / 3;
    const screen = new Float32Array(count * 3);
    const colours = new Float32Array(count * 4);
    const inflate = material.inflate || 0;
    const whole = times(frame.camera, times(frame.flip, turn));
    const moved = [0, 1, 2].map((row) => frame.flip[row * 3] * place[0] + frame.flip[row * 3 + 1] * place[1] + frame.flip[row * 3 + 2] * place[2]);
    moved[1] -= 23;
    moved[2] += frame.lift;
    const at = [0, 1, 2].map((row) => frame.camera[row * 3] * moved[0] + frame.camera[row * 3 + 1] * moved[1] + frame.camera[row * 3 + 2] * moved[2]);
    for (let each = 0; each < count; each += 1) {
      const from = each * 3;
      const nx = normals[from], ny = normals[from + 1], nz = normals[from + 2];
      const x = positions[from] + nx * inflate, y = positions[from + 1] + ny * inflate, z = positions[from + 2] + nz * inflate;
      const depth = CAMERA - (whole[6] * x + whole[7] * y + whole[8] * z + at[2]);
      const zoom = frame.zoom / depth;
      screen[from] = frame.width / 2 + (whole[0] * x + whole[1] * y + whole[2] * z + at[0]) * zoom;
      screen[from + 1] = frame.height / 2 - (whole[3] * x + whole[4] * y + whole[5] * z + at[1]) * zoom;
      screen[from + 2] = depth;
      material.colour(colours, each * 4, whole[0] * nx + whole[1] * ny + whole[2] * nz, whole[3] * nx + whole[4] * ny + whole[5] * nz,
        whole[6] * nx + whole[7] * ny + whole[8] * nz, shades[each], material.tint);
    }
    raster.paint({ faces, screen, colours, owner: material.owner, translucent: Boolean(inflate), mirrored: frame.upper });
  }

  /** @param {{ poses: (tooth: number) => Pose, view: View, show: ArchName[], aligner: boolean, chosen?: number }} scene */
  function draw({ poses, view, show, aligner, chosen = 0 }) {
    const raster = fit();
    if (!raster) return;
    raster.clear();
    const { width, height } = canvas;
    const camera = cameraFor(view);
    const both = show.length > 1;
    const zoom = CAMERA * Math.min(width / 82, height / 64);
    const placed = show.flatMap((name) => {
      const { teeth, gum, lift } = archNamed(name);
      const upper = name === 'upper';
      const flip = upper ? MIRROR : IDENTITY.turn;
      const frame = { camera, upper, flip, width, height, zoom, lift: both ? (upper ? 10 + lift : -9 - lift) : (upper ? -1.5 : 1.5) };
      paint(raster, gum, IDENTITY, frame, { colour: opaque, tint: GUM });
      return teeth.map((tooth) => {
        const where = placeTooth(tooth, poses(tooth.tooth));
        paint(raster, tooth.mesh, where, frame, { colour: opaque, tint: tooth.tooth === chosen ? CHOSEN : ENAMEL, owner: tooth.tooth });
        return { mesh: tooth.mesh, where, frame };
      });
    });
    if (aligner) {
      const clear = { colour: glass, tint: ENAMEL, inflate: ALIGNER };
      placed.forEach(({ mesh, where, frame }) => paint(raster, mesh, where, frame, clear));
    }
    context.putImageData(raster.image, 0, 0);
  }

  /**
   * @param {number} clientX
   * @param {number} clientY
   */
  function toothAt(clientX, clientY) {
    const box = canvas.getBoundingClientRect();
    if (!fitted || !box.width) return 0;
    return fitted.ownerAt(((clientX - box.left) / box.width) * canvas.width, ((clientY - box.top) / box.height) * canvas.height);
  }

  return Object.freeze({ draw, toothAt });
}
