// Opens the page without a connection. Hashed files never change, so they are taken from here first; the page
// itself is asked for each time, and taken from here when nobody answers. Answers with people in them are never
// kept here: the app keeps those itself, sealed.
const VERSION = "%VERSION%";
const FILES = "%FILES%";
const CACHE = `page-${VERSION}`;

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(CACHE);
      // What an earlier version has already fetched is not paid for twice.
      await Promise.all(
        FILES.map(async (file) => {
          const known = file.startsWith("/_expo/") && (await caches.match(file));
          await cache.put(
            file,
            known || (await fetch(file, { cache: file.startsWith("/_expo/") ? "default" : "reload" })),
          );
        }),
      );
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || /^\/(graphql|health|dev)\b/.test(pathname))
    return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else event.respondWith(kept(request));
});

async function page(request) {
  try {
    const answer = await fetch(request);
    if (answer.ok) return answer;
  } catch {
    // Nobody answers: the page as it was.
  }
  return (await caches.match("/")) ?? Response.error();
}

async function kept(request) {
  const known = await caches.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok && new URL(request.url).pathname.startsWith("/_expo/")) {
    const copy = answer.clone();
    caches.open(CACHE).then((cache) => cache.put(request, copy));
  }
  return answer;
}
