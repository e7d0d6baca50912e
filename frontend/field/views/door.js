// The door: who fills in on this phone, and what waits while everybody is locked out. It shows no more than labels and
// numbers.
import * as officers from "../officers.js";
import * as outbox from "../outbox.js";
import { unlock } from "../lock.js";
import { tell } from "../phone.js";
import { button, complain, field, h, sign, toast } from "../dom.js";
import { chosen, choose, LANGUAGES, n, t } from "../words.js";
import { sendNow } from "../clockwork.js";

export async function door() {
  const people = await officers.list();
  const pending = await officers.handedOver();
  const waiting = await Promise.all(people.map((one) => outbox.count(one.id)));
  const total = waiting.reduce((sum, one) => sum + one, 0);
  return [
    h("h1", {}, t("Field reports")),
    pending && invitation(),
    people.length === 0 && !pending && nobody(),
    people.length > 0 && h("ul", { class: "plain-list" }, people.map((one, index) => person(one, waiting[index]))),
    total > 0 && outgoing(total),
    languages(),
  ];
}

const invitation = () =>
  h(
    "div",
    { class: "notice" },
    h("strong", {}, t("One step is left")),
    h("p", {}, t("Set a PIN to finish setting up this phone.")),
    h("p", { class: "actions" }, h("a", { class: "button button--primary", href: "#/enrol" }, t("Set a PIN"))),
  );

const nobody = () =>
  h(
    "div",
    { class: "card stack stack--tight" },
    h("h2", {}, t("Nobody is set up on this phone yet")),
    h("p", {}, t("Log in to your programme in this browser while there is a network, and choose “Web form on this phone”.")),
    h("p", { class: "actions" }, h("a", { class: "button button--primary", href: "/" }, t("Log in"))),
  );

function person(officer, waiting) {
  const count = waiting > 0 && h("span", { class: "tag tag--accent" }, n("{count} reports are waiting", waiting));
  if (!officer.lock) {
    return h("li", { class: "card row-card" }, h("strong", {}, h("bdi", {}, officer.label)), count, h("p", { class: "quiet small" }, t("Only what waits is still sent.")));
  }
  const card = h("li", { class: "card row-card" });
  const open = h(
    "button",
    { type: "button", class: "row-button", "data-officer": officer.id, onclick: () => ask(card, officer) },
    sign("person"),
    h("strong", {}, h("bdi", {}, officer.label)),
    count,
  );
  card.append(open);
  return card;
}

function ask(card, officer) {
  const input = h("input", { id: "pin", type: "password", autocomplete: "off", "data-lpignore": "true", dir: "auto" });
  const go = h("button", { class: "button button--primary" }, t("Open"));
  const form = h("form", { class: "form", onsubmit }, field(t("Your PIN"), input), h("p", { class: "actions" }, go));
  async function onsubmit(event) {
    event.preventDefault();
    if (!input.value) return;
    form.setAttribute("aria-busy", "true");
    go.disabled = true;
    try {
      await unlock(officer.id, input.value);
    } catch (error) {
      input.value = "";
      if (error instanceof officers.Destroyed) return gone(input);
      complain(input, refusal(error));
    }
    go.disabled = false;
    form.removeAttribute("aria-busy");
  }
  for (const other of document.querySelectorAll(".row-card form")) other.remove();
  card.append(form);
  input.focus();
}

function refusal(error) {
  if (error instanceof officers.WrongPin) {
    return n("That is not the PIN. After {count} more wrong tries, drafts and receipts of this person are destroyed.", error.left);
  }
  if (error instanceof officers.MustWait) {
    const until = new Date(error.until).toLocaleTimeString(chosen(), { hour: "2-digit", minute: "2-digit", second: "2-digit" });
    return t("Too many wrong tries. Wait until {time}.", { time: until });
  }
  throw error;
}

function gone(input) {
  input.blur();
  toast(t("Drafts and receipts of this person were destroyed after too many wrong tries. What waits is still sent."));
  tell("officers");
}

function outgoing(total) {
  return h(
    "div",
    { class: "card row-card" },
    h("p", {}, sign("waiting"), " ", n("{count} reports are waiting to be sent", total)),
    h("p", { class: "small quiet" }, t("They are sent when there is a network, also while this page is locked.")),
    h("p", { class: "actions" }, button(t("Send now"), async () => toast(await sendNow()))),
  );
}

export function languages() {
  const options = Object.entries(LANGUAGES).map(([code, name]) =>
    h("button", { type: "button", lang: code, "aria-current": code === chosen() ? "true" : null, onclick: () => choose(code) }, name),
  );
  return h("div", { class: "langs fill-langs", role: "group", "aria-label": t("Language") }, options);
}
