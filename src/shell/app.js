// @ts-check
// The frame of the desk: opens the edition, keeps pages and state as the server has them, and gives the panels what they need. What it
// shows of a page is painted by view.js; where one stands is kept in the fragment of the address.
import { Api, Refused } from "./api.js";
import { mountEditor } from "./editor.js";
import { listen } from "./events.js";
import { Keys } from "./keys.js";
import { mountLists } from "./lists.js";
import { mountPage } from "./page.js";
import { PageView } from "./view.js";
import { speak, words } from "./words.js";
/** @typedef {import("./types").Desk} Desk @typedef {import("./types").State} State @typedef {import("./types").Delta} Delta @typedef {import("./types").DeskEvent} DeskEvent */

const by = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const api = new Api();
/** @type {((state: State) => void)[]} */
const watchers = [];
/** @type {[string, (event: DeskEvent) => void][]} */
const ears = [];
/** @type {Map<string, [HTMLElement, HTMLElement]>} tab and panel */
const panels = new Map();
/** Where one stands: page, place, panel, article. */
const at = new URLSearchParams(location.hash.slice(1));

/** @type {Desk["make"]} */
function make(tag, name = "", ...inside) {
  const e = document.createElement(tag);
  if (name) e.className = name;
  e.append(...inside);
  return e;
}

/* Who one is: a cookie, since all ports of this machine share it, and the next edition has another port. */
function remembered() {
  const found = document.cookie.match(/(?:^|; )banmian-me=([^;]*)/);
  try { return /** @type {{who?: string, role?: string, lang?: string}} */ (JSON.parse(decodeURIComponent(found?.[1] ?? "%7B%7D"))); } catch { return {}; }
}
const me = remembered();
function remember() { document.cookie = `banmian-me=${encodeURIComponent(JSON.stringify(me))}; Path=/; SameSite=Strict; Max-Age=31536000`; }

const asked = new URLSearchParams(location.search).get("lang") ?? me.lang ?? navigator.language;
/** @type {"zh" | "en"} */
const lang = /^zh/i.test(asked) ? "zh" : "en";
speak(lang);
api.lang = lang;
const EDITION = `/api/edition?lang=${lang}`;
document.documentElement.lang = lang === "zh" ? "zh-Hans" : "en";

let said = 0;
const keys = new Keys((text) => desk.say(text));

/** @type {Desk} */
const desk = /** @type {any} */ ({
  api, lang, words, make, selected: null, who: "", role: "", canWrite: false,
  say(/** @type {string} */ text, alert = false) {
    const line = by("status");
    if (line.textContent !== text) line.textContent = text;
    line.classList.toggle("error", alert);
    if (alert) by("alert").textContent = text;
    clearTimeout(said);
    if (text && !alert) said = setTimeout(() => { line.textContent = ""; }, 12000);
  },
  select(/** @type {number | null} */ article) {
    if (desk.selected === article) return;
    desk.selected = article;
    article === null ? at.delete("a") : at.set("a", desk.state.articles[article]?.name ?? "");
    stand();
    watchers.forEach((f) => f(desk.state));
  },
  onState(/** @type {(state: State) => void} */ f) { watchers.push(f); if (desk.state) f(desk.state); },
  tell(/** @type {DeskEvent} */ e) { ears.forEach(([type, f]) => { if (type === e.type) f(e); }); },
  onEvent(/** @type {string} */ type, /** @type {(event: DeskEvent) => void} */ f) { ears.push([type, f]); },
  key(/** @type {string} */ name, /** @type {string} */ k, /** @type {(event: KeyboardEvent) => void} */ f, /** @type {string} */ label, group = "", shown = undefined) {
    keys.add(name, k, f, () => words(label), group || (/^([mxu]|Shift\+x)/.test(k) ? "marks" : "more"), shown);
  },
  panel(/** @type {string} */ name, open = false) {
    const [, body] = panels.get(name) ?? addPanel(name);
    if (open) openPanel(name);
    return body;
  },
  locate(/** @type {string} */ file, /** @type {number} */ offset, /** @type {number} */ length, move = false) {
    const spots = desk.view.rectsOf(file, offset, length);
    if (!spots.length) return false;
    if (move) {
      const { page } = spots[0];
      if (page !== desk.view.current.page) desk.view.show({ page });
      desk.view.scrollTo(page, spots[0].rect);
    }
    desk.view.flash(spots);
    return true;
  },
  refresh,
  isText: (/** @type {number} */ i) => desk.state.articles[i]?.kind !== "banner", // a banner stands in edition.yaml
  /* All that was typed is on disk and all pages are of the last revision: for tests. */
  idle: () => !pulling && !stale && !asking && editor.idle() && [...wanted].every(([n, rev]) => desk.view.have(n) >= rev),
});
Object.assign(globalThis, { desk });

