// @ts-check
// Versions, and two of them side by side: texts by paragraphs, what moved shown as moved; and the pages as they were.
import { reasonOf } from "./notes.js";
import { addWords, words } from "./words.js";
/** @typedef {{n: number, at: number, who: string, why: string, same: boolean, round: number}} Version */
/** @typedef {{kind: string, pair?: number, text?: string, pieces?: [string, string][], offset?: number, length?: number}} Part */

addWords({
  "versions.none": ["还没有版次", "No versions yet"], "versions.make": ["存版次", "Save a version"], "versions.n": ["第 {0} 版次", "Version {0}"], "versions.now": ["现在", "Now"], "versions.same": ["与现在相同", "same as now"],
  "why.save": ["存盘", "saved"], "why.round": ["校次开始", "round began"], "why.sign": ["付印", "signed"], "why.proof": ["校样", "proof"], "compare.with": ["与现在对照", "Compare with now"], "compare.from": ["前", "From"], "compare.to": ["后", "To"],
  "compare.none": ["没有不同", "No differences"], "compare.pick": ["选两个版次", "Choose two versions"], "compare.moved": ["移来", "moved here"], "compare.gone": ["移走", "moved away"], "compare.all": ["连同未改的段落", "Unchanged paragraphs too"],
  "key.versions": ["版次", "Versions"], "key.compare-flip": ["翻看前后", "Flip"], "key.compare-overlay": ["叠看", "Overlay"], "key.compare-beside": ["并排", "Side by side"], "view.flip": ["翻看", "Flip"], "view.overlay": ["叠看", "Overlay"], "view.beside": ["并排", "Side by side"], "view.text": ["文字", "Text"],
  "compare.pages": ["这个版次的版面看不到", "The pages of that version cannot be shown"], "compare.step": ["后一个版次", "A version on"], "compare.step-back": ["前一个版次", "A version back"],
});

