// @ts-check
/* The page view: pages on a canvas, in the pixels of the device, only what is seen of them; on a second canvas above it what is said
 * of them (overlays.js). It never moves by itself. A place {x, y, zoom} is the point of the page or spread, in 1/100 pt, that stands
 * in the canvas's left top corner, and zoom 1 is 100 %: 96 pixels of CSS an inch. */
import { Outlines, ROLES, RUN, chunks, page as decode, runText, textOf } from "./decode.js";
import { FINE, Painter } from "./painter.js";
import { Overlays } from "./overlays.js";

/** @typedef {import("./decode.js").Page} Page */
/** @typedef {import("./decode.js").Run} Run */
/** @typedef {import("./decode.js").Other} Other */
/** @typedef {import("./painter.js").Box} Box */
/** @typedef {{page: number, file: string, offset: number, length: number, article: number | null, node: number, role: string,
 *             field: string, rect: [number, number, number, number], text: string}} Hit */
/** @typedef {{x: number, y: number, zoom: number}} Place */
/** @typedef {{n: number, x: number, y: number, width: number, height: number}} Sheet  where a page lies in the spread, pt */
/** @typedef {{pages: {n: number, width: number, height: number}[], articles: any[]}} State */

const INCH = 96 / 72; // pixels of CSS a pt
const LEAST = .05, MOST = 16; // zoom
const CLICK_PIXELS = 4, CLICK_MS = 400, REST_MS = 80, FLASH_MS = 600;
const BAND = 32, BAND_MS = 12; // device pixels that are painted with care at a time, and how long such work may go on
const LOW = 1; // pixels a pt of the small picture that stands in while a page is zoomed
const AGAIN_MS = 3000; // then an image that did not come may be asked for again
const IMAGES = 96; // that are kept: pictures, and pages as the server has them
const DESK = "#8a8a8a";