/** @param {string} name @returns {[HTMLElement, HTMLElement]} */
function addPanel(name) {
  const tab = make("button", "", words(`panel.${name}`)), body = make("div", "panel");
  tab.id = `tab-${name}`;
  body.id = `panel-${name}`;
  tab.setAttribute("role", "tab");
  tab.setAttribute("aria-controls", body.id);
  body.setAttribute("role", "tabpanel");
  body.setAttribute("aria-labelledby", tab.id);
  tab.onclick = () => openPanel(name);
  by("tabs").append(tab);
  by("right").append(body);
  panels.set(name, [tab, body]);
  openPanel(at.get("w") ?? "issues");
  return [tab, body];
}

/** @param {string} name */
function openPanel(name) {
  for (const [one, [tab, body]] of panels) {
    const open = one === name;
    tab.setAttribute("aria-selected", String(open));
    tab.tabIndex = open ? 0 : -1;
    body.hidden = !open;
  }
  if (at.get("w") !== name) {
    at.set("w", name);
    stand();
  }
}

/* The tabs of the panels, by arrows too. */
function makeTabs() {
  const tabs = make("div", "tabs");
  tabs.id = "tabs";
  tabs.setAttribute("role", "tablist");
  tabs.setAttribute("aria-label", words("panels"));
  tabs.onkeydown = (e) => {
    const all = [...tabs.children], i = all.indexOf(/** @type {Element} */ (e.target));
    const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: all.length - 1 }[e.key];
    if (to === undefined) return;
    const next = /** @type {HTMLElement} */ (all[(to + all.length) % all.length]);
    next.click();
    next.focus();
    e.preventDefault();
  };
  by("right").append(tabs);
  for (const name of ["issues", "text", "notes", "makeup", "versions", "compare"])
    addPanel(name);
}

let standing = 0;
/* Writes the fragment, not oftener than ten times a second. */
function stand() {
  standing ||= setTimeout(() => {
    standing = 0;
    history.replaceState(null, "", `#${at}`);
  }, 100);
}

/* The token of the address that the program printed, for a cookie; then it is gone from the address. */
async function exchange() {
  const token = at.get("t");
  if (!token) return;
  at.delete("t");
  history.replaceState(null, "", location.pathname + location.search);
  await api.ask("POST", "/api/token", token, { "Content-Type": "application/octet-stream" });
}

/* ------------------------------------------------------------------ what the server has */

/** @type {Map<number, number>} page → revision that it should have */
const wanted = new Map();
let pulling = false, stale = 0;

/** @param {number} n */
const pageAt = (n) => `/api/page/${n}?have=${desk.view.have(n)}&glyphs=${desk.view.glyphs}&run=${desk.state.run}`;

/* Fetches the pages that are behind, those that are seen first. One at a time, so that outlines come once. */
async function pull() {
  if (pulling) return;
  pulling = true;
  try {
    for (let n = 0, tries = 0; tries < 3;) {
      while (editor.busy()) await new Promise((go) => setTimeout(go, 15)); // its reply brings a page
      const late = [...wanted].filter(([n, rev]) => desk.view.have(n) < rev).map(([n]) => n);
      if (!late.length) break;
      const seen = desk.view.current.page, last = n;
      n = late.includes(seen) ? seen : late[0];
      tries = n === last ? tries + 1 : 0; // a server behind its own word: the next event brings it
      desk.view.take(await api.bytes("GET", pageAt(n)));
      changed([n]);
    }
  } catch (e) {
    if (e instanceof TypeError) setTimeout(pull, 1000); // no connection
    else if (e instanceof Refused && e.data?.error === "run") soon(); // the server began anew
    else desk.say(e instanceof Refused ? e.message : String(e), true);
  }
  pulling = false;
}

/** @param {number[]} pages that were painted anew */
function changed(pages) { desk.tell({ type: "pages", pages }); }

