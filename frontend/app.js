// Small improvements over pages that already work without script. No state is kept here.

const root = document.documentElement;
root.classList.add("js");

/** Menus and filter chips are <details>: close the others, on Escape, and on a press outside. */
function closeDetails(except) {
  for (const open of document.querySelectorAll("details.menu[open], details.chip[open]")) {
    if (!open.contains(except)) open.open = false;
  }
}
document.addEventListener("pointerdown", (event) => closeDetails(event.target));
document.addEventListener("focusin", (event) => closeDetails(event.target));

function leaveDetails() {
  const open = document.querySelector("details.menu[open], details.chip[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
}

/** `data-dialog="id"` on a link or button opens that <dialog>; without script the link is followed. */
function openDialog(trigger, event) {
  const dialog = document.getElementById(trigger.dataset.dialog);
  if (!dialog?.showModal) return;
  event.preventDefault();
  dialog.showModal();
}

/** `data-copy` copies its value, or the address of the page, and says so. */
async function copy(trigger) {
  const text = trigger.dataset.copy || location.href;
  try {
    await navigator.clipboard.writeText(text);
    toast(trigger.dataset.copied || "✓");
  } catch {
    window.prompt(trigger.textContent.trim(), text);
  }
}

function toast(text, level = "info") {
  const place = document.querySelector(".toasts");
  const model = document.getElementById("toast-model");
  if (!place || !model) return;
  const shown = model.content.firstElementChild.cloneNode(true);
  shown.classList.add(`toast--${level}`);
  shown.querySelector("p").textContent = text;
  place.append(shown);
  if (level === "info" || level === "success") setTimeout(() => shown.remove(), 8000);
}
/** The server may answer an htmx request with the header HX-Trigger: {"toast": {"text": ...}}. */
document.addEventListener("toast", ({ detail }) => toast(detail.text ?? detail.value, detail.level));

document.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest?.(selector);
  let trigger;
  if ((trigger = at("[data-dialog]"))) openDialog(trigger, event);
  else if ((trigger = at("[data-copy]"))) copy(trigger);
  else if ((trigger = at("[data-close]"))) trigger.closest("dialog, .toast, [data-closes]")?.[trigger.closest("dialog") ? "close" : "remove"]();
  else if ((trigger = at("[data-print]"))) window.print();
});

/** `data-check-all="name"` ticks every box of that name in its form. */
document.addEventListener("change", (event) => {
  const box = event.target;
  if (box.dataset.checkAll) {
    for (const other of box.form.querySelectorAll(`[name="${CSS.escape(box.dataset.checkAll)}"]`)) {
      other.checked = box.checked;
    }
  } else if (box.closest("[data-submit-on-change]")) {
    box.form.requestSubmit();
  }
});

/** A form sent twice by an impatient thumb is sent once. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog" || form.method === "get") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
  guarded.delete(form);
  setTimeout(() => release(form), 15000);
});
function release(form) {
  delete form.dataset.sent;
  form.removeAttribute("aria-busy");
}
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
document.addEventListener("htmx:after:request", () => document.querySelectorAll("form[data-sent]").forEach(release));

/** `data-guard` on a form: the browser asks before unsaved writing is left. */
const guarded = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.hasAttribute("data-guard")) guarded.add(form);
});
addEventListener("beforeunload", (event) => {
  for (const form of guarded) if (form.isConnected) return event.preventDefault();
});

/** Keys: Ctrl/Cmd+K searches; inside a `data-queue` list j and k move, Enter follows. */
function moveInQueue(queue, step) {
  const items = [...queue.querySelectorAll("[data-queue-item]")];
  const now = items.findIndex((item) => item.contains(document.activeElement));
  const next = items[Math.min(items.length - 1, Math.max(0, now + step))];
  (next?.matches("a, button") ? next : next?.querySelector("a, button"))?.focus();
}
/** The key as a keyboard with Latin letters would have it: on an Arabic or Hebrew one the key at the same place. */
function keyOf(event) {
  if (/^[!-~]$/.test(event.key)) return event.key.toLowerCase();
  const [, at] = event.code.match(/^(?:Key|Digit|Numpad)([A-Z0-9])$/) ?? [];
  return at ? at.toLowerCase() : event.key;
}
/** Inside `data-keys`, where the focus is to begin with, a key of `data-key="a b"` presses it and that of
    `data-focus="q"` enters it. Single keys work nowhere else, so that speech and shaky hands set nothing off. */
function pressNamed(event) {
  const place = document.activeElement?.closest("[data-keys]");
  const key = CSS.escape(keyOf(event));
  const named = place?.querySelector(`[data-key~="${key}"], [data-focus="${key}"]`);
  if (!named) return false;
  event.preventDefault();
  if (named.dataset.key) named.click();
  else named.focus();
  return true;
}
if (!location.hash) document.querySelector("[data-keys]")?.focus({ preventScroll: true });

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") leaveDetails();
  if (event.key === "k" && (event.ctrlKey || event.metaKey)) {
    const search = document.getElementById("search");
    if (search?.checkVisibility()) {
      event.preventDefault();
      search.select();
    }
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.activeElement?.matches("input, select, textarea")) return;
  if (pressNamed(event)) return;
  const queue = document.activeElement?.closest("[data-queue]");
  if (!queue) return;
  const key = keyOf(event);
  if (key === "j" || key === "k") moveInQueue(queue, key === "j" ? 1 : -1);
});

/** `data-suggest="address"` offers names while one is typed; the address answers ?q= with JSON:
    a list of texts or of {label}, or {results: [...]}. The field stays free to type into. */
async function suggest(input) {
  const address = new URL(input.dataset.suggest, location.href);
  address.searchParams.set("q", input.value);
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const found = await answer.json();
  const list = input.list ?? listFor(input);
  const options = (found.results ?? found).slice(0, 12).map((one) => {
    const option = document.createElement("option");
    option.value = one.label ?? one;
    if (one.note) option.label = `${one.label} – ${one.note}`;
    return option;
  });
  list.replaceChildren(...options);
}
function listFor(input) {
  const list = document.createElement("datalist");
  list.id = `${input.id}-names`;
  input.after(list);
  input.setAttribute("list", list.id);
  return list;
}
let typing;
document.addEventListener("input", ({ target }) => {
  if (!target.dataset?.suggest || target.value.trim().length < 2) return;
  clearTimeout(typing);
  typing = setTimeout(() => suggest(target).catch(() => {}), 200);
});

/** Keep the current room in sight in the scrolling rail of a phone. */
const here = document.querySelector(".rail [aria-current]");
const rail = here?.parentElement;
if (rail && rail.scrollWidth > rail.clientWidth) {
  rail.scrollLeft += here.getBoundingClientRect().left - rail.getBoundingClientRect().left - 24;
}
