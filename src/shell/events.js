// @ts-check
// One stream of events for all tabs of a browser, since a host is given six connections. This file is both the SharedWorker that
// holds the stream, and what a tab calls. Where there is no SharedWorker one tab holds it (Web Locks) and tells the others.

const STREAM = "/api/events";
/** @type {any} */
const me = self;

/** @param {(event: object) => void} tell @param {boolean} [up] whether the tabs believe that there is a stream */
function hold(tell, up = true) {
  const source = new EventSource(STREAM);
  source.onmessage = (e) => tell(JSON.parse(e.data));
  source.onopen = () => { // what happened before is asked for
    tell(up ? { type: "state" } : { type: "link", up: true });
    up = me.open = true;
  };
  source.onerror = () => {
    if (up) tell({ type: "link", up: false });
    up = me.open = false;
    if (source.readyState === 2) // the server said no: EventSource does not try again by itself
      setTimeout(() => hold(tell, false), 2000);
  };
}

if (typeof me.SharedWorkerGlobalScope === "function" && me instanceof me.SharedWorkerGlobalScope) {
  /** @type {Set<MessagePort>} */
  const ports = new Set();
  me.onconnect = (/** @type {MessageEvent} */ e) => {
    const port = e.ports[0];
    if (!ports.size && !me.held) {
      me.held = true;
      hold((event) => ports.forEach((p) => p.postMessage(event)));
    }
    ports.add(port);
    if (me.open) port.postMessage({ type: "state" });
    port.onmessage = () => ports.delete(port); // a tab says that it goes
  };
}

/** Calls f with each event, in whatever tab.
 * @param {(event: any) => void} f */
export function listen(f) {
  if (typeof SharedWorker === "function") {
    const types = /** @type {any} */ (globalThis).trustedTypes;
    const url = types ? types.createPolicy("banmian", { createScriptURL: () => import.meta.url }).createScriptURL("") : import.meta.url;
    const port = new SharedWorker(url, { type: "module", name: "banmian" }).port;
    port.onmessage = (e) => f(e.data);
    addEventListener("pagehide", () => port.postMessage("bye"));
    addEventListener("pageshow", (e) => { if (e.persisted) location.reload(); });
    return;
  }
  const channel = new BroadcastChannel("banmian");
  channel.onmessage = (e) => f(e.data);
  f({ type: "state" });
  navigator.locks.request("banmian", () => {
    hold((event) => { f(event); channel.postMessage(event); });
    return new Promise(() => {}); // until the tab closes
  });
}
