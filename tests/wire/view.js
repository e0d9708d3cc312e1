// The page view alone: window.view and what tests ask of it.
import { PageView } from "/s/view.js";

const w = /** @type {any} */ (window);
w.log = [];
w.times = [];
w.view = new PageView(/** @type {HTMLCanvasElement} */ (document.getElementById("canvas")), {
  onClick: (hit) => w.log.push(["click", hit]),
  onHover: (hit) => { w.hovered = hit; },
  onMove: (place) => w.log.push(["move", place]),
  painted: (ms) => w.times.push(ms),
});
/** Takes /d/NAME, a reply. */
w.open = async (name) => w.view.take(await (await fetch("/d/" + name)).arrayBuffer());
/** When all is painted and stays as it is. */
w.settled = async () => {
  const v = w.view;
  for (let quiet = 0; quiet < 3;) {
    await new Promise((done) => requestAnimationFrame(done));
    const busy = v.painting || v.stale || v.rough.length || [...v.images.values()].some((i) => !i.ready && !i.image.complete);
    quiet = busy ? 0 : quiet + 1;
  }
};
w.ready = true;
