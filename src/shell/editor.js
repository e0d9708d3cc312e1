// @ts-check
// 小样: an article as its manuscript is, in a textarea of the browser's own, so that input methods work as everywhere. Beside it numbered
// lines, and the line from which the text finds no room. Behind the textarea lies its mirror, the same lines in plain elements: it gives
// the height and the places of marks.
//
// What is sent: never anything while an input method composes, at most one request at a time, then the newest text. The text of the page
// is that of the last input; bytes that were not typed stay as they are (text.js).
import { Refused } from "./api.js";
import { Manuscript, hunks, difference } from "./text.js";
import { words } from "./words.js";
/** @typedef {import("./types").Desk} Desk @typedef {import("./types").Delta} Delta @typedef {import("./types").Article} Article */
/** @typedef {{base: string, mine: string, theirs: string}} Conflict @typedef {(string | Conflict)[]} Parts what both have, and where they differ */

class Sheet {
  sha = "";
  /** As the server has it, and as it stands in the textarea. */
  sent = new Manuscript("");
  now = new Manuscript("");
  busy = false;
  composing = false;
  failed = "";
  typedAt = -1e9;
  /** @type {string | null} text that came from elsewhere while an input method composed */
  held = null;
  /** @type {Parts | null} */
  parts = null;
  /** @type {Map<string, {who: string, offset: number}>} */
  others = new Map();

  /** @param {Desk} desk @param {Article} article */
  constructor(desk, article) {
    this.file = article.file;
    this.name = article.name;
    this.area = desk.make("textarea");
    this.mirror = desk.make("div", "mirror");
    this.marks = desk.make("div", "marks");
    this.box = desk.make("div", "sheet", this.mirror, this.marks, this.area);
    this.area.spellcheck = false;
    this.area.readOnly = !desk.canWrite;
    this.area.setAttribute("aria-label", words("text.of", article.title || article.name));
    this.mirror.setAttribute("aria-hidden", "true");
    this.marks.setAttribute("aria-hidden", "true");
  }
  get dirty() { return this.now.text !== this.sent.text; }

  /* The mirror takes the lines that are not what they were. */
  reflect() {
    const lines = this.area.value.split("\n"), all = this.mirror.children, same = (/** @type {number} */ i, /** @type {number} */ j) => all[i].textContent === (lines[j] || "\u200b");
    let from = 0, tail = 0;
    while (from < lines.length && from < all.length && same(from, from)) from++;
    while (tail < lines.length - from && tail < all.length - from && same(all.length - 1 - tail, lines.length - 1 - tail)) tail++;
    const now = all.length - tail, end = lines.length - tail;
    for (let i = from; i < Math.max(now, end); i++)
      if (i < now && i < end) /** @type {Text} */ (all[i].firstChild).data = lines[i] || "\u200b";
      else if (i < end) {
        const line = document.createElement("div");
        line.append(lines[i] || "\u200b");
        this.mirror.insertBefore(line, all[i] ?? null);
      } else all[end].remove();
  }

  /** A range of the mirror.
   * @param {number} from @param {number} to places of the textarea */
  range(from, to) {
    const range = document.createRange(), text = this.area.value;
    /** @param {number} at @returns {[Node, number]} */
    const spot = (at) => {
      const start = at ? text.lastIndexOf("\n", at - 1) + 1 : 0;
      let line = 0;
      for (let i = text.indexOf("\n"); i >= 0 && i < start; i = text.indexOf("\n", i + 1)) line++;
      const node = /** @type {Text} */ ((this.mirror.children[line] ?? this.mirror.lastChild)?.firstChild);
      return [node, Math.min(at - start, node.length)];
    };
    range.setStart(...spot(from));
    range.setEnd(...spot(to));
    return range;
  }
}

