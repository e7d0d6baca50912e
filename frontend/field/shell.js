// The page itself, kept by a service worker so that it opens without a network.
import { tell } from "./phone.js";

/** Says on the page that it opens without a network from now on. */
function kept() {
  if (!isKept()) return;
  document.body.dataset.kept = "yes";
  tell("shell");
}

/** Registers the worker. `offer(take)` is called when a newer page is complete here; `take()` changes to it. */
export async function watchShell({ isBusy, offer }) {
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.register("/field/fill/sw.js", { scope: "/field/fill/", updateViaCache: "none" });
  let taking = false;
  navigator.serviceWorker.addEventListener("controllerchange", () => (taking ? location.reload() : kept()));
  kept();
  const ready = (worker) => {
    if (!navigator.serviceWorker.controller || isBusy()) return;
    offer(() => {
      taking = true;
      worker.postMessage("take over");
    });
  };
  if (registration.waiting) ready(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker?.addEventListener("statechange", () => worker.state === "installed" && ready(worker));
  });
  setInterval(() => navigator.onLine && registration.update().catch(() => {}), 60 * 60_000);
}

/** Whether every file of the page lies here: only a complete one becomes active. */
export const isKept = () => Boolean(navigator.serviceWorker?.controller);
