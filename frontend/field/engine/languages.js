// Which language a form speaks: XLSForms name them "Arabic (ar)", or only "Arabic", or "العربية".

const NAMES = {
  arabic: "ar",
  العربية: "ar",
  عربي: "ar",
  hebrew: "he",
  עברית: "he",
  english: "en",
  kurdish: "ku-Arab",
  sorani: "ckb",
  persian: "fa",
  farsi: "fa",
  urdu: "ur",
  french: "fr",
  spanish: "es",
  turkish: "tr",
  russian: "ru",
};

/** The code of a form's language, or "" where its name says nothing. */
export function languageCode({ language }) {
  const coded = /\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\)\s*$/.exec(language)?.[1];
  if (coded) return coded;
  if (/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(language)) return language;
  return NAMES[language.trim().toLowerCase()] ?? "";
}

/** The form's language to begin in: by its name (of a draft), or else by the reader's code; nothing: its own default. */
export function startLanguage(languages, { name, code }) {
  const real = languages.filter((one) => !one.isSyntheticDefault);
  return real.find((one) => one.language === name) ?? real.find((one) => languageCode(one).slice(0, 2) === code);
}
