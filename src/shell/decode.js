// @ts-check
/* Pages and outlines out of the bytes that src/wire/wire.h describes. No part of the browser is
 * needed. What is cut off or impossible throws, and nothing that was there before is changed. */

/** @typedef {{id: string, upem: number, ascender: number, descender: number}} Face */
/** @typedef {{face: Face, fine: number, advance: number, text: string, bytes: number, path: Uint8Array,
 *             box: number[] | null | undefined, shape: any}} Outline  bytes: of the text in UTF-8; path: lazily read */
/** @typedef {{c: number, m: number, y: number, k: number, over: number, rgb: number, spot: string, tint: number}} Ink */
/** @typedef {{role: number, article: number, file: number, level: number, flags: number, about: number, toPage: number,
 *             field: string, start: number}} Node  article, file: -1 for none */
/** @typedef {{kind: 0, ink: number, flags: number, mode: number, size: number, n: number, G: Uint32Array, A: Float64Array,
 *             C: Float64Array | null, T: string[] | null, text: string | null, S: Int32Array, L: Int32Array, width: number,
 *             condense: number, emphasis: Uint8Array | null, around: number, path?: any, box?: number[]}} Run
 *   G: outlines; A, C: place along and across the line from the origin, in pt; T: characters of each, null: the
 *   outlines'; S, L: bytes of the manuscript from the item's source on */
/** @typedef {{kind: number, ink: number, flags: number, weight: number, w: number, h: number, length: number, ops: Uint8Array,
 *             points: Float64Array, whole: number[], picture: number, path?: any, box?: number[]}} Other */
/** @typedef {{shape: Run | Other, x: number, y: number, node: number, source: number}} Item  in pt; source: from the node's start */
/** @typedef {{n: number, revision: number, base: number, width: number, height: number, bleed: number, limit: number,
 *             warn: number, files: string[], inks: Ink[], pictures: string[], nodes: Node[], items: Item[]}} Page */

export const RUN = 0, RULE = 1, FILL = 2, STROKE = 3, PATH = 4, PICTURE = 5;
export const HORIZONTAL = 0, VERTICAL = 1, SIDEWAYS = 2;
export const BROKEN = 64, GOES_ON = 128, MACHINE = 256;
export const ROLES = ["document", "banner", "article", "head", "paragraph", "list", "item", "label", "body", "subhead", "tail",
  "quote", "table", "row", "cell", "figure", "caption", "artefact"];

const MOST = 1 << 22; // of any count
const utf8 = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true });
const NUMBERS = [2, 2, 1, 1, 6, 4, 0];

export class Reader {
  /** @param {Uint8Array} bytes */
  constructor(bytes) { this.bytes = bytes; this.at = 0; }

  get done() { return this.at >= this.bytes.length; }

  byte() {
    if (this.at >= this.bytes.length)
      throw new RangeError("cut off");
    return this.bytes[this.at++];
  }

  /* JavaScript's bit operators end at 32 bits. */
  u() {
    let v = this.byte();
    if (v < 128)
      return v;
    v -= 128;
    for (let times = 128, b; ; times *= 128) {
      b = this.byte();
      v += (b & 127) * times;
      if (b < 128)
        break;
      if (times > 2 ** 56)
        throw new RangeError("no number");
    }
    return v;
  }

  s() {
    const v = this.u();
    return v % 2 ? -(v + 1) / 2 : v / 2;
  }

  count(least = 1) {
    const n = this.u();
    if (n > MOST || n * least > this.bytes.length - this.at)
      throw new RangeError("too many");
    return n;
  }

  /** @param {number} n */
  take(n) {
    if (n > this.bytes.length - this.at)
      throw new RangeError("cut off");
    this.at += n;
    return this.bytes.subarray(this.at - n, this.at);
  }

  part() { return this.take(this.u()); }

  string() { return utf8.decode(this.part()); }
}

/** The chunks of a reply.
 * @param {Uint8Array} bytes @returns {{kind: string, body: Uint8Array}[]} */
export function chunks(bytes) {
  const r = new Reader(bytes), out = [];
  while (!r.done) {
    const kind = String.fromCharCode(r.byte());
    out.push({ kind, body: r.part() });
  }
  return out;
}

/** All outlines that came, by number. */
export class Outlines {
  constructor() {
    this.first = 0; // in use
    this.next = 0; // ask for those from here on
    this.old = false; // there are some that pages need no more
    /** @type {Map<number, Outline>} */
    this.all = new Map();
  }

  /** @param {Uint8Array} body */
  take(body) {
    const r = new Reader(body);
    version(r);
    const first = r.u(), from = r.u(), faces = [];
    for (let i = r.count(4); i > 0; i--)
      faces.push({ id: r.string(), upem: r.u() || 1000, ascender: r.s(), descender: r.s() });
    const n = r.count(4), some = [];
    for (let i = 0; i < n; i++) {
      const o = new Reader(r.part()), face = faces[o.u()], fine = o.u() & 1 ? 64 : 1, advance = o.s(), text = o.part();
      if (!face)
        throw new RangeError("no face");
      some.push({ face, fine, advance, text: utf8.decode(text), bytes: text.length, path: o.take(o.bytes.length - o.at),
        box: undefined, shape: undefined });
    }
    some.forEach((o, i) => this.all.set(from + i, o));
    this.old = this.old || first > this.first;
    this.first = first;
    this.next = Math.max(this.next, from + n);
  }