/** @param {Desk} desk @param {(bytes: Uint8Array) => Delta} takeReply @returns {{busy: () => boolean, idle: () => boolean, unsaved: () => boolean}} */
export function mountEditor(desk, takeReply) {
  const { make, api } = desk, panel = desk.panel("text");
  /** @type {Map<string, Sheet>} */
  const sheets = new Map();
  /** @type {Sheet | null} */
  let open = null;
  const title = make("h2"), amount = make("b", "amount"), state = make("span", "state"), conflict = make("section", "conflict"), scroll = make("div", "scroll"), none = make("p", "empty", words("text.pick"));
  const show = make("button", "", words("text.locate"), " ", make("kbd", "", "Esc")), save = make("button", "", words("text.version"), " ", make("kbd", "", "Ctrl+S"));
  const tools = make("p", "row", state, show, save);
  conflict.hidden = true;
  show.onclick = () => back();
  save.onclick = () => version();
  panel.append(make("div", "row head", title, amount), tools, conflict, none, scroll);
  tools.hidden = true;

  const articleOf = (/** @type {Sheet} */ s) => desk.state.articles.find((a) => a.file === s.file);
  const pathOf = (/** @type {Sheet} */ s) => `/api/text/${encodeURIComponent(s.file)}`;

  /* ---------------------------------------------------------------- a sheet is opened */
  /** @param {Article} article */
  async function sheetOf(article) {
    const known = sheets.get(article.file);
    if (known) return known;
    const sheet = new Sheet(desk, article), reply = await api.ask("GET", pathOf(sheet));
    const bytes = new Uint8Array(await reply.arrayBuffer()), twice = sheets.get(article.file);
    if (twice) return twice;
    sheet.sha = (reply.headers.get("ETag") ?? "").replace(/^W\/|"/g, "");
    sheet.sent.set(bytes);
    sheet.now.set(bytes);
    sheet.area.value = sheet.now.value;
    sheets.set(article.file, sheet);
    const { area } = sheet;
    area.addEventListener("compositionstart", () => { sheet.composing = true; tell(sheet); });
    area.addEventListener("compositionend", () => { sheet.composing = false; typed(sheet); arrived(sheet); });
    area.addEventListener("input", () => typed(sheet));
    area.addEventListener("focus", decorateSoon);
    area.addEventListener("blur", decorateSoon);
    area.addEventListener("blur", () => { if (sheet.composing) { sheet.composing = false; typed(sheet); } });
    area.addEventListener("selectionchange", () => moved(sheet));
    return sheet;
  }

  /** @param {number} i @param {number} [offset] @param {number} [length] @param {boolean} [stay] the keys stay where they are; so does a
   * panel that is about the page */
  async function edit(i, offset, length = 0, stay = false) {
    const article = desk.state.articles[i];
    if (!article || !desk.isText(i)) return;
    desk.select(i);
    if (!stay || ["notes", "makeup"].every((p) => desk.panel(p).hidden)) desk.panel("text", true);
    try { display(await sheetOf(article)); } catch (e) { return desk.say(e instanceof Refused ? e.message : String(e), true); }
    const sheet = /** @type {Sheet} */ (open);
    quiet = performance.now();
    if (!stay) sheet.area.focus({ preventScroll: true });
    if (offset === undefined) return desk.say(article.title);
    const from = sheet.now.indexOf(offset), to = sheet.now.indexOf(offset + length);
    sheet.area.setSelectionRange(from, to);
    bring(sheet, from, to);
    decorate();
    desk.locate(sheet.file, offset, length || 1);
  }
  desk.edit = (i, offset, length, stay) => { edit(i, offset, length, stay); };
  desk.span = () => {
    if (!open) return null;
    const { selectionStart: from, selectionEnd: to, value } = open.area, offset = open.now.byteOf(from);
    return { file: open.file, sha: open.sha, offset, length: open.now.byteOf(to) - offset, text: value.slice(from, to), settled: !open.busy && !open.dirty };
  };

  /** @param {Sheet} sheet */
  function display(sheet) {
    if (open !== sheet) {
      open = sheet;
      scroll.replaceChildren(sheet.box);
      none.hidden = true;
      tools.hidden = false;
    }
    sheet.reflect();
    tell(sheet);
    decorate();
    follow(sheet);
  }

  /** Brings places of the textarea into sight.
   * @param {Sheet} sheet @param {number} from @param {number} to */
  function bring(/** @type {Sheet} */ sheet, /** @type {number} */ from, /** @type {number} */ to) {
    const r = sheet.range(from, to).getBoundingClientRect(), s = scroll.getBoundingClientRect();
    if (r.top < s.top + 24 || r.bottom > s.bottom - 24) scroll.scrollTop += r.top - s.top - s.height / 3;
  }

  /* ---------------------------------------------------------------- what is typed */
  /** @param {Sheet} sheet */
  function typed(sheet) {
    sheet.typedAt = performance.now();
    sheet.reflect();
    if (sheet.composing) return;
    if (sheet.area.value !== sheet.now.value) sheet.now.type(sheet.area.value);
    tell(sheet);
    pump(sheet);
    decorateSoon();
  }

  /* One request, then the newest text. */
  async function pump(/** @type {Sheet} */ sheet) {
    if (sheet.busy || sheet.composing || sheet.parts || sheet.held !== null || !sheet.dirty || !desk.canWrite) return;
    sheet.busy = true;
    tell(sheet);
    const mine = new Manuscript(""), { view } = desk, page = view.current.page;
    Object.assign(mine, sheet.now);
    let wait = 0;
    try {
      const delta = takeReply(await api.bytes("POST", `${pathOf(sheet)}?page=${page}&have=${view.have(page)}&glyphs=${view.glyphs}&run=${desk.state.run}&lang=${desk.lang}`, mine.bytes(),
        { "If-Match": `"${sheet.sha}"`, "Content-Type": "text/markdown" }));
      sheet.sha = delta.sha ?? sheet.sha;
      sheet.sent = mine;
      sheet.failed = "";
      if (delta.text !== undefined) {
        sheet.held = delta.text;
        if (delta.merged) desk.say(words("text.merged"));
      }
    } catch (e) {
      if (e instanceof Refused && e.status === 409) disagree(sheet, mine, e.data);
      else {
        sheet.failed = e instanceof Refused ? e.message : words("offline");
        if (!(e instanceof Refused) || e.status === 429 || e.status >= 500) wait = e instanceof Refused ? 300 : 1000;
        else desk.say(words("text.failed", sheet.failed), true);
      }
    }
    if (wait) await new Promise((go) => setTimeout(go, wait));
    const again = !sheet.failed || wait;
    sheet.busy = false;
    arrived(sheet);
    tell(sheet);
    if (again) pump(sheet);
  }

  /* ---------------------------------------------------------------- what comes from elsewhere */
  /** Somebody else wrote the file: its text, unless one's own is under way (then the server merges).
   * @param {Sheet} sheet */
  async function follow(sheet) {
    const article = articleOf(sheet);
    if (!article || article.sha === sheet.sha || sheet.busy || sheet.parts || sheet.dirty || sheet.held !== null) return;
    sheet.busy = true;
    try {
      const reply = await api.ask("GET", pathOf(sheet)), file = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await reply.arrayBuffer());
      sheet.sha = (reply.headers.get("ETag") ?? "").replace(/^W\/|"/g, "");
      sheet.held = file;
      desk.say(words("text.theirs"));
    } catch { /* the next state tells again */ }
    sheet.busy = false;
    arrived(sheet);
    pump(sheet);
  }

  /* Puts the held text into the textarea, at a pause: what was typed meanwhile stays. */
  function arrived(/** @type {Sheet} */ sheet) {
    if (sheet.held === null || sheet.composing || sheet.busy) return;
    const theirs = new Manuscript(sheet.held), base = sheet.sent;
    sheet.held = null;
    const [from, to, end] = difference(base.value, sheet.now.value), grown = end - to, local = from !== to || from !== end;
    const changes = hunks(base.value, theirs.value);
    if (local && changes.some(([f, t]) => f <= to && t >= from)) {
      /* both wrote at one place in the time of one request */
      sheet.parts = [{ base: base.value, mine: sheet.now.value, theirs: theirs.value }];
      sheet.sent = theirs;
      return ask(sheet);
    }
    for (const [f, t, text] of changes) {
      const d = local && f >= to ? grown : 0;
      sheet.area.setRangeText(text, f + d, t + d, "preserve");
    }
    sheet.sent = theirs;
    sheet.now = new Manuscript(sheet.held ?? "");
    Object.assign(sheet.now, theirs);
    if (sheet.area.value !== sheet.now.value) sheet.now.type(sheet.area.value);
    quiet = performance.now();
    sheet.reflect();
    tell(sheet);
    decorateSoon();
    pump(sheet);
  }

  /** The server could not merge: {sha, text, merged, conflicts: [{base, theirs, mine, merged: [at, bytes]}]}.
   * @param {Sheet} sheet @param {Manuscript} mine @param {any} data */
  function disagree(sheet, mine, data) {
    const bytes = (/** @type {string} */ t) => new TextEncoder().encode(t), base = sheet.sent.bytes(), own = mine.bytes(), other = bytes(data.text), merged = bytes(data.merged ?? "");
    const part = (/** @type {Uint8Array} */ of, /** @type {number} */ at, /** @type {number} */ end) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(of.subarray(at, end));
    /** @type {Parts} */
    const parts = [];
    let at = 0;
    for (const c of data.merged ? data.conflicts : []) {
      const [b, t, m, w] = [c.base, c.theirs, c.mine, c.merged];
      parts.push(part(merged, at, w[0]), { base: part(base, b[0], b[0] + b[1]), mine: part(own, m[0], m[0] + m[1]), theirs: part(other, t[0], t[0] + t[1]) });
      at = w[0] + w[1];
    }
    sheet.parts = parts.length ? [...parts, part(merged, at, merged.length)] : [{ base: "", mine: mine.text, theirs: data.text }];
    sheet.sha = data.sha;
    sheet.sent = new Manuscript(data.text);
    sheet.failed = "";
    ask(sheet);
  }

  /* Shows each place where two wrote, before anything is written. */
  function ask(/** @type {Sheet} */ sheet) {
    const parts = sheet.parts;
    sheet.area.readOnly = !!parts || !desk.canWrite;
    conflict.hidden = !parts || open !== sheet;
    if (!parts || open !== sheet) return;
    /** @type {(() => string)[]} */
    const texts = [];
    let n = 0;
    const places = parts.flatMap((p, i) => {
      if (typeof p === "string") { texts.push(() => p); return []; }
      const set = make("fieldset"), chosen = `conflict-${n++}`, around = (/** @type {number} */ j) => { const t = parts[j]; return typeof t === "string" ? t : ""; };
      const show = (/** @type {string} */ text, /** @type {string} */ other) => make("pre", "", ...text.length > 240 ? cut(text, other)
        : [around(i - 1).slice(-20).replace(/^[^]*\n/, ""), make("mark", "", text || words("conflict.empty")), around(i + 1).slice(0, 20).replace(/\n[^]*$/, "")]);
      set.append(make("legend", "", words("conflict.n", n)));
      if (p.base) set.append(make("details", "", make("summary", "", words("conflict.base")), show(p.base, p.mine)));
      for (const value of ["mine", "theirs", "both"]) {
        const input = make("input");
        input.type = "radio";
        input.name = chosen;
        input.value = value;
        input.checked = value === "mine";
        set.append(make("label", "", input, words(`conflict.${value}`), ...value === "mine" ? [show(p.mine, p.theirs)] : value === "theirs" ? [show(p.theirs, p.mine)] : []));
      }
      const pick = () => /** @type {HTMLInputElement} */ (set.querySelector("input:checked")).value, glue = /\n/.test(p.mine + p.theirs) && !p.mine.endsWith("\n") ? "\n\n" : "";
      texts.push(() => ({ mine: p.mine, theirs: p.theirs, both: p.mine + glue + p.theirs })[pick()] ?? p.mine);
      return [set];
    });
    const write = make("button", "primary", words("conflict.write"));
    write.onclick = () => {
      const whole = new Manuscript(texts.map((f) => f()).join(""));
      sheet.parts = null;
      for (const [f, t, text] of hunks(sheet.area.value, whole.value)) sheet.area.setRangeText(text, f, t, "preserve");
      sheet.now = new Manuscript("");
      Object.assign(sheet.now, sheet.sent);
      sheet.now.type(sheet.area.value);
      ask(sheet);
      sheet.reflect();
      sheet.area.focus();
      pump(sheet);
    };
    conflict.replaceChildren(make("h3", "", words("conflict.title")), make("p", "faint", words("conflict.why")), ...places, make("p", "buttons", write));
    desk.say(words("conflict.title"), true);
    /** @type {HTMLElement | null} */ (conflict.querySelector("input"))?.focus();
  }

  /** A long text around what differs.
   * @param {string} text @param {string} other @returns {(string | Node)[]} */
  function cut(/** @type {string} */ text, /** @type {string} */ other) {
    if (!text) return [words("conflict.empty")];
    const [from, to] = difference(text, other), start = Math.max(0, from - 30), end = Math.min(text.length, to + 30);
    return [start ? "…" : "", text.slice(start, from), make("mark", "", text.slice(from, to)), text.slice(to, end), end < text.length ? "…" : ""];
  }

  /* ---------------------------------------------------------------- what is shown */
  /** @param {Sheet} sheet */
  function tell(sheet) {
    if (sheet !== open) return;
    const a = articleOf(sheet), put = (/** @type {HTMLElement} */ e, /** @type {string} */ text) => { if (e.textContent !== text) e.textContent = text; };
    put(title, a?.title || sheet.name);
    put(amount, a?.over ? words("over.lines", a.over.characters, a.over.lines) : a?.short ? words("short", a.short.lines) : words(a ? "fits" : "off"));
    amount.className = `amount ${a?.over ? "bad" : a && !a.short ? "good" : "thin"}`;
    put(state, !desk.canWrite ? words("readonly") : sheet.composing ? words("text.composing") : sheet.parts ? words("conflict.wait") : sheet.failed ? words("text.failed", sheet.failed) : sheet.busy ? words("text.wait") : sheet.dirty ? words("text.local") : words("text.sent"));
    state.classList.toggle("bad", !!sheet.failed);
  }

  let decorating = 0;
  function decorateSoon() { clearTimeout(decorating); decorating = setTimeout(decorate, 120); }
  /* Marks behind the text: from where it finds no room, gaps, queries; carets of others. Nothing moves, and nothing while one composes. */
  function decorate() {
    const sheet = open;
    if (!sheet || sheet.composing || !sheet.mirror.firstChild) return;
    const a = articleOf(sheet), top = sheet.box.getBoundingClientRect().top, fresh = sheet.area.value === sheet.sent.value;
    /** @type {Record<string, Range[]>} */
    const found = { over: [], gap: [], query: [], pick: [] };
    /** @type {HTMLElement[]} */
    const made = [];
    const items = desk.state.items.filter((i) => i.file === sheet.file && i.article === a?.i);
    if (fresh) {
      const value = sheet.area.value, spans = (a?.over?.spans ?? []).map(([at, n]) => [sheet.now.indexOf(at), sheet.now.indexOf(at + n)]);
      for (const [from, to] of spans) found.over.push(sheet.range(from, to));
      /* A field of the head that is read last: what has to go is at the end of the body. */
      const fields = /^---\n[^]*?\n---(\n|$)/.exec(value)?.[0].length ?? 0, at = spans.slice(0, 1).map(([from]) => from);
      if (at.length && spans.every(([, to]) => to <= fields)) at.push(value.trimEnd().length - 1);
      for (const from of at) {
        const line = make("div", "over-line", make("span", "", words("over.gutter", a?.over?.characters ?? 0)));
        line.style.top = `${(sheet.range(from, Math.min(from + 1, value.length)).getClientRects()[0]?.[from < fields || at.length < 2 ? "top" : "bottom"] ?? top) - top}px`;
        made.push(line);
      }
      for (const i of items)
        if (i.kind === "gap" || i.kind === "join" || i.kind === "query")
          found[i.kind === "gap" ? "gap" : "query"].push(sheet.range(sheet.now.indexOf(i.offset), sheet.now.indexOf(i.offset + i.length)));
    }
    /* What was clicked on the page, which the browser does not show of a text without the focus. */
    const { selectionStart, selectionEnd } = sheet.area;
    if (selectionEnd > selectionStart && document.activeElement !== sheet.area) found.pick.push(sheet.range(selectionStart, selectionEnd));
    for (const o of sheet.others.values()) {
      const r = sheet.range(sheet.now.indexOf(o.offset), sheet.now.indexOf(o.offset)).getBoundingClientRect(), caret = make("div", "caret", make("span", "", o.who || "?"));
      caret.style.left = `${r.left - sheet.box.getBoundingClientRect().left}px`;
      caret.style.top = `${r.top - top}px`;
      caret.style.height = `${r.height}px`;
      made.push(caret);
    }
    sheet.marks.replaceChildren(...made);
    const set = /** @type {any} */ (CSS).highlights, Highlight = /** @type {any} */ (globalThis).Highlight;
    if (set && Highlight) for (const [name, ranges] of Object.entries(found)) set.set(name, new Highlight(...ranges));
  }

  /* ---------------------------------------------------------------- the caret, and the page */
  let quiet = 0, flashing = 0, telling = 0;
  /** @param {Sheet} sheet */
  function moved(sheet) {
    if (sheet !== open || sheet.composing || document.activeElement !== sheet.area) return;
    clearTimeout(telling);
    telling = setTimeout(() => {
      if (desk.canWrite) api.ask("POST", `/api/presence?file=${encodeURIComponent(sheet.file)}&offset=${sheet.now.byteOf(sheet.area.selectionStart)}`, "", { "Content-Type": "application/json" }).catch(() => {});
    }, 1000);
    const t = performance.now();
    if (t - sheet.typedAt < 150 || t - quiet < 150) return; // typed or set, not moved
    clearTimeout(flashing);
    flashing = setTimeout(() => { if (!sheet.composing && performance.now() - sheet.typedAt > 150) flash(sheet); }, 100);
  }
  /** @param {Sheet} sheet @param {boolean} [move] */
  function flash(sheet, move = false) {
    const { selectionStart: from, selectionEnd: to, value } = sheet.area, end = to > from ? to : from + (value.codePointAt(from) ?? 0) % 0x110000 >= 0x10000 ? from + 2 : from + 1;
    const byte = sheet.now.byteOf(from), length = Math.max(1, sheet.now.byteOf(Math.min(end, value.length)) - byte);
    return desk.locate(sheet.file, byte, length, move) || (from > 0 && desk.locate(sheet.file, sheet.now.byteOf(from - 1), byte - sheet.now.byteOf(from - 1), move));
  }
  function back() {
    document.getElementById("canvas")?.focus();
    if (open) flash(open, true);
  }
  async function version() {
    const sheet = open;
    if (sheet) for (let n = 0; (sheet.busy || sheet.dirty) && !sheet.parts && n < 100; n++) await new Promise((go) => setTimeout(go, 50));
    try {
      const made = await api.post("/api/versions", { why: "save" });
      desk.say(words("text.versioned", made?.version ?? ""));
    } catch (e) { desk.say(words("text.failed", e instanceof Refused ? e.message : words("offline")), true); }
  }

  desk.onState(() => {
    for (const s of sheets.values()) if (s === open) follow(s);
    if (open) { tell(open); decorateSoon(); }
  });
  desk.onEvent("presence", (e) => {
    const sheet = [...sheets.values()].find((s) => s.file === e.file), client = String(e.client);
    if (client === api.client) return;
    for (const s of sheets.values()) s.others.delete(client);
    sheet?.others.set(client, { who: String(e.who ?? ""), offset: Number(e.offset) });
    decorateSoon();
  });
  addEventListener("resize", decorateSoon);
  new MutationObserver(decorateSoon).observe(panel, { attributes: true, attributeFilter: ["hidden"] });
  const key = /** @type {any} */ (desk.key);
  key("back", "Escape", back, "key.back", "text", "Esc");
  key("edit", "e", () => edit(desk.selected ?? desk.state.articles.find((a) => desk.isText(a.i) && a.pages.includes(desk.view.current.page))?.i ?? 0), "key.edit", "text");
  key("save", "Ctrl+s", version, "key.save", "text");
  return {
    busy: () => [...sheets.values()].some((s) => s.busy),
    unsaved: () => [...sheets.values()].some((s) => s.dirty || s.held !== null),
    idle: () => [...sheets.values()].every((s) => !s.busy && (!s.dirty || !!s.parts) && s.held === null),
  };
}
