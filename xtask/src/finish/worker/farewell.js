// This version of the site is kept for no visit without a network. Whoever has an earlier one that is, is rid
// of it by this.
"use strict";

addEventListener("install", () => skipWaiting());

addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  const ours = `tandem ${new URL("./", location).pathname} `;
  const names = (await caches.keys()).filter((name) => name.startsWith(ours));
  await Promise.all(names.map((name) => caches.delete(name)));
  await registration.unregister();
}