/** @param {import("./types").Desk & any} desk */
export function mountCompare(desk) {
  const { make, api } = desk, versions = desk.panel("versions"), panel = desk.panel("compare");
  /** @type {Version[]} */
  let all = [];
  let a = 0, b = 0, whole = false, how = "text", front = false;
  const list = make("ul", "items"), bar = make("div", "row"), from = make("select"), to = make("select"), out = make("div", "extra"), ways = make("div", "chips");
  from.setAttribute("aria-label", words("compare.from"));
  to.setAttribute("aria-label", words("compare.to"));
  const button = (/** @type {string} */ text, /** @type {() => any} */ f, klass = "") => {
    const e = make("button", klass, text);
    e.onclick = f;
    return e;
  };
  const when = (/** @type {number} */ t) => new Date(t * 1000).toLocaleString(desk.lang === "zh" ? "zh-CN" : "en-GB", { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false });
  const name = (/** @type {number} */ n) => n ? words("versions.n", n) : words("versions.now");
  versions.append(make("div", "row", button(words("versions.make"), save)), list);
  panel.append(make("div", "row", from, "→", to), ways, bar, out);

  async function save() {
    try {
      const made = await api.post("/api/versions", { why: "proof" });
      desk.say(name(made.version));
      await load();
    } catch (e) { desk.say(reasonOf(e), true); }
  }
  async function load() {
    all = (await api.get("/api/versions")).versions;
    list.replaceChildren(...[...all].reverse().map((v) => {
      const e = make("button", "item note", make("span", "what", name(v.n), v.same ? ` · ${words("versions.same")}` : ""), make("span", "facts", `${words(`why.${v.why}`)} · ${v.who || "–"} · ${when(v.at)}`));
      e.onclick = () => { [a, b] = [v.n, 0]; desk.panel("compare", true); options(); show(); };
      return make("li", "", e);
    }));
    if (!all.length) list.replaceChildren(make("p", "empty", words("versions.none")));
    options();
  }
  function options() {
    for (const [select, value] of /** @type {[HTMLSelectElement, number][]} */ ([[from, a], [to, b]]))
      select.replaceChildren(...[...all.map((v) => v.n), 0].map((n) => {
        const o = make("option", "", name(n));
        o.value = String(n);
        o.selected = n === value;
        return o;
      }));
  }
  from.onchange = () => { a = Number(from.value); show(); };
  to.onchange = () => { b = Number(to.value); show(); };

  /* ---------------------------------------------------------------- texts */
  /** @param {Part} p @param {string} file */
  function part(p, file) {
    const e = make("p", `diff ${p.kind}`);
    if (p.kind === "from" || p.kind === "to") e.append(make("b", "kind", `${words(p.kind === "to" ? "compare.moved" : "compare.gone")} ${p.pair} `));
    if (p.pieces) for (const [k, text] of p.pieces) e.append(k === "=" ? text : make(k === "-" ? "del" : "ins", "", text));
    else e.append(p.kind === "added" ? make("ins", "", p.text ?? "") : p.kind === "removed" ? make("del", "", p.text ?? "") : p.text ?? "");
    if (p.offset !== undefined && !b) e.onclick = () => desk.locate(file, p.offset, Math.max(1, p.length ?? 1), true);
    return e;
  }
  async function texts() {
    const r = await api.get(`/api/compare?a=${a || "now"}&b=${b || "now"}`);
    const files = r.files.filter((/** @type {any} */ f) => f.state !== "same");
    out.replaceChildren(...files.map((/** @type {any} */ f) => make("section", "", make("h3", "", f.file), ...f.parts.filter((/** @type {Part} */ p) => whole || p.kind !== "same").map((/** @type {Part} */ p) => part(p, f.file)))),
      files.length ? "" : make("p", "empty", words("compare.none")));
  }

  /* ---------------------------------------------------------------- pages */
  /** A page of a version as a picture; now: as the view paints it.
   * @param {number} n @param {number} width */
  async function picture(n, width) {
    const page = desk.view.current.page, size = desk.state.pages[page - 1], scale = width / (size.width / 100);
    if (!n) {
      const canvas = make("canvas");
      canvas.width = Math.round(width);
      canvas.height = Math.round(size.height / 100 * scale);
      const context = canvas.getContext("2d");
      if (context) { context.fillStyle = "#fff"; context.fillRect(0, 0, canvas.width, canvas.height); desk.view.paintPage(context, page, scale); }
      return canvas;
    }
    const reply = await api.ask("GET", `/api/versions/${n}/page?page=${page}&dpi=${Math.min(300, Math.round(scale * 72))}`), image = make("img");
    image.src = URL.createObjectURL(await reply.blob());
    image.alt = `${name(n)} ${words("page.n", page)}`;
    await image.decode();
    URL.revokeObjectURL(image.src);
    return image;
  }
  async function pages() {
    const width = Math.max(300, (out.clientWidth || 400) * (globalThis.devicePixelRatio || 1));
    try {
      const both = await Promise.all([picture(a, width), picture(b, width)]);
      both.forEach((e, i) => e.classList.add(i ? "after" : "before"));
      out.replaceChildren(make("div", `pair ${how}${front ? " front" : ""}`, ...both));
    } catch { out.replaceChildren(make("p", "empty", words("compare.pages"))); }
  }
  async function show() {
    ways.replaceChildren(...["text", "flip", "overlay", "beside"].map((w) => {
      const e = button(words(`view.${w}`), () => turn(w), "chip");
      e.setAttribute("aria-pressed", String(w === how));
      return e;
    }));
    const box = make("input"), label = make("label", "", box, ` ${words("compare.all")}`);
    box.type = "checkbox";
    box.checked = whole;
    box.onchange = () => { whole = box.checked; show(); };
    bar.replaceChildren(...how === "text" ? [label] : []);
    try { await (how === "text" ? texts() : pages()); } catch (e) { desk.say(reasonOf(e), true); }
  }
  /** @param {string} w */
  function turn(w) {
    if (w === "flip" && how === "flip") front = !front;
    how = w;
    show();
  }
  /** Steps the older of the two.
   * @param {number} d */
  function step(d) {
    const next = Math.min(Math.max(a + d, 1), all.length);
    if (!all.length || next === a) return;
    a = next;
    options();
    show();
  }
  desk.key("versions", "v v", () => { desk.panel("versions", true); load(); }, "key.versions");
  desk.key("compare-flip", "v f", () => { desk.panel("compare", true); turn("flip"); }, "key.compare-flip");
  desk.key("compare-overlay", "v o", () => { desk.panel("compare", true); turn("overlay"); }, "key.compare-overlay");
  desk.key("compare-beside", "v b", () => { desk.panel("compare", true); turn("beside"); }, "key.compare-beside");
  desk.key("compare-back", "v ArrowLeft", () => step(-1), "compare.step-back");
  desk.key("compare-on", "v ArrowRight", () => step(1), "compare.step");
  desk.onEvent("notes", () => load().catch(() => {}));
  const tab = document.getElementById("tab-compare");
  tab?.addEventListener("click", () => { if (!a && all.length) a = all.length; options(); show(); });
  return load().catch(() => {});
}
