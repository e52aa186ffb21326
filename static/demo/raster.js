/** A depth-buffered triangle painter over plain pixels: what the canvas shows, and which tooth each pixel belongs to. */

/**
 * Takes the picture's size in pixels; returns its painter. `paint` takes a mesh whose `screen` holds x, y, depth for each vertex
 * and whose `colours` holds red, green, blue, alpha (0 to 255); alpha below 255 is laid over what is there.
 * Faces turned away are left out; `mirrored` says that the vertices were mirrored on their way to the screen.
 * @param {number} width
 * @param {number} height
 */
export function createRaster(width, height) {
  const image = new ImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const depths = new Float32Array(width * height);
  const owners = new Uint8Array(width * height);

  function clear() {
    pixels.fill(0);
    depths.fill(Infinity);
    owners.fill(0);
  }

  /**
   * @param {number} at
   * @param {number} red
   * @param {number} green
   * @param {number} blue
   * @param {number} alpha
   */
  function blend(at, red, green, blue, alpha) {
    const under = pixels[at];
    const share = alpha / 255;
    const base = (under >>> 24) / 255;
    const out = share + base * (1 - share);
    /**
     * @param {number} over
     * @param {number} shiftBy
     */
    const mix = (over, shiftBy) => (over * share + ((under >>> shiftBy) & 255) * base * (1 - share)) / out;
    pixels[at] = ((out * 255) << 24) | (mix(blue, 16) << 16) | (mix(green, 8) << 8) | mix(red, 0);
  }

  /**
   * @param {Float32Array} screen
   * @param {Float32Array} colours
   * @param {number} a
   * @param {number} b
   * @param {number} c
   * @param {number} owner
   * @param {boolean} translucent
   */
  function triangle(screen, colours, a, b, c, owner, translucent) {
    const ax = screen[a * 3], ay = screen[a * 3 + 1], az = screen[a * 3 + 2];
    const bx = screen[b * 3], by = screen[b * 3 + 1], bz = screen[b * 3 + 2];
    const cx = screen[c * 3], cy = screen[c * 3 + 1], cz = screen[c * 3 + 2];
    const area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
    if (area >= 0) return;
    const left = Math.max(0, Math.ceil(Math.min(ax, bx, cx)));
    const right = Math.min(width - 1, Math.floor(Math.max(ax, bx, cx)));
    const top = Math.max(0, Math.ceil(Math.min(ay, by, cy)));
    const bottom = Math.min(height - 1, Math.floor(Math.max(ay, by, cy)));
    const stepB = (cy - ay) / area;
    const stepC = -(by - ay) / area;
    const [ca, cb, cc] = [a * 4, b * 4, c * 4];
    for (let y = top; y <= bottom; y += 1) {
      let shareB = ((left - ax) * (cy - ay) - (y - ay) * (cx - ax)) / area;
      let shareC = ((bx - ax) * (y - ay) - (by - ay) * (left - ax)) / area;
      let at = y * width + left;
      for (let x = left; x <= right; x += 1, at += 1, shareB += stepB, shareC += stepC) {
        const shareA = 1 - shareB - shareC;
        if (shareA < 0 || shareB < 0 || shareC < 0) continue;
        const depth = shareA * az + shareB * bz + shareC * cz;
        if (depth >= depths[at]) continue;
        depths[at] = depth;
        const red = shareA * colours[ca] + shareB * colours[cb] + shareC * colours[cc];
        const green = shareA * colours[ca + 1] + shareB * colours[cb + 1] + shareC * colours[cc + 1];
        const blue = shareA * colours[ca + 2] + shareB * colours[cb + 2] + shareC * colours[cc + 2];
        if (translucent) {
          blend(at, red, green, blue, shareA * colours[ca + 3] + shareB * colours[cb + 3] + shareC * colours[cc + 3]);
        } else {
          pixels[at] = 0xff000000 | (blue << 16) | (green << 8) | red;
          owners[at] = owner;
        }
      }
    }
  }

  /** @param {{ faces: Uint16Array, screen: Float32Array, colours: Float32Array, owner?: number, translucent?: boolean, mirrored?: boolean }} mesh */
  function paint({ faces, screen, colours, owner = 0, translucent = false, mirrored = false }) {
    for (let face = 0; face < faces.length; face += 3) {
      triangle(screen, colours, faces[face], faces[face + (mirrored ? 2 : 1)], faces[face + (mirrored ? 1 : 2)], owner, translucent);
    }
  }

  /**
   * The owner of the pixel at x, y; 0 where nothing was painted.
   * @param {number} x
   * @param {number} y
   */
  function ownerAt(x, y) {
    const inside = x >= 0 && y >= 0 && x < width && y < height;
    return inside ? owners[Math.floor(y) * width + Math.floor(x)] : 0;
  }

  return Object.freeze({ image, clear, paint, ownerAt });
}
