// The words of the form engine's own interface, in the language that is being read; drawn anew when it changes.
import { shallowRef } from "vue";

const table = shallowRef({ language: "en", texts: {} });

const titles = shallowRef({});

/** Sets what the form is called in each language. */
export function call(names) {
  titles.value = names;
}

/** The form's title in the language that is being read; `otherwise` is the one it carries itself. */
export const titled = (otherwise) => titles.value[table.value.language] ?? otherwise;

/** Sets the language and its texts: `{English: translation}`, counted ones `{English: {one: ..., other: ...}}`. */
export function speak(language, texts) {
  table.value = { language, texts };
}

export function say(text) {
  const found = table.value.texts[text];
  return typeof found === "string" && found ? found : text;
}

export const fill = (text, value) => say(text).replace("{}", value);

export function count(text, number) {
  const { language, texts } = table.value;
  const forms = texts[text];
  if (!forms) return text.replace("{}", number);
  const form = forms[new Intl.PluralRules(language).select(number)] ?? forms.other;
  return form.replace("{}", number.toLocaleString(language));
}

/** Puts the engine's own complaints among the parts of a message into the reader's language. */
export function said(parts) {
  return parts?.map((part) => {
    if (part.role === "child") return { ...part, value: say(part.value) };
    return part.children ? { ...part, children: said(part.children) } : part;
  });
}

/** The last part of a file's address: its name in the form. */
export const nameOf = (address) => decodeURIComponent(address?.href?.split("/").pop() ?? "");
