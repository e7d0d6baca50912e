// What was sent: that it arrived, what the office made of it, what it asks.
import * as forms from "../forms.js";
import * as outbox from "../outbox.js";
import { current } from "../lock.js";
import { forget, keep, openQuestions, receipt, receipts } from "../sent.js";
import { button, complain, field, h, sign, toast } from "../dom.js";
import { chosen, moment, n, size, t } from "../words.js";
import { askForNews, sendInBackground, sendQuietly } from "../clockwork.js";
import { answers, nameOf } from "./waiting.js";

export async function sentList() {
  const list = await receipts(current());
  const asked = list.filter((one) => openQuestions(one).length > 0);
  const rest = list.filter((one) => !asked.includes(one));
  return [
    h("h1", {}, t("Sent")),
    list.length === 0 && h("p", { class: "card quiet" }, t("Nothing was sent from this phone yet.")),
    asked.length > 0 && h("section", { class: "stack stack--tight" }, h("h2", {}, t("Your office asks")), h("ul", { class: "plain-list" }, asked.map(line))),
    rest.length > 0 && h("ul", { class: "plain-list" }, rest.map(line)),
    h("p", { class: "actions" }, button(t("Ask for news"), async () => toast(await askForNews()))),
  ];
}

function line(one) {
  const asks = openQuestions(one).length;
  return h(
    "li",
    { class: "card row-card" },
    h(
      "a",
      { class: "row-button", href: `#/sent/${one.id}`, "data-sent": one.instanceID },
      sign(asks ? "question" : "sent"),
      h("span", { class: "grow" }, h("strong", {}, h("bdi", {}, nameOf(one))), h("span", { class: "small quiet" }, t("Sent {time}", { time: moment(one.sentAt) })), h("span", { class: "small" }, asks ? n("{count} questions to you", asks) : review(one))),
      sign("next"),
    ),
  );
}

/** What the office made of it. */
function review(one) {
  const states = {
    question: t("Has a question"),
    edited: t("Corrected"),
    approved: t("Approved"),
    rejected: t("Rejected"),
  };
  const awaits = one.news?.awaits?.length ?? 0;
  if (awaits) return n("Arrived; {count} files are missing", awaits);
  return states[one.news?.review] ?? t("Arrived");
}

export async function sentOne(id) {
  const one = await receipt(current(), id);
  if (!one) return [h("p", { class: "card quiet" }, t("This receipt is not here any more."))];
  const form = one.xml && (await forms.find(current(), forms.keyOf(one)));
  const asked = (one.news?.questions ?? []).length > 0 || one.news?.review === "rejected";
  return [
    h("h1", {}, h("bdi", {}, nameOf(one))),
    (one.news?.questions ?? []).map((ask) => question(one, ask)),
    h("dl", { class: "card facts" }, facts(one)),
    one.xml && answers(one.xml),
    h(
      "p",
      { class: "actions" },
      asked && form && h("a", { class: "button", href: `#/correct/${one.id}` }, t("Correct the report")),
      button(t("Remove from this phone"), () => remove(one.id), "quiet"),
    ),
  ];
}

function facts(one) {
  const fact = (name, value) => [h("dt", {}, name), h("dd", {}, value)];
  return [
    fact(t("Form"), h("bdi", {}, forms.titleOf(one, chosen()))),
    fact(t("Saved"), moment(one.savedAt)),
    fact(t("Sent"), moment(one.sentAt)),
    fact(t("State"), review(one)),
    one.files.length > 0 && fact(t("Files"), `${n("{count} files", one.files.length)}, ${size(one.files.reduce((sum, file) => sum + file.size, 0))}`),
  ];
}

function question(one, ask) {
  const said = one.answers?.[ask.id];
  const head = [h("strong", {}, sign("question"), " ", t("Your office asks")), h("p", { dir: "auto" }, ask.text), h("p", { class: "small quiet" }, moment(ask.at))];
  if (said) return h("div", { class: "notice" }, head, h("p", {}, t("You answered:"), " ", h("bdi", {}, said)));
  if (ask.answered) return h("div", { class: "notice" }, head, h("p", { class: "quiet" }, t("Answered")));
  const input = h("textarea", { id: `answer-${ask.id}`, dir: "auto", rows: "3" });
  async function onsubmit(event) {
    event.preventDefault();
    const text = input.value.trim();
    if (!text) return complain(input, t("Write an answer."));
    await outbox.addAnswer(current().id, { instanceID: one.instanceID, question: ask.id, text });
    await keep(current(), { ...one, answers: { ...one.answers, [ask.id]: text } });
    toast(t("Saved on this phone. It is sent when there is a network."));
    location.hash = "#/sent";
    sendInBackground();
    sendQuietly().catch(() => {});
  }
  const form = h("form", { class: "form", onsubmit }, field(t("Your answer"), input), h("p", { class: "actions" }, h("button", { class: "button button--primary" }, t("Answer"))));
  return h("div", { class: "notice notice--warm" }, head, form);
}

async function remove(id) {
  await forget(id);
  location.hash = "#/sent";
}
