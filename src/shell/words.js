// @ts-check
// The words of the desk, [Chinese, English]. A panel adds its own with addWords.

/** @type {Record<string, [string, string]>} */
const WORDS = {};
/** @type {"zh" | "en"} */
let lang = "zh";

/** @param {Record<string, [string, string]>} more */
export function addWords(more) { Object.assign(WORDS, more); }

/** @param {"zh" | "en"} to */
export function speak(to) { lang = to; }

/** The word of a key, {0} {1} … filled in; the key itself where there is none.
 * @param {string} key @param {...(string | number)} more */
export function words(key, ...more) {
  const both = WORDS[key];
  return both ? both[lang === "zh" ? 0 : 1].replace(/\{(\d)\}/g, (_, n) => String(more[n] ?? "")) : key;
}

addWords({
  "desk": ["大样台", "Proof desk"],
  "pages": ["版面", "Pages"], "articles": ["稿件", "Articles"], "page.n": ["第{0}版", "Page {0}"], "page": ["大样", "Page"],
  "page.name": ["第{0}版，{1} 稿，{2} 处超行", "Page {0}, {1} articles, {2} overset"],
  "page.text": ["第{0}版文字", "Text of page {0}"],
  "panels": ["工作栏", "Panels"],
  "panel.issues": ["问题", "Issues"], "panel.text": ["小样", "Article"], "panel.notes": ["批注", "Notes"], "panel.makeup": ["组版", "Make-up"],
  "panel.versions": ["版次", "Versions"], "panel.compare": ["对照", "Compare"],
  "over": ["多 {0} 字", "{0} too many"], "short": ["少 {0} 行", "{0} lines short"], "over.lines": ["多 {0} 字（{1} 行）", "{0} characters ({1} lines) too many"],
  "fits": ["齐", "fits"], "off": ["不在版上", "on no page"], "glyph.enter": ["Enter 改稿", "Enter: write"], "characters": ["{0} 字", "{0} ch."],
  "sum.over": ["{0} 稿超行", "{0} overset"], "sum.short": ["{0} 稿不足", "{0} short"], "sum.issues": ["{0} 处问题", "{0} issues"], "sum.fit": ["各稿都齐", "all fit"],
  "plan.held": ["版已定", "plan held"], "plan.free": ["版未定", "plan free"], "plan.locked": ["版锁定", "plan locked"],
  "readonly": ["只读", "read only"], "failed": ["版没有排成：见“问题”", "not set: see Issues"],
  "offline": ["与服务器断开了，正在再连", "No connection; trying again"], "online": ["又连上了", "Connected again"],
  "language": ["English", "中文"], "help": ["按键", "Keys"], "help.title": ["按键表", "Keys"], "close": ["关闭", "Close"], "ok": ["好", "OK"], "cancel": ["取消", "Cancel"],
  "who.title": ["您是哪一位", "Who are you"], "who.name": ["姓名", "Name"], "who.role": ["岗位", "Role"], "who.why": ["写在批注、版次和付印上。只问一次。", "Stands on notes, versions and sign-offs. Asked once."],
  "role.editor": ["编辑", "Editor"], "role.proof": ["校对", "Proof-reader"], "role.last": ["一读", "Last reader"], "role.chief": ["值班主编", "Night editor"],
  "width": ["通栏宽", "Fit width"], "whole": ["全版", "Whole page"], "spread": ["对开页", "Spread"], "bigger": ["放大", "Larger"], "smaller": ["缩小", "Smaller"],
  "overlays": ["标示", "Show"], "overlay.grid": ["版格", "Grid"], "overlay.columns": ["栏", "Columns"], "overlay.frames": ["版框", "Frames"], "overlay.black": ["黑版", "Black"],
  "overlay.ink": ["墨量", "Ink"], "overlay.boxes": ["文框", "Boxes"], "overlay.soft": ["印样", "Soft proof"], "overlay.paper": ["纸样", "On paper"],
  "glyph": ["{0}：第{1}版《{2}》", "{0}: p. {1}, {2}"], "machine": ["这是版式生成的：{0}（{1} 第 {2} 行）", "Set by the machine: {0} ({1} line {2})"],
  "nothing": ["这里没有字", "No text here"],
  "issues.none": ["没有问题。可以看版了。", "No issues."], "issues.filtered": ["筛选之下没有", "None with this filter"], "issues.at": ["{0}/{1} {2}", "{0}/{1} {2}"], "issues.last": ["到头了", "No more"],
  "kind.overset": ["超行", "Overset"], "kind.short": ["不足", "Short"], "kind.gap": ["缺文", "Gap"], "kind.join": ["接缝", "Join"], "kind.query": ["存疑", "Query"], "kind.finding": ["检查", "Check"], "kind.message": ["排版", "Make-up"],
  "help.overset": ["删去多出的字，或在“组版”里给它更多的行、换个标题。", "Cut what is too much, or give it more lines or another head in Make-up."],
  "help.short": ["补几个字，或在“组版”里给它少些行。", "Add some text, or give it fewer lines in Make-up."],
  "help.gap": ["问作者补上，再把记号 {{gap}} 删去。", "Have it supplied, then take the mark {{gap}} away."],
  "help.join": ["对原稿看接得对不对；对就把记号删去。", "Compare with the original; if it joins well take the mark away."],
  "help.query": ["核实；改好或不用改，就把记号删去。", "Check it; when it is right take the mark away."],
  "filter": ["筛选", "Filter"], "filter.page": ["只看本版", "This page only"], "filter.article": ["只看本稿", "This article only"],
  "find": ["查找", "Find"], "find.none": ["没有找到“{0}”", "“{0}” not found"], "find.found": ["找到 {0} 处", "{0} found"], "find.more": ["找到 {0} 处，列出前 {1} 处", "{0} found, the first {1} listed"],
  "text.pick": ["在版上点一个字，或在左边选一篇稿。", "Click a character on the page, or choose an article on the left."],
  "text.of": ["{0} 的文稿", "Text of {0}"], "text.sent": ["已存", "saved"], "text.wait": ["在存", "saving"], "text.local": ["未存", "not saved"], "text.composing": ["在输入", "composing"],
  "text.failed": ["没有存上：{0}", "Not saved: {0}"], "text.merged": ["并入了别处的改动", "Changes from elsewhere were merged in"], "text.theirs": ["文稿在别处改过，已照新的", "Changed elsewhere; now as there"],
  "text.version": ["存版次", "Save version"], "text.versioned": ["已存为第 {0} 版次", "Saved as version {0}"], "text.locate": ["看版上", "Show on page"], "over.gutter": ["多{0}字", "+{0}"],
  "conflict.title": ["同一处两人都改了", "The same place was changed twice"], "conflict.why": ["选定以前，您的字不写入文稿。", "Nothing is written until you choose."],
  "conflict.wait": ["等您选定", "Waits for your choice"], "conflict.mine": ["用我的", "Keep mine"], "conflict.theirs": ["用对方的", "Keep theirs"], "conflict.both": ["两段都留", "Keep both"], "conflict.n": ["第 {0} 处", "Place {0}"], "conflict.base": ["原文", "Before"], "conflict.empty": ["（空）", "(empty)"],
  "conflict.write": ["写入", "Write"],
  "keys.lists": ["列表", "Lists"], "keys.page": ["版面", "Page"], "keys.text": ["文稿", "Text"], "keys.marks": ["批注", "Marks"], "keys.more": ["其他", "Other"],
  "key.next": ["下一条", "Next item"], "key.previous": ["上一条", "Previous item"], "key.next-open": ["下一条未了的", "Next open item"], "key.previous-open": ["上一条未了的", "Previous open item"],
  "key.go": ["改稿：在点到的字处，或选中的问题处", "To write: at the character that was clicked, or the issue that is chosen"], "key.back": ["回到版面", "Back to the page"], "key.edit": ["改这篇稿", "Edit the article"], "key.save": ["存为版次", "Save as a version"],
  "key.page-n": ["到第 1–9 版", "To page 1–9"], "key.page-before": ["前一版", "Page before"], "key.page-after": ["后一版", "Page after"], "key.spread": ["对开页", "Spread"],
  "key.width": ["通栏宽", "Fit width"], "key.100": ["100 %", "100 %"], "key.300": ["300 %", "300 %"], "key.larger": ["放大", "Larger"], "key.smaller": ["缩小", "Smaller"],
  "key.pan": ["移动（Shift 一栏，Ctrl 一篇）", "Pan (Shift a column, Ctrl an article)"], "key.screen": ["按读的顺序往下一屏", "Next screenful as one reads"], "key.overlay": ["标示：{0}", "Show: {0}"],
  "key.region": ["下一区（Shift 上一区）", "Next region (Shift: before)"], "key.find": ["查找", "Find"], "key.help": ["这张表", "This table"], "key.why": ["为什么在这里", "Why here"],
});
