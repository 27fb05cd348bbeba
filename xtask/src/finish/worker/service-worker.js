// Keeps the page for visits without a network. The build makes this file anew for each version: what is
// below is the list of that version's files and their hashes, and the page itself is the file without a name.
"use strict";

const VERSION = "{{version}}";
const FILES = new Map(Object.entries({{files}}));

const SCOPE = new URL("./", location);
// Other pages of this origin, perhaps another Tandem in another folder, have caches beside ours.
const OURS = `tandem ${SCOPE.pathname} `;
const CACHE = OURS + VERSION;
const HASHED = /^([^/]+-[0-9a-f]{12,16}(_bg)?|[0-9a-f]{12,16}-[^/]+)\.(css|m?js|wasm)$/;

addEventListener("install", (event) => {
  keepAway(event);
  event.waitUntil(keep());
});

// The tab of the first visit, too: it may want parts of the program that it has not loaded yet.
addEventListener("activate", (event) => event.waitUntil(forgetOlder().then(() => clients.claim())));

addEventListener("message", ({ data }) => {
  if (data === "take over") skipWaiting();
});

addEventListener("fetch", (event) => {
  const name = fileOf(event.request);
  // All else goes its way as if there were no worker.
  if (name !== undefined) event.respondWith(answer(event.request, name));
});

// All files of this version or none: each has to be the very file, and all are there before one is used.
async function keep() {
  const cache = await caches.open(CACHE);
  const requests = [...FILES].map(([name, integrity]) => {
    // What has its hash in its name may come from where the page has just had it from.
    const cache = HASHED.test(name) ? "default" : "reload";
    return new Request(new URL(name, SCOPE), { cache, integrity, redirect: "error" });
  });
  try {
    await cache.addAll(requests);
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

// The version before stays: a tab may be about to load its files.
async function forgetOlder() {
  const others = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== CACHE);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
}

// The file of the site that is asked for, if it is one.
function fileOf({ method, mode, url }) {
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== SCOPE.origin || !pathname.startsWith(SCOPE.pathname)) return undefined;
  const name = pathname.slice(SCOPE.pathname.length);
  if (name === "" || name === "index.html") return mode === "navigate" ? "" : undefined;
  return FILES.has(name) || HASHED.test(name) ? name : undefined;
}

async function answer(request, name) {
  const url = new URL(name, SCOPE);
  const how = { ignoreSearch: true, ignoreVary: true };
  const cache = await caches.open(CACHE);
  // What has its hash in its name is the same file in every version that has it.
  const kept = (await cache.match(url, how)) ?? (HASHED.test(name) ? await caches.match(url, how) : undefined);
  return kept ?? fetch(request);
}

// Where browsers can, other requests do not even wake the worker: they are measured, and it takes time.
function keepAway(event) {
  if (!event.addRoutes || !globalThis.URLPattern) return;
  const { protocol, hostname, port, pathname } = SCOPE;
  const within = (path) => ({
    condition: {
      urlPattern: new URLPattern({
        protocol: protocol.slice(0, -1),
        hostname,
        port,
        pathname: pathname.replace(/[\\{}()*+?:]/g, "\\$&") + path,
      }),
    },
    source: "fetch-event",
  });
  try {
    const plain = [...FILES.keys()].filter((name) => !HASHED.test(name));
    const paths = [...plain, "index.html", "*.css", "*.js", "*.mjs", "*.wasm"];
    const all = { condition: { urlPattern: new URLPattern() }, source: "network" };
    // It says no by a promise; what it does not take, `fetch` above sorts out.
    Promise.resolve(event.addRoutes([...paths.map(within), all])).catch(() => {});
  } catch {
    // A folder whose name makes no pattern.
  }
}
