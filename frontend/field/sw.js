// The service worker: keeps the page, each file under its hash, and answers for it without a network. The server puts
// `OFFICES_FILES = {version, page, files: [{url, sha256, late}]}` before these lines; a changed list is a new version.
import { sha256 } from "./seal.js";
import { sendAll } from "./sending.js";

const { version, page, files } = self.OFFICES_FILES;
const CACHE = `offices-field ${version}`;
globalThis.OFFICES_SHELL = version;

async function kept(file) {
  for (const name of await caches.keys()) {
    const answer = await (await caches.open(name)).match(file.url);
    if (answer && (await sha256(await answer.clone().arrayBuffer())) === file.sha256) return answer;
  }
  const answer = await fetch(file.url, { cache: "no-cache", credentials: "omit" });
  if (!answer.ok || (await sha256(await answer.clone().arrayBuffer())) !== file.sha256) {
    throw new Error(`not what was announced: ${file.url}`);
  }
  return answer;
}

/** Every file whole and as announced, or none: half a page is not kept. */
async function keep(list) {
  const cache = await caches.open(CACHE);
  for (const file of list) if (!(await cache.match(file.url))) await cache.put(file.url, await kept(file));
}

self.addEventListener("install", (event) => {
  event.waitUntil(keep(files.filter((file) => !file.late)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      await self.clients.claim();
      await keep(files).catch(() => {}); // what only some forms need (the map) comes when it can
      for (const name of await caches.keys()) {
        if (name.startsWith("offices-field ") && name !== CACHE) await caches.delete(name);
      }
    })(),
  );
});

self.addEventListener("message", ({ data }) => {
  if (data === "take over") self.skipWaiting();
});

const known = new Set(files.map((file) => new URL(file.url, self.location.origin).href));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  const isPage = request.mode === "navigate" && address.pathname === page;
  if (request.method !== "GET" || !(isPage || known.has(address.href))) return;
  event.respondWith(
    (async () => {
      const cache = await caches.open(CACHE);
      const answer = await cache.match(isPage ? page : request.url, { ignoreVary: true });
      if (answer) return answer;
      const fresh = await fetch(request);
      if (fresh.ok && !isPage) await cache.put(request.url, fresh.clone());
      return fresh;
    })(),
  );
});

self.addEventListener("sync", (event) => {
  if (event.tag === "offices-field-send") event.waitUntil(sendAll());
});
