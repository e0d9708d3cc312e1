// @ts-check
/* What is said of the pages, on a canvas above them. */

import { PICTURE } from "./decode.js";
import { css } from "./painter.js";
import { draw, route } from "./marks.js";

/** @typedef {{id: string, kind: string, page?: number, file: string, offset: number, length: number, shape: string, colour: string,
 *             state: string, want?: string}} Mark */
/** @typedef {import("./decode.js").Page} Page */
/** @typedef {import("./view.js").Sheet} Sheet */

/** What stands at the end of a lead where no words are wanted.
 * @type {Record<string, string>} */
const SIGNS = { delete: "删", replace: "改", insert: "增", swap: "对调", move: "移", join: "接排", split: "另起", stet: "保留", query: "?", layout: "版式",
  align: "排齐", shift: "移动", space: "空距", size: "字号", remark: "注" };

export class Overlays {
  /** @param {import("./view.js").PageView} view */
  constructor(view) {
    this.view = view;
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("aria-hidden", "true");
    const { style } = this.canvas;
    style.position = "absolute";
    style.pointerEvents = "none";
    view.canvas.after(this.canvas);
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    /** @type {Set<string>} */
    this.on = new Set();
    /** @type {Mark[]} */
    this.marks = [];
    /** @type {{page: number, rect: number[]}[]} */
    this.flashing = [];
    this.ending = 0;
    /** @type {Map<number, {marks: {mark: Mark, boxes: import("./marks.js").Box[], id: string, across: boolean}[], leads: import("./marks.js").Lead[],
     *                    size: number}>} */
    this.placed = new Map();
  }

  size() {
    const { canvas, view } = this, { style } = canvas;
    canvas.width = view.canvas.width;
    canvas.height = view.canvas.height;
    style.left = view.canvas.offsetLeft + view.canvas.clientLeft + "px";
    style.top = view.canvas.offsetTop + view.canvas.clientTop + "px";
    style.width = view.canvas.clientWidth + "px";
    style.height = view.canvas.clientHeight + "px";
  }

  repaint() { this.view.soon(); }

  /** A page is another.
   * @param {number} page */
  changed(page) {
    this.placed.delete(page);
    this.repaint();
  }

  /** @param {string} name @param {boolean} on */
  set(name, on) {
    if (on)
      this.on.add(name);
    else
      this.on.delete(name);
    if (name === "black")
      this.view.repaint();
    else
      this.repaint();
  }

  /** @param {Mark[]} marks */
  setMarks(marks) {
    this.marks = marks;
    this.placed.clear();
    this.repaint();
  }

  /** @param {{page: number, rect: number[]}[]} spots @param {number} ms */
  flash(spots, ms) {
    this.flashing = spots;
    window.clearTimeout(this.ending);
    this.ending = window.setTimeout(() => {
      this.flashing = [];
      this.repaint();
    }, ms);
    this.repaint();
  }

  /** A page's paper and what is printed on it: the part, in pt.
   * @param {CanvasRenderingContext2D} context @param {Sheet} s @param {Page | undefined} page @param {import("./painter.js").Box} part
   * @param {boolean} fine */
  paper(context, s, page, part, fine) {
    const { view } = this, { z } = view, ox = s.x * z - view.x, oy = s.y * z - view.y;
    context.beginPath();
    context.rect(ox, oy, s.width * z, s.height * z);
    context.save();
    context.clip();
    context.fillStyle = "#fff";
    context.fillRect(ox, oy, s.width * z, s.height * z);
    if (page && fine)
      view.painter.paintFinely(context, page, z, ox, oy, part, this.tone());
    else if (page)
      view.painter.paint(context, page, z, ox, oy, part, this.tone());
    context.restore();
  }

  /** The colour of an ink on the page: the screen's, or on a plate.
   * @returns {import("./painter.js").Tone} */
  tone() {
    if (!this.on.has("black"))
      return null;
    return ({ k, over }) => k || !over ? css(0x010101 * Math.round(255 * (1 - k / 10000))) : null;
  }

  draw() {
    const { context, canvas, view, on } = this;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    if (view.stale)
      return;
    for (const s of view.sheets) {
      const b = view.pixels(s, [0, 0, s.width, s.height]);
      if (b[2] < -200 || b[3] < 0 || b[0] > canvas.width + 200 || b[1] > canvas.height)
        continue;
      const page = view.pages.get(s.n), facts = view.state.pages.find((p) => p.n === s.n);
      context.lineWidth = Math.max(1, view.ratio);
      this.tiles(s, b);
      if (facts && on.has("grid"))
        this.grid(s, facts);
      if (facts && on.has("columns"))
        this.columns(s, facts);
      if (page && on.has("boxes"))
        this.boxes(s, page);
      if (page && on.has("ink"))
        this.ink(s, page);
      if (on.has("frames"))
        this.frames(s);
      this.overset(s);
      this.drawMarks(s, page);
      context.fillStyle = "rgba(255, 190, 0, .45)";
      for (const { page: n, rect } of this.flashing)
        if (n === s.n) {
          const f = this.rect(s, rect);
          context.fillRect(f[0], f[1], Math.max(2, f[2] - f[0]), Math.max(2, f[3] - f[1]));
          context.strokeStyle = "#b36b00";
          context.strokeRect(f[0], f[1], Math.max(2, f[2] - f[0]), Math.max(2, f[3] - f[1]));
        }
    }
  }

