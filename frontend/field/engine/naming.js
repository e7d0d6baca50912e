// Gives names to fields that the engine leaves without one, so that a screen reader says which question they answer.

const NAMED = "input:not([type=file], [type=hidden]), textarea, [role=combobox], [role=listbox], [role=slider], [role=spinbutton]";

/** Ties the fields of one question to its label and its complaint. */
export function nameFields(question) {
  const label = question?.querySelector("label");
  if (!label) return;
  label.id ||= `${question.id}_label`;
  for (const field of question.querySelectorAll(NAMED)) {
    if (field.labels?.length || field.closest("label")) continue;
    if (!field.hasAttribute("aria-labelledby") && !field.hasAttribute("aria-label")) field.setAttribute("aria-labelledby", label.id);
  }
}
