// What an officer has to know before relying on this phone.
import { get, put } from "../store.js";
import { current } from "../lock.js";
import { button, h } from "../dom.js";
import { tell } from "../phone.js";
import { t } from "../words.js";
import { isPersistent, mayEvict, roomLeft } from "../room.js";
import { installable } from "../install.js";

const notice = (kind, title, text, action) =>
  h("div", { class: `notice ${kind}`, role: "status" }, h("strong", {}, title), h("p", {}, text), action && h("p", { class: "actions" }, action));

export async function hints() {
  const officer = await get("officers", current().id);
  const found = [];
  if (officer.refused) {
    found.push(notice("notice--stop", t("The programme does not let this phone in any more"), t("Its access was revoked. Everything you saved is still here: ask your office, or hand the outbox over as a file.")));
  }
  const room = await roomLeft();
  if (room.share > 0.9) found.push(notice("notice--warm", t("This phone is almost full"), t("Free some space, or reports with photos cannot be saved.")));
  if (!(await isPersistent()) && (await hintIsDue())) found.push(installHint());
  return found;
}

/** A hint that was put off comes back after a week. */
const PUT_OFF = 7 * 86_400_000;

const hintIsDue = async () => Date.now() - ((await get("keys", "hint"))?.putOff ?? 0) > PUT_OFF;

async function putOff() {
  await put("keys", { id: "hint", putOff: Date.now() });
  tell("officers");
}

function installHint() {
  const prompt = installable();
  const text = mayEvict()
    ? t("This browser deletes what a page keeps when it was not opened for a week. Put the page on the home screen: use “Share”, then “Add to Home Screen”, and open it from there.")
    : t("The browser may delete what this page keeps when the phone runs out of space. Put the page on the home screen to prevent that.");
  const actions = [prompt && button(t("Add to the home screen"), prompt), button(t("Not now"), putOff, "quiet")];
  return notice("notice--warm", t("Keep this page on the phone"), text, actions);
}
