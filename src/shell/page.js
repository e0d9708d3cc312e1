// @ts-check
// The page: its tools, thumbnails, keys, and what a reader of screens hears of it. It never moves by itself.
import { words } from "./words.js";
/** @typedef {import("./types").Desk} Desk @typedef {import("./types").Hit} Hit */

const OVERLAYS = [["grid", "g"], ["columns", "c"], ["frames", "f"], ["black", "k"], ["ink", "i"], ["boxes", "b"], ["soft", "s"], ["paper", "p"]];
const SMALL = 84; // pixels of a thumbnail's width
const by = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @param {Desk} desk @param {typeof import("./view.js").PageView} PageView @param {URLSearchParams} at the fragment @param {() => void} stand writes it */
export function mountPage(desk, PageView, at, stand) {
  const { make } = desk, canvas = /** @type {HTMLCanvasElement} */ (by("canvas"));
  /** @type {Map<string, HTMLButtonElement>} */
  const chips = new Map();
  const number = make("b", "number"), zoom = make("output", "zoom");

  /** @type {Hit | null} */
  let last = null;
  /** @type {Hit | null} where Enter begins to write */
  let picked = null;
  let shift = false;
  canvas.addEventListener("pointerdown", (e) => { shift = e.shiftKey; }, true);
  const view = desk.view = new PageView(canvas, {
    onClick(hit) {
      const before = last;
      last = hit;
      picked = hit;
      canvas.focus({ preventScroll: true }); // keys stay with the page: marks are set by them
      if (!hit) return desk.say(words("nothing"));
      if (shift && before?.file === hit.file && hit.article !== null) { // from the one that was clicked before to this
        const from = Math.min(before.offset, hit.offset), to = Math.max(before.offset + before.length, hit.offset + hit.length);
        last = { ...hit, offset: from, length: to - from };
        desk.edit(hit.article, from, to - from, true);
        picked = last;
      } else follow(hit);
    },
    onHover(hit) {
      canvas.style.cursor = hit ? "text" : "";
      by("where").textContent = hit ? tell(hit) : "";
    },
    onMove: moved,
    painted(ms) { canvas.dispatchEvent(new CustomEvent("painted", { detail: ms })); },
  });
  view.setEdition(desk.state);
  canvas.addEventListener("dblclick", () => follow(last, true));
  desk.onEvent("chosen", () => { picked = null; });

  /** @param {Hit} hit */
  function tell(hit) {
    const machine = desk.state.machine?.[hit.field];
    return machine ? words("machine", machine.key, machine.file, machine.line) : hit.file ? words("glyph", hit.text, hit.page, desk.state.articles[hit.article ?? -1]?.title || hit.file) : "";
  }
  /** @param {Hit | null} hit @param {boolean} [write] the keys go to the text */
  function follow(hit, write = false) {
    if (!hit) return;
    if (hit.article !== null && hit.file === desk.state.articles[hit.article]?.file && desk.isText(hit.article)) {
      desk.select(hit.article);
      desk.edit(hit.article, hit.offset, hit.length, !write);
    }
    desk.say(hit.article !== null && desk.isText(hit.article) && !write ? `${tell(hit)} · ${words("glyph.enter")}` : tell(hit));
  }
  function moved() {
    const { page: n, spread, x, y, zoom: z } = view.current;
    at.set("p", String(n));
    for (const [k, v] of /** @type {[string, number][]} */ ([["x", x], ["y", y], ["z", z]])) at.set(k, String(Math.round(v * 1000) / 1000));
    spread ? at.set("s", "1") : at.delete("s");
    stand();
    zoom.textContent = `${Math.round(z * 100)} %`;
    if (number.dataset.n !== String(n)) {
      number.dataset.n = String(n);
      number.textContent = `${words("page.n", n)} / ${desk.state.pages.length}`;
      name();
      thumbs.forEach((t, i) => t.button.setAttribute("aria-current", String(i === n)));
    }
  }

  /* ---------------------------------------------------------------- tools */
  const button = (/** @type {string} */ text, /** @type {() => void} */ f, /** @type {string} */ label, klass = "") => {
    const b = make("button", klass, text);
    if (label !== text) b.setAttribute("aria-label", label);
    b.title = label;
    b.onclick = f;
    return b;
  };
  const go = (/** @type {number} */ n) => { if (n >= 1 && n <= desk.state.pages.length) view.show({ page: n }); };
  const step = (/** @type {number} */ d) => go(view.current.page + d);
  const zoomTo = (/** @type {number} */ z) => view.zoomBy(z / view.current.zoom);
  const spread = () => view.show({ page: view.current.page, spread: !view.current.spread });
  const over = make("span", "set");
  over.setAttribute("role", "group");
  over.setAttribute("aria-label", words("overlays"));
  for (const [one] of OVERLAYS) {
    const b = button(words(`overlay.${one}`), () => toggle(one), words(`overlay.${one}`), "chip");
    b.setAttribute("aria-pressed", "false");
    chips.set(one, b);
    over.append(b);
  }
  /** @param {string} one */
  function toggle(one) {
    const b = chips.get(one), on = b?.getAttribute("aria-pressed") !== "true";
    b?.setAttribute("aria-pressed", String(on));
    view.overlay(one, on);
    desk.say(`${words(`overlay.${one}`)}${on ? " ✓" : " –"}`);
  }
  by("tools").append(
    make("span", "set", button("‹", () => step(-1), words("key.page-before")), number, button("›", () => step(1), words("key.page-after"))),
    make("span", "set", button("−", () => view.zoomBy(1 / 1.25), words("smaller")), zoom, button("+", () => view.zoomBy(1.25), words("bigger")),
      button(words("width"), () => view.fit("width"), words("width")), button(words("whole"), () => view.fit("page"), words("whole")), button(words("spread"), spread, words("spread"))),
    over);

  /* ---------------------------------------------------------------- thumbnails, and what is heard */
  /** @type {Map<number, {button: HTMLButtonElement, canvas: HTMLCanvasElement, facts: HTMLElement}>} */
  const thumbs = new Map();
  const list = make("ul", "thumbs"), head = make("h2", "", words("pages"));
  by("pages").append(head, list);
  by("pages").setAttribute("aria-label", words("pages"));
  function makeThumbs() {
    if (thumbs.size === desk.state.pages.length) return;
    thumbs.clear();
    list.replaceChildren(...desk.state.pages.map((p) => {
      const b = make("button"), c = make("canvas"), facts = make("span", "facts");
      c.width = SMALL;
      c.height = Math.round(SMALL * p.height / p.width);
      c.style.width = `${SMALL}px`; // nothing jumps when the picture comes
      c.setAttribute("aria-hidden", "true");
      b.append(c, make("span", "", words("page.n", p.n), p.section ? ` ${p.section}` : ""), facts);
      b.onclick = () => go(p.n);
      b.setAttribute("aria-current", String(p.n === view.current.page));
      thumbs.set(p.n, { button: b, canvas: c, facts });
      return make("li", "", b);
    }));
  }
  const idle = (/** @type {() => void} */ f) => { "requestIdleCallback" in globalThis ? requestIdleCallback(f, { timeout: 2000 }) : setTimeout(f, 200); };
  /** @type {Set<number>} */
  const dirty = new Set();
  let drawing = 0;
  function soon() {
    clearTimeout(drawing);
    drawing = setTimeout(() => idle(draw), 400);
  }
  function draw() {
    const [n] = dirty;
    if (n === undefined) return;
    dirty.delete(n);
    const t = thumbs.get(n);
    if (t && view.have(n)) view.thumbnail(t.canvas, n, SMALL);
    if (n === view.current.page) { name(); read(); }
    if (dirty.size) idle(draw);
  }
  function name() {
    const n = view.current.page, here = desk.state.articles.filter((a) => a.pages.includes(n));
    canvas.setAttribute("aria-label", words("page.name", n, here.length, here.filter((a) => a.over).length));
  }
  /* The page in reading order, as headings and paragraphs, for who cannot see the canvas. */
  function read() {
    const n = view.current.page, into = by("reading");
    into.setAttribute("role", "region");
    into.setAttribute("aria-label", words("page.text", n));
    into.replaceChildren(...view.reading(n).map((p) => /head|title/.test(p.role) || p.level ? make(/** @type {"h3"} */ (`h${Math.min(6, Math.max(2, p.level + 1))}`), "", p.text) : make("p", "", p.text)));
  }
  desk.onEvent("pages", (e) => { e.pages?.forEach((n) => dirty.add(n)); soon(); });
  desk.onState((s) => {
    makeThumbs();
    for (const [n, t] of thumbs) {
      const here = s.articles.filter((a) => a.frames?.at(-1)?.page === n), sum = here.reduce((c, a) => c + (a.over?.characters ?? 0), 0);
      const text = sum ? words("over", sum) : "";
      if (t.facts.textContent !== text) t.facts.textContent = text;
    }
    name();
  });
  let readPage = 0;
  setInterval(() => { if (readPage !== view.current.page && view.have(view.current.page)) { readPage = view.current.page; idle(read); } }, 500);

  /* ---------------------------------------------------------------- keys */
  const key = (/** @type {string} */ n, /** @type {string} */ k, /** @type {(e: KeyboardEvent) => void} */ f, /** @type {string} */ label, /** @type {string} */ shown) =>
    /** @type {any} */ (desk).key(n, k, f, label, "page", shown);
  for (let n = 1; n <= 9; n++) key(`page-${n}`, `g ${n}`, () => go(n), "key.page-n", n === 1 ? "G 1–9" : "");
  key("before", "[", () => step(-1), "key.page-before", "[");
  key("after", "]", () => step(1), "key.page-after", "]");
  key("spread", "s", spread, "key.spread", "S");
  key("width", "0", () => view.fit("width"), "key.width", "0");
  key("100", "1", () => zoomTo(1), "key.100", "1");
  key("300", "3", () => zoomTo(3), "key.300", "3");
  key("larger", "+|=", () => view.zoomBy(1.25), "key.larger", "+");
  key("smaller", "-|−", () => view.zoomBy(1 / 1.25), "key.smaller", "−");
  for (const [k, dx, dy] of /** @type {[string, number, number][]} */ ([["ArrowLeft", -1, 0], ["ArrowRight", 1, 0], ["ArrowUp", 0, -1], ["ArrowDown", 0, 1]]))
    key(`pan-${k}`, `${k}|Shift+${k}|Ctrl+${k}`, (e) => pan(dx, dy, e), "key.pan", k === "ArrowLeft" ? "← → ↑ ↓" : "");
  key("screen", "Space", screenful, "key.screen", "Space");
  for (const [one, k] of OVERLAYS) /** @type {any} */ (desk).key(`overlay-${one}`, `o ${k}`, () => toggle(one), `overlay.${one}`, "page");

  /** 1/100 pt in a pixel of the screen. */
  const unit = () => 7200 / 96 / view.current.zoom;
  /** @param {number} dx @param {number} dy @param {KeyboardEvent} e */
  function pan(dx, dy, e) {
    const p = desk.state.pages[view.current.page - 1];
    if (e.ctrlKey) return article(dx + dy);
    const column = p?.columns[1] ? p.columns[1][0] - p.columns[0][0] : 8000;
    const by = e.shiftKey ? column / unit() : 48;
    view.pan(dx * by, dy * by);
  }
  /* The next article of the page, as it stands in the lists. */
  function article(/** @type {number} */ d) {
    const here = desk.state.articles.filter((a) => a.pages.includes(view.current.page));
    const now = here.findIndex((a) => a.i === desk.selected), next = here[now < 0 ? 0 : now + d], frame = next?.frames.find((f) => f.page === view.current.page);
    if (!next || !frame) return;
    desk.select(next.i);
    view.scrollTo(frame.page, frame.rect);
    desk.say(next.title);
  }
  /* Down by a screen; at the foot, to the head of the next strip; after the last, to the next page. */
  function screenful() {
    const { page: n, x, y, zoom: z } = view.current, p = desk.state.pages[n - 1], w = canvas.clientWidth * unit(), h = canvas.clientHeight * unit();
    if (y + h < p.height - 100) view.pan(0, Math.min(canvas.clientHeight * 0.9, (p.height - y - h) / unit() + 8));
    else if (x + w < p.width - 100) view.place({ x: x + w * 0.9, y: 0, zoom: z });
    else if (n < desk.state.pages.length) { go(n + 1); view.place({ x: Math.min(x, 0), y: Math.min(y, 0), zoom: z }); }
  }

  /* Where one stood when the address was written. */
  const page = Number(at.get("p")), place = ["x", "y", "z"].map((k) => Number(at.get(k)));
  view.show({ page: Math.min(Math.max(page || 1, 1), Math.max(1, desk.state.pages.length)), spread: at.get("s") === "1" });
  if (place[2] > 0) view.place({ x: place[0], y: place[1], zoom: place[2] });
  else {
    view.size(); // what stands about it has just been made
    view.fit("page");
  }
  return {
    /** Enter on the page: the glyph that was clicked, or, where no item is chosen, that in its middle. @returns {boolean} */
    follow() {
      const hit = picked ?? (document.querySelector(".item[aria-current=true]") ? null : view.hit(canvas.clientWidth / 2, canvas.clientHeight / 2));
      follow(hit, true);
      return !!hit;
    },
  };
}
