// The phone's own key, and word between its pages and its service worker.
import { get, put } from "./store.js";
import { phoneKey } from "./seal.js";

/** The key that the outbox lies under: it must be sendable while everybody is locked out. */
export async function ownKey() {
  const kept = await get("keys", "phone");
  if (kept) return kept.key;
  return navigator.locks.request("offices-field-key", async () => {
    const made = (await get("keys", "phone"))?.key ?? (await phoneKey());
    await put("keys", { id: "phone", key: made });
    return made;
  });
}

const channel = new BroadcastChannel("offices-field");
const listeners = new Set();
channel.onmessage = ({ data }) => listeners.forEach((listener) => listener(data));

/** Tells this page, the other pages and the service worker that something changed ("outbox", "sent", "officers"...). */
export function tell(what) {
  channel.postMessage(what);
  for (const listener of listeners) listener(what);
}

/** Calls `listener(what)` on every change, here or elsewhere; returns how to stop that. */
export function hear(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
