// The words of the component library that the form engine is made with: its calendar and its lists.

/** English texts of the library that can be met in a form, by where it looks for them. */
const TEXTS = {
  chooseDate: "Choose date",
  prevDecade: "Previous decade",
  nextDecade: "Next decade",
  prevYear: "Previous year",
  nextYear: "Next year",
  prevMonth: "Previous month",
  nextMonth: "Next month",
  prevHour: "Previous hour",
  nextHour: "Next hour",
  prevMinute: "Previous minute",
  nextMinute: "Next minute",
  am: "am",
  pm: "pm",
  today: "Today",
  clear: "Clear",
  emptyFilterMessage: "Nothing fits",
  emptySearchMessage: "Nothing fits",
  emptySelectionMessage: "Nothing is chosen",
  emptyMessage: "There is nothing to choose from",
};
export const PRIME_TEXTS = [...new Set(Object.values(TEXTS))];

/** First day of the week where these languages are mostly read. */
const WEEK = { en: 1, ar: 6, he: 0 };

const names = (language, days, options) =>
  days.map((day) => new Intl.DateTimeFormat(language, { timeZone: "UTC", ...options }).format(day));
const WEEKDAYS = Array.from({ length: 7 }, (_, index) => new Date(Date.UTC(2023, 0, 1 + index)));
const MONTHS = Array.from({ length: 12 }, (_, index) => new Date(Date.UTC(2023, index, 15)));

export function primeWords(prime, { language, texts }) {
  const locale = prime.config.locale;
  for (const [key, text] of Object.entries(TEXTS)) locale[key] = texts[text] ?? text;
  Object.assign(locale, {
    chooseYear: undefined, // the buttons show the year and the month: a name that hides them helps nobody
    chooseMonth: undefined,
    dayNames: names(language, WEEKDAYS, { weekday: "long" }),
    dayNamesShort: names(language, WEEKDAYS, { weekday: "short" }),
    dayNamesMin: names(language, WEEKDAYS, { weekday: language === "en" ? "short" : "narrow" }),
    monthNames: names(language, MONTHS, { month: "long" }),
    monthNamesShort: names(language, MONTHS, { month: "short" }),
    firstDayOfWeek: WEEK[language],
    dateFormat: "dd/mm/yy",
  });
}
