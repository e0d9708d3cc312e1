// @ts-check
/* What is said of the pages, on a canvas above them. */

/** @typedef {{id: string, kind: string, page?: number, file: string, offset: number, length: number, shape: string, colour: string,
 *             state: string}} Mark */
/** @typedef {import("./decode.js").Page} Page */
/** @typedef {import("./view.js").Sheet} Sheet */

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

  /** @param {number} _page */
  changed(_page) { this.repaint(); }

  /** @param {string} name @param {boolean} on */
  set(name, on) {
    if (on)
      this.on.add(name);
    else
      this.on.delete(name);
    this.view.repaint();
  }

  /** @param {Mark[]} marks */
  setMarks(marks) {
    this.marks = marks;
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
      view.painter.paintFinely(context, page, z, ox, oy, part);
    else if (page)
      view.painter.paint(context, page, z, ox, oy, part);
    context.restore();
  }

  draw() {
    const { context, canvas, view } = this;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    for (const s of view.sheets) {
      context.fillStyle = "rgba(255, 190, 0, .45)";
      for (const { page, rect: [x, y, w, h] } of this.flashing)
        if (page === s.n) {
          const b = view.pixels(s, [x / 100, y / 100, (x + w) / 100, (y + h) / 100]);
          context.fillRect(b[0], b[1], Math.max(2, b[2] - b[0]), Math.max(2, b[3] - b[1]));
        }
    }
  }
}
