// The first script, in the page itself, so that it needs no other file. When the page cannot be loaded or has
// stopped, it says so in one panel, however many errors follow.
(() => {
  "use strict";

  const WORDS = {
    stopped: {
      heading: "Tandem has stopped",
      told: "A fault in the page’s own program ended it. Requests that were under way have been ended, and no more " +
        "are sent. Runs that had come to their end are in the history, if this browser keeps one.",
      next: "Reload to go on. If it stops again: ",
      anew: "start without what this link asks for",
    },
    unloaded: {
      heading: "Tandem could not be loaded",
      told: "A part of the page did not come, or not whole.",
      next: "See whether the connection works and nothing blocks files of this site, then reload.",
    },
    unable: {
      heading: "Tandem needs WebAssembly",
      told: "This browser has none, or has it switched off, as Lockdown Mode does.",
      next: "Allow it for this site and reload, or open the page in another browser.",
    },
  };
  // wasm-bindgen’s words for an event that came too late, or within itself. The page lives on.
  const HARMLESS = /closure invoked recursively or after being dropped/;
  const WASM = /wasm-function|wasm:\/\/|\[wasm code\]/;
  const SLOW = 20_000;
  // A page may never be painted, as in a frame that is not in view.
  const UNSEEN = 250;
  // What a link says of the replica’s network, which is told by the program.
  const NETWORK = ["network", "rtt", "jitter", "kbps", "protocol", "connections", "keepalive", "service", "workers", "ratelimit", "failures"];
  // WebKit does not.
  const TELLS_STATUS = window.PerformanceResourceTiming && "responseStatus" in PerformanceResourceTiming.prototype;

  const root = document.documentElement;
  const one = (css) => document.querySelector(css);
  const missing = new Map();
  let state = "loading"; // then starting, running, and in the end perhaps failed
  let version = "";
  let loaded = "";
  let slow;

  const element = (name, attributes, ...inside) => {
    const made = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    made.append(...inside);
    return made;
  };

  // Whether an error went through the page’s program, which leaves it half done.
  const isOurs = (error) => error instanceof Object && !HARMLESS.test(error.message)
    && (globalThis.WebAssembly && error instanceof WebAssembly.RuntimeError || WASM.test(error.stack));

  const isForeign = (error) => /\w-extension:\/\//.test(error && error.stack);

  // Its message, and where it came from if the browser tells.
  const said = (error) => {
    const [message, stack] = [String(error || "No more is known."), String(error && error.stack || "")];
    return stack.includes(message) ? stack : `${message}\n${stack}`.trim();
  };

  // Whether this is the first that is heard of it.
  function fail(kind, what) {
    if (state === "failed") return false;
    state = "failed";
    clearTimeout(slow);
    if (kind === "stopped") halt();
    // Once the program has left off: it may be in the midst of changing the page.
    const tell = () => show(WORDS[kind] || WORDS.stopped, kind, what);
    queueMicrotask(() => document.body ? tell() : addEventListener("DOMContentLoaded", tell));
    return true;
  }

  // A promise of the page’s own broke, or a script threw. `fatal` where nothing but the page’s own can have.
  function failed(error, fatal = true) {
    if (isOurs(error)) return fail("stopped", said(error));
    return state === "loading" && fatal && !isForeign(error) && fail("unloaded", said(error));
  }

  // Nothing of the program runs on: no timer, frame, request or task, and no event reaches it.
  function halt() {
    try {
      wasmBindings.halt();
    } catch {
      // It was not there yet.
    }
    for (let id = setTimeout(() => {}); id > 0; id -= 1) clearTimeout(id);
    for (let id = requestAnimationFrame(() => {}); id > 0; id -= 1) cancelAnimationFrame(id);
    if (document.readyState === "complete") window.stop();
    const silence = (event) => event.stopImmediatePropagation();
    for (const key in window) {
      const kind = key.replace(/^on/, "");
      if (kind !== key && !/unload|^error|rejection/.test(kind)) {
        window[key] = null;
        addEventListener(kind, silence, true);
      }
    }
  }

  function show({ heading, told, next, anew }, kind, what) {
    if (kind === "unloaded" && window.performance) {
      const refused = ({ name, responseStatus }) => name.startsWith(location.origin) && responseStatus >= 400;
      performance.getEntriesByType("resource").filter(refused)
        .forEach(({ name, responseStatus }) => missing.set(name, ` (${responseStatus})`));
    }
    const script = one("link[rel=modulepreload]");
    const report = [
      heading, what, ...[...missing].map((file) => file.join("")),
      kind === "unloaded" && loaded ? `At least ${loaded} had come.\n` : "",
      `Tandem ${version || one("meta[name=version]").content}, ${script ? script.href.split("/").pop() : "no script"}`,
      location.href.split("#")[0], navigator.userAgent, new Date().toISOString(),
    ].join("\n");
    const title = element("h1", { tabindex: -1, id: "failure-title" }, heading);
    const brand = one(".brand");
    const top = brand ? [element("header", { class: "top" }, brand.cloneNode(true))] : [];
    document.body.replaceChildren(...top, element("main", { class: "failure", "data-failure": kind },
      element("div", { role: "alert" }, title, element("p", {}, told)),
      element("p", {}, next, ...anew ? [element("a", { href: location.pathname }, anew), "."] : []),
      element("div", { class: "failure__actions" },
        element("button", { class: "run", "data-action": "reload" }, "Reload"),
        element("button", { class: "quiet", "data-action": "copy-report" }, "Copy the report"),
        element("span", { role: "status", class: "failure__copied" })),
      element("label", { for: "failure-report" }, "The report. It is sent nowhere."),
      element("textarea", { id: "failure-report", readonly: "", rows: 11, spellcheck: "false" }, report)));
    root.dataset.boot = "failed";
    // The browser’s list of files may not have the one that failed yet.
    const known = TELLS_STATUS && [...missing.values()].some(Boolean);
    if (kind === "unloaded" && !known) ask().then((more) => one("#failure-report").value += more.join(""));
    // A frame does not take the focus from the page around it.
    if (window.top === window || document.hasFocus()) title.focus();
    document.title = `${heading} · Tandem`;
  }

  const program = () => [...document.querySelectorAll("link[rel=modulepreload], link[rel=preload]")].map(({ href }) => href);

  // Asks which files are not there, where a browser does not tell it, or has not yet. (A host may refuse the question
  // itself.)
  async function ask() {
    const answers = await Promise.allSettled(program().map((url) => fetch(url, { method: "HEAD", cache: "no-store" })));
    return answers.flatMap(({ value }) => {
      if (!value || ![404, 410, 500, 502, 503, 504].includes(value.status)) return [];
      missing.set(value.url, ` (${value.status})`);
      return [`\n${value.url} (${value.status})`];
    });
  }

  async function copy() {
    const report = one("#failure-report");
    report.select();
    const copied = await Promise.resolve(navigator.clipboard?.writeText(report.value) ?? Promise.reject())
      .then(() => true, () => document.execCommand("copy"));
    one(".failure__copied").textContent = copied ? "Copied" : "Not copied: the text is selected, copy it from there";
  }

  // A browser may keep an answer of 404 as well, or half a file, and a reload would take it from there.
  async function reload() {
    const asked = { cache: "reload", signal: AbortSignal.timeout?.(SLOW) };
    const urls = new Set([...missing.keys(), ...one("[data-failure=unloaded]") ? program() : []]);
    await Promise.allSettled([...urls].map((url) => fetch(url, asked)));
    location.reload();
  }

  addEventListener("click", ({ target }) => {
    const button = target instanceof Element && target.closest("[data-action=reload], [data-action=copy-report]");
    if (button) button.dataset.action === "reload" ? reload() : copy();
  }, true);

  addEventListener("error", (event) => {
    const { target, error, message, filename } = event;
    if (state === "failed") {
      event.preventDefault();
    } else if (target instanceof HTMLLinkElement && target.rel === "modulepreload") {
      missing.set(target.href, "");
    } else if (target instanceof HTMLScriptElement) {
      const here = new URL(target.src || ".", document.baseURI).origin === location.origin;
      if (here && state === "loading") fail("unloaded", "A script could not be loaded.");
    } else {
      failed(error || message, String(filename).startsWith(location.origin));
    }
  }, true);

  addEventListener("unhandledrejection", (event) => {
    if (state === "failed") {
      event.preventDefault();
    } else {
      // Trunk’s loader waits for ever where the program breaks off half-way, and this is all there is of it.
      failed(event.reason);
    }
  });

  window.tandem = Object.freeze({
    fail,
    failed,
    // Has what is painted first say what the address asks for, as far as that is known without the program.
    paint: () => {
      const asked = new URLSearchParams(location.search);
      const [experiment, source, chip] = [asked.get("experiment"), asked.get("source"), one("#loading .chip__text")];
      document.querySelectorAll("#loading [data-experiment]").forEach((told) => {
        if (asked.has("page") || experiment && experiment !== told.dataset.experiment) told.remove();
      });
      if (!Object.hasOwn(chip.dataset, source)) return;
      const shaped = NETWORK.some((key) => asked.has(key));
      chip.textContent = source === "custom" ? host(asked.get("api")) || chip.dataset.custom
        : shaped ? "replica" : chip.dataset.replica;
      one("#loading .dot").dataset.kind = source;
      document.querySelectorAll("#loading .source button").forEach((button) =>
        button.setAttribute("aria-pressed", button.value === source));
    },
    // Ends once what is painted first has been seen, or after so many ms, or at once where nobody looks; and never where
    // the page has failed, since nothing is to come beside the panel. The program is asked for after this, and begins
    // after it.
    painted: (latest = UNSEEN) => new Promise((end) => {
      const seen = () => state === "failed" || end();
      // Without its clock the page is as blind to frames, and the program says what it misses.
      const { hidden } = document;
      if (hidden || !window.performance || performance.getEntriesByName("first-contentful-paint").length) return seen();
      new PerformanceObserver(() => seen()).observe({ type: "paint", buffered: true });
      setTimeout(seen, latest);
    }),
    // The program has begun, and says what it is. From here on nothing can be missing.
    know: (told) => {
      version = told;
      if (state === "loading") state = "starting";
    },
    // So much of the program has come.
    progress: (current, total) => {
      const bar = one("#loading progress");
      if (!bar) return;
      bar.max = total;
      bar.value = current;
      const mega = (bytes) => (bytes / 1e6).toFixed(1);
      const told = `${mega(current)} of ${mega(total)} MB`;
      one("#loading [data-loaded]").textContent = told;
      // At an end that comes too soon Trunk’s loader tells of the whole, too.
      if (current < total) loaded = told;
      waiting();
    },
    // The page stands in the place of what was painted first.
    running: () => {
      if (state === "failed") return;
      state = "running";
      clearTimeout(slow);
      one("#loading")?.remove();
      delete root.dataset.boot;
    },
  });

  function host(url) {
    try {
      return new URL(url).host;
    } catch {
      return "";
    }
  }

  // Nothing has come for a while.
  function waiting() {
    clearTimeout(slow);
    const line = one("#loading [data-slow]");
    if (line) line.hidden = true;
    slow = setTimeout(() => {
      const line = one("#loading [data-slow]");
      // The page itself may have come no further than this.
      if (line) line.hidden = false;
      else waiting();
    }, SLOW);
  }

  root.dataset.boot = "loading";
  if (new URLSearchParams(location.search).get("embed") === "1") root.dataset.framed = "";
  try {
    // As the program does, so that the first paint has the right colours.
    const theme = localStorage.getItem("tandem.theme");
    if (/^(light|dark)$/.test(theme)) root.dataset.theme = theme;
  } catch {
    // Storage may be blocked.
  }
  waiting();
})();
