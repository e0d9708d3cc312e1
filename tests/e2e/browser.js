// Pages as Chromium has them, driven over a pipe (Chrome DevTools Protocol): node browser.js < steps.json
// A step: {url, width, height?, scheme?, evaluate?, tabs?, tap?, shot?}. In order the page is opened at that size, the
// expression is evaluated, Tab is pressed so many times, a place is tapped, and the picture written. Prints a list, for
// each step {value, focus, at}: what the expression gave, what had the focus after each Tab, and where the tap led.
// One browser for all steps. CHROMIUM: the program.
const { spawn } = require("child_process");
const fs = require("fs");
const os = require("os");
const path = require("path");

const home = fs.mkdtempSync(path.join(os.tmpdir(), "browser-"));
const browser = spawn(process.env.CHROMIUM || "chromium",
  ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-extensions", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--remote-debugging-pipe", `--user-data-dir=${home}`, "about:blank"],
  { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"], env: { ...process.env, HOME: home } });

let last = 0, rest = "";
const waiting = new Map(), listeners = [];
browser.stdio[4].on("data", (data) => {
  rest += data;
  for (let end; (end = rest.indexOf("\0")) >= 0; rest = rest.slice(end + 1)) {
    const message = JSON.parse(rest.slice(0, end));
    if (message.id) {
      const { done, fail } = waiting.get(message.id);
      waiting.delete(message.id);
      message.error ? fail(new Error(JSON.stringify(message.error))) : done(message.result);
    } else {
      listeners.filter((l) => l.method === message.method).forEach((l) => l.done(message.params));
    }
  }
});
browser.on("exit", (code) => { if (waiting.size) { console.error(`chromium ended: ${code}`); process.exit(1); } });

function send(method, params = {}, sessionId) {
  const id = ++last;
  browser.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + "\0");
  return new Promise((done, fail) => waiting.set(id, { done, fail }));
}

function once(method) {
  return new Promise((done) => {
    const l = { method, done: (p) => { listeners.splice(listeners.indexOf(l), 1); done(p); } };
    listeners.push(l);
  });
}

// What has the focus: a link by where it leads, and whether anybody sees that it has it.
const FOCUS = `(() => { const e = document.activeElement, s = getComputedStyle(e), p = e.querySelector && e.querySelector("polygon");
  return { tag: e.tagName, href: e.getAttribute("href"), name: e.getAttribute("aria-label") || e.textContent.trim(),
    ring: p ? getComputedStyle(p).stroke : s.outlineStyle + " " + s.outlineWidth }; })()`;

async function main() {
  const steps = JSON.parse(fs.readFileSync(0, "utf-8")), out = [];
  const { targetId } = await send("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
  const ask = (method, params) => send(method, params, sessionId);
  const evaluate = async (expression) => {
    const r = await ask("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true });
    if (r.exceptionDetails)
      throw new Error(JSON.stringify(r.exceptionDetails));
    return r.result.value;
  };
  await ask("Page.enable");
  for (const s of steps) {
    await ask("Emulation.setDeviceMetricsOverride", { width: s.width, height: s.height || 900, deviceScaleFactor: s.scale || 1, mobile: s.width < 600 });
    await ask("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: s.scheme || "light" }] });
    const loaded = once("Page.loadEventFired");
    await ask("Page.navigate", { url: s.url });
    await loaded;
    const made = {};
    if (s.evaluate)
      made.value = await evaluate(s.evaluate);
    for (let i = 0; i < (s.tabs || 0); i++) {
      const key = { key: "Tab", code: "Tab", windowsVirtualKeyCode: 9 };
      await ask("Input.dispatchKeyEvent", { type: "rawKeyDown", ...key });
      await ask("Input.dispatchKeyEvent", { type: "keyUp", ...key });
      (made.focus = made.focus || []).push(await evaluate(FOCUS));
    }
    if (s.shot) {
      const full = s.whole ? { captureBeyondViewport: true } : {};
      const { data } = await ask("Page.captureScreenshot", { format: "png", ...full });
      fs.writeFileSync(s.shot, Buffer.from(data, "base64"));
    }
    if (s.tap) {
      const [x, y] = s.tap, gone = once("Page.loadEventFired");
      for (const type of ["mousePressed", "mouseReleased"])
        await ask("Input.dispatchMouseEvent", { type, x, y, button: "left", clickCount: 1 });
      await gone;
      made.at = await evaluate("location.href");
    }
    out.push(made);
  }
  process.stdout.write(JSON.stringify(out));
}

function end(status) {
  browser.kill();
  setTimeout(() => { fs.rmSync(home, { recursive: true, force: true }); process.exit(status); }, 200);
}
main().then(() => end(0), (e) => { console.error(e); end(1); });
