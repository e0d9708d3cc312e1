// What decode.js makes of R.bin, against R.txt, which the C side wrote of the pages themselves: node check.mjs SHELL FOLDER
// Prints {revisions, glyphs, farthest (pt), hits} as JSON, or what differs, and ends with status 1.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [, , shell, folder] = process.argv;
globalThis.Path2D = class { moveTo() {} lineTo() {} bezierCurveTo() {} quadraticCurveTo() {} closePath() {} addPath() {} };
const at = (name) => pathToFileURL(path.join(shell, name));
const { BROKEN, GOES_ON, MACHINE, Outlines, ROLES, chunks, page: decode, runText, textOf, trace } = await import(at("decode.js"));
const { Painter } = await import(at("painter.js"));

const outlines = new Outlines(), pages = new Map(), painter = new Painter(outlines, () => null);
let where = "", glyphs = 0, hits = 0, farthest = 0;

function same(what, is, want) {
  if (is !== want)
    throw new Error(`${where}: ${what}: ${JSON.stringify(is)}, not ${JSON.stringify(want)}`);
}

function near(what, is, want) {
  const off = Math.abs(is - want / 65536);
  farthest = Math.max(farthest, off);
  if (!(off <= 0.00501))
    throw new Error(`${where}: ${what}: ${is}, not ${want / 65536}`);
}

function words(lines) {
  return lines[++lines.i].split(" ");
}

function checkRun(page, item, lines, real) {
  const run = item.shape, node = page.nodes[item.node], [, mode, size, n, width, around, condense, flags, file] = words(lines);
  same("mode", run.mode, +mode);
  same("size", run.size, size / 65536);
  same("glyphs", run.n, +n);
  near("width", run.width, +width);
  same("around", run.around, around / 65536);
  same("condense", run.condense, +condense ? condense / 10000 : 1);
  same("flags", run.flags & (BROKEN | GOES_ON), +flags);
  same("machine text", !!(run.flags & MACHINE), file === "-");
  same("text", runText(run, outlines), lines[++lines.i]);
  for (let i = 0; i < run.n; i++, glyphs++) {
    const line = lines[++lines.i], [x, y, source, length, advance, bx, by, bw, bh, upem, emphasis, bytes] = line.split(" ", 12).map(Number);
    const text = line.split(" ").slice(12).join(" "), o = outlines.all.get(run.G[i]);
    const [ax, ay] = run.mode === 0 ? [run.A[i], run.C ? run.C[i] : 0] : [run.C ? run.C[i] : 0, run.A[i]];
    near("x", item.x + ax, x);
    near("y", item.y + ay, y);
    same("characters", textOf(run, i, outlines), text);
    same("their bytes", Buffer.byteLength(text), bytes);
    same("length", run.L[i], length);
    if (length)
      same("source", node.start + item.source + run.S[i], source);
    same("emphasis", run.emphasis ? run.emphasis[i] : 0, emphasis);
    same("advance", o.advance, advance);
    same("em", o.face.upem, upem);
    const box = trace(o);
    if (bw && bh && !(box && box[0] <= bx + 1 && box[1] <= by + 1 && box[2] >= bx + bw - 1 && box[3] >= by + bh - 1))
      throw new Error(`${where}: outline of ${text}: ${box}, not ${[bx, by, bx + bw, by + bh]}`);
    if (real && length)
      checkHit(page, item, i, source, length);
  }
}

// A click in the middle of the glyph's ink gives its bytes, and its bytes give that place.
function checkHit(page, item, i, source, length) {
  const c = painter.cell(item.shape, i), b = painter.ink(item.shape, i) || c;
  const x = item.x + (b[0] + b[2]) / 2, y = item.y + (b[1] + b[3]) / 2;
  if (c[2] - c[0] < .02 || c[3] - c[1] < .02)
    return;
  const found = painter.hit(page, x, y), node = found && page.nodes[found.item.node];
  if (!found || found.glyph < 0)
    throw new Error(`${where}: nothing at ${x}, ${y}`);
  const run = found.item.shape;
  same("what is clicked", node.start + found.item.source + run.S[found.glyph], source);
  const boxes = painter.find(page, page.files[node.file], source, length);
  if (!boxes.some((b) => x >= b[0] && x <= b[2] && y >= b[1] && y <= b[3]))
    throw new Error(`${where}: bytes ${source}+${length} stand at ${JSON.stringify(boxes)}, not at ${x}, ${y}`);
  hits++;
}

