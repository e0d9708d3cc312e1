// @ts-check
// Make-up at hand: what may be done with the article that is chosen, by button, key, menu on the page, or by dragging its name onto a page.
// Each is a change of edition.yaml or plan.lock, which the server writes; what moved is said, and U takes it back.
import { Refused } from "./api.js";
import { addWords, words } from "./words.js";
/** @typedef {import("./types").Desk} Desk */
/** @typedef {{article: string, from: number, to: number}} Move */
/** @typedef {{article: string, page: number, column: number, columns: number, line: number, lines: number, lead: boolean}} PlanFrame */
/** @typedef {{plan: number, cost: number, frames: PlanFrame[]}} Plan */
/** @typedef {{edition: string, lock: string, held: boolean, pages: {n: number, planned: boolean, locked: boolean}[], onHold: string[], undo: string | null, redo: string | null,
      article?: {name: string, rank?: number, page?: number, foot?: boolean, locked: boolean, first: number, head: string, heads: string[], kindHead?: string},
      ops?: {op: string, can: boolean, why?: string}[]}} Choices */

addWords({
  "mu.none": ["在左边选一篇稿，或在版上点一个字。", "Choose an article on the left, or click a character on the page."],
  "mu.pin": ["钉在", "Pin to"], "mu.pin.n": ["钉在第{0}版", "Pin to page {0}"], "mu.unpin": ["不钉", "Unpin"], "mu.lead": ["头条", "Lead"], "mu.foot": ["倒头条（版底）", "Foot of the page"], "mu.unfoot": ["不放版底", "Not at the foot"],
  "mu.lock": ["锁定", "Lock"], "mu.unlock": ["解锁", "Unlock"], "mu.hold": ["压下", "Hold"], "mu.release": ["恢复", "Bring back"], "mu.rank": ["轻重", "Rank"], "mu.rank.none": ["不定", "none"],
  "mu.head": ["标题", "Head"], "mu.head.kind": ["照稿类（{0}）", "the kind's ({0})"], "mu.swap": ["对调", "Swap with"], "mu.up": ["上移", "Earlier"], "mu.down": ["下移", "Later"], "mu.move": ["次序", "Order"], "mu.replan": ["重新组版", "Plan anew"],
  "mu.lock-page": ["锁定本版", "Lock the page"], "mu.unlock-page": ["解锁本版", "Unlock the page"], "mu.take": ["采用方案", "Take a plan"], "mu.held": ["压下的稿", "On hold"], "mu.pages": ["版面锁定", "Locked pages"],
  "mu.undo": ["撤销", "Undo"], "mu.redo": ["重做", "Redo"], "mu.undo.of": ["撤销：{0}", "Undo: {0}"], "mu.redo.of": ["重做：{0}", "Redo: {0}"], "mu.nothing": ["没有可撤销的", "Nothing to undo"],
  "mu.offer": ["另有更好的版：{0}；移 {1} 稿", "A better plan: {0}; {1} articles move"], "mu.g.overset": ["没有超行（现多 {0} 字）", "nothing overset (now {0} characters)"], "mu.g.overset.less": ["超行少些", "less overset"],
  "mu.g.butting": ["少 {0} 处碰题", "{0} 碰题 fewer"], "mu.g.through": ["少 {0} 处断版", "{0} 断版 fewer"], "mu.g.better": ["{0}好些", "better: {0}"], "mu.g.worse": ["{0}差些", "worse: {0}"], "mu.offer.take": ["采用", "Take it"], "mu.offer.move": ["{0} → 第{1}版 {2} 栏 {3} 行", "{0} → page {1}, columns {2}, lines {3}"],
  "mu.undone": ["已撤销：移回 {0}。T Y 重做", "Taken back: {0}. T Y does it again"], "mu.undone.none": ["已撤销，没有稿件移动。T Y 重做", "Taken back; nothing moves. T Y does it again"],
  "mu.done": ["已改，没有稿件移动。U 撤销", "Done; nothing moves. U takes it back"], "mu.moved": ["移了 {0}。U 撤销", "Moved: {0}. U takes it back"], "mu.to": ["{0} 第{1}→{2}版", "{0} p. {1}→{2}"], "mu.within": ["{0} 在第{1}版内", "{0} on p. {1}"],
  "mu.off": ["{0} 撤下", "{0} off"], "mu.on": ["{0} 上第{1}版", "{0} on p. {1}"], "mu.changed": ["{0} 在别处改过了，所以没有动它", "{0} was changed elsewhere; it was left alone"], "mu.more": ["等 {1} 稿", "and {0} more"],
  "mu.plans": ["另几个方案", "Other plans"], "mu.plans.seek": ["在求方案…", "Seeking plans…"], "mu.plans.one": ["方案 {0}：{1} 分", "Plan {0}: {1} points"], "mu.plans.none": ["没有别的方案", "There is no other plan"],
  "mu.why": ["为什么在这里", "Why here"], "mu.why.cost": ["代价 {0} 分", "Costs {0} points"], "mu.why.there": ["现在重组会排在别处，那里代价 {0} 分", "A plan made now has it elsewhere, for {0} points"], "mu.why.frame": ["第{0}版，{1} 栏，{2} 行，空 {3} 行", "Page {0}: {1} columns, {2} lines, {3} empty"],
  "mu.why.fit": ["{0} 字；多 {1} 字，少 {2} 行，松 {3} 行", "{0} characters; {1} too many, {2} lines short, {3} loose"], "mu.why.head": ["标题：{0}", "Head: {0}"], "mu.why.locked": ["已锁定", "Locked"], "mu.why.hand": ["版框写在 edition.yaml 里", "Its frame is in edition.yaml"],
  "mu.p.legs": ["栏高", "length of columns"], "mu.p.slack": ["空行", "lines left over"], "mu.p.space": ["题空", "room about the head"], "mu.p.narrow": ["窄题", "narrow head"], "mu.p.hollow": ["题空半行", "hollow head"], "mu.p.shape": ["块形", "shape"],
  "mu.p.raw-wrap": ["偏题", "head over a part of its columns"], "mu.p.side-head": ["边题", "side heads"], "mu.p.wide": ["题比文宽", "heads wider than their text"], "mu.p.picture": ["图宽", "width of pictures"], "mu.p.largest": ["头条大小", "size of the lead"],
  "mu.p.contrast": ["题的对比", "contrast of heads"], "mu.p.butting": ["碰题", "heads side by side"], "mu.p.through": ["断版", "lines across the page"], "mu.p.doubled": ["双线相邻", "rules beside rules"], "mu.p.boxes": ["框多", "boxes"], "mu.p.rank": ["轻重", "rank"], "mu.p.copyfit": ["伸缩", "copyfitting"], "mu.p.lines": ["松紧行", "opened or squeezed lines"], "mu.p.jump": ["转版", "jump"], "mu.p.overset": ["超行", "overset"],
  "mu.keys": ["组版", "Make-up"], "mu.menu": ["组版：{0}", "Make-up: {0}"], "mu.k.pin": ["钉在第 1–9 版", "Pin to page 1–9"], "mu.k.swap": ["同…对调", "Swap with …"], "mu.k.head": ["换标题", "Another head"], "mu.k.rank": ["改轻重", "Change the rank"],
  "keys.makeup": ["组版", "Make-up"], "comma": ["，", ", "],
});

