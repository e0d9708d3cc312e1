// @ts-check
// Notes: made on what is selected, drawn on the page, listed with what became of them; rounds, what changed in the present one, the last
// reader's list, and the sign-off. All of it is the server's: after every event it is asked for anew.
import { Refused } from "./api.js";
import { addWords, words } from "./words.js";
/** @typedef {import("./types").Desk} Desk @typedef {import("./types").Item} Item */
/** @typedef {{event: number, at: number, round: number, who: string, role: string}} By */
/** @typedef {By & {id: number, kind: string, state: string, file: string, how: string, offset: number, length: number, quote: string, found?: string, want?: string,
 *   text: string, wrong: number, double: boolean, reason?: string, done?: By, checked?: By, refused?: By, replies: (By & {text: string})[]}} Note */
/** @typedef {[string, string]} Piece @typedef {{key: string, file: string, kind: string, offset?: number, length?: number, text?: string, pieces?: Piece[], notes: number[], ticked?: By}} Change */

addWords({
  "mark.replace": ["改正", "Correct"], "mark.delete": ["删除", "Delete"], "mark.insert": ["增补", "Insert"], "mark.swap": ["对调", "Transpose"], "mark.query": ["疑问", "Query"],
  "mark.split": ["另起", "New paragraph"], "mark.join": ["接排", "Run on"], "mark.stet": ["保留", "Stet"], "mark.move": ["转移", "Move"], "mark.layout": ["版式", "Layout"],
  "mark.align": ["排齐", "Align"], "mark.shift": ["上下左右移", "Shift"], "mark.space": ["加减空距", "Space"], "mark.size": ["改字号字体", "Size, face"], "mark.remark": ["说明", "Remark"],
  "notes.none": ["没有批注。在版上点字（按住 Shift 再点可选一段），按 M，再按 R 改、D 删、I 增……", "No notes. Click a character on the page (Shift+click for a stretch), press M, then R, D, I …"],
  "notes.pick.two": ["对调要选两个字以上：点一个，按住 Shift 再点另一个", "To swap takes two characters at least: click one, Shift+click another"], "notes.pick": ["先选要批的字", "Select the characters first"], "notes.want": ["改为", "To read"], "notes.text": ["说明", "Remark"], "notes.wrong": ["差错字数（0 不计）", "Wrong characters (0: no error)"],
  "notes.double": ["加倍（标题、报眉、重要人名日期）", "Counts double (head, folio, name, date)"], "notes.put": ["记下", "Note it"], "notes.put.done": ["已记：{0}", "Noted: {0}"],
  "state.open": ["未改", "open"], "state.done": ["已改", "done"], "state.checked": ["已核", "checked"], "state.refused": ["不改", "refused"], "how.lost": ["原文已不在", "its text is gone"],
  "how.near": ["原文有改动", "its text was changed"], "how.line": ["只剩所在行", "only its line is left"], "notes.done": ["已改", "Done"], "notes.check": ["核红", "Check"], "notes.refuse": ["不改", "Refuse"],
  "notes.reopen": ["重开", "Reopen"], "notes.reply": ["答复", "Reply"], "notes.error": ["记差错", "Error"], "notes.reason": ["理由", "Reason"], "notes.now": ["现为", "now"],
  "notes.unproved": ["文稿里还不是“{0}”，现为“{1}”。另有处理请写理由。", "The manuscript does not read “{0}” yet, but “{1}”. If it was solved otherwise, say how."],
  "notes.undone": ["已撤回", "Taken back"], "notes.mine": ["只看本版", "This page"], "notes.failed": ["没有记上：{0}", "Not noted: {0}"], "notes.count": ["{0} 条", "{0}"],
  "refused.stale": ["文稿刚改过，请再选一次", "The text has just changed: select again"], "refused.want": ["要写改成什么", "Say what it should read"], "refused.span": ["选的字不合这种批法", "This mark does not fit the selection"],
  "refused.disk": ["磁盘满了", "The disk is full"], "refused.nothing": ["没有可撤回的", "Nothing to take back"], "refused.not-done": ["还没有改", "Not done yet"], "refused.press": ["排不出付印 PDF", "The print file cannot be made"],
  "refused.open": ["还有批注未了，没有签。要签就勾选“仍要付印”", "Notes are open: not signed. Tick that it is signed all the same"], "refused.not-proved": ["文稿里还没有照批注改", "The manuscript does not read so yet"],
  "refused.unfit": ["版面还不能付印（超行、缺字等，见“问题”），没有签。要签就勾选“仍要付印”", "The pages are not fit to print (overset, missing glyphs: see Issues): not signed. Tick that it is signed all the same"],
  "sign.unfit": ["版面有 {0} 处错误（超行、缺字等），仍要付印", "{0} errors stand on the pages (overset, missing glyphs …): sign all the same"],
  "refused.seen": ["打开之后文件又改过，请再看一遍", "Something has changed since you looked: look again"], "refused.log": ["记录被改动过，不能签样", "The log was changed by hand: nothing can be signed"],
  "refused.edition": ["期名不对", "Not the edition's name"], "refused.changing": ["文件正在改，请再试", "A file is changing: try again"], "refused.readonly": ["只读", "read only"], "refused.who": ["先写姓名", "Say who you are"],
  "round.1": ["一校", "First proof"], "round.2": ["二校", "Second proof"], "round.3": ["三校", "Third proof"], "round.4": ["付印", "Sign-off"], "round.n": ["{0} 校", "Proof {0}"],
  "round.next": ["开始{0}", "Begin: {0}"], "tab.notes": ["批注", "Notes"], "tab.red": ["核红", "Changes"], "tab.last": ["一读", "Last reader"], "tab.sign": ["付印", "Sign-off"],
  "red.none": ["本校次以来没有改动", "Nothing has changed in this round"], "red.unasked": ["无批注", "nobody asked"], "red.tick": ["核过", "Ticked"], "red.changed": ["改", "changed"], "red.added": ["增", "added"], "red.removed": ["删", "removed"], "red.to": ["移", "moved"],
  "check.folio": ["报眉：报名、版次、日期、期号", "Folios: name, page, date, number"], "check.date": ["日期与今天相符", "The date is today's"], "check.order": ["版次连续，转版接得上", "Pages in order, jumps meet"],
  "check.heads": ["标题无错字，无断词", "Heads: no slips, no torn words"], "check.captions": ["图与图说相符，署名齐", "Pictures and captions agree"], "check.changes": ["核红各处都已改", "All changes were made"], "check.fonts": ["没有缺字、乱码", "No missing glyphs"],
  "check.stale": ["之后又有改动", "changed since"],
  "sign.hash": ["记录校验值 {0}（请另行抄下）", "Number in the log {0} (note it down elsewhere)"], "sign.as": ["签的是“{0}”", "signed as “{0}”"], "log.fault": ["版面台记录（.banmian/desk.db）被人改动过，或有缺失。签样一律失效，请找较早的副本", "The desk's log (.banmian/desk.db) was changed by hand, or lacks something: no sign-off holds; look for an older copy"],
  "sign.do": ["签付印 …", "Sign …"], "sign.title": ["付印签样", "Sign off for print"], "sign.type": ["键入期名“{0}”以确认", "Type the edition's name, “{0}”, to confirm"], "sign.open": ["还有 {0} 条批注未了，仍要付印", "Sign although {0} notes are open"],
  "sign.bar": ["已付印 {0}", "Signed for print: {0}"], "sign.bar.void": ["付印已失效（{0}）", "Sign-off void ({0})"], "sign.none": ["还没有签付印", "Not signed"], "sign.valid": ["有效", "valid"], "sign.void": ["失效", "void"], "sign.done": ["已签付印", "Signed"], "sign.why": ["签样同付印 PDF 和全部文件的 SHA-256 绑定，改一个字节即失效，改回又有效。", "The signature is bound to the SHA-256 of the print file and of every file: one changed byte voids it; the byte back, it holds again."],
  "sign.wait": ["在排付印 PDF …", "Making the print file …"], "wrong.rate": ["差错 {0} 分（加倍 {1} 处），万分之 {2}", "{0} error points ({1} doubled), {2} in 10,000"], "wrong.page": ["第{0}版 {1} 分，万分之 {2}", "page {0}: {1}, {2} in 10,000"],
  "export.csv": ["表格", "Table"], "export.text": ["清单", "List"], "export.pdf": ["批注 PDF", "Annotated PDF"], "export.json": ["JSON", "JSON"], "notes.make": ["批 {0}", "Mark: {0}"], "key.done": ["已改", "Done"], "key.checked": ["已核", "Checked"], "key.undo": ["撤回", "Undo"], "key.sign": ["签付印", "Sign off"], "notes.filter": ["筛选批注", "Filter notes"], "known.leave": ["已知，不改", "Known: leave it"],
});

