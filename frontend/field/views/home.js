// What an officer opens in the morning: drafts that were begun, forms to fill in.
import * as drafts from "../drafts.js";
import * as forms from "../forms.js";
import { current } from "../lock.js";
import { button, h, sign, toast } from "../dom.js";
import { chosen, moment, n, t } from "../words.js";
import { fetching, fetchForms } from "../clockwork.js";
import { isKept } from "../shell.js";
import { hints } from "./hints.js";

export async function home() {
  const session = current();
  const [value, begun] = await Promise.all([forms.book(session), drafts.list(session)]);
  const list = forms.offered(value);
  return [
    await hints(),
    begun.length > 0 && section(t("Drafts"), begun.map(draftRow)),
    section(t("Forms"), list.map(formRow), list.length === 0 && empty(value)),
    h(
      "p",
      { class: "actions small quiet" },
      value.fetchedAt && t("Looked for forms {time}", { time: moment(value.fetchedAt) }),
      button(t("Look for forms"), async () => toast(await fetchForms()), "small"),
    ),
  ];
}

const section = (title, rows, otherwise) =>
  h("section", { class: "stack stack--tight" }, h("h2", {}, title), otherwise || h("ul", { class: "plain-list" }, rows));

const empty = (value) =>
  h("p", { class: "card quiet" }, value.fetchedAt ? t("The programme has no open form for you.") : t("The forms have not come yet. Stay on the network for a moment."));

function draftRow(draft) {
  const title = forms.titleOf(draft.form, chosen());
  return h(
    "li",
    { class: "card row-card with-action" },
    h(
      "a",
      { class: "row-button", href: `#/draft/${draft.id}` },
      sign("form"),
      h("span", { class: "grow" }, h("strong", {}, h("bdi", {}, draft.name || title)), h("span", { class: "small quiet" }, t("{form}, saved {time}", { form: title, time: moment(draft.savedAt) }))),
      sign("next"),
    ),
    h("button", { type: "button", class: "icon-button", "aria-label": t("Delete the draft {name}", { name: draft.name || title }), onclick: () => discard(draft.id) }, sign("bin")),
  );
}

async function discard(id) {
  const undo = await drafts.remove(id);
  toast(t("The draft is deleted."), { label: t("Undo"), run: undo });
}

function formRow(form) {
  const ready = forms.isReady(form);
  const title = forms.titleOf(form, chosen());
  const about = [
    form.languages.length > 1 && n("{count} languages", form.languages.length),
    form.version && t("version {version}", { version: form.version }),
  ].filter(Boolean);
  const inside = [
    sign("form"),
    h("span", { class: "grow" }, h("strong", {}, h("bdi", {}, title)), h("span", { class: "small quiet" }, about.join(" · "))),
    readiness(form, ready),
  ];
  const attributes = { class: "row-button", "data-form": form.formID, "data-version": form.version, "data-ready": ready ? "yes" : "no" };
  return h("li", { class: "card row-card" }, ready ? h("a", { ...attributes, href: `#/form/${encodeURIComponent(forms.keyOf(form))}` }, inside) : h("div", attributes, inside));
}

function readiness(form, ready) {
  if (ready && !isKept()) return h("span", { class: "state quiet" }, sign("loading"), t("The page itself is being kept"));
  if (ready) return h("span", { class: "state state--ready" }, sign("ready"), t("Ready without a network"));
  const here = [form.xml, ...form.media].filter((file) => file.blob).length;
  const all = form.media.length + 1;
  return h("span", { class: "state quiet" }, sign("loading"), fetching() ? n("{here} of {count} files are here", all, { here }) : t("Not complete: needs the network once"));
}
