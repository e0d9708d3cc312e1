// @ts-check
// What the desk asks of the server. Every write says who writes; a reply that is no success becomes a Refused.
import { words } from "./words.js";

export class Refused extends Error {
  /** @param {number} status @param {any} data what the server said: JSON if it is, else text @param {string} lang */
  constructor(status, data, lang) {
    super(data?.says?.[lang] || data?.says || data?.error || `HTTP ${status}`);
    this.status = status;
    this.data = data;
  }
}

export class Api {
  /** This tab, for the server to tell whose text and caret it is. */
  client = [...crypto.getRandomValues(new Uint8Array(8))].map((b) => b.toString(16).padStart(2, "0")).join("");
  lang = "zh";
  who = "";
  role = "";

  /** @param {string} method @param {string} path @param {BodyInit} [body] @param {Record<string, string>} [more] headers @returns {Promise<Response>} */
  async ask(method, path, body, more = {}) {
    const headers = method === "GET" ? more
      : { "X-Banmian": this.client, "X-Banmian-Who": encodeURIComponent(this.who), "X-Banmian-Role": this.role, ...more };
    const reply = await fetch(path, { method, body, headers, cache: "no-store", credentials: "same-origin" })
      .catch(() => { throw new TypeError(words("offline")); }); // the browser's own words are English
    if (reply.ok)
      return reply;
    const text = await reply.text();
    let data = text;
    try { data = JSON.parse(text); } catch { /* plain words */ }
    throw new Refused(reply.status, data, this.lang);
  }

  /** @param {string} path @returns {Promise<any>} */
  async get(path) { return (await this.ask("GET", path)).json(); }

  /** JSON there and back.
   * @param {string} path @param {any} [data] @returns {Promise<any>} */
  async post(path, data) {
    const text = await (await this.ask("POST", path, JSON.stringify(data ?? {}), { "Content-Type": "application/json" })).text();
    return text ? JSON.parse(text) : null;
  }

  /** @param {string} method @param {string} path @param {BodyInit} [body] @param {Record<string, string>} [more] @returns {Promise<Uint8Array>} */
  async bytes(method, path, body, more) { return new Uint8Array(await (await this.ask(method, path, body, more)).arrayBuffer()); }
}
