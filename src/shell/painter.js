// @ts-check
/* Paints a page's items on a canvas, each glyph as its outline at its exact place, and says where they are. Lengths are pt. */
import { FILL, HORIZONTAL, MACHINE, PATH, PICTURE, RULE, RUN, SIDEWAYS, STROKE, VERTICAL, trace } from "./decode.js";

/** @typedef {import("./decode.js").Page} Page */
/** @typedef {import("./decode.js").Run} Run */
/** @typedef {import("./decode.js").Other} Other */
/** @typedef {import("./decode.js").Item} Item */
/** @typedef {import("./decode.js").Ink} Ink */
/** @typedef {CanvasRenderingContext2D} Context */
/** @typedef {[number, number, number, number]} Box  x0, y0, x1, y1 */

/** @typedef {((ink: Ink) => string | null) | null} Tone */

export const FINE = 2.5; // pixels a pt from which on thin strokes are painted as they are
const COARSE = 1.6, SCRATCH = 1 << 21; // pixels of the canvas on which they are painted first

/** @param {number} rgb */
export const css = (rgb) => "#" + rgb.toString(16).padStart(6, "0");

/** How far the em box of a run stands above its baseline: bm_face_em_above().
 * @param {Run} run @param {Outlines} outlines */
function above(run, outlines) {
  const face = outlines.all.get(run.G[0])?.face;
  return face ? run.size * (face.ascender + face.descender + face.upem) / (2 * face.upem) : run.size * .88;
}

/** The matrix that brings an outline, in units of its face, to glyph i, from the item's place.
 * @param {Run} run @param {number} i @param {import("./decode.js").Outline} o */
function matrix(run, i, o) {
  const s = run.size / o.face.upem, along = run.A[i], across = run.C ? run.C[i] : 0;
  if (run.mode === SIDEWAYS)
    return [0, s, -s, 0, across, along];
  if (run.mode === VERTICAL)
    return [s * run.condense, 0, 0, s, across - o.advance * s / 2, along + o.face.ascender * s];
  return [s * run.condense, 0, 0, s, along, across];
}

export class Painter {
  /** @param {import("./decode.js").Outlines} outlines @param {(hash: string, page: number) => CanvasImageSource | null} picture */
  constructor(outlines, picture) {
    this.outlines = outlines;
    this.picture = picture;
    /** @type {HTMLCanvasElement[]} */
    this.canvases = [];
  }

  /** @param {number} g @returns {{path: Path2D, box: number[] | null, o: import("./decode.js").Outline} | null} */
  outline(g) {
    const o = this.outlines.all.get(g);
    if (!o)
      return null;
    if (!o.shape) {
      const path = new Path2D();
      const box = trace(o, (op, v) => {
        if (op === 0)
          path.moveTo(v[0], v[1]);
        else if (op === 1)
          path.lineTo(v[0], v[1]);
        else if (op === 4)
          path.bezierCurveTo(v[0], v[1], v[2], v[3], v[4], v[5]);
        else if (op === 5)
          path.quadraticCurveTo(v[0], v[1], v[2], v[3]);
        else
          path.closePath();
      });
      o.shape = { path, box, o };
    }
    return o.shape;
  }

  /** Where along the line the cell of glyph i begins: at its origin, but behind the ink of the one before where that reaches farther, as
   * before a quotation mark which was brought nearer.
   * @param {Run} run @param {number} i */
  begins(run, i) {
    const at = run.A[i], axis = run.mode === HORIZONTAL ? 0 : 1, before = i && this.ink(run, i - 1), ink = before && this.ink(run, i);
    return before && ink && before[axis + 2] > at && ink[axis] >= before[axis + 2] ? (before[axis + 2] + ink[axis]) / 2 : at;
  }

  /** The cell of glyph i, from the item's place: from where it begins to where the next does, as high as the em box.
   * @param {Run} run @param {number} i @returns {Box} */
  cell(run, i) {
    let j = i + 1;
    while (j < run.n && run.A[j] <= run.A[i])
      j++;
    const from = this.begins(run, i), to = Math.max(from, j < run.n ? this.begins(run, j) : run.width);
    const across = run.C ? run.C[i] : 0, up = above(run, this.outlines);
    if (run.mode === HORIZONTAL)
      return [from, across - up, to, across - up + run.size];
    if (run.mode === VERTICAL)
      return [across - run.size / 2, from, across + run.size / 2, to];
    return [across + up - run.size, from, across + up, to];
  }