export class PageView {
  /** @param {HTMLCanvasElement} canvas
   * @param {{onClick?: (hit: Hit | null, event: PointerEvent) => void, onHover?: (hit: Hit | null) => void,
   *          onMove?: (place: Place) => void, painted?: (ms: number) => void, picture?: (hash: string, page: number) => string,
   *          tile?: (page: number, kind: string, dpi: number) => string}} [on]  picture, tile: addresses of images */
  constructor(canvas, on = {}) {
    this.canvas = canvas;
    this.on = on;
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { alpha: false }));
    this.outlines = new Outlines();
    /** @type {Map<number, Page>} */
    this.pages = new Map();
    /** @type {Map<string, {image: HTMLImageElement, ready: boolean}>} */
    this.images = new Map();
    this.painter = new Painter(this.outlines, (hash, n) => this.image((on.picture || ((h, p) => `/api/picture/${p}/${h}`))(hash, n)));
    /** @type {State} */
    this.state = { pages: [], articles: [] };
    /** @type {Sheet[]} */
    this.sheets = [];
    this.page = 1;
    this.spread = false;
    this.x = this.y = 0; // of the left top corner, device pixels from the spread's
    this.zoom = 1;
    this.ratio = 0; // device pixels a pixel of CSS
    /** @type {Box[] | null} */
    this.dirty = null; // device pixels of the canvas; null: all
    /** @type {Box[]} */
    this.rough = []; // what was painted in haste
    this.shift = [0, 0]; // device pixels that what is painted has to move
    this.painting = this.resting = this.refining = 0;
    /** @type {{z: number, x: number, y: number} | null} */
    this.stale = null; // of what is on the canvas, while a zoom goes on
    /** @type {HTMLCanvasElement | null} */
    this.kept = null;
    /** @type {Map<number, HTMLCanvasElement>} */
    this.low = new Map();
    this.overlays = new Overlays(this);
    this.size();
    new ResizeObserver(() => this.size()).observe(canvas);
    this.listen();
  }

  get current() { return { page: this.page, spread: this.spread, ...this.at() }; }

  /** The number of outlines there are: what to ask on from. */
  get glyphs() { return this.outlines.next; }

  /** The revision that is held of a page; 0: none.
   * @param {number} n */
  have(n) { return this.pages.get(n)?.revision ?? 0; }

  /** Device pixels a pt. */
  get z() { return this.zoom * INCH * this.ratio; }

  at() { return { x: Math.round(this.x / this.z * 100), y: Math.round(this.y / this.z * 100), zoom: this.zoom }; }

  size() {
    const { canvas } = this, ratio = window.devicePixelRatio || 1, before = this.ratio;
    const width = Math.max(1, Math.round(canvas.clientWidth * ratio)), height = Math.max(1, Math.round(canvas.clientHeight * ratio));
    if (canvas.width === width && canvas.height === height && before === ratio)
      return;
    if (before && before !== ratio) {
      this.x = Math.round(this.x * ratio / before);
      this.y = Math.round(this.y * ratio / before);
    }
    this.ratio = ratio;
    canvas.width = width;
    canvas.height = height;
    this.overlays.size();
    this.repaint();
  }

  /** All that came from a server: another one has other numbers. */
  forget() {
    this.outlines = this.painter.outlines = new Outlines();
    this.pages.clear();
    this.low.clear();
    this.images.clear();
    this.repaint();
  }

  /** @param {State} state */
  setEdition(state) {
    this.state = state;
    for (const n of this.pages.keys())
      if (!state.pages.some((p) => p.n === n)) {
        this.pages.delete(n);
        this.low.delete(n);
      }
    this.lay();
    this.overlays.repaint();
  }

  /** Chunks of a reply; the JSON among them, or null. What changed is painted. A page that came as a change of one that is no longer
   * here is let go of (have: 0): ask for it again.
   * @param {Uint8Array | ArrayBuffer} bytes @returns {any} */
  take(bytes) {
    const all = chunks(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes));
    let json = null;
    for (const c of all)
      if (c.kind === "O")
        this.outlines.take(c.body);
      else if (c.kind === "J")
        json = JSON.parse(new TextDecoder().decode(c.body));
    for (const c of all)
      if (c.kind === "P")
        this.takePage(c.body);
    return json;
  }

  /** @param {Uint8Array} body */
  takePage(body) {
    /** @type {Page | undefined} */
    let before, late = false; // two requests were under way, and the later reply came first
    const now = decode(body, (n, revision) => {
      before = this.pages.get(n);
      late = !!before && before.revision >= revision;
      return before;
    }, this.outlines);
    if (!now) {
      if (before && !late)
        this.pages.delete(before.n);
      return;
    }
    before = this.pages.get(now.n);
    this.pages.set(now.n, now);
    this.outlines.tidy(this.pages.values());
    const boxes = this.painter.differences(before, now);
    this.low.delete(now.n);
    this.lay();
    const sheet = this.sheets.find((s) => s.n === now.n);
    if (sheet && (!boxes || boxes.length))
      for (const b of boxes || [/** @type {Box} */ ([-9, -9, sheet.width + 9, sheet.height + 9])])
        this.damage(sheet, b);
    this.overlays.changed(now.n);
  }

  /** Where the pages that are shown lie. */
  lay() {
    const all = this.state.pages.map((p) => ({ n: p.n, width: p.width / 100, height: p.height / 100 }));
    for (const p of this.pages.values())
      if (!all.some((a) => a.n === p.n))
        all.push(p);
    all.sort((a, b) => a.n - b.n);
    const first = this.page % 2 ? this.page - 1 : this.page;
    const shown = all.filter((p) => p.n === this.page || (this.spread && (p.n === first || p.n === first + 1)));
    let x = 0;
    const sheets = shown.map((p) => {
      const s = { n: p.n, x, y: 0, width: p.width, height: p.height };
      x += p.width;
      return s;
    });
    if (JSON.stringify(sheets) === JSON.stringify(this.sheets))
      return;
    this.sheets = sheets;
    this.repaint();
  }

  /** @param {{page?: number, spread?: boolean}} what */
  show({ page = this.page, spread = this.spread }) {
    if (page === this.page && spread === this.spread)
      return;
    this.page = page;
    this.spread = spread;
    this.lay();
    this.clamp();
    this.moved();
  }

  /** @param {Partial<Place>} to */
  place({ x, y, zoom = this.zoom }) {
    const at = this.at();
    this.zoom = Math.min(MOST, Math.max(LEAST, zoom));
    this.x = Math.round((x ?? at.x) / 100 * this.z);
    this.y = Math.round((y ?? at.y) / 100 * this.z);
    this.clamp();
    this.repaint();
    this.moved();
  }

  /** @param {"width" | "page"} what */
  fit(what) {
    const { width, height } = this.extent(), room = 12 * this.ratio;
    if (!width)
      return;
    const across = (this.canvas.width - 2 * room) / width, down = (this.canvas.height - 2 * room) / height;
    const z = what === "width" ? across : Math.min(across, down);
    this.zoom = Math.min(MOST, Math.max(LEAST, z / INCH / this.ratio));
    this.x = Math.round((width * this.z - this.canvas.width) / 2);
    this.y = what === "page" ? Math.round((height * this.z - this.canvas.height) / 2) : -Math.round(room);
    this.repaint();
    this.moved();
  }

  /** @param {number} factor @param {{x: number, y: number}} [at] in pixels of CSS, from the canvas's corner; else its middle */
  zoomBy(factor, at) {
    const px = at ? at.x * this.ratio : this.canvas.width / 2, py = at ? at.y * this.ratio : this.canvas.height / 2;
    const zoom = Math.min(MOST, Math.max(LEAST, this.zoom * factor)), by = zoom / this.zoom;
    if (by === 1)
      return;
    this.stale = this.stale || { z: this.z, x: this.x, y: this.y };
    this.x = Math.round((this.x + px) * by - px);
    this.y = Math.round((this.y + py) * by - py);
    this.zoom = zoom;
    this.clamp();
    this.soon();
    window.clearTimeout(this.resting);
    this.resting = window.setTimeout(() => this.repaint(), REST_MS);
    this.moved();
  }

  /** Moves what is seen by pixels of CSS.
   * @param {number} dx @param {number} dy */
  pan(dx, dy) {
    const { x, y } = this;
    this.x += Math.round(dx * this.ratio);
    this.y += Math.round(dy * this.ratio);
    this.clamp();
    if (x === this.x && y === this.y)
      return;
    this.shift[0] += x - this.x;
    this.shift[1] += y - this.y;
    this.soon();
    this.moved();
  }

  /** The size of what is shown, pt. */
  extent() {
    return { width: this.sheets.reduce((w, s) => Math.max(w, s.x + s.width), 0),
      height: this.sheets.reduce((h, s) => Math.max(h, s.height), 0) };
  }

  /** The pages stay in sight: at least a quarter of the canvas, or all of a small page's half, shows them. */
  clamp() {
    const { width, height } = this.extent(), { canvas } = this;
    const hold = (/** @type {number} */ v, /** @type {number} */ size, /** @type {number} */ seen) => {
      const most = Math.min(seen / 4, size / 2);
      return Math.round(Math.min(size - most, Math.max(most - seen, v)));
    };
    this.x = hold(this.x, width * this.z, canvas.width);
    this.y = hold(this.y, height * this.z, canvas.height);
  }

  moved() {
    this.overlays.repaint();
    if (this.on.onMove)
      this.on.onMove(this.at());
  }

  /** Brings a rectangle (1/100 pt) of a page into sight, if it is not, by as little as is needed.
   * @param {number} page @param {number[]} rect */
  scrollTo(page, [x, y, w, h]) {
    if (!this.sheets.some((s) => s.n === page))
      this.show({ page });
    const s = this.sheets.find((t) => t.n === page), { z, canvas } = this;
    if (!s)
      return;
    const near = (/** @type {number} */ at, /** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ seen) => {
      const edge = Math.min(seen / 8, Math.max(0, (seen - (to - from)) / 2));
      if (to - from > seen)
        return from >= at && from < at + seen * .8 ? at : from - seen / 8;
      return from < at ? from - edge : to > at + seen ? to + edge - seen : at;
    };
    const left = (s.x + x / 100) * z, top = (s.y + y / 100) * z;
    const to = [near(this.x, left, left + w / 100 * z, canvas.width), near(this.y, top, top + h / 100 * z, canvas.height)];
    this.pan((to[0] - this.x) / this.ratio, (to[1] - this.y) / this.ratio);
  }

  /** A box of a sheet, in pixels of the canvas.
   * @param {Sheet} s @param {number[]} b @returns {Box} */
  pixels(s, b) {
    const { z } = this, x = s.x * z - this.x, y = s.y * z - this.y;
    return [b[0] * z + x, b[1] * z + y, b[2] * z + x, b[3] * z + y];
  }

  /** @param {Sheet} sheet @param {Box} box */
  damage(sheet, box) {
    if (!this.dirty)
      return;
    const p = this.pixels(sheet, box);
    this.dirty.push([Math.floor(p[0]) - 1, Math.floor(p[1]) - 1, Math.ceil(p[2]) + 1, Math.ceil(p[3]) + 1]);
    this.soon();
  }

  repaint() {
    window.clearTimeout(this.resting);
    this.dirty = this.stale = this.kept = null;
    this.rough = [];
    this.shift = [0, 0];
    this.soon();
  }

  soon() {
    if (!this.painting)
      this.painting = requestAnimationFrame(() => {
        this.painting = 0;
        this.draw();
      });
  }

  draw() {
    const begun = performance.now(), { context, canvas } = this;
    if (this.stale) {
      this.preview(this.stale);
    } else {
      const [dx, dy] = this.shift, all = /** @type {Box} */ ([0, 0, canvas.width, canvas.height]);
      this.shift = [0, 0];
      if (!this.dirty || Math.abs(dx) >= canvas.width || Math.abs(dy) >= canvas.height) {
        this.dirty = [all];
      } else if (dx || dy) {
        context.setTransform(1, 0, 0, 1, 0, 0);
        context.drawImage(canvas, dx, dy);
        const moved = (/** @type {Box} */ b) => /** @type {Box} */ ([b[0] + dx, b[1] + dy, b[2] + dx, b[3] + dy]);
        this.dirty = this.dirty.map(moved);
        this.rough = this.rough.map(moved);
        if (dx)
          this.dirty.push(dx > 0 ? [0, 0, dx, all[3]] : [all[2] + dx, 0, all[2], all[3]]);
        if (dy)
          this.dirty.push(dy > 0 ? [0, 0, all[2], dy] : [0, all[3] + dy, all[2], all[3]]);
      }
      for (const b of this.dirty)
        this.region(b, false);
      this.rough.push(...this.z < FINE ? this.dirty : []);
      this.dirty = [];
      this.refine();
    }
    this.overlays.draw();
    if (this.on.painted)
      this.on.painted(performance.now() - begun);
  }

  /** When all is at rest, what was painted in haste is painted with care, a band at a time, so that no key has to wait. */
  refine(wait = REST_MS) {
    window.clearTimeout(this.refining);
    this.refining = this.rough.length && window.setTimeout(() => {
      for (const until = performance.now() + BAND_MS; this.rough.length && !this.painting && performance.now() < until;) {
        const b = this.rough[0], end = Math.min(b[3], Math.max(0, b[1]) + BAND);
        this.region([b[0], b[1], b[2], end], true);
        if (end < b[3] && end < this.canvas.height)
          this.rough[0] = [b[0], end, b[2], b[3]];
        else
          this.rough.shift();
      }
      this.refine(0);
    }, wait);
  }

  /** Paints a part of the canvas.
   * @param {Box} box @param {boolean} fine with care */
  region(box, fine) {
    const x0 = Math.max(0, box[0]), y0 = Math.max(0, box[1]), x1 = Math.min(this.canvas.width, box[2]), y1 = Math.min(this.canvas.height, box[3]);
    if (x1 <= x0 || y1 <= y0)
      return;
    const { context, z } = this;
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.beginPath();
    context.rect(x0, y0, x1 - x0, y1 - y0);
    context.clip();
    context.fillStyle = DESK;
    context.fillRect(x0, y0, x1 - x0, y1 - y0);
    for (const s of this.sheets) {
      const ox = s.x * z - this.x, oy = s.y * z - this.y, page = this.pages.get(s.n);
      if (ox > x1 || oy > y1 || ox + s.width * z < x0 || oy + s.height * z < y0)
        continue;
      this.overlays.paper(context, s, page, [(x0 - ox) / z, (y0 - oy) / z, (x1 - ox) / z, (y1 - oy) / z], fine);
    }
    context.restore();
  }

  /** While a zoom goes on: what was painted, larger or smaller, over small pictures of the pages.
   * @param {{z: number, x: number, y: number}} was */
  preview(was) {
    const { canvas, context, z } = this, by = z / was.z;
    if (!this.kept) {
      this.kept = document.createElement("canvas");
      this.kept.width = canvas.width;
      this.kept.height = canvas.height;
      /** @type {CanvasRenderingContext2D} */ (this.kept.getContext("2d")).drawImage(canvas, 0, 0);
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = DESK;
    context.fillRect(0, 0, canvas.width, canvas.height);
    for (const s of this.sheets) {
      const b = this.pixels(s, [0, 0, s.width, s.height]), low = this.low.get(s.n);
      context.fillStyle = "#fff";
      context.fillRect(b[0], b[1], b[2] - b[0], b[3] - b[1]);
      if (low)
        context.drawImage(low, b[0], b[1], b[2] - b[0], b[3] - b[1]);
    }
    context.drawImage(this.kept, was.x * by - this.x, was.y * by - this.y, canvas.width * by, canvas.height * by);
  }

  /** The image at an address, once it is there; then what needs it is painted again: the pages, or what is said of them.
   * @param {string} url @param {boolean} [printed] */
  image(url, printed = true) {
    let i = this.images.get(url);
    if (!i) {
      i = { image: new Image(), ready: false };
      for (const old of [...this.images.keys()].slice(0, Math.max(0, this.images.size - IMAGES + 1)))
        this.images.delete(old);
      this.images.set(url, i);
      const made = i;
      made.image.src = url;
      made.image.decode().then(() => {
        made.ready = true;
        if (!printed) {
          this.overlays.repaint();
          return;
        }
        this.low.clear();
        this.repaint();
      }, () => window.setTimeout(() => this.images.delete(url), AGAIN_MS));
    }
    return i.ready ? i.image : null;
  }

  // ---------------------------------------------------------------------------------------------- what is where

  /** What stands at a point of the canvas, in pixels of CSS.
   * @param {number} x @param {number} y @returns {Hit | null} */
  hit(x, y) {
    const px = (x * this.ratio + this.x) / this.z, py = (y * this.ratio + this.y) / this.z;
    const s = this.sheets.find((t) => px >= t.x && px < t.x + t.width && py >= t.y && py < t.y + t.height);
    const page = s && this.pages.get(s.n), found = page && this.painter.hit(page, px - s.x, py - s.y);
    if (!page || !found)
      return null;
    const { item, glyph } = found, node = page.nodes[item.node];
    let file = page.files[node.file] ?? "", offset = node.start + item.source, length = 0, text = "", b = this.painter.boxOf(item);
    if (glyph >= 0) {
      const run = /** @type {Run} */ (item.shape), c = this.painter.cell(run, glyph);
      let i = glyph;
      while (i > 0 && !run.L[i])
        i--;
      offset += run.S[i];
      length = run.L[i];
      text = textOf(run, i, this.outlines);
      b = [c[0] + item.x, c[1] + item.y, c[2] + item.x, c[3] + item.y];
    } else {
      length = /** @type {Other} */ (item.shape).length ?? 0;
    }
    if (!length && (glyph >= 0 || node.file < 0)) {
      file = "";
      offset = 0;
    }
    return { page: page.n, file, offset, length, article: node.article < 0 ? null : node.article, node: item.node,
      role: ROLES[node.role], field: node.field, rect: rectOf(b), text };
  }

  /** Where bytes stand.
   * @param {string} file @param {number} offset @param {number} length
   * @returns {{page: number, rect: [number, number, number, number]}[]} */
  rectsOf(file, offset, length) {
    const out = [];
    for (const page of [...this.pages.values()].sort((a, b) => a.n - b.n))
      for (const b of this.painter.find(page, file, offset, length))
        out.push({ page: page.n, rect: rectOf(b) });
    return out;
  }

  /** The page as it is read: paragraphs, heads and the like with their text.
   * @param {number} n */
  reading(n) {
    const page = this.pages.get(n);
    /** @type {{article: number | null, role: string, level: number, text: string}[]} */
    const out = [];
    let last = "";
    for (const item of page ? page.items : []) {
      if (!page || item.shape.kind !== RUN)
        continue;
      const run = /** @type {Run} */ (item.shape), node = page.nodes[item.node];
      const key = [node.role, node.article, node.file, node.start, node.field].join();
      if (key !== last)
        out.push({ article: node.article < 0 ? null : node.article, role: ROLES[node.role], level: node.level, text: "" });
      last = key;
      out[out.length - 1].text += runText(run, this.outlines);
    }
    return out.filter((p) => p.text.trim());
  }

  // -------------------------------------------------------------------------------------------------- what is said

  /** @param {{page: number, rect: number[]}[]} spots */
  flash(spots) { this.overlays.flash(spots, FLASH_MS); }

  /** @param {import("./overlays.js").Mark[]} marks */
  setMarks(marks) { this.overlays.setMarks(marks); }

  /** @param {string} name @param {boolean} on */
  overlay(name, on) { this.overlays.set(name, on); }

  // ---------------------------------------------------------------------------------------------- other canvases

  /** Paints a page, its corner where the context has its origin; scale: pixels a pt.
   * @param {CanvasRenderingContext2D} context @param {number} n @param {number} scale */
  paintPage(context, n, scale) {
    const page = this.pages.get(n), { e, f } = context.getTransform();
    if (!page)
      return;
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.beginPath();
    context.rect(e, f, page.width * scale, page.height * scale);
    context.clip();
    context.fillStyle = "#fff";
    context.fillRect(e, f, page.width * scale, page.height * scale);
    this.painter.paintFinely(context, page, scale, e, f, [0, 0, page.width, page.height]);
    context.restore();
  }

  /** A page's small picture, made when it is first asked for.
   * @param {number} n */
  small(n) {
    const page = this.pages.get(n), known = this.low.get(n);
    if (known || !page)
      return known;
    const low = document.createElement("canvas");
    low.width = Math.ceil(page.width * LOW);
    low.height = Math.ceil(page.height * LOW);
    this.paintPage(/** @type {CanvasRenderingContext2D} */ (low.getContext("2d", { alpha: false })), n, LOW);
    this.low.set(n, low);
    return low;
  }

  /** @param {HTMLCanvasElement} canvas @param {number} n @param {number} width in pixels of CSS */
  thumbnail(canvas, n, width) {
    const low = this.small(n), context = canvas.getContext("2d");
    if (!low || !context)
      return;
    canvas.width = Math.round(width * this.ratio);
    canvas.height = Math.round(canvas.width * low.height / low.width);
    context.imageSmoothingQuality = "high";
    context.drawImage(low, 0, 0, canvas.width, canvas.height);
  }

  // ---------------------------------------------------------------------------------------------------- gestures

  listen() {
    const { canvas } = this;
    /** @type {Map<number, {x: number, y: number}>} */
    const down = new Map();
    let far = 0, since = 0, hovered = 0, many = false;
    const at = (/** @type {MouseEvent} */ e) => {
      const r = canvas.getBoundingClientRect();
      return { x: e.clientX - r.left, y: e.clientY - r.top };
    };
    canvas.style.touchAction = "none";
    canvas.addEventListener("pointerdown", (e) => {
      if (e.button > 1)
        return;
      if (!down.size) {
        far = 0;
        since = e.timeStamp;
        many = false;
      }
      down.set(e.pointerId, at(e));
      many = many || down.size > 1;
      canvas.setPointerCapture(e.pointerId);
    });
    canvas.addEventListener("pointermove", (e) => {
      const now = at(e), was = down.get(e.pointerId);
      if (!was) {
        if (!hovered && this.on.onHover && !down.size)
          hovered = requestAnimationFrame(() => {
            hovered = 0;
            if (this.on.onHover)
              this.on.onHover(this.hit(now.x, now.y));
          });
        return;
      }
      const other = [...down].find(([id]) => id !== e.pointerId)?.[1];
      far += Math.hypot(now.x - was.x, now.y - was.y);
      if (other && down.size === 2) {
        const before = Math.hypot(was.x - other.x, was.y - other.y), after = Math.hypot(now.x - other.x, now.y - other.y);
        const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
        this.pan((was.x - now.x) / 2, (was.y - now.y) / 2);
        if (before > 0 && after > 0)
          this.zoomBy(after / before, middle);
      } else if (far >= CLICK_PIXELS) {
        this.pan(was.x - now.x, was.y - now.y);
      }
      if (far >= CLICK_PIXELS || other)
        down.set(e.pointerId, now);
    });
    const up = (/** @type {PointerEvent} */ e) => {
      const was = down.get(e.pointerId);
      down.delete(e.pointerId);
      if (was && e.type === "pointerup" && !many && e.button === 0 && far < CLICK_PIXELS && e.timeStamp - since < CLICK_MS && this.on.onClick)
        this.on.onClick(this.hit(at(e).x, at(e).y), e);
    };
    canvas.addEventListener("pointerup", up);
    canvas.addEventListener("pointercancel", up);
    canvas.addEventListener("pointerleave", () => {
      if (this.on.onHover && !down.size)
        this.on.onHover(null);
    });
    canvas.addEventListener("wheel", (e) => {
      e.preventDefault();
      const lines = e.deltaMode === 1 ? 24 : e.deltaMode === 2 ? canvas.clientHeight * .9 : 1;
      if (e.ctrlKey || e.metaKey)
        this.zoomBy(Math.exp(-Math.max(-240, Math.min(240, e.deltaY * lines)) / 400), at(e));
      else if (e.shiftKey && !e.deltaX)
        this.pan(e.deltaY * lines, 0);
      else
        this.pan(e.deltaX * lines, e.deltaY * lines);
    }, { passive: false });
  }
}

/** @param {number[]} b @returns {[number, number, number, number]} */
function rectOf(b) {
  const r = b.map((v) => Math.round(v * 100));
  return [r[0], r[1], r[2] - r[0], r[3] - r[1]];
}
