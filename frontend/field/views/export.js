// The outbox as a file: for another phone, a stick, a colleague who drives to the office.
import { packed, sealed } from "../packing.js";
import { current } from "../lock.js";
import { button, complain, field, h, toast } from "../dom.js";
import { n, t } from "../words.js";

/** Asks how, makes the file and hands it over. The records stay in the outbox: the programme takes each only once. */
export function exportDialog(rows) {
  const phrase = h("input", { id: "phrase", type: "password", autocomplete: "new-password" });
  const plain = h("input", { id: "plain", type: "checkbox" });
  plain.onchange = () => (phrase.disabled = plain.checked);
  const make = h("button", { class: "button button--primary" }, t("Make the file"));
  const dialog = h(
    "dialog",
    { "aria-labelledby": "dialog-title" },
    h("h2", { id: "dialog-title" }, t("Save as a file")),
    h("p", {}, n("The file holds {count} records with all their files. They stay here and are still sent: the programme takes each only once.", rows.length)),
    h(
      "form",
      { class: "form", onsubmit },
      field(t("A phrase to seal the file with"), phrase, t("Whoever hands the file in needs it. Tell it to them by another way than the file.")),
      h("div", { class: "field field--tick" }, plain, h("label", { for: "plain" }, t("Without a phrase: whoever finds the file can read everything in it"))),
      h("p", { class: "actions" }, make, button(t("Leave it"), () => dialog.close())),
    ),
  );
  async function onsubmit(event) {
    event.preventDefault();
    if (!plain.checked && phrase.value.length < 10) return complain(phrase, t("The phrase needs at least ten signs."));
    make.disabled = true;
    await handOver(rows, plain.checked ? null : phrase.value);
    dialog.close();
  }
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

async function handOver(rows, phrase) {
  try {
    const zip = await packed(rows, current().access, globalThis.OFFICES_SHELL);
    const blob = phrase ? await sealed(zip, phrase) : zip;
    const day = new Date().toISOString().slice(0, 10);
    download(blob, `outbox-${day}.${phrase ? "sealed" : "zip"}`);
    toast(t("The file is made."));
  } catch (error) {
    console.error(error);
    toast(t("The file could not be made. Save the records one at a time."));
  }
}

function download(blob, name) {
  const address = URL.createObjectURL(blob);
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
