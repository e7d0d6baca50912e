// The editor of a publication: marks go in where the cursor stands, Ctrl+S saves. The page works without it.

const form = document.querySelector("[data-writing]");
const text = form?.querySelector("textarea[name=body]");

/** Marks stand after the word before the cursor, apart from the word behind it; pictures alone in a paragraph. */
function insert(plain, alone) {
  // In a text from right to left the signs of a mark would seem to change places: isolates keep it together.
  const mark = text.dir === "rtl" ? `\u2066${plain}\u2069` : plain;
  const before = text.value.slice(0, text.selectionEnd);
  const behind = text.value.slice(text.selectionEnd);
  const lead = alone ? (/(^|\n\n)$/.test(before) ? "" : before.endsWith("\n") ? "\n" : "\n\n") : /(^|\s)$/.test(before) ? "" : " ";
  const trail = alone ? (/^\n\n/.test(behind) ? "" : behind.startsWith("\n") ? "\n" : "\n\n") : /^([\s.,;:!?،؛؟)]|$)/.test(behind) ? "" : " ";
  text.focus();
  text.setSelectionRange(before.length, before.length);
  // insertText keeps the browser's own undo; setRangeText is for those that lack it.
  if (!document.execCommand?.("insertText", false, lead + mark + trail)) {
    text.setRangeText(lead + mark + trail, before.length, before.length, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-insert]");
  if (button && text) insert(button.dataset.insert, "alone" in button.dataset);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey || !form) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("[data-key-save]"));
});

// "Go there" of a finding: the words are selected in their field, and scrolled to.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-jump]");
  if (!link || !form) return;
  const [name, start, end] = link.dataset.jump.split(":");
  const field = form.elements.namedItem(name);
  if (!field) return;
  event.preventDefault();
  field.focus();
  const share = Number(start) / Math.max(field.value.length, 1);
  field.scrollTop = field.scrollHeight * share - field.clientHeight / 3;
  field.setSelectionRange(Number(start), Number(end));
});
