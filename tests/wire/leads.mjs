// Leads of marks do not cross and start between lines: node leads.mjs SHELL SEEDS. Pages are made by chance: columns of lines, marks on some.
import path from "node:path";
import { pathToFileURL } from "node:url";

const { route } = await import(pathToFileURL(path.join(process.argv[2], "marks.js")));
let random = 1;
const dice = (n) => { random = (random * 48271) % 2147483647; return random % n; };

const segments = (l) => [[l.x, l.y, l.edge, l.y], [l.edge, l.y, ...l.to]];
const side = (a, b, c, d, x, y) => Math.sign((c - a) * (y - b) - (d - b) * (x - a));
function cross([a, b, c, d], [e, f, g, h]) {
  const apart = Math.max(Math.min(a, c), Math.min(e, g)) > Math.min(Math.max(a, c), Math.max(e, g)) ||
    Math.max(Math.min(b, d), Math.min(f, h)) > Math.min(Math.max(b, d), Math.max(f, h));
  return !apart && side(a, b, c, d, e, f) * side(a, b, c, d, g, h) <= 0 && side(e, f, g, h, a, b) * side(e, f, g, h, c, d) <= 0;
}

let leads = 0;
for (let seed = 1; seed <= +process.argv[3]; seed++) {
  random = seed * 7919;
  const width = 500 + dice(600), height = 700 + dice(900), columns = 1 + dice(8), marks = [];
  for (let i = dice(seed % 10 ? 60 : 400); i >= 0; i--) {
    const size = [7, 9, 9, 9, 10.5, 18, 31][dice(7)], x = 50 + dice(columns) * ((width - 100) / columns) + dice(12) * size, y = 60 + dice(Math.floor((height - 120) / 13)) * 13;
    marks.push({ id: "n" + i, boxes: [[Math.min(x, width), y, Math.min(x + dice(6) * size, width), y + size]] });
  }
  const got = route(marks, width, height, 11);
  if (got.length !== marks.length)
    throw new Error(`seed ${seed}: ${got.length} leads of ${marks.length} marks`);
  for (const l of got) {
    const [, y0, , y1] = marks.find((m) => m.id === l.id).boxes[0];
    if (!(l.y > y1 && l.y <= y1 + .25 * (y1 - y0)) || l.to[1] < 0 || l.to[1] > height)
      throw new Error(`seed ${seed}: ${l.id} starts at ${l.y}, its line is ${y0} to ${y1}`);
  }
  const all = got.map(segments);
  for (let i = 0; i < all.length; i++)
    for (let j = 0; j < i; j++)
      for (const a of all[i])
        for (const b of all[j])
          if (cross(a, b))
            throw new Error(`seed ${seed}: ${got[i].id} and ${got[j].id} cross: ${a} and ${b}`);
  leads += got.length;
}
console.log(leads);