/** @param {State} next */
function setState(next) {
  if (desk.state && desk.state.run !== next.run) desk.view.forget(); // the server began anew: its numbers are others
  /* An article is one by its name: where others come or go its number is another. */
  const name = desk.selected === null ? null : desk.state.articles[desk.selected]?.name, now = next.articles.findIndex((a) => a.name === name);
  if (name !== null) desk.selected = now < 0 ? null : now;
  desk.state = next;
  desk.canWrite = next.write;
  document.body.classList.toggle("readonly", !next.write);
  desk.view.setEdition(next);
  watchers.forEach((f) => f(next));
}

/** @type {Promise<void> | null} */
let asking = null;
function refresh() {
  clearTimeout(stale);
  stale = 0;
  return asking ??= (async () => {
    const next = /** @type {State} */ (await api.get(EDITION));
    asking = null;
    if (next.run === desk.state.run && next.rev < desk.state.rev) return; // older than a reply that came meanwhile
    setState(next);
    for (const p of next.pages)
      if (desk.view.have(p.n) < p.rev) wanted.set(p.n, p.rev);
    pull();
  })().finally(() => { asking = null; });
}

/* Notes, gaps and findings follow when nobody has typed for a quarter of a second; in a tab that nobody sees, where timers may sleep for a
   minute, at once. */
function soon() {
  clearTimeout(stale);
  const ask = () => { // one that is under way may not know yet
    stale = 0;
    (asking ? asking.finally(soon) : refresh()).catch((e) => { if (e instanceof TypeError) setTimeout(soon, 1000); });
  };
  if (document.hidden) ask();
  else stale = setTimeout(ask, 250);
}
/* What is not on the server's disk yet is not left without a question. */
addEventListener("beforeunload", (e) => { if (editor.unsaved()) e.preventDefault(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden && desk.state) soon(); });

/** Takes the reply to a text: its page is painted, the articles' lengths are current at once.
 * @param {Uint8Array} bytes @returns {Delta} */
export function takeReply(bytes) {
  const delta = /** @type {Delta} */ (desk.view.take(bytes) ?? { rev: desk.state.rev });
  const state = desk.state;
  if (delta.run && delta.run !== state.run) { // it came from a server that began anew, and has no page
    soon();
    return delta;
  }
  state.rev = Math.max(state.rev, delta.rev);
  if (delta.plan) state.plan = delta.plan;
  if (delta.failed !== undefined) state.failed = delta.failed;
  if (delta.touched) state.items = [...state.items.filter((i) => i.article === null || !delta.touched?.includes(i.article)), ...delta.items ?? []];
  for (const a of delta.articles ?? []) {
    const known = state.articles.find((o) => a.i === undefined ? o.file === a.file : o.i === a.i);
    if (known) Object.assign(known, a);
  }
  for (const n of delta.pages ?? []) wanted.set(n, delta.rev);
  watchers.forEach((f) => f(state));
  changed(delta.pages ?? []);
  soon();
  pull();
  return delta;
}

/** @param {DeskEvent} e */
function hear(e) {
  if (e.type === "revision") {
    for (const n of e.pages ?? []) wanted.set(n, Math.max(wanted.get(n) ?? 0, e.rev ?? 0));
    pull();
    if ((e.rev ?? 0) > desk.state.rev) soon();
  } else if (e.type === "state") {
    e.again ? again() : soon();
  } else if (e.type === "link") {
    desk.say(words(e.up ? "online" : "offline"), !e.up);
    document.body.classList.toggle("offline", !e.up);
    if (e.up) again();
  }
  desk.tell(e);
}

/* After the server was away: it may have begun to count anew. */
async function again() {
  const next = /** @type {State} */ (await api.get(EDITION));
  setState(next);
  for (const p of next.pages) {
    desk.view.take(await api.bytes("GET", pageAt(p.n)));
    wanted.delete(p.n);
  }
  changed(next.pages.map((p) => p.n));
}
let editor = { busy: () => false, idle: () => true, unsaved: () => false };

/* ------------------------------------------------------------------ who */

/** Asks for name and role, once.
 * @param {boolean} [again] */