  /** What the ink of glyph i takes, from the item's place; null: it has none.
   * @param {Run} run @param {number} i @returns {Box | null} */
  ink(run, i) {
    const a = this.outline(run.G[i]);
    if (!a || !a.box)
      return null;
    const m = matrix(run, i, a.o), [x0, y0, x1, y1] = a.box;
    /** @type {Box} */
    const b = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [x, y] of [[x0, y0], [x1, y1]]) {
      const px = m[0] * x + m[2] * y + m[4], py = m[1] * x + m[3] * y + m[5];
      grow(b, [px, py, px, py]);
    }
    return b;
  }

  /** What of the page an item's ink and cells take, from its place.
   * @param {Run | Other} shape @returns {Box} */
  box(shape) {
    if (shape.box)
      return /** @type {Box} */ (shape.box);
    /** @type {Box} */
    let b;
    if (shape.kind !== RUN) {
      const { weight, w, h } = /** @type {Other} */ (shape);
      b = [Math.min(0, w) - weight, Math.min(0, h) - weight, Math.max(0, w) + weight, Math.max(0, h) + weight];
    } else {
      const run = /** @type {Run} */ (shape);
      b = [Infinity, Infinity, -Infinity, -Infinity];
      for (let i = 0; i < run.n; i++) {
        grow(b, this.cell(run, i));
        const ink = this.ink(run, i);
        if (ink)
          grow(b, ink);
      }
    }
    return /** @type {Box} */ (shape.box = b);
  }

  /** @param {Item} item @returns {Box} on the page */
  boxOf(item) {
    const b = this.box(item.shape);
    return [b[0] + item.x, b[1] + item.y, b[2] + item.x, b[3] + item.y];
  }

  /** @param {Run} run @returns {Path2D} in pt, from the item's place */
  runPath(run) {
    if (!run.path) {
      const all = new Path2D();
      for (let i = 0; i < run.n; i++) {
        const a = this.outline(run.G[i]);
        if (a && a.box) {
          const [m11, m12, m21, m22, e, f] = matrix(run, i, a.o);
          all.addPath(a.path, { a: m11, b: m12, c: m21, d: m22, e, f });
        }
      }
      run.path = all;
    }
    return run.path;
  }

  /** @param {Other} shape */
  path(shape) {
    if (!shape.path) {
      const path = new Path2D(), v = shape.points;
      let at = 0;
      for (const op of shape.ops) {
        if (op === 0)
          path.moveTo(v[at], v[at + 1]);
        else if (op === 1)
          path.lineTo(v[at], v[at + 1]);
        else if (op === 2)
          path.bezierCurveTo(v[at], v[at + 1], v[at + 2], v[at + 3], v[at + 4], v[at + 5]);
        else
          path.closePath();
        at += [2, 2, 6, 0][op] ?? 0;
      }
      shape.path = path;
    }
    return shape.path;
  }

  /** Paints the items that meet a part of the page (pt). z: pixels a pt; (ox, oy): the pixel of the page's corner. tone: the colour of an
   * ink, null: it leaves what is there; else the screen's.
   * @param {Context} ctx @param {Page} page @param {number} z @param {number} ox @param {number} oy @param {Box} part
   * @param {Tone} [tone] */
  paint(ctx, page, z, ox, oy, part, tone = null) { this.items(ctx, page, z, 1, ox, oy, part, tone); }

  /** The same with care. A browser looks at four heights in a pixel: strokes thinner than one, as all level ones of 宋体 are, lose or
   * gain a third. Where pixels are coarse four or eight rows are painted for each and brought together.
   * @param {Context} ctx @param {Page} page @param {number} z @param {number} ox @param {number} oy @param {Box} part
   * @param {Tone} [tone] */
  paintFinely(ctx, page, z, ox, oy, part, tone = null) {
    if (z >= FINE) {
      this.items(ctx, page, z, 1, ox, oy, part, tone);
      return;
    }
    const rows = z < COARSE ? 8 : 4;
    const x0 = Math.max(0, Math.floor(ox + part[0] * z)), x1 = Math.min(ctx.canvas.width, Math.ceil(ox + part[2] * z));
    const y1 = Math.min(ctx.canvas.height, Math.ceil(oy + part[3] * z)), width = x1 - x0, most = Math.floor(SCRATCH / rows / Math.max(1, width));
    for (let y0 = Math.max(0, Math.floor(oy + part[1] * z)); width > 0 && y0 < y1; y0 += most) {
      let height = Math.min(most, y1 - y0) * rows, from = this.scratch(0, width, height);
      this.items(from, page, z, rows, ox - x0, (oy - y0) * rows, [(x0 - ox) / z, (y0 - oy) / z, (x1 - ox) / z, (y0 + most - oy) / z], tone);
      for (let r = rows, which = 1; r > 1; r /= 2, which = 1 - which, height /= 2) {
        const to = r > 2 ? this.scratch(which, width, height / 2) : ctx;
        to.setTransform(1, 0, 0, 1, 0, 0);
        to.imageSmoothingQuality = "low"; // at half the height the mean of each two rows
        to.drawImage(from.canvas, 0, 0, width, height, r > 2 ? 0 : x0, r > 2 ? 0 : y0, width, height / 2);
        from = to;
      }
    }
  }

  /** A blank canvas to work on, at least as large.
   * @param {number} which @param {number} width @param {number} height */
  scratch(which, width, height) {
    const c = this.canvases[which] = this.canvases[which] || document.createElement("canvas");
    if (c.width < width || c.height < height) {
      c.width = Math.max(c.width, width);
      c.height = Math.max(c.height, height);
    }
    const context = /** @type {Context} */ (c.getContext("2d"));
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    return context;
  }

  /** @param {Context} ctx @param {Page} page @param {number} z @param {number} rows @param {number} ox @param {number} oy
   * @param {Box} part @param {Tone} tone */
  items(ctx, page, z, rows, ox, oy, part, tone) {
    const colours = page.inks.map((ink) => tone ? tone(ink) : css(ink.rgb));
    ctx.lineCap = "butt";
    ctx.lineJoin = "miter";
    for (const item of page.items) {
      const { shape } = item;
      const b = this.box(shape);
      if (b[0] + item.x > part[2] || b[2] + item.x < part[0] || b[1] + item.y > part[3] || b[3] + item.y < part[1])
        continue;
      const colour = shape.kind === PICTURE ? "" : colours[shape.ink];
      if (colour === null)
        continue;
      ctx.setTransform(z, 0, 0, z * rows, ox + item.x * z, oy + item.y * z * rows);
      ctx.fillStyle = ctx.strokeStyle = colour || "#000";
      if (shape.kind === RUN)
        ctx.fill(this.runPath(/** @type {Run} */ (shape)));
      else
        this.other(ctx, page, /** @type {Other} */ (shape), tone ? "grayscale(1)" : "none");
    }
    ctx.setTransform(1, 0, 0, 1, 0, 0);
  }

  /** @param {Context} ctx @param {Page} page @param {Other} shape @param {string} filter of a picture */
  other(ctx, page, shape, filter) {
    const { kind, weight, w, h } = shape;
    ctx.lineWidth = weight;
    if (kind === FILL) {
      ctx.fillRect(0, 0, w, h);
    } else if (kind === RULE) {
      ctx.beginPath();
      ctx.moveTo(0, 0);
      ctx.lineTo(w, h);
      ctx.stroke();
    } else if (kind === STROKE) {
      ctx.stroke(this.path(shape));
    } else if (kind === PATH) {
      ctx.fill(this.path(shape));
    } else {
      const image = this.picture(page.pictures[shape.picture], page.n), [x, y, width, height] = shape.whole;
      ctx.save();
      ctx.beginPath();
      ctx.rect(0, 0, w, h);
      ctx.clip();
      ctx.imageSmoothingQuality = "high";
      ctx.fillStyle = "#ddd";
      ctx.filter = filter;
      if (image)
        ctx.drawImage(image, x, y, width, height);
      else
        ctx.fillRect(0, 0, w, h);
      ctx.restore();
    }
  }

  /** What differs between two pages, as boxes; null: everything may.
   * @param {Page | undefined} before @param {Page} after @returns {Box[] | null} */
  differences(before, after) {
    if (!before || before.inks !== after.inks || before.width !== after.width || before.height !== after.height)
      return null;
    /** @type {Map<Run | Other, Item[]>} */
    const old = new Map();
    for (const i of before.items) {
      const some = old.get(i.shape);
      if (some)
        some.push(i);
      else
        old.set(i.shape, [i]);
    }
    /** @type {Box[]} */
    const out = [];
    for (const i of after.items) {
      const some = old.get(i.shape), at = some ? some.findIndex((o) => o.x === i.x && o.y === i.y) : -1;
      if (some && at >= 0)
        some.splice(at, 1);
      else
        out.push(this.boxOf(i));
    }
    for (const some of old.values())
      for (const i of some)
        out.push(this.boxOf(i));
    return join(out);
  }

  /** The item at a place of the page, and of a run the glyph; null: nothing is there. Where cells lie over one another, as that of a
   * quotation mark which was brought nearer does, it is the glyph whose ink is nearest.
   * @param {Page} page @param {number} x @param {number} y @returns {{item: Item, glyph: number} | null} */
  hit(page, x, y) {
    /** @type {{item: Item, glyph: number} | null} */
    let best = null, other = null, least = Infinity;
    for (let k = page.items.length - 1; k >= 0; k--) {
      const item = page.items[k], b = this.box(item.shape), dx = x - item.x, dy = y - item.y;
      if (dx < b[0] || dx > b[2] || dy < b[1] || dy > b[3])
        continue;
      if (item.shape.kind !== RUN) {
        other = other || { item, glyph: -1 };
        continue;
      }
      const run = /** @type {Run} */ (item.shape);
      for (let i = run.n - 1; i >= 0; i--) {
        const c = this.cell(run, i);
        if (dx < c[0] || dx >= c[2] || dy < c[1] || dy >= c[3])
          continue;
        const ink = this.ink(run, i) || c, far = Math.hypot((ink[0] + ink[2]) / 2 - dx, (ink[1] + ink[3]) / 2 - dy);
        if (far < least) {
          least = far;
          best = { item, glyph: i };
        }
      }
    }
    return best || other;
  }

  /** Where bytes of a file stand on the page, a box a line of them; none: length 0 is the place before a character.
   * @param {Page} page @param {string} file @param {number} offset @param {number} length @returns {Box[]} */
  find(page, file, offset, length) {
    const name = page.files.indexOf(file), end = offset + length;
    /** @type {Box[]} */
    const out = [];
    for (const item of name < 0 ? [] : page.items) {
      const node = page.nodes[item.node];
      if (node.file !== name)
        continue;
      const start = node.start + item.source;
      if (item.shape.kind !== RUN) {
        const { length: n, w, h } = /** @type {Other} */ (item.shape);
        if (n && start < end && start + n > offset)
          out.push([item.x, item.y, item.x + w, item.y + h]);
        continue;
      }
      const run = /** @type {Run} */ (item.shape);
      if (run.flags & MACHINE)
        continue;
      /** @type {Box | null} */
      let line = null;
      for (let i = 0; i < run.n; i++) {
        const from = start + run.S[i], to = from + run.L[i];
        if (!run.L[i] || !(length ? from < end && to > offset : from <= offset && offset < to))
          continue;
        const c = this.cell(run, i);
        if (!length)
          c[run.mode === HORIZONTAL ? 2 : 3] = c[run.mode === HORIZONTAL ? 0 : 1];
        line = line ? grow(line, c) : c;
      }
      if (line)
        out.push([line[0] + item.x, line[1] + item.y, line[2] + item.x, line[3] + item.y]);
    }
    return out;
  }
}

/** @param {Box} b @param {number[]} c */
export function grow(b, c) {
  b[0] = Math.min(b[0], c[0]);
  b[1] = Math.min(b[1], c[1]);
  b[2] = Math.max(b[2], c[2]);
  b[3] = Math.max(b[3], c[3]);
  return b;
}

/** Boxes brought together where that adds little.
 * @param {Box[]} boxes */
function join(boxes) {
  const area = (/** @type {Box} */ b) => (b[2] - b[0]) * (b[3] - b[1]);
  /** @type {Box[]} */
  const out = [];
  for (const b of boxes) {
    let now = b;
    for (let i = 0; i < out.length; i++) {
      const both = grow([...out[i]], now);
      if (area(both) <= 1.2 * (area(out[i]) + area(now)) || out.length > 12) {
        now = both;
        out.splice(i, 1);
        i = -1;
      }
    }
    out.push(now);
  }
  return out;
}

/** @typedef {import("./decode.js").Outlines} Outlines */
