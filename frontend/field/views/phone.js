// This phone: language, lock, room, and leaving it.
import * as officers from "../officers.js";
import * as outbox from "../outbox.js";
import * as forms from "../forms.js";
import { current, idle, IDLE_CHOICES, lock, setIdle } from "../lock.js";
import { button, complain, field, h, toast } from "../dom.js";
import { chosen, n, size, t } from "../words.js";
import { askToKeep, isPersistent, roomLeft } from "../room.js";
import { installable } from "../install.js";
import { languages } from "./door.js";
import { confirmDialog } from "./confirm.js";

export async function phone() {
  const session = current();
  const value = await forms.book(session);
  return [
    h("h1", {}, t("This phone")),
    who(session, value),
    h("section", { class: "card stack stack--tight" }, h("h2", {}, t("Language")), languages()),
    locking(),
    await keeping(),
    leaving(session),
    h("p", { class: "small quiet" }, t("Version {version} of this page", { version: globalThis.OFFICES_SHELL })),
  ];
}

function who(session, { programme, device }) {
  const names = programme?.names ?? {};
  const fact = (name, what) => what && [h("dt", {}, name), h("dd", {}, h("bdi", {}, what))];
  return h(
    "dl",
    { class: "card facts" },
    fact(t("Name before the PIN"), session.label),
    fact(t("Programme"), names[chosen()] ?? names.en ?? Object.values(names)[0]),
    fact(t("Known to the programme as"), device?.name),
  );
}

function locking() {
  const select = h(
    "select",
    { id: "idle", onchange: () => setIdle(Number(select.value)) },
    IDLE_CHOICES.map((minutes) => h("option", { value: String(minutes), selected: minutes === idle() }, n("after {count} minutes", minutes))),
  );
  return h(
    "section",
    { class: "card stack stack--tight" },
    h("h2", {}, t("Lock")),
    field(t("Lock when nobody touches the page"), select),
    newPin(),
  );
}

function newPin() {
  const old = h("input", { id: "old-pin", type: "password", autocomplete: "off", required: true });
  const fresh = h("input", { id: "new-pin", type: "password", autocomplete: "new-password", required: true });
  async function onsubmit(event) {
    event.preventDefault();
    complain(old);
    if (fresh.value.length < officers.SHORTEST_PIN) return complain(fresh, t("The PIN needs at least six signs."));
    complain(fresh);
    if (!(await officers.changePin(current().id, old.value, fresh.value))) return complain(old, t("That is not the PIN."));
    old.value = fresh.value = "";
    toast(t("The PIN is changed."));
  }
  const form = h("form", { class: "form", onsubmit }, field(t("Your PIN now"), old), field(t("New PIN"), fresh), h("p", { class: "actions" }, h("button", { class: "button" }, t("Change the PIN"))));
  return h("details", {}, h("summary", {}, t("Change the PIN")), form);
}

async function keeping() {
  const { used, all, share } = await roomLeft();
  const kept = await isPersistent();
  const prompt = installable();
  return h(
    "section",
    { class: "card stack stack--tight" },
    h("h2", {}, t("Room")),
    h("progress", { max: "1", value: String(share), "aria-label": t("Room used") }),
    h("p", { class: "small" }, t("{used} of {all} are used", { used: size(used), all: size(all) })),
    h("p", { class: "small quiet" }, kept ? t("The browser has promised to keep what lies here.") : t("The browser may delete what this page keeps when the phone runs out of space.")),
    h(
      "p",
      { class: "actions" },
      !kept && button(t("Ask the browser to keep it"), async () => toast((await askToKeep()) ? t("The browser has promised to keep what lies here.") : t("The browser does not promise it. Put the page on the home screen."))),
      prompt && button(t("Add to the home screen"), prompt),
    ),
  );
}

function leaving(session) {
  return h(
    "section",
    { class: "card stack stack--tight" },
    h("h2", {}, t("Leave this phone")),
    h("p", { class: "small quiet" }, t("Your forms, drafts and receipts are destroyed here. What waits to be sent stays and is sent.")),
    h("p", { class: "actions" }, button(t("Leave this phone"), () => leave(session), "stop")),
  );
}

async function leave(session) {
  const rows = await outbox.rows(session.id);
  const text = rows.length ? n("{count} reports are not sent yet. They stay here and are sent when there is a network; save them as a file first if you cannot wait.", rows.length) : t("Drafts that are not finished are lost.");
  if (!(await confirmDialog(t("Leave this phone?"), text, t("Leave this phone")))) return;
  await lock();
  await officers.destroy(session.id);
}