function askWho(again = false) {
  if (me.who && !again) return;
  const dialog = make("dialog", "who"), form = make("form"), name = make("input"), role = make("select");
  form.method = "dialog";
  name.value = me.who ?? "";
  name.required = true;
  name.maxLength = 40;
  name.autocomplete = "name";
  for (const r of ["editor", "proof", "last", "chief"]) {
    const option = make("option", "", words(`role.${r}`));
    option.value = r;
    option.selected = r === me.role;
    role.append(option);
  }
  const title = make("h2", "", words("who.title"));
  title.id = "who-title";
  dialog.setAttribute("aria-labelledby", title.id);
  form.append(title, make("label", "", words("who.name"), name), make("label", "", words("who.role"), role), make("p", "faint", words("who.why")),
    make("p", "buttons", make("button", "primary", words("ok"))));
  dialog.append(form);
  dialog.onclose = () => {
    if (name.value.trim()) [me.who, me.role] = [name.value.trim(), role.value];
    remember();
    known();
    dialog.remove();
    by("canvas").focus();
  };
  document.body.append(dialog);
  dialog.showModal();
}
function known() {
  api.who = desk.who = me.who ?? "";
  api.role = desk.role = me.role ?? "editor";
  const b = document.getElementById("who");
  if (b) b.textContent = desk.who ? `${desk.who} · ${words(`role.${desk.role}`)}` : words("who.title");
}

/* ------------------------------------------------------------------ the frame */

function makeBar() {
  const bar = by("bar"), title = make("h1"), facts = make("p", "facts"), sum = make("p", "sum"), who = make("button", "quiet"), other = make("button", "quiet", words("language")), help = make("button", "quiet", words("help"), " ", make("kbd", "", "?"));
  who.id = "who";
  who.onclick = () => askWho(true);
  other.lang = lang === "zh" ? "en" : "zh-Hans";
  other.onclick = () => {
    me.lang = lang === "zh" ? "en" : "zh";
    remember();
    location.search = `?lang=${me.lang}`;
  };
  help.onclick = () => showKeys();
  bar.append(title, facts, sum, make("div", "end", who, other, help));
  desk.onState((s) => {
    title.textContent = s.title || s.edition;
    document.title = `${s.title || s.edition} · ${words("desk")}`;
    facts.textContent = [s.date, s.layout, s.plan && words(s.plan.locked ? "plan.locked" : s.plan.held ? "plan.held" : "plan.free"), s.write ? "" : words("readonly")].filter(Boolean).join(" · ");
    const over = s.articles.filter((a) => a.over).length, short = s.articles.filter((a) => a.short).length;
    sum.replaceChildren(...s.failed ? [make("b", "bad", words("failed"))]
      : [over ? make("b", "bad", words("sum.over", over)) : "", short ? make("b", "thin", words("sum.short", short)) : "", over || short ? "" : make("b", "good", words("sum.fit"))].filter(Boolean));
  });
}

export function showKeys() {
  const dialog = make("dialog", "keys"), body = make("div", "columns"), close = make("button", "", words("close")), title = make("h2", "", words("help.title"));
  title.id = "keys-title";
  dialog.setAttribute("aria-labelledby", title.id);
  keys.table(body, make);
  close.onclick = () => dialog.close();
  dialog.onclose = () => dialog.remove();
  dialog.append(make("div", "head", title, close), body);
  document.body.append(dialog);
  dialog.showModal();
}

async function start() {
  try {
    await exchange();
    const state = /** @type {State} */ (await api.get(EDITION));
    desk.state = state;
    desk.canWrite = state.write;
    const page = Math.min(Math.max(Number(at.get("p")) || 1, 1), Math.max(1, state.pages.length));
    makeBar();
    makeTabs();
    const shown = mountPage(desk, PageView, at, stand);
    if (state.pages.length) {
      desk.view.take(await api.bytes("GET", pageAt(page)));
      wanted.delete(page);
    }
    const lists = mountLists(desk, showKeys);
    keys.add("go", "Enter", () => { if (!shown.follow()) lists.enter(); }, () => words("key.go"), "lists");
    editor = mountEditor(desk, takeReply);
    await Promise.all([ // a panel that fails takes no other with it
      import("./notes.js").then((m) => m.mountNotes(desk)),
      import("./makeup.js").then((m) => m.mountMakeup(desk)),
      import("./compare.js").then((m) => m.mountCompare(desk)),
    ].map((panel) => panel.catch((e) => console.error(e))));
    known();
    setState(state);
    changed([page]);
    for (const p of state.pages) if (p.n !== page) wanted.set(p.n, 1);
    listen(hear);
    pull();
    if (state.write) askWho();
    document.body.dataset.ready = "1";
    if (at.get("a")) desk.select(state.articles.findIndex((a) => a.name === at.get("a")));
  } catch (e) {
    desk.say(e instanceof Refused ? `${e.status} ${e.message}` : String(e), true);
    if (!(e instanceof Refused)) throw e;
  }
}
start();