  /** Forgets what no page shows any more.
   * @param {Iterable<Page>} pages */
  tidy(pages) {
    if (!this.old)
      return;
    this.old = false;
    const used = new Set();
    for (const page of pages)
      for (const { shape } of page.items)
        if (shape.kind === RUN)
          /** @type {Run} */ (shape).G.forEach((g) => used.add(g));
    for (const g of this.all.keys())
      if (g < this.first && !used.has(g))
        this.all.delete(g);
  }
}

/** Calls pen with each operation, in units of the face, y down; returns the box of all points, or null.
 * @param {Outline} o @param {(op: number, v: number[]) => void} [pen] op as in wire.h, but 2, 3 are 1 */
export function trace(o, pen) {
  const r = new Reader(o.path), box = [Infinity, Infinity, -Infinity, -Infinity];
  let x = 0, y = 0;
  while (!r.done) {
    const b = r.byte(), op = b & 7;
    if (op > 6)
      throw new RangeError("no operation");
    for (let times = (b >> 3) + 1; times > 0; times--) {
      const v = [];
      for (let k = 0; k < NUMBERS[op]; k++) {
        if (op !== 3 && (op === 2 || k % 2 === 0))
          x += r.s();
        else
          y += r.s();
        if (op < 4 ? k === NUMBERS[op] - 1 : k % 2 === 1) {
          const px = x / o.fine, py = y / o.fine;
          v.push(px, py);
          box[0] = Math.min(box[0], px);
          box[1] = Math.min(box[1], py);
          box[2] = Math.max(box[2], px);
          box[3] = Math.max(box[3], py);
        }
      }
      if (pen)
        pen(op === 2 || op === 3 ? 1 : op, v);
    }
  }
  return box[0] <= box[2] ? box : null;
}

/** @param {Reader} r */
function version(r) {
  if (r.u() !== 1)
    throw new RangeError("another version");
}

/** @param {Reader} r @returns {Pick<Page, "width" | "height" | "bleed" | "limit" | "warn" | "files" | "inks" | "pictures">} */
function tables(r) {
  const head = { width: r.u() / 100, height: r.u() / 100, bleed: r.u() / 100, limit: r.u(), warn: r.u() };
  const files = [], inks = [], pictures = [];
  for (let n = r.count(); n > 0; n--)
    files.push(r.string());
  for (let n = r.count(9); n > 0; n--) {
    const ink = { c: r.u(), m: r.u(), y: r.u(), k: r.u(), over: r.u(), rgb: r.byte() * 65536 + r.byte() * 256 + r.byte(),
      spot: r.string(), tint: 0 };
    if (ink.spot)
      ink.tint = r.u();
    inks.push(ink);
  }
  for (let n = r.count(); n > 0; n--)
    pictures.push(r.string());
  return { ...head, files, inks, pictures };
}

/** A list of nodes or items: new ones and those of the base, moved.
 * @template T @param {Reader} r @param {T[]} base @param {number} axes
 * @param {(r: Reader, last: T | undefined) => T} one @param {(of: T, by: number[]) => T} moved @returns {T[]} */
function list(r, base, axes, one, moved) {
  const n = r.u(), out = /** @type {T[]} */ ([]);
  if (n > MOST)
    throw new RangeError("too many");
  for (let behind = 0; out.length < n;) {
    const step = r.u(), count = Math.floor(step / 2);
    if (count < 1 || count > n - out.length)
      throw new RangeError("a list too long");
    if (step % 2 === 0) {
      for (let i = 0; i < count; i++)
        out.push(one(r, out[out.length - 1]));
      continue;
    }
    const from = behind + r.s(), by = [];
    for (let k = 0; k < axes; k++)
      by.push(r.s());
    if (from < 0 || from + count > base.length)
      throw new RangeError("not in the base");
    const still = by.every((v) => v === 0);
    for (let i = from; i < from + count; i++)
      out.push(still ? base[i] : moved(base[i], by));
    behind = from + count;
  }
  return out;
}

/** @param {Reader} r @param {Node | undefined} last @returns {Node} */
function node(r, last) {
  return { role: r.u(), article: r.u() - 1, file: r.u() - 1, level: r.u(), flags: r.u(), about: r.u(), toPage: r.u(),
    field: r.string(), start: r.s() + (last ? last.start : 0) };
}

/** @param {Reader} r @param {number} n */
function places(r, n) {
  const out = new Float64Array(n);
  for (let i = 1, at = 0; i < n; i++)
    out[i] = (at += r.s()) / 100;
  return out;
}

