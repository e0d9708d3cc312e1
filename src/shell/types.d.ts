/* What passes between the parts of the desk, for `tsc --checkJs`; nothing of it reaches the browser. Lengths are 1/100 pt, offsets bytes
   of the file, a rectangle is [x, y, width, height] on its page. */
export type Rect = [number, number, number, number];
export interface Place { x: number; y: number; zoom: number }
export interface Page { n: number; rev: number; section: string; width: number; height: number; bleed: number; grid: number; type: Rect; columns: [number, number][] }
export interface Frame { page: number; rect: Rect; columns: string; lines: string }
export interface Amount { characters: number; lines: number }
export interface Article {
  i: number; name: string; file: string; title: string; kind: string; pages: number[]; sha: string; characters: number;
  over: (Amount & { offset?: number; spans?: [number, number][]; text?: string }) | null; short: Amount | null; frames: Frame[];
}
export interface Item {
  id: string; kind: "gap" | "join" | "query" | "finding" | "overset" | "short" | "message"; level: "error" | "warning" | "note";
  code: string; article: number | null; file: string; offset: number; length: number; line: number; column: number; page: number;
  rects: Rect[]; says: string; help: string;
}
export interface State {
  rev: number; run: string; edition: string; title: string; date: string; layout: string; write: boolean; failed: boolean;
  pages: Page[]; articles: Article[]; items: Item[];
  plan: { held: boolean; locked: boolean; cost: number; offer: null | { saves: number; gains?: { what: string; was: number; is: number; fewer: number }[]; moves: { article: string; page: number; columns: string; lines: string }[] } };
  machine: Record<string, { key: string; file: string; line: number }>;
}
/** What changed: the J chunk of a text's reply. */
export interface Delta {
  rev: number; run?: string; file?: string; sha?: string; merged?: boolean; text?: string; pages?: number[]; articles?: Partial<Article>[]; touched?: number[]; items?: Item[];
  plan?: State["plan"]; failed?: boolean;
}
export interface Hit { page: number; file: string; offset: number; length: number; article: number | null; node: number; role: string; field: string; rect: Rect; text: string }
export interface Spot { page: number; rect: Rect }
export interface Mark { id: string; kind: string; page?: number; file: string; offset: number; length: number; shape: string; colour: string; state: string }
export interface Part { article: number | null; role: string; level: number; text: string }
export interface DeskEvent { type: string; rev?: number; pages?: number[]; files?: string[]; seq?: number; file?: string; up?: boolean; [more: string]: unknown }

/** What a panel gets (app.js makes it). */
export interface Desk {
  state: State; view: import("./view.js").PageView; api: import("./api.js").Api; lang: "zh" | "en";
  who: string; role: string; canWrite: boolean;
  /** A line for the status bar, read out politely; alert: at once. */
  say(text: string, alert?: boolean): void;
  /** A word of the interface; {0}, {1} … are filled in. */
  words(key: string, ...more: (string | number)[]): string;
  /** The article is the one that lists show (null: none). */
  select(article: number | null): void;
  selected: number | null;
  /** Whether an article has a manuscript of its own. */
  isText(article: number): boolean;
  /** Opens the article's 小样 with these bytes selected. */
  edit(article: number, offset?: number, length?: number, stay?: boolean): void;
  /** What is selected in the open 小样, as bytes of the file; settled: the server has that text. */
  span(): { file: string; sha: string; offset: number; length: number; text: string; settled: boolean } | null;
  /** Shows where bytes stand on the page and flashes them; move: also brings them into sight. */
  locate(file: string, offset: number, length: number, move?: boolean): boolean;
  onState(f: (state: State) => void): void;
  onEvent(type: string, f: (event: DeskEvent) => void): void;
  /** A command: keys as "j", "Shift+n", "Ctrl+Enter", or in turn as "m d". label: key of words. */
  key(name: string, keys: string, f: (event: KeyboardEvent) => void, label: string): void;
  /** The element of a panel; open: also shows it. */
  panel(name: string, open?: boolean): HTMLElement;
  /** Whether an item was left as it is by somebody: notes.js sets it, and calls tell("known") when that changes. */
  known?: (item: Item) => boolean;
  /** An event from one panel to the others. */
  tell(event: DeskEvent): void;
  /** Asks the server for the state (and changed pages) anew. */
  refresh(): Promise<void>;
  /** An element: tag with classes ("li.item.error"), its text or children. */
  make<K extends keyof HTMLElementTagNameMap>(tag: K, name?: string, ...inside: (string | Node)[]): HTMLElementTagNameMap[K];
}
