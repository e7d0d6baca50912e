// Setting a PIN: the last step of setting a phone up.
import * as officers from "../officers.js";
import { unlock } from "../lock.js";
import { button, complain, field, h } from "../dom.js";
import { t } from "../words.js";

export async function enrol() {
  const pending = await officers.handedOver();
  if (!pending) {
    location.hash = "#/";
    return [];
  }
  const label = h("input", { id: "label", type: "text", maxlength: "40", required: true, autocomplete: "off", value: "" });
  const pin = h("input", { id: "pin", type: "password", required: true, autocomplete: "new-password" });
  const again = h("input", { id: "again", type: "password", required: true, autocomplete: "new-password" });
  const go = h("button", { class: "button button--primary" }, t("Set the PIN"));
  async function onsubmit(event) {
    event.preventDefault();
    const wrong = fault(pin.value, again.value);
    complain(again, wrong?.again);
    complain(pin, wrong?.pin);
    if (wrong) return;
    go.disabled = true;
    const id = await officers.enrol(pending, label.value.trim(), pin.value);
    await unlock(id, pin.value);
    location.hash = "#/";
  }
  return [
    h("h1", {}, t("Set a PIN")),
    h("p", { class: "lede" }, t("Your drafts, your answers and what you sent lie on this phone under this PIN. Nobody can reset it, not even the programme.")),
    h(
      "form",
      { class: "card form", onsubmit },
      field(t("Name before the PIN"), label, t("Whoever picks up the phone sees it. Choose one that tells a stranger nothing.")),
      field(t("PIN"), pin, t("At least six signs. Six digits keep a curious person out; only a phrase of several words keeps out a laboratory.")),
      field(t("The same PIN again"), again),
      h("p", { class: "actions" }, go, button(t("Not on this phone"), () => giveUp(pending), "quiet")),
    ),
  ];
}

function fault(pin, again) {
  if (pin.length < officers.SHORTEST_PIN) return { pin: t("The PIN needs at least six signs.") };
  if (/^(.)\1*$/.test(pin) || "01234567890123456789".includes(pin) || "98765432109876543210".includes(pin)) {
    return { pin: t("That PIN is among the first that anybody would try.") };
  }
  return pin === again ? null : { again: t("The two are not the same.") };
}

async function giveUp(pending) {
  await officers.dropHandedOver(pending.id);
  location.hash = "#/";
}
