// What an officer has to know before relying on this phone.
import { get } from "../store.js";
import { current } from "../lock.js";
import { h } from "../dom.js";
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
  if (!(await isPersistent())) found.push(await installHint());
  return found;
}

async function installHint() {
  const prompt = installable();
  const text = mayEvict()
    ? t("This browser deletes what a page keeps when it was not opened for a week. Put the page on the home screen: use “Share”, then “Add to Home Screen”, and open it from there.")
    : t("The browser may delete what this page keeps when the phone runs out of space. Put the page on the home screen to prevent that.");
  const action = prompt && h("button", { type: "button", class: "button", onclick: prompt }, t("Add to the home screen"));
  return notice("notice--warm", t("Keep this page on the phone"), text, action);
}