/** @param {Desk} desk */
export function mountMakeup(desk) {
  const { make } = desk, panel = desk.panel("makeup"), add = /** @type {any} */ (desk.key);
  const offer = make("section", "offer"), body = make("section"), plans = make("section"), why = make("section"), shelf = make("section"), undo = make("button"), redo = make("button");
  /** @type {Choices | null} */
  let now = null;
  let asked = 0, taken = 0, signature = "", told = -1e9;
  const bare = (/** @type {string} */ name) => name.replace(/\.md$/, "");
  const titleOf = (/** @type {string} */ name) => desk.state.articles.find((a) => a.name === bare(name))?.title || bare(name);
  const short = (/** @type {string} */ name) => { const t = [...titleOf(name)]; return t.length > 24 ? `${t.slice(0, 12).join("")}…${t.slice(-9).join("")}` : t.join(""); };
  const chosen = () => desk.selected === null ? null : desk.state.articles[desk.selected] ?? null;
  const button = (/** @type {string} */ text, /** @type {() => void} */ f, klass = "") => {
    const b = make("button", klass, text);
    b.onclick = f;
    return b;
  };
  const can = (/** @type {string} */ op) => now?.ops?.find((o) => o.op === op);
  /** @param {HTMLButtonElement | HTMLSelectElement} e @param {string} op */
  const guard = (e, op) => {
    const o = can(op);
    e.disabled = !desk.canWrite || !!o && !o.can;
    if (o?.why) e.title = o.why;
    return e;
  };

  /* ---------------------------------------------------------------- what is asked of the server */

  /** @param {Move[]} moves */
  function tellMoves(moves, back = false) {
    const said = moves.slice(0, 4).map((m) => words(!m.to ? "mu.off" : !m.from ? "mu.on" : m.from === m.to ? "mu.within" : "mu.to", short(m.article), m.from || m.to, m.to));
    if (moves.length > 4) said.push(words("mu.more", moves.length - 4, moves.length));
    told = performance.now();
    desk.say(moves.length ? words(back ? "mu.undone" : "mu.moved", said.join(words("comma"))) : words(back ? "mu.undone.none" : "mu.done"));
  }
  /** @param {string} path @param {object} what */
  async function post(path, what) {
    if (!desk.canWrite) return desk.say(words("readonly"), true);
    try {
      const done = await desk.api.post(`/api/makeup${path}?lang=${desk.lang}`, what);
      tellMoves(done.moves, path === "/undo");
      await desk.refresh();
      await look(true);
    } catch (e) {
      const d = e instanceof Refused ? e.data : null;
      desk.say(d?.error === "changed" ? words("mu.changed", d.file ?? "edition.yaml") : d?.error === "nothing" ? words("mu.nothing")
        : d?.says ? `${d.says}${desk.lang === "zh" ? "。" : ". "}${d.file ? `${d.file} ${d.line}:${d.column} ` : ""}${d.help ?? ""}` : String(e instanceof Error ? e.message : e), true);
      await look(true);
    }
  }
  /** An operation on the article that is chosen, or on another.
   * @param {string} op @param {object} [more] */
  function act(op, more = {}, name = chosen()?.name) {
    if (!name) return desk.say(words("mu.none"));
    return post("", { op, article: name, ...more });
  }
  async function look(anew = false) {
    const name = chosen()?.name ?? "", mine = `${name} ${desk.state.rev}`;
    if (!anew && mine === signature) return;
    signature = mine;
    const turn = ++asked;
    try {
      const got = /** @type {Choices} */ (await desk.api.get(`/api/makeup?lang=${desk.lang}&article=${encodeURIComponent(name)}`));
      if (turn > taken) { taken = turn; now = got; render(); }
    } catch { signature = ""; }
  }

  /* ---------------------------------------------------------------- the panel */

  /** @param {string | null} label @param {string} key */
  function tellLabel(label, key) {
    if (!label) return words(key);
    const what = JSON.parse(label), op = words(`mu.${what.op}`);
    return words(`${key}.of`, `${op}${what.article ? ` ${titleOf(what.article)}` : ""}${what.page && what.op !== "take" ? ` ${what.page}` : ""}`);
  }
  /** @param {string} label @param {HTMLElement[]} inside */
  const line = (label, ...inside) => {
    const group = make("div", "row", make("b", "", label), ...inside);
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", label);
    return group;
  };
  /** @param {string} label @param {[string, string][]} options @param {string} value @param {(value: string) => void} f */
  function choice(label, options, value, f) {
    const select = make("select");
    select.setAttribute("aria-label", label);
    select.dataset.is = value;
    for (const [v, text] of options) {
      const o = make("option", "", text);
      o.value = v;
      o.selected = v === value;
      select.append(o);
    }
    /* By mouse a choice is made at once; by key arrows look and Enter chooses, since each of them is a change of the plan. */
    let keyed = false;
    const back = () => { keyed = false; select.value = value; };
    select.onpointerdown = () => { keyed = false; };
    select.onchange = () => { if (!keyed) f(select.value); };
    select.onblur = back;
    select.onkeydown = (e) => {
      if (e.key === "Enter" && select.value !== value) {
        const picked = select.value;
        e.preventDefault();
        back();
        f(picked);
      } else if (e.key === "Escape") back();
      else keyed = true;
    };
    return select;
  }
  /** @param {string} text @param {boolean} on @param {() => void} f */
  function toggle(text, on, f) {
    const b = button(text, f, "chip");
    b.setAttribute("aria-pressed", String(on));
    return b;
  }
  function others() {
    const mine = chosen()?.name;
    return desk.state.articles.filter((a) => a.name !== mine && desk.isText(a.i));
  }
  function render() {
    const focus = document.activeElement instanceof HTMLElement && body.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent : null;
    const a = now?.article;
    undo.textContent = tellLabel(now?.undo ?? null, "mu.undo");
    redo.textContent = tellLabel(now?.redo ?? null, "mu.redo");
    undo.disabled = !now?.undo || !desk.canWrite;
    redo.disabled = !now?.redo || !desk.canWrite;
    if (document.activeElement instanceof HTMLSelectElement && body.contains(document.activeElement) && document.activeElement.value !== document.activeElement.dataset.is) return; // one is choosing
    body.replaceChildren(...a && now ? article(a, now) : [make("p", "empty", words("mu.none"))]);
    shelf.replaceChildren(...now ? pages(now) : []);
    if (focus)
      /** @type {HTMLElement[]} */ ([...body.querySelectorAll("button, select")]).find((e) => (e.getAttribute("aria-label") ?? e.textContent) === focus)?.focus();
  }
  /** @param {NonNullable<Choices["article"]>} a @param {Choices} all */
  function article(a, all) {
    const head = choice(words("mu.head"), [["", words("mu.head.kind", a.kindHead ?? "")], .../** @type {[string, string][]} */ (a.heads.map((h) => [h, h]))], a.head, (v) => act("head", { style: v }));
    const rank = choice(words("mu.rank"), [["0", words("mu.rank.none")], .../** @type {[string, string][]} */ ([...Array(9).keys()].map((i) => [String(i + 1), String(i + 1)]))], String(a.rank ?? 0), (v) => act("rank", { rank: Number(v) }));
    const swap = choice(words("mu.swap"), [["", "…"], .../** @type {[string, string][]} */ (others().map((o) => [o.name, `${o.pages.join("、")} ${o.title || o.name}`]))], "", (v) => v && act("swap", { with: v }));
    head.id = "mu-head"; rank.id = "mu-rank"; swap.id = "mu-swap";
    return [
      make("div", "row", make("h3", "", titleOf(a.name))),
      line(words("mu.pin"), ...all.pages.filter((p) => p.planned).map((p) => guard(toggle(words("page.n", p.n), a.page === p.n, () => a.page === p.n ? act("unpin") : act("pin", { page: p.n })), "pin"))),
      make("div", "row", guard(button(words("mu.lead"), () => act("lead")), "lead"), guard(toggle(words("mu.foot"), !!a.foot, () => act(a.foot ? "unfoot" : "foot")), "foot"),
        guard(toggle(words("mu.lock"), a.locked, () => act(a.locked ? "unlock" : "lock")), "lock"), guard(button(words("mu.hold"), () => act("hold")), "hold")),
      line(words("mu.rank"), guard(rank, "rank")), line(words("mu.head"), guard(head, "head")), line(words("mu.swap"), guard(swap, "swap")),
      line(words("mu.move"), guard(button(words("mu.up"), () => shift(-1)), "move"), guard(button(words("mu.down"), () => shift(1)), "move"), button(words("mu.why"), showWhy)),
    ];
  }
  /** @param {Choices} all */
  function pages(all) {
    const rows = [line(words("mu.pages"), ...all.pages.filter((p) => p.planned).map((p) => {
      const b = toggle(words("page.n", p.n), p.locked, () => post("", { op: p.locked ? "unlock-page" : "lock-page", page: p.n }));
      b.disabled = !desk.canWrite;
      return b;
    }))];
    if (all.onHold.length)
      rows.push(line(words("mu.held"), ...all.onHold.map((n) => button(`${bare(n)} · ${words("mu.release")}`, () => act("release", {}, n)))));
    return rows;
  }
  /** @param {number} by */
  function shift(by) {
    const list = desk.state.articles.filter((a) => desk.isText(a.i)).sort((x, y) => x.i - y.i), i = list.findIndex((a) => a.name === chosen()?.name), other = list[i + by];
    if (i >= 0 && other) act("move", { with: other.name });
  }
  /** What an offer is better in, in words: three things at most, and what is worse.
   * @param {NonNullable<import("./types").State["plan"]["offer"]>} o */
  function tellOffer(o) {
    const over = desk.state.articles.reduce((n, a) => n + (a.over?.characters ?? 0), 0), all = [...o.gains ?? []].sort((x, y) => (y.was - y.is) - (x.was - x.is));
    const word = (/** @type {string} */ what) => words(`mu.p.${what}`);
    const said = all.filter((g) => g.was > g.is).slice(0, 3).map((g) => g.what === "overset" ? words(g.is || !over ? "mu.g.overset.less" : "mu.g.overset", over)
      : (g.what === "butting" || g.what === "through") && g.fewer > 0 ? words(`mu.g.${g.what}`, g.fewer) : words("mu.g.better", word(g.what)));
    const worst = all[all.length - 1];
    if (worst && worst.is > worst.was && worst.is - worst.was >= o.saves) said.push(words("mu.g.worse", word(worst.what)));
    return words("mu.offer", said.join(words("comma")), o.moves.length);
  }
  function showOffer() {
    const o = desk.state.plan?.offer;
    offer.hidden = !o;
    if (!o) return;
    const take = button(words("mu.offer.take"), takeOffer, "primary");
    take.append(" ", make("kbd", "", "Ctrl+Enter"));
    take.disabled = !desk.canWrite;
    offer.replaceChildren(make("div", "row", make("b", "", tellOffer(o)), take),
      make("ul", "moves", ...o.moves.slice(0, 5).map((m) => make("li", "", words("mu.offer.move", short(m.article), m.page, m.columns, m.lines))),
        ...o.moves.length > 5 ? [make("li", "", words("mu.more", o.moves.length - 5, o.moves.length))] : []));
  }
  /* In the line below, where what was just done stays for a while. */
  function sayOffer() {
    const o = desk.state.plan?.offer;
    if (o && performance.now() - told > 12000) desk.say(`${tellOffer(o)}${words("comma")}Ctrl+Enter ${words("mu.offer.take")}`);
  }
  function takeOffer() {
    if (desk.state.plan?.offer) post("", { op: "replan" });
  }

  /* ---------------------------------------------------------------- other plans, side by side */

  /** @param {Plan} plan @param {Plan} first @param {number} n page */
  function draw(plan, first, n) {
    const page = desk.state.pages.find((p) => p.n === n), canvas = make("canvas", "plan"), scale = 1.5 * 110 / (page?.width ?? 1), c = canvas.getContext("2d");
    if (!page || !c) return canvas;
    canvas.width = Math.round(page.width * scale);
    canvas.height = Math.round(page.height * scale);
    canvas.style.width = "110px";
    const style = getComputedStyle(panel), same = new Set(first.frames.map((f) => JSON.stringify(f)));
    c.font = "13px sans-serif";
    c.textBaseline = "top";
    for (const f of plan.frames.filter((o) => o.page === n)) {
      const left = page.columns[f.column], right = page.columns[f.column + f.columns - 1];
      if (!left || !right) continue;
      const x = left[0] * scale, y = (page.type[1] + f.line * page.grid) * scale, w = (right[0] + right[1] - left[0]) * scale, h = f.lines * page.grid * scale;
      c.fillStyle = style.getPropertyValue(plan === first || same.has(JSON.stringify(f)) ? "--hover" : "--chosen");
      c.strokeStyle = style.getPropertyValue("--faint");
      c.fillRect(x + 1, y + 1, w - 2, h - 2);
      c.strokeRect(x + 1, y + 1, w - 2, h - 2);
      c.save();
      c.beginPath();
      c.rect(x + 2, y + 2, w - 4, h - 4);
      c.clip();
      c.fillStyle = style.color;
      c.fillText(titleOf(f.article), x + 4, y + 4);
      c.restore();
    }
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", `${words("page.n", n)}: ${plan.frames.filter((f) => f.page === n).map((f) => titleOf(f.article)).join(words("comma"))}`);
    return canvas;
  }
  async function showPlans() {
    desk.panel("makeup", true);
    desk.say(words("mu.plans.seek"));
    try {
      const all = /** @type {Plan[]} */ ((await desk.api.get("/api/makeup/alternatives")).plans);
      const numbers = [...new Set(all.flatMap((p) => p.frames.map((f) => f.page)))].sort((a, b) => a - b);
      plans.replaceChildren(make("div", "row", make("b", "", words("mu.plans"))), ...all.length > 1 ? all.map((p) => {
        const take = button(words("mu.offer.take"), () => { plans.replaceChildren(); post("/take", { op: "take", page: p.plan }); });
        take.disabled = !desk.canWrite;
        return make("div", "other", make("div", "row", words("mu.plans.one", p.plan, p.cost), take), make("div", "row", ...numbers.map((n) => draw(p, all[0], n))));
      }) : [make("p", "empty", words("mu.plans.none"))]);
      desk.say("");
      plans.scrollIntoView({ block: "nearest" });
    } catch (e) { desk.say(String(e instanceof Error ? e.message : e), true); }
  }
  async function showWhy() {
    const name = chosen()?.name;
    if (!name) return desk.say(words("mu.none"));
    desk.panel("makeup", true);
    try {
      const w = await desk.api.get(`/api/makeup/why?article=${encodeURIComponent(name)}`), lines = [];
      for (const f of w.frames ?? []) lines.push(words("mu.why.frame", f.page, f.legs, f.lines, f.spare));
      lines.push(words("mu.why.head", w.head || now?.article?.kindHead || "–"), words("mu.why.fit", w.characters, w.over, w.short, w.loose));
      if (w.locked) lines.push(words("mu.why.locked"));
      if (w.hand) lines.push(words("mu.why.hand"));
      if (w.cost !== undefined) lines.push(words(w.here ? "mu.why.cost" : "mu.why.there", w.cost));
      for (const [k, v] of Object.entries(w.penalties ?? {})) lines.push(`　${words(`mu.p.${k}`).replace(/^mu\.p\./, "")} ${v}`);
      why.replaceChildren(make("div", "row", make("b", "", `${words("mu.why")} · ${titleOf(name)}`)), make("ul", "moves", ...lines.map((l) => make("li", "", l))));
      desk.say(lines.slice(0, 2).join(words("comma")));
      why.scrollIntoView({ block: "nearest" });
    } catch (e) { desk.say(String(e instanceof Error ? e.message : e), true); }
  }

  /* ---------------------------------------------------------------- by mouse */

  /* Names are dragged onto pages, and onto each other. */
  const rows = document.getElementById("articles"), thumbs = document.getElementById("pages"), kind = "application/x-banmian-article";
  const within = (/** @type {EventTarget | null} */ t) => t instanceof Element ? t.closest("li")?.querySelector("button") ?? null : null;
  const named = (/** @type {EventTarget | null} */ t) => within(t)?.dataset.name ?? "";
  const pageOf = (/** @type {EventTarget | null} */ t) => {
    const li = within(t)?.closest("li");
    return desk.state.pages[li?.parentElement ? [...li.parentElement.children].indexOf(li) : -1]?.n;
  };
  rows?.addEventListener("pointerdown", (e) => { within(e.target)?.setAttribute("draggable", String(desk.canWrite)); });
  rows?.addEventListener("dragstart", (e) => {
    if (named(e.target) && e.dataTransfer) { e.dataTransfer.setData(kind, named(e.target)); e.dataTransfer.effectAllowed = "move"; }
  });
  for (const place of [rows, thumbs]) {
    place?.addEventListener("dragover", (e) => { if (within(e.target) && e.dataTransfer?.types.includes(kind)) e.preventDefault(); });
    place?.addEventListener("drop", (e) => {
      const name = e.dataTransfer?.getData(kind), other = named(e.target), page = pageOf(e.target);
      if (!name) return;
      e.preventDefault();
      if (place === thumbs ? page : other && other !== name) place === thumbs ? act("pin", { page }, name) : act("swap", { with: other }, name);
    });
  }
  /* A menu on the article under the pointer, or of the one that is chosen. */
  const menu = make("div", "menu");
  menu.setAttribute("role", "menu");
  menu.hidden = true;
  document.body.append(menu);
  function closeMenu() {
    if (menu.hidden) return;
    menu.hidden = true;
    document.getElementById("canvas")?.focus();
  }
  /** @param {number} x @param {number} y */
  async function openMenu(x, y) {
    await look(true);
    if (!now?.article) return;
    const a = now.article, item = (/** @type {string} */ text, /** @type {string} */ op, /** @type {() => void} */ f) => {
      const b = button(text, () => { closeMenu(); f(); });
      b.setAttribute("role", "menuitem");
      return op ? guard(b, op) : b;
    };
    menu.setAttribute("aria-label", words("mu.menu", titleOf(a.name)));
    menu.replaceChildren(make("b", "", titleOf(a.name)),
      ...now.pages.filter((p) => p.planned && p.n !== a.page).map((p) => item(words("mu.pin.n", p.n), "pin", () => act("pin", { page: p.n }))),
      ...a.page ? [item(words("mu.unpin"), "unpin", () => act("unpin"))] : [],
      item(words("mu.lead"), "lead", () => act("lead")), item(words(a.foot ? "mu.unfoot" : "mu.foot"), "foot", () => act(a.foot ? "unfoot" : "foot")),
      item(words(a.locked ? "mu.unlock" : "mu.lock"), "lock", () => act(a.locked ? "unlock" : "lock")), item(words("mu.hold"), "hold", () => act("hold")), item(words("mu.why"), "", showWhy));
    menu.hidden = false;
    menu.style.left = `${Math.max(0, Math.min(x, innerWidth - menu.offsetWidth - 4))}px`;
    menu.style.top = `${Math.max(0, Math.min(y, innerHeight - menu.offsetHeight - 4))}px`;
    menu.querySelector("button")?.focus();
  }
  menu.addEventListener("keydown", (e) => {
    const all = /** @type {HTMLElement[]} */ ([...menu.querySelectorAll("button:not(:disabled)")]), i = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    if (e.key === "Escape" || e.key === "Tab") closeMenu();
    else if (e.key === "ArrowDown") all[(i + 1) % all.length]?.focus();
    else if (e.key === "ArrowUp") all[(i + all.length - 1) % all.length]?.focus();
    else return;
    e.preventDefault();
    e.stopPropagation();
  });
  document.addEventListener("pointerdown", (e) => { if (e.target instanceof Node && !menu.contains(e.target)) menu.hidden = true; });
  const canvas = document.getElementById("canvas");
  canvas?.addEventListener("contextmenu", (e) => {
    const box = canvas.getBoundingClientRect(), hit = desk.view.hit(e.clientX - box.left, e.clientY - box.top);
    const article = hit ? hit.article : framed(e.clientX - box.left, e.clientY - box.top);
    if (article === null && desk.selected === null) return;
    e.preventDefault();
    if (article !== null) desk.select(article);
    openMenu(e.clientX, e.clientY);
  });
  /** The article whose frame is at a point of the canvas, where there is no character.
   * @param {number} x @param {number} y */
  function framed(x, y) {
    const v = desk.view, px = (x * v.ratio + v.x) / v.z, py = (y * v.ratio + v.y) / v.z, s = v.sheets.find((t) => px >= t.x && px < t.x + t.width && py >= t.y && py < t.y + t.height);
    const found = s && desk.state.articles.find((a) => a.frames?.some((f) => f.page === s.n && px - s.x >= f.rect[0] && py - s.y >= f.rect[1] && px - s.x < f.rect[0] + f.rect[2] && py - s.y < f.rect[1] + f.rect[3]));
    return found ? found.i : null;
  }

  /* ---------------------------------------------------------------- by key */

  const key = (/** @type {string} */ name, /** @type {string} */ keys, /** @type {() => void} */ f, /** @type {string} */ label, /** @type {string | undefined} */ shown = undefined) => add(name, keys, f, label, "makeup", shown);
  const reach = (/** @type {string} */ id) => { desk.panel("makeup", true); look().then(() => document.getElementById(id)?.focus()); };
  /* As it is now, not as it was shown last. */
  const either = (/** @type {() => boolean | undefined} */ on, /** @type {string} */ yes, /** @type {string} */ no) => look(true).then(() => act(on() ? no : yes));
  for (let n = 1; n <= 9; n++)
    key(`mu-pin-${n}`, `t ${n}`, () => act("pin", { page: n }), "mu.k.pin", n === 1 ? "T 1–9" : "");
  key("mu-unpin", "t 0", () => act("unpin"), "mu.unpin");
  key("mu-lead", "t l", () => act("lead"), "mu.lead");
  key("mu-foot", "t f", () => either(() => now?.article?.foot, "foot", "unfoot"), "mu.foot");
  key("mu-lock", "t k", () => either(() => now?.article?.locked, "lock", "unlock"), "mu.lock");
  key("mu-hold", "t h", () => act("hold"), "mu.hold");
  key("mu-rank", "t r", () => reach("mu-rank"), "mu.k.rank");
  key("mu-head", "t t", () => reach("mu-head"), "mu.k.head");
  key("mu-swap", "t s", () => reach("mu-swap"), "mu.k.swap");
  key("mu-up", "t ArrowUp", () => shift(-1), "mu.up", "T ↑");
  key("mu-down", "t ArrowDown", () => shift(1), "mu.down", "T ↓");
  key("mu-page", "t g", () => look(true).then(() => {
    const n = desk.view.current.page;
    post("", { op: now?.pages.find((p) => p.n === n)?.locked ? "unlock-page" : "lock-page", page: n });
  }), "mu.lock-page");
  key("mu-plans", "t a", showPlans, "mu.plans");
  key("mu-replan", "t n", () => post("", { op: "replan" }), "mu.replan");
  key("mu-menu", "ContextMenu|Shift+F10", () => {
    const box = canvas?.getBoundingClientRect();
    openMenu((box?.left ?? 0) + 40, (box?.top ?? 0) + 40);
  }, "mu.keys", "Shift+F10");
  key("mu-take", "Ctrl+Enter", takeOffer, "mu.offer.take");
  key("mu-why", "w", showWhy, "mu.why");
  key("mu-undo", "t u", () => post("/undo", {}), "mu.undo");
  key("mu-redo", "t y", () => post("/redo", {}), "mu.redo");
  // U takes back notes; while this panel is open, make-up.
  document.addEventListener("keydown", (e) => {
    const t = e.target;
    if (e.key !== "u" || e.ctrlKey || e.altKey || e.metaKey || e.shiftKey || e.isComposing || panel.hidden || (t instanceof HTMLElement && t.matches("input, textarea, select"))
      || document.querySelector("dialog:modal")) return;
    e.preventDefault();
    e.stopPropagation();
    post("/undo", {});
  }, true);

  /* ---------------------------------------------------------------- */

  undo.onclick = () => post("/undo", {});
  redo.onclick = () => post("/redo", {});
  const more = make("div", "row", undo, redo, button(words("mu.replan"), () => post("", { op: "replan" })), button(words("mu.plans"), showPlans));
  panel.append(offer, body, why, more, shelf, plans);
  let offered = "";
  desk.onState((s) => {
    showOffer();
    const o = JSON.stringify(s.plan?.offer ?? null);
    if (s.plan?.offer && o !== offered) sayOffer();
    offered = o;
    if (!panel.hidden) look();
  });
  desk.onEvent("offer", (e) => {
    if (desk.state.plan) desk.state.plan.offer = /** @type {any} */ (e.offer ?? null);
    showOffer();
    sayOffer();
  });
  desk.onEvent("makeup", () => { if (!panel.hidden) look(true); });
  new MutationObserver(() => { if (!panel.hidden) look(); }).observe(panel, { attributes: true, attributeFilter: ["hidden"] });
  showOffer();
}
