// @ts-check
// Keys to commands. A letter acts nowhere where one types, and no key acts while an input method composes. Keys in turn ("m d") wait for
// the second one, and say so.
import { words } from "./words.js";

/** @typedef {{name: string, keys: string, f: (event: KeyboardEvent) => void, label: () => string, group: string, shown: string}} Command */

/** @param {EventTarget | null} target whether text is typed there */
const typed = (target) => target instanceof HTMLElement
  && (target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox]):not([type=radio]):not([type=button])"));

/** "Shift+n", "Ctrl+Enter", "j": what the list of commands calls a key.
 * @param {KeyboardEvent} e */
function spell(e) {
  let key = e.key === " " ? "Space" : e.key;
  const letter = key.length === 1 && key.toLowerCase() !== key.toUpperCase();
  if (letter) key = key.toLowerCase();
  return (e.ctrlKey || e.metaKey ? "Ctrl+" : "") + (e.altKey ? "Alt+" : "") + (e.shiftKey && (letter || key.length > 1) ? "Shift+" : "") + key;
}

export class Keys {
  /** @type {Map<string, Command>} */
  commands = new Map();
  first = "";
  timer = 0;

  /** @param {(text: string) => void} say */
  constructor(say) {
    this.say = say;
    document.addEventListener("keydown", (e) => this.take(e));
  }

  /** Several keys for one command stand apart by a bar: "+|=". shown: how the table writes them.
   * @param {string} name @param {string} keys @param {(event: KeyboardEvent) => void} f @param {() => string} label @param {string} group @param {string} [shown] */
  add(name, keys, f, label, group, shown) {
    keys.split("|").forEach((k, i) =>
      this.commands.set(k, { name, keys: k, f, label, group, shown: i ? "" : shown ?? k.split(" ").map((p) => p.length === 1 ? p.toUpperCase() : ({ ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓" })[p] ?? p.replace(/\+([a-z])$/, (m) => m.toUpperCase())).join(" ") }));
  }

  /** @param {KeyboardEvent} e */
  take(e) {
    if (e.isComposing || e.keyCode === 229 || e.defaultPrevented || ["Shift", "Control", "Alt", "Meta"].includes(e.key))
      return;
    const key = spell(e), target = /** @type {HTMLElement} */ (e.target), modal = document.querySelector("dialog:modal");
    if (modal || (typed(target) && !/^(Ctrl\+(?!z$|y$|a$|c$|v$|x$)|F\d|Shift\+F\d|Escape)/.test(key)))
      return;
    const whole = this.first ? `${this.first} ${key}` : key;
    const own = target.matches("button, summary, a, [role=tab], [role=separator], input") && /^(Enter|Space|Arrow|Home|End)/.test(key);
    const command = this.commands.get(whole);
    if (this.first) this.leave();
    if (command && !own) {
      e.preventDefault();
      command.f(e);
    } else if (!own && whole === key && [...this.commands.keys()].some((k) => k.startsWith(`${key} `))) {
      e.preventDefault();
      this.first = key;
      this.timer = setTimeout(() => this.leave(), 3000);
      this.say(`${key.toUpperCase()} … ${[...this.commands.values()].filter((c) => c.keys.startsWith(`${key} `) && c.shown)
        .map((c) => `${c.shown.slice(key.length + 1)} ${c.label()}`).join("  ")}`);
    }
  }

  leave() {
    clearTimeout(this.timer);
    this.first = "";
    this.say("");
  }

  /** The table of all keys, by groups.
   * @param {HTMLElement} into @param {import("./types").Desk["make"]} make */
  table(into, make) {
    /** @type {Map<string, Command[]>} */
    const groups = new Map();
    for (const c of this.commands.values())
      if (c.shown) groups.set(c.group, [...groups.get(c.group) ?? [], c]);
    into.replaceChildren(...[...groups].map(([group, all]) => make("section", "", make("h3", "", words(`keys.${group}`)),
      make("dl", "", ...all.flatMap((c) => [make("dt", "", make("kbd", "", c.shown)), make("dd", "", c.label())])))));
  }
}