const KEYS = { replace: "r", delete: "d", insert: "i", swap: "t", query: "q", split: "p", join: "j", stet: "k", move: "m", layout: "l" };
const INKS = ["#c0201a", "#1846b8", "#14743a"], STATES = ["open", "done", "checked", "refused"], PLACES = ["insert", "split"];

/** @type {{code: string, file: string, event: number, offsets: number[]}[]} */
let left = [];
/** Whether an item is known, and left.
 * @param {Item} item */
export const isKnown = (item) => left.some((l) => l.code === (item.code || item.kind) && l.file === item.file && l.offsets.includes(item.offset));

/** @param {any} e */
export function reasonOf(e) {
  const code = e instanceof Refused ? e.data?.error : "", said = words(`refused.${code}`);
  return code && said !== `refused.${code}` ? said : String(e?.message ?? e);
}

/** @param {import("./types").Desk & any} desk */
export function mountNotes(desk) {
  const { make, api } = desk, panel = desk.panel("notes");
  /** @type {{notes: Note[], round: number, counts: any, wrong: any, seq: number, log?: any}} */
  let all = { notes: [], round: 1, counts: {}, wrong: {}, seq: 0 };
  /** @type {number | null} */
  let current = null;
  let tab = "notes", here = false, asking = 0;
  const off = new Set(["checked", "refused"]);
  /** @type {Set<number>} rounds that are left out */
  const past = new Set();
  const list = make("ul", "items"), tools = make("div", "chips"), tabs = make("div", "chips"), extra = make("div", "extra"), facts = make("p", "empty facts");
  tools.setAttribute("role", "group");
  tools.setAttribute("aria-label", words("notes.filter"));
  panel.append(tabs, tools, list, extra, facts);
  desk.known = isKnown;

  const roundName = (/** @type {number} */ n) => n <= 4 ? words(`round.${n}`) : words("round.n", n);
  const when = (/** @type {number} */ t) => new Date(t * 1000).toLocaleString(desk.lang === "zh" ? "zh-CN" : "en-GB", { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false });
  const by = (/** @type {By} */ b) => `${b.who || "–"} · ${roundName(b.round)} · ${when(b.at)}`;
  const button = (/** @type {string} */ text, /** @type {() => any} */ f, klass = "") => {
    const b = make("button", klass, text);
    b.onclick = (/** @type {Event} */ e) => { e.stopPropagation(); f(); };
    return b;
  };
  /** @param {string} path @param {any} [data] */
  async function post(path, data) {
    try {
      const made = await api.post(path, data);
      await load();
      return made;
    } catch (e) {
      desk.say(words("notes.failed", reasonOf(e)), true);
      if (e instanceof Refused && e.data?.error === "not-proved") return { unproved: e.data };
    }
    return null;
  }

  /* ---------------------------------------------------------------- what there is */
  async function load() {
    const next = await api.get("/api/notes");
    all = next;
    const known = JSON.stringify(left.map((l) => [l.event, l.offsets])) !== JSON.stringify(next.left.map((/** @type {any} */ l) => [l.event, l.offsets]));
    left = next.left;
    if (known) desk.tell?.({ type: "known" });
    desk.view.setMarks(all.notes.filter((n) => n.how !== "lost" && n.state !== "refused" && n.state !== "checked").map((n) => ({
      id: `n${n.id}`, kind: n.kind, shape: n.kind, file: n.file, offset: n.offset, length: n.length, want: n.want ?? "",
      colour: INKS[(n.round - 1) % 3], state: n.id === current ? "current" : n.state })));
    render();
  }
  /* After an edit, when nobody types. */
  function soon(ms = 400) {
    clearTimeout(asking);
    asking = setTimeout(() => load().catch(() => {}), ms);
  }
  desk.onEvent("notes", (/** @type {any} */ e) => { if (e.seq !== all.seq) soon(0); });
  let rev = 0;
  desk.onState((/** @type {any} */ s) => { if (s.rev !== rev) { rev = s.rev; soon(); } });

  /* ---------------------------------------------------------------- the list */
  const shown = () => all.notes.filter((n) => !off.has(n.state) && !past.has(n.round) && (!here || n.how === "lost" || desk.view.rectsOf(n.file, n.offset, Math.max(1, n.length)).some((/** @type {any} */ r) => r.page === desk.view.current.page)));
  /** @param {Note} n */
  function row(n) {
    const head = make("span", "what", make("b", "kind", words(`mark.${n.kind}`)), n.quote ? `“${n.quote}”` : "", n.want ? ` → “${n.want}”` : "", n.text ? ` ${n.text}` : "");
    const line = make("span", "facts", [words(`state.${n.state}`), n.how === "lost" || n.how === "near" || n.how === "line" ? words(`how.${n.how}`) : "", n.wrong ? `${words("notes.error")} ${n.wrong}${n.double ? "×2" : ""}` : "", n.file, by(n)].filter(Boolean).join(" · "));
    const b = make("button", `item ${n.how === "lost" ? "error" : n.state === "open" ? "warning" : "note"}`, head, line);
    b.dataset.note = String(n.id);
    b.setAttribute("aria-current", String(n.id === current));
    b.onclick = () => choose(n.id);
    const li = make("li", "", b);
    if (n.id !== current) return li;
    if (n.found) li.append(make("p", "help", `${words("notes.now")} “${n.found}”`));
    if (n.reason) li.append(make("p", "help", `${words("notes.reason")}：${n.reason}`));
    for (const r of n.replies) li.append(make("p", "help", `${r.who}：${r.text}`));
    if (desk.canWrite) {
      const actions = make("div", "row");
      if (n.state === "open") actions.append(button(words("notes.done"), done));
      if (n.state === "done") actions.append(button(words("notes.check"), check, "primary"));
      if (n.state !== "open") actions.append(button(words("notes.reopen"), () => post(`/api/notes/${n.id}/reopened`)));
      if (n.state === "open") actions.append(button(words("notes.refuse"), () => ask(words("notes.refuse"), [["reason", words("notes.reason"), ""]], (v) => post(`/api/notes/${n.id}/refused`, v))));
      actions.append(button(words("notes.reply"), () => ask(words("notes.reply"), [["text", words("notes.text"), ""]], (v) => post(`/api/notes/${n.id}/reply`, v))));
      actions.append(button(words("notes.error"), () => ask(words("notes.error"), [["characters", words("notes.wrong"), String(n.wrong || [...n.quote].length || 1)], ["double", words("notes.double"), n.double]],
        (v) => post(`/api/notes/${n.id}/wrong`, { characters: Number(v.characters) || 0, double: v.double }))));
      li.append(actions);
    }
    return li;
  }
  /** @param {number} id */
  function choose(id) {
    const n = all.notes.find((m) => m.id === id);
    current = current === id ? null : id;
    render();
    if (!n || n.how === "lost") return;
    desk.locate(n.file, n.offset, Math.max(1, n.length), true);
    const b = /** @type {HTMLElement | null} */ (list.querySelector(`[data-note="${id}"]`));
    b?.focus();
  }
  function render() {
    const focus = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset?.note;
    tabs.replaceChildren(...["notes", "red", "last", "sign"].map((t) => {
      const b = button(words(`tab.${t}`), () => { tab = t; render(); if (t !== "notes") more(); }, "chip");
      b.setAttribute("aria-pressed", String(t === tab));
      return b;
    }), make("b", "round", roundName(all.round)));
    tools.hidden = tab !== "notes";
    list.hidden = tab !== "notes";
    extra.hidden = tab === "notes";
    tools.replaceChildren(...STATES.map((s) => {
      const b = button(`${words(`state.${s}`)} ${all.counts[s] ?? 0}`, () => { off.has(s) ? off.delete(s) : off.add(s); render(); }, "chip");
      b.setAttribute("aria-pressed", String(!off.has(s)));
      return b;
    }), (() => {
      const b = button(words("notes.mine"), () => { here = !here; render(); }, "chip");
      b.setAttribute("aria-pressed", String(here));
      return b;
    })(), ...[...new Set(all.notes.map((n) => n.round))].sort().filter((_, i, rounds) => rounds.length > 1).map((n) => {
      const b = button(roundName(n), () => { past.has(n) ? past.delete(n) : past.add(n); render(); }, "chip");
      b.setAttribute("aria-pressed", String(!past.has(n)));
      return b;
    }), ...["csv", "text", "pdf"].map((as) => {
      const a = make("a", "chip", words(`export.${as}`));
      a.href = `/api/export?as=${as}&lang=${desk.lang}`;
      a.download = "";
      return a;
    }));
    const rows = shown();
    list.replaceChildren(...rows.map(row));
    const w = all.wrong;
    facts.textContent = [all.log ? words("log.fault") : "", all.notes.length ? "" : words("notes.none"),
      w.points ? words("wrong.rate", w.points, w.double, w.rate ?? "–") : "", ...(w.pages ?? []).filter((/** @type {any} */ p) => p.points).map((/** @type {any} */ p) => words("wrong.page", p.page, p.points, p.rate ?? "–"))].filter(Boolean).join(" · ");
    if (focus) /** @type {HTMLElement | null} */ (list.querySelector(`[data-note="${focus}"]`))?.focus();
  }

  /* ---------------------------------------------------------------- asking */
  /** A dialog with fields: [name, label, value]; a boolean is a box to tick.
   * @param {string} title @param {[string, string, string | boolean][]} fields @param {(values: any) => any} then @param {string} [why] */
  function ask(title, fields, then, why = "") {
    const dialog = make("dialog", "who"), form = make("form"), h = make("h2", "", title), ok = make("button", "primary", words("ok")), no = make("button", "", words("cancel"));
    /** @type {[string, HTMLInputElement][]} */
    const inputs = fields.map(([name, , value]) => {
      const i = make("input");
      if (typeof value === "boolean") { i.type = "checkbox"; i.checked = value; } else i.value = value;
      i.name = name;
      return [name, i];
    });
    h.id = "ask-title";
    dialog.setAttribute("aria-labelledby", h.id);
    no.type = "button";
    no.onclick = () => dialog.close();
    form.method = "dialog";
    form.append(h, ...why ? [make("p", "", why)] : [], ...inputs.map(([, i], k) => make("label", "", fields[k][1], i)), make("p", "buttons", no, ok));
    form.onsubmit = () => then(Object.fromEntries(inputs.map(([n, i]) => [n, i.type === "checkbox" ? i.checked : i.value])));
    dialog.append(form);
    dialog.onclose = () => { dialog.remove(); document.getElementById("canvas")?.focus(); };
    document.body.append(dialog);
    dialog.showModal();
    inputs[0]?.[1].select();
  }
  const chosen = () => all.notes.find((n) => n.id === current) ?? null;
  async function done() {
    const n = chosen();
    if (!n) return;
    const made = await post(`/api/notes/${n.id}/done`);
    if (made?.unproved) ask(words("notes.done"), [["reason", words("notes.reason"), ""]], (v) => v.reason && post(`/api/notes/${n.id}/done`, v), words("notes.unproved", made.unproved.want, made.unproved.found ?? ""));
  }
  function check() { const n = chosen(); if (n) post(`/api/notes/${n.id}/checked`); }

  /* ---------------------------------------------------------------- making one */
  /** @param {string} kind */
  async function mark(kind) {
    const span = desk.span?.();
    if (!desk.canWrite) return desk.say(words("refused.readonly"), true);
    if (!span || (!span.length && !PLACES.includes(kind))) return desk.say(words("notes.pick"), true);
    for (let n = 0; !desk.span().settled && n < 60; n++) await new Promise((go) => setTimeout(go, 50));
    const at = desk.span(), { file, sha, offset, text } = at, length = PLACES.includes(kind) ? 0 : at.length;
    /** @param {any} more */
    const put = async (more) => {
      const made = await post("/api/notes", { kind, file, sha, offset, length, ...more });
      if (made?.event) { current = made.event; desk.say(words("notes.put.done", words(`mark.${kind}`))); desk.panel("notes", true); await load(); }
    };
    const letters = [...text], half = letters.length >> 1;
    if (kind === "swap" && !half) return desk.say(words("notes.pick.two"), true);
    /** @type {[string, string, string | boolean]} */
    const want = ["want", words("notes.want"), kind === "swap" ? [...letters.slice(half), ...letters.slice(0, half)].join("") : kind === "replace" ? text : ""];
    if (["delete", "join", "split", "stet"].includes(kind)) return put({});
    ask(`${words(`mark.${kind}`)}${length ? ` “${text}”` : ""}`,
      [...["replace", "insert", "swap"].includes(kind) ? [want] : [], ["text", words("notes.text"), ""], ...kind === "replace" ? [/** @type {[string, string, string]} */ (["wrong", words("notes.wrong"), "0"]), /** @type {[string, string, boolean]} */ (["double", words("notes.double"), false])] : []],
      (v) => put({ ...v, ...v.wrong === undefined ? {} : { wrong: Number(v.wrong) || 0 } }));
  }
  for (const [kind, k] of Object.entries(KEYS)) desk.key(`mark-${kind}`, `m ${k}`, () => mark(kind), `mark.${kind}`);
  /* The issue that is looked at is known, and left as it is; a second time: no longer. */
  desk.key("known", "m x", async () => {
    const id = /** @type {HTMLElement | null} */ (document.querySelector("#panel-issues .item[aria-current=true]"))?.dataset.id;
    const item = desk.state.items.find((/** @type {Item} */ i) => i.id === id);
    if (!item) return;
    const code = item.code || item.kind, was = left.find((l) => l.code === code && l.file === item.file && l.offsets.includes(item.offset));
    await (was ? post("/api/notes/undo", { event: was.event }) : post("/api/notes/left", { code, file: item.file ?? "", offset: item.offset ?? 0, length: Math.max(1, item.length ?? 0), quote: item.says }));
  }, "known.leave");
  desk.key("note-done", "x", done, "key.done");
  desk.key("note-checked", "Shift+x", check, "key.checked");
  desk.key("note-undo", "u", async () => { if (await post("/api/notes/undo")) desk.say(words("notes.undone")); }, "key.undo");
  desk.key("sign", "Shift+f", sign, "key.sign");

  /* ---------------------------------------------------------------- rounds, the last reader, the sign-off */
  /** @param {Change} c */
  function change(c) {
    const p = make("p", "diff");
    for (const [how, text] of c.pieces ?? []) p.append(how === "=" ? text.length > 40 ? `${text.slice(0, 12)}…${text.slice(-12)}` : text : make(how === "-" ? "del" : "ins", "", text));
    if (!c.pieces) p.append(make(c.kind === "removed" ? "del" : c.kind === "added" ? "ins" : "span", "", c.text ?? ""));
    const box = make("input"), label = make("label", "", box, words("red.tick"));
    box.type = "checkbox";
    box.checked = !!c.ticked;
    box.disabled = !desk.canWrite;
    box.onchange = () => post("/api/rounds/tick", { key: c.key, on: box.checked }).then(more);
    const see = button(c.file, () => c.offset !== undefined && desk.locate(c.file, c.offset, Math.max(1, c.length ?? 1), true), "quiet");
    return make("li", "change", make("p", "row", make("b", "kind", words(`red.${c.kind}`)), see, c.notes.length ? `#${c.notes.join(" #")}` : make("b", "thin", words("red.unasked")), label), p);
  }
  async function more() {
    try {
      if (tab === "sign") return showSigned(await api.get("/api/sign"));
      const r = await api.get("/api/rounds");
      if (tab === "red") {
        extra.replaceChildren(make("ul", "", ...r.changes.map(change)), r.changes.length ? "" : make("p", "empty", words("red.none")));
        if (desk.canWrite && all.round < 4) extra.append(make("p", "row", button(words("round.next", roundName(all.round + (r.rounds.length ? 1 : 0))), () => post("/api/rounds", { round: all.round + (r.rounds.length ? 1 : 0) }).then(more))));
      } else if (tab === "last")
        extra.replaceChildren(make("ul", "", ...r.checklist.map((/** @type {any} */ c) => {
          const box = make("input");
          box.type = "checkbox";
          box.checked = !!c.checked && !c.checked.stale;
          box.disabled = !desk.canWrite;
          box.onchange = () => post("/api/rounds/check", { item: c.item, on: box.checked }).then(more);
          return make("li", "change", make("label", "", box, ` ${words(`check.${c.item}`)}`), c.checked ? make("p", "help", `${by(c.checked)}${c.checked.stale ? ` · ${words("check.stale")}` : ""}`) : "");
        })));
    } catch (e) { desk.say(reasonOf(e), true); }
  }
  /** @param {any} s */
  function showSigned(s) {
    seen = s.now;
    extra.replaceChildren(make("p", "help", words("sign.why")), s.log ? make("p", "bad", words("log.fault")) : "", s.signed.length ? "" : make("p", "empty", words("sign.none")),
      make("ul", "", ...s.signed.map((/** @type {any} */ g) => make("li", "change", make("p", "", make("b", g.valid ? "good" : "bad", words(g.valid ? "sign.valid" : "sign.void")), ` ${by(g)}`),
        make("p", "help", `SHA-256 ${g.pdf}`), make("p", "help", words("sign.hash", g.hash)), g.edition !== s.edition ? make("p", "bad", words("sign.as", g.edition)) : "", ...g.void.map((/** @type {any} */ v) => make("p", "bad", `${v.name ?? v.kind}`))))));
    if (desk.canWrite) extra.append(make("p", "row", button(words("sign.do"), sign, "primary")));
  }
  /** The sum of all files when they were looked at. */
  let seen = "";
  async function sign() {
    tab = "sign";
    desk.panel("notes", true);
    render();
    await more();
    if (!desk.canWrite) return;
    const wrong = desk.state.items.filter((/** @type {{level: string}} */ i) => i.level === "error").length;
    const open = (all.counts.open ?? 0) + (all.counts.done ?? 0), name = desk.state.edition, looked = seen;
    ask(words("sign.title"), [["edition", words("sign.type", name), ""], ...open || wrong ? [/** @type {[string, string, boolean]} */ (["despite", [open ? words("sign.open", open) : "", wrong ? words("sign.unfit", wrong) : ""].filter(Boolean).join(words("comma")), false])] : []], async (v) => {
      desk.say(words("sign.wait"));
      const made = await post("/api/sign", { ...v, now: looked });
      if (made?.signed) { desk.say(words("sign.done")); showSigned(made); }
    }, words("sign.why"));
  }
  /* In the bar, always: that it is signed, and from the first change on that it is so no longer. */
  const badge = make("b", "signed"), bar = document.getElementById("bar");
  let signing = 0, was = true;
  bar?.insertBefore(badge, bar.querySelector(".end"));
  async function watch() {
    const [last] = (await api.get("/api/sign")).signed;
    if (!last) { badge.textContent = ""; return; }
    const why = last.valid ? "" : last.void.slice(0, 2).map((/** @type {any} */ v) => v.name ?? v.kind).join(words("comma")) + (last.void.length > 2 ? " …" : "");
    badge.textContent = last.valid ? words("sign.bar", by(last)) : words("sign.bar.void", why);
    badge.className = `signed ${last.valid ? "good" : "bad"}`;
    if (was && !last.valid) desk.say(badge.textContent, true);
    was = last.valid;
  }
  let watched = -1;
  function watchSoon() {
    clearTimeout(signing);
    signing = setTimeout(() => watch().catch(() => {}), 300);
  }
  desk.onState((/** @type {{rev: number}} */ s) => { if (s.rev !== watched && (watched < 0 || badge.textContent)) { watched = s.rev; watchSoon(); } });
  desk.onEvent("notes", watchSoon);
  desk.onEvent("notes", () => { if (tab !== "notes") more(); });
  desk.onEvent("revision", () => { if (tab !== "notes") setTimeout(more, 500); });
  render();
  return load().catch(() => {});
}
