// Styles that the form engine makes while it runs, as constructed sheets: the page's policy allows no inline style.
// They lie in the layer "webforms", above the house's elements and below what we set ourselves.

const sheets = new Map();

/** Puts a style sheet under a name into the page, or changes the one of that name. */
export function sheet(name, text) {
  if (!sheets.has(name)) {
    const made = new CSSStyleSheet();
    sheets.set(name, made);
    document.adoptedStyleSheets.push(made);
  }
  sheets.get(name).replaceSync(`@layer ${name === "reset" ? "reset" : "webforms"} {${text}}`);
}

/** Takes the engine's styles out of force, or puts them back: they would change the look of our own pages. */
export function sheetsInForce(yes) {
  for (const made of sheets.values()) made.disabled = !yes;
}
