// @ts-check
// A manuscript as bytes and as a textarea has it. A textarea knows \n alone, and would show the mark of byte order as a character; the
// file keeps its own line ends and its mark. So what is typed is carried over to the file's text as one replacement, and all the rest
// keeps its bytes.

const coder = new TextEncoder();

/** What differs: [from, end in a, end in b]. Pairs of surrogates stay whole.
 * @param {string} a @param {string} b @returns {[number, number, number]} */
export function difference(a, b) {
  const least = Math.min(a.length, b.length);
  let from = 0, tail = 0;
  while (from < least && a.charCodeAt(from) === b.charCodeAt(from)) from++;
  while (tail < least - from && a.charCodeAt(a.length - 1 - tail) === b.charCodeAt(b.length - 1 - tail)) tail++;
  if (from && (a.charCodeAt(from - 1) & 0xfc00) === 0xd800) from--;
  if (tail && (a.charCodeAt(a.length - tail) & 0xfc00) === 0xdc00) tail--;
  return [from, a.length - tail, b.length - tail];
}

/** What differs, by lines, for a text in which several people wrote: replacements [from, to, text] of a, the last first.
 * @param {string} a @param {string} b @returns {[number, number, string][]} */
export function hunks(a, b) {
  const [start, endA, endB] = difference(a, b), cut = (/** @type {string} */ s, /** @type {number} */ end) => {
    const from = s.lastIndexOf("\n", start - 1) + 1, to = s.indexOf("\n", end);
    return { from, lines: s.slice(from, to < 0 ? s.length : to).split(/(?<=\n)/) };
  };
  const { from, lines: x } = cut(a, endA), { lines: y } = cut(b, endB);
  if (x.length * y.length > 250000) return [[start, endA, b.slice(start, endB)]];
  /* the longest row of lines that both have */
  const w = y.length + 1, best = new Uint16Array((x.length + 1) * w);
  for (let i = x.length - 1; i >= 0; i--)
    for (let j = y.length - 1; j >= 0; j--)
      best[i * w + j] = x[i] === y[j] ? best[(i + 1) * w + j + 1] + 1 : Math.max(best[(i + 1) * w + j], best[i * w + j + 1]);
  /** @type {[number, number, string][]} */
  const out = [];
  let i = 0, j = 0, place = from;
  while (i < x.length || j < y.length) {
    let old = "", fresh = "";
    while ((i < x.length || j < y.length) && x[i] !== y[j])
      if (j >= y.length || (i < x.length && best[(i + 1) * w + j] >= best[i * w + j + 1])) old += x[i++];
      else fresh += y[j++];
    if (old || fresh) {
      const [s, e, f] = difference(old, fresh);
      out.unshift([place + s, place + e, fresh.slice(s, f)]);
      place += old.length;
    }
    if (i < x.length && j < y.length) { place += x[i].length; i++; j++; }
  }
  return out;
}

export class Manuscript {
  /** The file's text, with its line ends and without its mark. */
  text = "";
  mark = false;
  end = "\n";
  /** As the textarea has it. */
  value = "";

  /** @param {Uint8Array | string} file */
  constructor(file) { this.set(file); }

  /** @param {Uint8Array | string} file bytes, or the text that stands for them */
  set(file) {
    const whole = typeof file === "string" ? file : new TextDecoder("utf-8", { ignoreBOM: true }).decode(file);
    this.mark = whole.startsWith("\ufeff");
    this.text = this.mark ? whole.slice(1) : whole;
    this.end = this.text.match(/\r\n|\r|\n/)?.[0] ?? "\n";
    this.value = this.text.replace(/\r\n?/g, "\n");
  }

  /** The file's text at a place of the textarea's.
   * @param {number} index */
  inFile(index) {
    if (!this.text.includes("\r")) return index;
    let i = 0;
    for (let n = 0; n < index; n++) i += this.text[i] === "\r" && this.text[i + 1] === "\n" ? 2 : 1;
    return i;
  }

  /** What was typed, into the file's text.
   * @param {string} value */
  type(value) {
    const [from, to, end] = difference(this.value, value);
    this.text = this.text.slice(0, this.inFile(from)) + value.slice(from, end).replace(/\n/g, this.end) + this.text.slice(this.inFile(to));
    this.value = value;
  }

  bytes() { return coder.encode((this.mark ? "\ufeff" : "") + this.text); }

  /** The byte at which a place of the textarea stands.
   * @param {number} index */
  byteOf(index) { return (this.mark ? 3 : 0) + coder.encode(this.text.slice(0, this.inFile(index))).length; }

  /** The place in the textarea of a byte of the file.
   * @param {number} byte */
  indexOf(byte) {
    let left = byte - (this.mark ? 3 : 0), index = 0;
    for (let i = 0; i < this.text.length && left > 0; i++) {
      const c = this.text.charCodeAt(i);
      if ((c & 0xfc00) === 0xd800) { left -= 4; i++; index += 2; continue; }
      left -= c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
      if (!(c === 13 && this.text.charCodeAt(i + 1) === 10)) index++;
    }
    return index;
  }
}
