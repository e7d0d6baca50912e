// When things happen by themselves: sending when the page opens, when the network comes back, every half minute;
// looking for forms now and then.
import * as forms from "./forms.js";
import * as outbox from "./outbox.js";
import * as store from "./store.js";
import { forgetOld, receipts, takeNews } from "./sent.js";
import { current } from "./lock.js";
import { isDue, sendAll } from "./sending.js";
import { n, t } from "./words.js";
import { Revoked } from "./office.js";
import { tell } from "./phone.js";

const LOOK = 30_000;
/** News and forms are asked for this often while somebody is let in. */
const NEWS = 10 * 60_000;

let fetchingForms = false;
let askedAt = 0;

export const fetching = () => fetchingForms;

/** What a sender asks the office on behalf of whoever is let in. */
async function question() {
  const session = current();
  if (!session) return undefined;
  const mine = await receipts(session);
  return {
    officer: session.id,
    sent: mine.slice(0, 200).map((one) => one.instanceID),
    async take(news) {
      if (current()?.id !== session.id) return;
      await takeNews(session, news);
      await forgetOld(session);
    },
  };
}

/** Sends at once, on somebody's wish; returns a sentence about how it went. */
export async function sendNow() {
  const before = await waiting();
  const done = await sendAll({ now: true, about: await question() });
  if (done === false) return t("Sending is under way.");
  askedAt = Date.now();
  const left = await waiting();
  if (left === 0) return before === 0 ? t("Nothing is waiting.") : t("Everything is sent.");
  return left < before ? n("{count} are still waiting.", left) : t("Nothing could be sent. It stays saved on this phone.");
}

/** Asks what the office says of what was sent; returns a sentence about how it went. */
export async function askForNews() {
  const asked = await question();
  let heard = false;
  const take = async (news) => {
    await asked.take(news);
    heard = true;
  };
  await sendAll({ now: true, about: { ...asked, take } });
  askedAt = Date.now();
  return heard ? t("This is what your office says now.") : t("The programme cannot be reached. What is shown is what it said last.");
}

const waiting = async () => (await store.all("outbox")).length;

/** Sends what is due, without a word. */
export async function sendQuietly() {
  const wantsNews = current() && Date.now() - askedAt > NEWS;
  if (!navigator.onLine || !((await isDue()) || wantsNews)) return;
  if (wantsNews) askedAt = Date.now();
  await sendAll({ about: wantsNews ? await question() : undefined });
}

/** Looks for forms; returns a sentence about how it went. */
export async function fetchForms() {
  const session = current();
  if (!session || fetchingForms) return t("Looking for forms.");
  fetchingForms = true;
  tell("forms");
  try {
    await forms.refresh(session);
    return t("The forms are up to date.");
  } catch (error) {
    if (error instanceof Revoked) {
      await store.change("officers", session.id, (row) => ({ ...row, refused: new Date().toISOString() }));
      return t("The programme does not let this phone in any more");
    }
    return t("No network. The forms stay as they are.");
  } finally {
    fetchingForms = false;
    tell("forms");
  }
}

/** After somebody was let in: forms, what waits, what the office said. */
export async function greet() {
  askedAt = 0;
  const session = current();
  const value = await forms.book(session);
  const old = !value.fetchedAt || Date.now() - Date.parse(value.fetchedAt) > NEWS;
  const missing = forms.offered(value).some((form) => !forms.isReady(form));
  if (navigator.onLine && (old || missing)) await fetchForms();
  await sendQuietly();
}

export function startClock() {
  setInterval(() => sendQuietly().catch(() => {}), LOOK);
  addEventListener("online", () => {
    askedAt = 0;
    store.all("outbox").then((rows) => Promise.all(rows.filter((row) => !row.stuck).map((row) => outbox.note(row.id, { nextAt: 0 })))).then(sendQuietly).catch(() => {});
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && sendQuietly().catch(() => {}));
  sendQuietly().catch(() => {});
}

/** Asks the service worker to send when the network is back, where the browser can. A bonus: nothing relies on it. */
export async function sendInBackground() {
  try {
    const registration = await navigator.serviceWorker.ready;
    await registration.sync?.register("offices-field-send");
  } catch {
    // Not granted, or not known to this browser.
  }
}
