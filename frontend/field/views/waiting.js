// What waits to be sent, and a single record of it.
import * as outbox from "../outbox.js";
import * as forms from "../forms.js";
import { current } from "../lock.js";
import { button, h, sign, toast } from "../dom.js";
import { chosen, moment, n, size, t } from "../words.js";
import { sendNow } from "../clockwork.js";
import { exportDialog } from "./export.js";
import { confirmDialog } from "./confirm.js";

export async function waiting() {
  const rows = await outbox.rows(current().id);
  const records = await Promise.all(rows.map(async (row) => ({ row, record: await outbox.content(row) })));
  return [
    h("h1", {}, t("Waiting to be sent")),
    rows.length === 0
      ? h("p", { class: "card quiet" }, t("Nothing is waiting. What you finish is saved here first, and leaves when the programme has it."))
      : h("ul", { class: "plain-list" }, records.map(line)),
    h(
      "p",
      { class: "actions" },
      rows.length > 0 && button(t("Send now"), async () => toast(await sendNow()), "primary"),
      rows.length > 0 && button(t("Save as a file"), () => exportDialog(rows)),
    ),
  ];
}

function line({ row, record }) {
  const stuck = row.stuck && "state--stuck";
  return h(
    "li",
    { class: "card row-card" },
    h(
      "a",
      { class: "row-button", href: `#/waiting/${row.id}`, "data-record": record.instanceID },
      sign(row.stuck ? "alert" : "waiting"),
      h("span", { class: "grow" }, h("strong", {}, h("bdi", {}, nameOf(record))), h("span", { class: "small quiet" }, t("Saved {time}", { time: moment(record.savedAt) })), h("span", { class: `small ${stuck}` }, standing(row, record))),
      sign("next"),
    ),
  );
}

export const nameOf = (record) => (record.kind === "answer" ? t("Answer to a question") : record.name || forms.titleOf(record, chosen()));

/** How sending stands, in one sentence. */
export function standing(row, record) {
  if (row.stuck) return reason(row.stuck);
  if (row.held.length > 0) return n("{done} of {count} files are over", record.files.length, { done: row.held.length });
  if (row.tries > 0 && row.nextAt > Date.now()) return t("Next try {time}", { time: moment(new Date(row.nextAt).toISOString()) });
  return t("Goes out when there is a network");
}

/** Why a record waits for a person. */
function reason({ status, words, reason: code }) {
  const said = words ? ` ${t("The programme says: {words}", { words })}` : "";
  if (code === "superseded") return t("Another correction of this report came first. The programme has both, and your office decides. You can delete this one here.");
  if (code === "not-your-report") return t("The report to be corrected was sent by another phone.") + said;
  if (status === 409) return t("The programme holds something else under the same name. Both are kept there; your office decides.") + said;
  if (status === 404) return t("The programme does not know this form, or not in this version.") + said;
  if (status === 403) return t("The form is closed, or not for you.") + said;
  if (status === 413) return t("It is larger than the programme takes.") + said;
  return t("The programme did not take it. It is kept there for your office to look at.") + said;
}

/** One record: what it says, how sending stands, and what its officer may do with it. */
export async function record(id) {
  const row = await outbox.row(id);
  if (!row || row.officer !== current().id) return [h("p", { class: "card quiet" }, t("This record is not here any more: it was sent or deleted."))];
  const said = await outbox.content(row);
  return [
    h("h1", {}, h("bdi", {}, nameOf(said))),
    row.stuck && h("div", { class: "notice notice--warm" }, h("strong", {}, t("This record needs you")), h("p", {}, reason(row.stuck))),
    h("dl", { class: "card facts" }, facts(row, said)),
    said.kind === "report" && answers(said.xml),
    h(
      "p",
      { class: "actions" },
      button(t("Try again now"), () => again(id), "primary"),
      button(t("Save as a file"), () => exportDialog([row])),
      button(t("Delete"), () => erase(id), "stop"),
    ),
  ];
}

const fact = (name, ...value) => [h("dt", {}, name), h("dd", {}, value)];

function facts(row, said) {
  return [
    said.kind === "report" && fact(t("Form"), h("bdi", {}, forms.titleOf(said, chosen())), said.version && ` (${said.version})`),
    fact(t("Saved"), moment(said.savedAt)),
    !row.stuck && fact(t("State"), standing(row, said)),
    said.files.length > 0 && fact(t("Files"), h("ul", { class: "plain-list small" }, said.files.map((file) => h("li", {}, h("bdi", {}, file.name), " · ", size(file.size), row.held.includes(file.name) && ` · ${t("is over")}`)))),
    row.tries > 0 && fact(t("Tries"), row.tries.toLocaleString(chosen())),
    said.text && fact(t("Your answer"), h("bdi", {}, said.text)),
  ];
}

/** What a report says, by the names of its questions. */
export function answers(xml) {
  const root = new DOMParser().parseFromString(xml, "text/xml").documentElement;
  const rows = [...leaves(root, [])].filter(([, text]) => text);
  return h(
    "details",
    { class: "card" },
    h("summary", {}, t("What it says")),
    h("dl", { class: "facts" }, rows.flatMap(([path, text]) => fact(h("bdi", { class: "mono" }, path), h("bdi", {}, text)))),
  );
}

function* leaves(element, path) {
  for (const child of element.children) {
    if (child.localName === "meta") continue;
    const here = [...path, child.localName];
    if (child.children.length) yield* leaves(child, here);
    else yield [here.join("/"), child.textContent.trim()];
  }
}

async function again(id) {
  await outbox.tryAgain(id);
  toast(await sendNow());
}

async function erase(id) {
  const sure = await confirmDialog(t("Delete this record?"), t("It was not sent. Nobody can bring it back: save it as a file first if it may still be needed."), t("Delete it for good"));
  if (!sure) return;
  await outbox.remove(id);
  location.hash = "#/waiting";
}