  /** A rectangle in 1/100 pt as a box of pixels.
   * @param {Sheet} s @param {number[]} r */
  rect(s, [x, y, w, h]) { return this.view.pixels(s, [x / 100, y / 100, (x + w) / 100, (y + h) / 100]); }

  /** What the server has as an image of the page: the soft proof, on white or on paper.
   * @param {Sheet} s @param {number[]} b */
  tiles(s, b) {
    const { view } = this;
    for (const kind of ["soft", "paper"])
      if (this.on.has(kind)) {
        const dpi = [96, 144, 192, 288].find((d) => d >= view.z * 72 * .9) || 288;
        const image = view.image((view.on.tile || ((n, k, d) => `/api/tile/${n}?kind=${k}&dpi=${d}&rev=${view.have(n)}`))(s.n, kind, dpi), false);
        if (image)
          this.context.drawImage(image, b[0], b[1], b[2] - b[0], b[3] - b[1]);
      }
  }

  /** @param {Sheet} s @param {any} facts */
  grid(s, { grid, type: [x, y, w, h] }) {
    const { context } = this;
    context.strokeStyle = "rgba(0, 120, 200, .35)";
    context.beginPath();
    if (grid * this.view.z < 250)
      return;
    for (let at = y; at <= y + h; at += grid) {
      const b = this.rect(s, [x, at, w, 0]);
      context.moveTo(b[0], Math.round(b[1]) + .5);
      context.lineTo(b[2], Math.round(b[1]) + .5);
    }
    context.stroke();
  }

  /** @param {Sheet} s @param {any} facts */
  columns(s, { columns, type: [, y, , h] }) {
    const { context } = this;
    context.fillStyle = "rgba(0, 120, 200, .1)";
    context.strokeStyle = "rgba(0, 120, 200, .5)";
    for (const [x, w] of columns || []) {
      const b = this.rect(s, [x, y, w, h]);
      context.fillRect(b[0], b[1], b[2] - b[0], b[3] - b[1]);
      context.strokeRect(b[0], b[1], b[2] - b[0], b[3] - b[1]);
    }
  }

  /** Lines of type as boxes.
   * @param {Sheet} s @param {Page} page */
  boxes(s, page) {
    const { context, view } = this;
    context.strokeStyle = "rgba(150, 0, 150, .5)";
    context.lineWidth = 1;
    context.beginPath();
    for (const item of page.items) {
      const b = view.pixels(s, view.painter.boxOf(item));
      if (b[2] > 0 && b[3] > 0 && b[0] < this.canvas.width && b[1] < this.canvas.height)
        context.rect(b[0], b[1], b[2] - b[0], b[3] - b[1]);
    }
    context.stroke();
  }

  /** What has more ink than it may, hatched; the warning thinly. A picture's inks are the server's to say (tile ink).
   * @param {Sheet} s @param {Page} page */
  ink(s, page) {
    const { context, view } = this;
    for (const item of page.items) {
      const ink = item.shape.kind === PICTURE ? null : page.inks[item.shape.ink], all = ink ? (ink.c + ink.m + ink.y + ink.k) / 100 : 0;
      if (!ink || !page.limit || all <= (page.warn || page.limit))
        continue;
      const b = view.pixels(s, view.painter.boxOf(item));
      context.strokeStyle = all > page.limit ? "#e00000" : "#e08000";
      context.lineWidth = view.ratio * (all > page.limit ? 2 : 1);
      context.save();
      context.beginPath();
      context.rect(b[0], b[1], b[2] - b[0], b[3] - b[1]);
      context.stroke();
      context.clip();
      context.beginPath();
      for (let x = b[0] - (b[3] - b[1]); x < b[2]; x += 6 * view.ratio) {
        context.moveTo(x, b[3]);
        context.lineTo(x + b[3] - b[1], b[1]);
      }
      context.stroke();
      context.restore();
    }
  }

  /** A line of words on a ground, its left top corner at (x, y).
   * @param {string} text @param {number} x @param {number} y @param {string} ground */
  label(text, x, y, ground) {
    const { context, view } = this, size = 12 * view.ratio;
    context.font = `${size}px sans-serif`;
    context.textBaseline = "middle";
    const width = context.measureText(text).width + size * .6;
    context.fillStyle = ground;
    context.fillRect(x, y, width, size * 1.5);
    context.fillStyle = "#fff";
    context.fillText(text, x + size * .3, y + size * .8);
    return size * 1.5;
  }

  /** @param {Sheet} s */
  frames(s) {
    this.context.strokeStyle = "#00695c";
    this.context.lineWidth = 1.5 * this.view.ratio;
    for (const a of this.view.state.articles)
      for (const f of a.frames || [])
        if (f.page === s.n) {
          const b = this.rect(s, f.rect);
          this.context.strokeRect(b[0], b[1], b[2] - b[0], b[3] - b[1]);
          this.label(a.name, b[0], b[1], "rgba(0, 105, 92, .88)");
        }
  }