/** @param {Reader} r @param {Outlines} outlines @returns {Run} */
function run(r, outlines) {
  const flags = r.u(), ink = r.u(), mode = r.u(), size = r.s() / 65536, n = r.count();
  const G = new Uint32Array(n), S = new Int32Array(n), L = new Int32Array(n);
  for (let i = 0; i < n; i++)
    G[i] = r.u();
  const width = r.s() / 100, A = places(r, n), C = flags & 1 ? places(r, n) : null, condense = flags & 2 ? r.u() / 10000 : 1;
  /** @type {string[] | null} */
  let T = null;
  let text = null;
  const bytes = new Int32Array(n);
  for (let i = 0; i < n; i++)
    bytes[i] = outlines.all.get(G[i])?.bytes ?? 0;
  if (flags & 4) {
    const gaps = [];
    for (let i = 0; i < n; i++) {
      gaps.push(r.s());
      bytes[i] = r.u();
    }
    const all = r.part();
    T = [];
    for (let i = 0, at = 0; i < n; i++) {
      const from = at + gaps[i];
      T.push(utf8.decode(all.subarray(from, from + bytes[i])));
      at = bytes[i] ? from + bytes[i] : at;
    }
    text = utf8.decode(all);
  }
  for (let i = 0, at = 0; i < n && !(flags & MACHINE); i++) {
    const gap = flags & 8 ? r.s() : 0;
    L[i] = flags & 8 ? r.u() : bytes[i];
    S[i] = at + gap;
    at = L[i] ? S[i] + L[i] : at;
  }
  const emphasis = flags & 16 ? r.take(n) : null;
  return { kind: RUN, ink, flags, mode, size, n, G, A, C, T, text, S, L, width, condense, emphasis,
    around: flags & 32 ? r.s() / 65536 : 0 };
}

/** @param {Reader} r @param {number} kind @returns {Other} */
function other(r, kind) {
  const flags = r.u(), ink = r.u(), weight = kind === RULE || kind === STROKE ? r.s() / 100 : 0, w = r.s() / 100, h = r.s() / 100;
  let ops = new Uint8Array(0), points = new Float64Array(0), whole = /** @type {number[]} */ ([]);
  if (kind === STROKE || kind === PATH) {
    ops = r.take(r.u());
    points = new Float64Array(2 * r.count(2));
    for (let i = 0, x = 0, y = 0; i < points.length; i += 2) {
      points[i] = (x += r.s()) / 100;
      points[i + 1] = (y += r.s()) / 100;
    }
  }
  if (kind === PICTURE)
    whole = [r.s() / 100, r.s() / 100, r.s() / 100, r.s() / 100];
  return { kind, ink, flags, weight, w, h, ops, points, whole, picture: kind === PICTURE ? ink : -1, length: flags & 1 ? r.u() : 0 };
}

/** @param {Uint8Array} bytes @param {Outlines} outlines */
function shape(bytes, outlines) {
  const r = new Reader(bytes), kind = r.u();
  if (kind > PICTURE)
    throw new RangeError("no kind");
  return kind === RUN ? run(r, outlines) : other(r, kind);
}

/** A page out of a chunk P; null: it needs a base that is not the one given. The outlines must be there first.
 * @param {Uint8Array} body @param {(n: number, revision: number) => Page | undefined} held @param {Outlines} outlines @returns {Page | null} */
export function page(body, held, outlines) {
  const r = new Reader(body);
  version(r);
  const n = r.u(), revision = r.u(), base = r.u(), before = base ? held(n, revision) : undefined;
  if (base && (!before || before.revision !== base))
    return null;
  const head = before || tables(r);
  const nodes = list(r, before ? before.nodes : [], 1, node, (of, by) => ({ ...of, start: of.start + by[0] }));
  const items = list(r, before ? before.items : [], 4,
    (r, last) => ({ shape: shape(r.part(), outlines), x: r.s() / 65536 + (last ? last.x : 0), y: r.s() / 65536 + (last ? last.y : 0),
      node: r.s() + (last ? last.node : 0), source: r.s() }),
    (of, by) => ({ shape: of.shape, x: of.x + by[0] / 65536, y: of.y + by[1] / 65536, node: of.node + by[2], source: of.source + by[3] }));
  for (const i of items)
    if (!nodes[i.node] || (i.shape.kind === PICTURE ? head.pictures : head.inks)[i.shape.ink] === undefined)
      throw new RangeError("no such node or ink");
  return { ...head, n, revision, base, nodes, items };
}

/** The characters of glyph i.
 * @param {Run} run @param {number} i @param {Outlines} outlines */
export function textOf(run, i, outlines) {
  return run.T ? run.T[i] : outlines.all.get(run.G[i])?.text ?? "";
}

/** All characters of a run.
 * @param {Run} run @param {Outlines} outlines */
export function runText(run, outlines) {
  if (run.text !== null)
    return run.text;
  let out = "";
  for (let i = 0; i < run.n; i++)
    out += textOf(run, i, outlines);
  return out;
}