function checkOther(page, item, lines) {
  const { shape } = item, [, x, y, w, h, weight, source, length] = words(lines).map(Number);
  same("x", item.x, x / 65536);
  same("y", item.y, y / 65536);
  near("w", shape.w, w);
  near("h", shape.h, h);
  if (shape.kind === 1 || shape.kind === 3)
    near("weight", shape.weight, weight);
  same("length", shape.length, length);
  if (length)
    same("source", page.nodes[item.node].start + item.source, source);
  if (shape.kind === 5) {
    const [, ...whole] = words(lines).map(Number);
    near("whole x", item.x + shape.whole[0], whole[0]);
    near("whole y", item.y + shape.whole[1], whole[1]);
    near("whole w", shape.whole[2], whole[2]);
    near("whole h", shape.whole[3], whole[3]);
    same("a hash", /^[0-9a-f]{32}$/.test(page.pictures[shape.picture]), true);
  }
  if (shape.kind === 3 || shape.kind === 4) {
    const [, ops, ...points] = words(lines);
    same("operations", [...shape.ops].join(""), ops ?? "");
    same("points", shape.points.length, points.length);
    points.forEach((p, i) => near("point", (i % 2 ? item.y : item.x) + shape.points[i], +p));
  }
}

function checkPage(lines, real) {
  const [, number, width, height, n] = words(lines).map(Number), page = pages.get(number);
  where = `page ${number}`;
  near("width", page.width, width);
  near("height", page.height, height);
  same("items", page.items.length, n);
  for (const item of page.items) {
    const [, kind, article, level, role, field, file] = words(lines), node = page.nodes[item.node];
    where = `${lines.revision} page ${number} line ${lines.i}`;
    same("kind", item.shape.kind, +kind);
    same("article", node.article, +article);
    same("level", node.level, +level);
    same("role", ROLES[node.role], role);
    same("field", node.field || "-", field);
    if (file !== "-")
      same("file", page.files[node.file], file);
    if (+kind !== 5) {
      const [, c, m, y, k, over, tint] = words(lines).map(Number), ink = page.inks[item.shape.ink];
      same("ink", [ink.c, ink.m, ink.y, ink.k, ink.over, ink.tint].join(), [c, m, y, k, over, tint].join());
    }
    if (+kind === 0)
      checkRun(page, item, lines, real);
    else
      checkOther(page, item, lines);
  }
}

// Bytes that are cut off or flipped are refused, or read as another page; nothing else happens. How many were refused.
function broken(bytes) {
  let refused = 0;
  for (let i = 0, seed = 1; i < 300; i++) {
    const dice = (n) => (seed = seed * 48271 % 2147483647) % n;
    for (const c of chunks(bytes).filter((_, k) => k === i % 3)) {
      const b = c.body.slice(0, i % 2 ? c.body.length : dice(c.body.length));
      for (let k = i % 4; k > 0; k--)
        b[dice(i % 8 < 4 ? Math.min(200, b.length) : b.length)] ^= 1 << dice(8);
      try {
        if (c.kind === "O") {
          const fresh = new Outlines();
          fresh.take(b);
          for (const o of [...fresh.all.values()].slice(0, 200))
            trace(o);
        } else {
          decode(b, () => pages.get(1), outlines);
        }
      } catch (e) {
        if (!(e instanceof RangeError))
          throw e;
        refused++;
      }
    }
  }
  return refused;
}

let revision = 0;
try {
  while (fs.existsSync(path.join(folder, `${revision + 1}.bin`))) {
    revision++;
    const all = chunks(fs.readFileSync(path.join(folder, `${revision}.bin`)));
    for (const c of all)
      if (c.kind === "O")
        outlines.take(c.body);
    for (const c of all)
      if (c.kind === "P") {
        const page = decode(c.body, (n) => pages.get(n), outlines);
        same("a page", page !== null, true);
        pages.set(page.n, page);
      }
    const lines = fs.readFileSync(path.join(folder, `${revision}.txt`), "utf-8").split("\n");
    lines.i = -1;
    lines.revision = revision;
    while (lines.i < lines.length - 2)
      checkPage(lines, revision === 1 || !fs.existsSync(path.join(folder, `${revision + 1}.bin`)));
  }
  console.log(JSON.stringify({ broken: broken(fs.readFileSync(path.join(folder, "1.bin"))), revisions: revision, glyphs, farthest, hits }));
} catch (e) {
  console.log(e.stack);
  process.exit(1);
}
