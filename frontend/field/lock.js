// Whether somebody is let in, and who. The keys live in this page's memory only: a reload, a closed tab and a page
// left alone are all locked.
import { get, put } from "./store.js";
import { unlock as open } from "./officers.js";

export const IDLE_CHOICES = [1, 3, 5, 10];
const IDLE_DEFAULT = 5;

let session = null;
let idleMinutes = IDLE_DEFAULT;
let lastTouch = Date.now();
const leaving = new Set();
const listeners = new Set();

/** Who is let in: `{id, label, key, boxKey, slot, access}`, or null. */
export const current = () => session;

export const onChange = (listener) => listeners.add(listener);

/** Registers what must be saved before the keys are forgotten; returns how to stop that. */
export function beforeLocking(work) {
  leaving.add(work);
  return () => leaving.delete(work);
}

export async function unlock(id, pin) {
  session = await open(id, pin);
  touched();
  announce();
  return session;
}

/** Forgets the keys, after what is open was saved. */
export async function lock() {
  await Promise.allSettled([...leaving].map((work) => work()));
  session = null;
  announce();
}

function announce() {
  for (const listener of listeners) listener(session);
}

export const idle = () => idleMinutes;

export async function setIdle(minutes) {
  idleMinutes = minutes;
  await put("keys", { id: "idle", minutes });
}

function touched() {
  lastTouch = Date.now();
}

/** Watches whether anybody is there. A phone that slept is judged by the clock when it wakes. */
export async function watchIdle() {
  idleMinutes = (await get("keys", "idle"))?.minutes ?? IDLE_DEFAULT;
  for (const kind of ["pointerdown", "keydown", "scroll", "input"]) {
    addEventListener(kind, touched, { capture: true, passive: true });
  }
  const look = () => session && Date.now() - lastTouch > idleMinutes * 60_000 && lock();
  setInterval(look, 5_000);
  document.addEventListener("visibilitychange", look);
}
