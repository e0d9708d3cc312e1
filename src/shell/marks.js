// @ts-check
/* Marks of proof readers on the page, after GB/T 14706: what is marked on the words themselves, and leads from there to what is wanted
 * in the margin. Leads start between lines, and no two of them cross, whatever their colour:
 * each runs level, at a height of its own in the gap below its line, to the edge of the page, and from there straight to its place in
 * the margin; places stand in the order of those heights. Level lines of different heights do not meet, nor do straight ones between two
 * upright edges whose ends have one order. */

/** @typedef {[number, number, number, number]} Box  x0, y0, x1, y1, pt */
/** @typedef {{id: string, x: number, y: number, side: -1 | 1, edge: number, to: [number, number]}} Lead  from (x, y) level to the edge, then to `to` */

const GAP = .22; // of a line's height that is free below it
const APART = .6; // pt between leads in one gap, where there is room
const MARGIN = 9; // pt from the page's edge to what is wanted

/** Leads of a page's marks. before: boxes of lines that the mark takes, in order; across: they are lines of vertical text.
 * @param {{id: string, boxes: Box[], across?: boolean}[]} marks @param {number} width @param {number} height of the page
 * @param {number} line height of what is wanted @returns {Lead[]} */
export function route(marks, width, height, line) {
  const all = marks.filter((m) => m.boxes.length).map((m) => {
    const right = (m.boxes[0][0] + m.boxes[0][2]) / 2 > width / 2, b = m.boxes[right ? m.boxes.length - 1 : 0];
    const tall = m.across ? b[3] - b[1] : (b[3] - b[1]) * GAP;
    return { id: m.id, side: /** @type {-1 | 1} */ (right ? 1 : -1), x: Math.min(width, Math.max(0, right ? b[2] : b[0])),
      least: m.across ? b[1] : b[3], room: Math.max(tall, .01), y: 0 };
  });
  all.sort((a, b) => a.least - b.least || a.x - b.x || (a.id < b.id ? -1 : 1));
  for (let apart = APART, done = false; !done; apart /= 2) {
    let last = -Infinity;
    done = true;
    for (const l of all) {
      last = l.y = Math.max(l.least + Math.min(apart, l.room / 4), last + apart);
      done = done && l.y <= l.least + l.room;
    }
  }
  /** @type {Lead[]} */
  const out = [];
  for (const side of /** @type {(-1 | 1)[]} */ ([-1, 1])) {
    const some = all.filter((l) => l.side === side), step = Math.min(line, height / Math.max(1, some.length));
    const at = some.map((l) => l.y);
    for (let i = 0; i < at.length; i++)
      at[i] = Math.max(at[i], i ? at[i - 1] + step : step / 2);
    for (let i = at.length - 1; i >= 0; i--)
      at[i] = Math.min(at[i], i + 1 < at.length ? at[i + 1] - step : height - step / 2);
    const edge = side > 0 ? width : 0;
    some.forEach((l, i) => out.push({ id: l.id, x: l.x, y: l.y, side, edge, to: [edge + side * MARGIN, at[i]] }));
  }
  return out;
}

/** Draws a mark on the words it takes; z: pixels a pt; boxes in pixels. Kinds differ by their shape, not by colour alone.
 * @param {CanvasRenderingContext2D} c @param {string} kind @param {Box[]} boxes @param {number} z @param {boolean} across */
export function draw(c, kind, boxes, z, across) {
  const em = Math.max(6, Math.min(24 * z, boxes[0] ? (across ? boxes[0][2] - boxes[0][0] : boxes[0][3] - boxes[0][1]) : 9 * z));
  c.lineWidth = Math.max(1, .06 * em);
  c.beginPath();
  boxes.forEach(([x0, y0, x1, y1], i) => {
    const w = x1 - x0, h = y1 - y0, my = (y0 + y1) / 2, mx = (x0 + x1) / 2, first = i === 0, last = i === boxes.length - 1;
    const place = (across ? h : w) < 1;
    if (kind === "delete") { // 删除: struck through, a curl at the end
      across ? line(c, mx, y0, mx, y1) : line(c, x0, my, x1, my);
      if (last)
        c.arc(x1, my - em / 4, em / 4, Math.PI / 2, -Math.PI, true);
    } else if (kind === "insert" || place) { // 增补: a wedge between two characters
      const s = em / 3;
      across ? poly(c, x0 - s / 2, y0 - s, x0, y0, x0 - s / 2, y0 + s) : poly(c, x0 - s, y1 + s, x0, y1 - s / 2, x0 + s, y1 + s);
    } else if (kind === "swap") { // 对调: over the first half, under the second
      c.moveTo(x0, my);
      c.bezierCurveTo(x0, y0 - em / 3, mx, y0 - em / 3, mx, my);
      c.bezierCurveTo(mx, y1 + em / 3, x1, y1 + em / 3, x1, my);
    } else if (kind === "move" || kind === "shift") { // 转移, 移动: boxed, with an arrow
      c.rect(x0, y0, w, h);
      if (last)
        poly(c, x1 + em / 3, my - em / 4, x1 + em * .7, my, x1 + em / 3, my + em / 4);
    } else if (kind === "join") { // 接排: an arc from the end to the next beginning
      c.moveTo(x0, y1);
      c.quadraticCurveTo(mx, y1 + em / 2, x1, y1);
    } else if (kind === "split") { // 另起段: a step before the first character
      if (first)
        poly(c, x0 + em / 2, y0 - em / 6, x0, y0 - em / 6, x0, y1 + em / 6, x0 - em / 2, y1 + em / 6);
      line(c, x0, y1 + 1, x1, y1 + 1);
    } else if (kind === "stet") { // 保留: dots below
      for (let x = x0 + em / 2; x < x1 + em / 4; x += em) {
        c.moveTo(x + em / 10, y1 + em / 8);
        c.arc(x, y1 + em / 8, em / 10, 0, 7);
      }
    } else if (kind === "query") { // 疑问: a wave below
      c.moveTo(x0, y1);
      for (let x = x0, up = 1; x < x1; x += em / 3, up = -up)
        c.quadraticCurveTo(x + em / 6, y1 + up * em / 5, x + em / 3, y1);
    } else if (kind === "align") { // 排齐: a rule before it
      line(c, x0, y0 - em / 4, x0, y1 + em / 4);
      line(c, x0 - 2, y0 - em / 4, x0 - 2, y1 + em / 4);
    } else if (kind === "space" || kind === "size") { // 空距: angles at both ends
      poly(c, x0 - em / 4, y0, x0, my, x0 - em / 4, y1);
      poly(c, x1 + em / 4, y0, x1, my, x1 + em / 4, y1);
    } else if (kind === "layout" || kind === "remark") { // a bracket
      poly(c, x0 + em / 4, y0, x0, y0, x0, y1, x0 + em / 4, y1);
    } else { // 改正: a ring
      const r = em / 3;
      c.moveTo(x0 + r, y0);
      for (const [a, b, e, f] of [[x1, y0, x1, y1], [x1, y1, x0, y1], [x0, y1, x0, y0], [x0, y0, x1, y0]])
        c.arcTo(a, b, e, f, Math.min(r, w / 2, h / 2));
      c.closePath();
    }
  });
  c.stroke();
}

/** @param {CanvasRenderingContext2D} c @param {number[]} v */
function line(c, ...v) { poly(c, ...v); }

/** @param {CanvasRenderingContext2D} c @param {number[]} v */
function poly(c, ...v) {
  for (let i = 0; i < v.length; i += 2)
    i ? c.lineTo(v[i], v[i + 1]) : c.moveTo(v[i], v[i + 1]);
}
