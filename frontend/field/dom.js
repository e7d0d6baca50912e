// Making elements, and little else.

/** `h("p", { class: "quiet", onclick }, "text", child)`; absent and false parts are left out. */
export function h(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) set(element, key, value);
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

function set(element, key, value) {
  if (value === null || value === undefined || value === false) return;
  if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
  else if (key in element && typeof value === "boolean") element[key] = value;
  else if (key === "value") element.value = value;
  else element.setAttribute(key, value === true ? "" : value);
}

const PATHS = {
  back: "M10 3L5 8l5 5",
  next: "M6 3l5 5-5 5",
  lock: "M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 015 0v2",
  form: "M4 2h8v12H4zM6.5 5.5h3M6.5 8h3M6.5 10.5h3",
  waiting: "M2.5 9.5v4h11v-4M8 11V3M5 6l3-3 3 3",
  sent: "M3 8.5l3.2 3L13 4.5",
  phone: "M4.5 1.5h7v13h-7zM7 12.5h2",
  ready: "M3 8.5l3.2 3L13 4.5",
  loading: "M8 3v7M5 7.5l3 3 3-3M3 13.5h10",
  alert: "M8 2.5l6 11H2zM8 6.5v3.5M8 12v.1",
  question: "M2.5 3h11v7.5H8L5 13.5v-3H2.5zM6.5 5.5a1.5 1.5 0 112 1.4c-.4.2-.5.4-.5.8M8 9v.1",
  person: "M8 8a2.5 2.5 0 100-5 2.5 2.5 0 000 5zM3 13.5c.5-3 2.5-4 5-4s4.5 1 5 4",
  bin: "M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9M6.8 7v4M9.2 7v4",
};
const TURNS = new Set(["back", "next"]);

/** A drawn sign of 16 by 16 units, as the rest of the house has them. */
export function sign(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", TURNS.has(name) ? "icon icon--turns" : "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

export const button = (label, onclick, kind = "", more = {}) =>
  h("button", { type: "button", class: `button ${kind && `button--${kind}`}`, onclick, ...more }, label);

/** A field with its label, its hint and a place for what is wrong with it. */
export function field(label, input, hint) {
  const id = input.id;
  const about = [hint && `${id}-hint`, `${id}-error`].filter(Boolean).join(" ");
  input.setAttribute("aria-describedby", about);
  return h(
    "div",
    { class: "field" },
    h("label", { for: id }, label),
    input,
    hint && h("p", { class: "hint", id: `${id}-hint` }, hint),
    h("p", { class: "field-errors", id: `${id}-error`, role: "alert" }),
  );
}

/** Says under a field what is wrong with it; with nothing, takes that back. */
export function complain(input, words) {
  input.setAttribute("aria-invalid", words ? "true" : "false");
  document.getElementById(`${input.id}-error`).textContent = words ?? "";
  if (words) input.focus();
}

/** A short notice at the foot of the page, with an action where one can be taken back. */
export function toast(text, action) {
  const place = document.getElementById("toasts");
  const shown = h("div", { class: "toast toast--success", role: "status" }, h("p", {}, text), action && button(action.label, act, "quiet"));
  function act() {
    shown.remove();
    action.run();
  }
  place.replaceChildren(shown);
  setTimeout(() => shown.remove(), action ? 12_000 : 6_000);
}
