// @ts-check
// The lists: articles with what is too much or missing, issues with what to do, what was found. J and K go through what is listed, N through
// what is open.
import { words } from "./words.js";
/** @typedef {import("./types").Desk} Desk @typedef {import("./types").Item} Item @typedef {import("./types").Article} Article */

const KINDS = ["overset", "short", "gap", "join", "query", "finding", "message"];

/** @param {Desk} desk @param {() => void} showKeys */
export function mountLists(desk, showKeys) {
  const { make } = desk, key = /** @type {any} */ (desk.key);
  const put = (/** @type {HTMLElement} */ e, /** @type {string} */ text) => { if (e.textContent !== text) e.textContent = text; };

  /* ---------------------------------------------------------------- articles */
  const articles = /** @type {HTMLElement} */ (document.getElementById("articles")), rows = make("ul", "rows");
  articles.setAttribute("aria-label", words("articles"));
  articles.append(make("h2", "", words("articles")), rows);
  /** @type {{i: number, button: HTMLButtonElement, title: HTMLElement, facts: HTMLElement, fit: HTMLElement}[]} */
  let made = [];
  desk.onState((s) => {
    const texts = s.articles.filter((a) => desk.isText(a.i));
    if (made.length !== texts.length || made.some((m, n) => m.i !== texts[n].i || m.button.dataset.name !== texts[n].name)) {
      made = texts.map(({ i }) => {
        const title = make("span", "title"), facts = make("span", "facts"), fit = make("span", "fit"), button = make("button", "", title, facts, fit);
        button.onclick = () => {
          const a = desk.state.articles[i];
          desk.select(i);
          goTo(a);
          desk.edit(i);
        };
        button.dataset.name = texts.find((a) => a.i === i)?.name;
        return { i, button, title, facts, fit };
      });
      rows.replaceChildren(...made.map((m) => make("li", "", m.button)));
    }
    texts.forEach((a, n) => {
      const m = made[n];
      put(m.title, a.title || a.name);
      put(m.facts, `${a.pages.length ? `${a.pages.join("、")} · ` : ""}${a.kind} · ${words("characters", a.characters)}`);
      put(m.fit, a.over ? words("over", a.over.characters) : a.short ? words("short", a.short.lines) : "");
      m.fit.className = `fit ${a.over ? "bad" : "thin"}`;
      const current = String(desk.selected === a.i);
      if (m.button.getAttribute("aria-current") !== current) m.button.setAttribute("aria-current", current);
    });
  });
  /** @param {Article} a shows where it begins, if its page is another */
  function goTo(a) {
    const frame = a.frames?.[0];
    if (frame && !a.pages.includes(desk.view.current.page)) desk.view.show({ page: frame.page });
  }

  /* ---------------------------------------------------------------- issues */
  const panel = desk.panel("issues"), chips = make("div", "chips"), list = make("ul", "items"), none = make("p", "empty");
  /** @type {Set<string>} kinds that are left out */
  const off = new Set();
  let here = false, mine = false;
  /** @type {Item[]} what is listed, in order */
  let shown = [];
  /** @type {string | null} */
  let current = null;
  /** @type {Item[] | null} what was found, instead of the issues */
  let finds = null;
  chips.setAttribute("role", "group");
  chips.setAttribute("aria-label", words("filter"));
  /** @type {Map<string, HTMLButtonElement>} */
  const chip = new Map();
  for (const kind of [...KINDS, "page", "article"]) {
    const b = make("button", "chip");
    b.onclick = () => {
      if (kind === "page") here = !here;
      else if (kind === "article") mine = !mine;
      else off.has(kind) ? off.delete(kind) : off.add(kind);
      render();
    };
    chip.set(kind, b);
    chips.append(b);
  }
  const find = make("input");
  find.type = "search";
  find.placeholder = `${words("find")}  /`;
  find.setAttribute("aria-label", words("find"));
  panel.append(make("div", "row", find), chips, none, list);

  const known = (/** @type {Item} */ i) => desk.known?.(i) ?? false, isOpen = (/** @type {Item} */ i) => i.level !== "note" && !known(i);
  let signature = "";
  function render() {
    const all = finds ?? desk.state.items;
    for (const [kind, b] of chip) {
      const n = all.filter((i) => i.kind === kind).length, pressed = kind === "page" ? here : kind === "article" ? mine : !off.has(kind);
      put(b, kind === "page" || kind === "article" ? words(`filter.${kind}`) : `${words(`kind.${kind}`)} ${n}`);
      b.setAttribute("aria-pressed", String(pressed));
      b.hidden = kind !== "page" && kind !== "article" && !n;
    }
    chips.hidden = !!finds;
    shown = all.filter((i) => finds || (!off.has(i.kind) && (!here || i.page === desk.view.current.page) && (!mine || i.article === desk.selected)));
    const tab = document.getElementById("tab-issues"), open = desk.state.items.filter(isOpen).length;
    if (tab) put(tab, `${words("panel.issues")}${open ? ` ${open}` : ""}`);
    put(none, shown.length ? "" : words(finds ? "find.none" : all.length ? "issues.filtered" : "issues.none", find.value));
    const next = JSON.stringify(shown.map((i) => [i.id, i.says, i.help, i.line, i.page, known(i)]));
    if (next !== signature) { // the same list keeps its elements, and the focus in it
      signature = next;
      const had = list.contains(document.activeElement) ? current : null;
      list.replaceChildren(...shown.map(row));
      if (had) mark(had, true);
    }
    mark(current);
  }
  /* What to do: what the program says, else what its kind asks for. */
  const helpOf = (/** @type {Item} */ i) => { const key = `help.${i.kind}`, help = words(key); return i.help || (finds || help === key ? "" : help); };
  /** @param {Item} i */
  function row(i) {
    const head = make("span", "what", make("b", "kind", finds ? "" : words(`kind.${i.kind}`)), i.says), where = make("span", "facts", [i.page ? words("page.n", i.page) : "", i.file ? `${i.file}:${i.line}:${i.column}` : ""].filter(Boolean).join(" · "));
    const b = make("button", `item ${i.level}${known(i) ? " known" : ""}`, head, ...helpOf(i) ? [make("span", i.help ? "help" : "help usual", helpOf(i))] : [], where);
    b.onclick = () => { choose(i); enter(i); };
    b.onfocus = () => { current = i.id; mark(i.id); };
    b.dataset.id = i.id;
    return make("li", "", b);
  }
  /** @param {string | null} id @param {boolean} [focus] */
  function mark(id, focus = false) {
    for (const b of /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("button.item"))) {
      const is = b.dataset.id === id;
      if (is !== (b.getAttribute("aria-current") === "true")) b.setAttribute("aria-current", String(is));
      if (is && focus) b.focus();
    }
  }
  /** The item is shown on its page and said.
   * @param {Item} i */
  function choose(i) {
    current = i.id;
    desk.tell({ type: "chosen" });
    desk.panel("issues", true);
    if (i.article !== null) desk.select(i.article);
    mark(i.id);
    list.querySelector("[aria-current=true]")?.scrollIntoView({ block: "nearest" });
    if (i.page && i.rects?.length) {
      if (i.page !== desk.view.current.page) desk.view.show({ page: i.page });
      desk.view.scrollTo(i.page, i.rects[0]);
      desk.view.flash(i.rects.map((rect) => ({ page: i.page, rect })));
    } else if (i.file) desk.locate(i.file, i.offset, i.length || 1, true);
    desk.say(`${words("issues.at", shown.findIndex((s) => s.id === i.id) + 1, shown.length, i.says)}${helpOf(i) ? ` — ${helpOf(i)}` : ""}`);
  }
  /** To the manuscript.
   * @param {Item} i */
  function enter(i) {
    const article = i.article ?? desk.state.articles.find((a) => a.file === i.file)?.i;
    if (article !== undefined && desk.isText(article) && desk.state.articles[article]?.file === i.file) desk.edit(article, i.offset, i.length);
  }
  /** @param {number} d @param {(i: Item) => boolean} [is] */
  function step(d, is = () => true) {
    const notes = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#panel-notes:not([hidden]) .items .item")]);
    if (notes.length) { // the list that is open
      const next = notes[notes.findIndex((e) => e.getAttribute("aria-current") === "true") + d];
      return next ? next.click() : desk.say(words("issues.last"));
    }
    const from = shown.findIndex((i) => i.id === current);
    for (let n = from < 0 ? (d > 0 ? 0 : shown.length - 1) : from + d; n >= 0 && n < shown.length; n += d)
      if (is(shown[n])) return choose(shown[n]);
    desk.say(words("issues.last"));
  }
  desk.onState(render);
  desk.onEvent("pages", () => { if (here) render(); });
  desk.onEvent("known", render);

  /* ---------------------------------------------------------------- found */
  /** @type {Map<string, [string, string]>} file → sha, text */
  const texts = new Map();
  find.onkeydown = (e) => {
    if (e.isComposing || e.keyCode === 229) return;
    if (e.key === "Escape") {
      e.stopPropagation();
      find.value = "";
      finds = null;
      render();
      document.getElementById("canvas")?.focus();
    } else if (e.key === "Enter") search(find.value.trim());
  };
  find.oninput = (e) => { if (!find.value && !(/** @type {InputEvent} */ (e).isComposing)) { finds = null; render(); } };
  /** @param {string} wanted */
  async function search(wanted) {
    if (!wanted) return;
    const bytes = new TextEncoder(), length = bytes.encode(wanted).length;
    /** @type {Item[]} */
    const all = [];
    let n = 0;
    for (const a of desk.state.articles.filter((x) => desk.isText(x.i))) {
      let known = texts.get(a.file);
      if (known?.[0] !== a.sha) texts.set(a.file, known = [a.sha, new TextDecoder("utf-8", { ignoreBOM: true }).decode(await desk.api.bytes("GET", `/api/text/${encodeURIComponent(a.file)}`))]);
      const text = known[1], low = text.toLowerCase();
      for (let i = low.indexOf(wanted.toLowerCase()); i >= 0; i = low.indexOf(wanted.toLowerCase(), i + wanted.length), n++) {
        if (all.length >= 200) continue;
        const before = text.slice(0, i), start = before.lastIndexOf("\n") + 1, stop = text.indexOf("\n", i), offset = bytes.encode(before).length;
        all.push({ id: `find:${a.file}:${offset}`, kind: "message", level: "note", code: "find", article: a.i, file: a.file, offset, length, line: before.split("\n").length, column: i - start + 1,
          page: desk.view.rectsOf(a.file, offset, length)[0]?.page ?? 0, rects: [],
          says: `${i - start > 12 ? "…" : ""}${text.slice(Math.max(start, i - 12), Math.min(stop < 0 ? text.length : stop, i + wanted.length + 16))}`, help: "" });
      }
    }
    finds = all;
    current = null;
    render();
    desk.say(n > all.length ? words("find.more", n, all.length) : n ? words("find.found", n) : words("find.none", wanted));
    /** @type {HTMLElement | null} */ (list.querySelector("button.item"))?.focus();
  }

  /* ---------------------------------------------------------------- keys */
  key("next", "j", () => step(1), "key.next", "lists");
  key("previous", "k", () => step(-1), "key.previous", "lists");
  key("next-open", "n", () => step(1, isOpen), "key.next-open", "lists");
  key("previous-open", "Shift+n", () => step(-1, isOpen), "key.previous-open", "lists");
  key("find", "/", () => { desk.panel("issues", true); find.focus(); }, "key.find", "lists");
  key("help", "?", showKeys, "key.help", "more");
  const REGIONS = ["bar", "left", "page", "right", "foot"];
  /** @type {Record<string, HTMLElement>} where the focus was in each */
  const last = {};
  document.addEventListener("focusin", (e) => {
    const region = REGIONS.find((r) => document.getElementById(r)?.contains(/** @type {Node} */ (e.target)));
    if (region) last[region] = /** @type {HTMLElement} */ (e.target);
  });
  const turn = (/** @type {number} */ d) => {
    const now = REGIONS.findIndex((r) => document.getElementById(r)?.contains(document.activeElement)), next = REGIONS[(now < 0 && d < 0 ? 0 : now + d + REGIONS.length) % REGIONS.length];
    const region = /** @type {HTMLElement} */ (document.getElementById(next)), seen = (/** @type {HTMLElement | undefined} */ e) => e?.isConnected && e.offsetParent ? e : null;
    (seen(last[next]) ?? (next === "page" ? document.getElementById("canvas") : /** @type {HTMLElement | null} */ (region.querySelector("button, textarea, input"))) ?? region).focus();
  };
  key("region", "F6", () => turn(1), "key.region", "more");
  key("region-before", "Shift+F6", () => turn(-1), "key.region", "more", "");
  return {
    /** The item that Enter on the page goes to. */
    enter: () => { const i = shown.find((s) => s.id === current); if (i) enter(i); return !!i; },
  };
}