  /** What has no room, below the last frame of its article: how much, and in red how it begins.
   * @param {Sheet} s */
  overset(s) {
    const { context, view } = this, english = document.documentElement.lang.startsWith("en");
    for (const a of view.state.articles) {
      const f = a.over && (a.frames || [])[a.frames.length - 1];
      if (!f || f.page !== s.n)
        continue;
      const b = this.rect(s, f.rect), { characters, lines, text = "" } = a.over;
      context.strokeStyle = "#c00000";
      context.lineWidth = 2 * view.ratio;
      context.beginPath();
      context.moveTo(b[0], b[3]);
      context.lineTo(b[2], b[3]);
      context.stroke();
      const high = this.label(english ? `${characters} characters over, ${lines} lines` : `多 ${characters} 字 / ${lines} 行`, b[0], b[3], "#c00000");
      const em = 9 * view.z, across = Math.max(1, Math.floor((b[2] - b[0]) / em));
      if (em < 6 * view.ratio)
        continue;
      context.font = `${em}px serif`;
      const rows = text.split(/\n+/).flatMap((/** @type {string} */ one) => one.match(new RegExp(`.{1,${across}}`, "gsu")) ?? []).slice(0, 6);
      for (let i = 0, y = b[3] + high + em * .7; i < rows.length; i++, y += em * 1.4) {
        context.fillStyle = "rgba(255, 240, 240, .92)";
        context.fillRect(b[0], y - em * .7, b[2] - b[0], em * 1.4);
        context.fillStyle = "#c00000";
        context.fillText(rows[i], b[0], y);
      }
    }
  }

  /** Marks, and their leads to the margin.
   * @param {Sheet} s @param {Page | undefined} page */
  drawMarks(s, page) {
    const { context, view } = this;
    if (!page || !this.marks.length)
      return;
    const placed = this.placed.get(s.n) || this.place(s, page), size = Math.max(11 * view.ratio, Math.min(9 * view.z, 16 * view.ratio));
    if (placed.size !== size / view.z) {
      placed.size = size / view.z;
      placed.leads = route(placed.marks, s.width, s.height, placed.size * 1.4);
    }
    for (const { mark, boxes, across } of placed.marks) {
      context.strokeStyle = mark.colour;
      context.globalAlpha = mark.state === "done" || mark.state === "checked" ? .45 : 1;
      if (mark.state === "current") {
        context.fillStyle = "rgba(255, 220, 0, .3)";
        for (const b of boxes.map((box) => view.pixels(s, box)))
          context.fillRect(b[0] - 2, b[1] - 2, b[2] - b[0] + 4, b[3] - b[1] + 4);
      }
      draw(context, mark.shape || mark.kind, boxes.map((b) => view.pixels(s, b)), view.z, across);
    }
    context.font = `${size}px sans-serif`;
    context.textBaseline = "middle";
    context.lineWidth = view.ratio;
    for (const lead of placed.leads) {
      const mark = placed.marks.find((m) => m.mark.id === lead.id)?.mark, [x, y] = view.pixels(s, [lead.x, lead.y, 0, 0]);
      const [edge] = view.pixels(s, [lead.edge, 0, 0, 0]), to = view.pixels(s, [...lead.to, 0, 0]);
      if (!mark || Math.max(y, to[1]) < 0 || Math.min(y, to[1]) > this.canvas.height)
        continue;
      context.globalAlpha = mark.state === "done" || mark.state === "checked" ? .45 : 1;
      context.strokeStyle = mark.colour;
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(edge, y);
      context.lineTo(to[0], to[1]);
      context.stroke();
      const all = mark.want || SIGNS[mark.kind] || mark.kind, text = all.length > 24 ? all.slice(0, 24) + "…" : all;
      const wide = (context.measureText(text).width + size * .6) * lead.side;
      context.fillStyle = "#fff";
      context.fillRect(to[0], to[1] - size * .65, wide, size * 1.3);
      context.fillStyle = mark.colour;
      context.textAlign = lead.side > 0 ? "left" : "right";
      context.fillText(text, to[0] + lead.side * size * .3, to[1]);
    }
    context.textAlign = "left";
    context.globalAlpha = 1;
  }

  /** Where the marks of a page stand, found once a revision.
   * @param {Sheet} s @param {Page} page */
  place(s, page) {
    const { view } = this, marks = [];
    for (const mark of this.marks) {
      const boxes = view.painter.find(page, mark.file, mark.offset, mark.length);
      if (boxes.length)
        marks.push({ mark, boxes, id: mark.id, across: boxes[0][3] - boxes[0][1] > 3 * (boxes[0][2] - boxes[0][0]) && boxes.every((b) => b[2] - b[0] < 60 && b[2] > b[0]) });
    }
    const placed = { marks, leads: /** @type {import("./marks.js").Lead[]} */ ([]), size: 0 };
    this.placed.set(s.n, placed);
    return placed;
  }
}
