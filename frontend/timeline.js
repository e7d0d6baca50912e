// The timeline: bars are links already; here they can be dragged over, and walked with the arrows.

const SVG = "http://www.w3.org/2000/svg";

/** Returns the address of this page with the period set and the page number forgotten. */
export function withPeriod(address, from, to) {
  const url = new URL(address);
  url.searchParams.set("from", from);
  url.searchParams.set("to", to);
  url.searchParams.delete("page");
  return url.href;
}

class Timeline {
  constructor(figure) {
    this.figure = figure;
    this.svg = figure.querySelector("svg");
    this.says = figure.querySelector("[data-says]");
    this.bars = [...this.svg.querySelectorAll("a[data-from]")];
    this.choice = document.createElementNS(SVG, "rect");
    this.choice.setAttribute("class", "timeline-choice");
    this.choice.setAttribute("height", this.svg.viewBox.baseVal.height - 16);
    this.choice.setAttribute("visibility", "hidden");
    this.svg.append(this.choice);
    this.listen();
  }

  listen() {
    this.svg.addEventListener("pointerdown", (event) => this.begin(event));
    this.svg.addEventListener("pointermove", (event) => this.move(event));
    this.svg.addEventListener("pointerup", () => this.end());
    this.svg.addEventListener("pointercancel", () => this.drop());
    this.svg.addEventListener("click", (event) => this.dragged && event.preventDefault(), true);
    this.svg.addEventListener("dragstart", (event) => event.preventDefault());
    this.svg.addEventListener("keydown", (event) => this.key(event));
    this.svg.addEventListener("focusin", (event) => this.speak(this.indexOf(event.target)));
    this.svg.addEventListener("pointerover", (event) => this.speak(this.indexOf(event.target)));
  }

  indexOf(element) {
    return this.bars.indexOf(element.closest?.("a[data-from]"));
  }

  /** The bar under a pointer, by its place along the axis; works mirrored, for it measures. */
  indexAt(clientX) {
    const distance = (bar) => {
      const box = bar.getBoundingClientRect();
      return Math.abs(box.left + box.width / 2 - clientX);
    };
    let best = 0;
    this.bars.forEach((bar, index) => {
      if (distance(bar) < distance(this.bars[best])) best = index;
    });
    return best;
  }

  speak(index) {
    if (index < 0 || !this.says || this.from !== undefined) return;
    this.says.textContent = this.bars[index].getAttribute("aria-label");
  }

  begin(event) {
    if (event.button !== 0 || !this.bars.length) return;
    this.dragged = false;
    this.from = this.to = this.indexAt(event.clientX);
    this.startX = event.clientX;
  }

  move(event) {
    if (this.from === undefined) return;
    if (!this.dragged && Math.abs(event.clientX - this.startX) < 6) return;
    if (!this.dragged) this.svg.setPointerCapture(event.pointerId);
    this.dragged = true;
    this.to = this.indexAt(event.clientX);
    this.show();
  }

  end() {
    const chosen = this.dragged;
    const [first, last] = this.ordered();
    this.from = undefined;
    if (chosen) this.go(first, last);
  }

  drop() {
    this.from = undefined;
    this.dragged = false;
    this.choice.setAttribute("visibility", "hidden");
  }

  ordered() {
    return [Math.min(this.from, this.to), Math.max(this.from, this.to)];
  }

  show() {
    const [first, last] = this.ordered();
    const start = (index) => this.bars[index].transform.baseVal[0].matrix.e;
    const left = Math.min(start(first), start(last));
    const right = Math.max(start(first), start(last)) + this.bars[0].getBBox().width;
    this.choice.setAttribute("x", left);
    this.choice.setAttribute("width", right - left);
    this.choice.setAttribute("visibility", "visible");
    if (this.says) {
      const label = (index) => this.bars[index].getAttribute("aria-label").replace(/: \d+$/, "");
      this.says.textContent = first === last ? label(first) : `${label(first)} – ${label(last)}`;
    }
  }

  go(first, last) {
    const { from } = this.bars[first].dataset;
    const { from: begins, to = begins } = this.bars[last].dataset;
    location.assign(withPeriod(location.href, from, to));
  }

  /** Arrows walk along time (mirrored in a right-to-left page), with Shift they widen the choice. */
  key(event) {
    const now = this.indexOf(document.activeElement);
    if (now < 0) return;
    const rtl = getComputedStyle(this.svg).direction === "rtl" ? -1 : 1;
    const step = { ArrowRight: rtl, ArrowLeft: -rtl, PageUp: 7, PageDown: -7 }[event.key];
    const jump = { Home: 0, End: this.bars.length - 1 }[event.key];
    if (event.key === "Escape") return this.drop();
    if (event.key === "Enter" && this.anchor !== undefined && this.anchor !== now) {
      event.preventDefault();
      [this.from, this.to] = [this.anchor, now];
      return this.go(...this.ordered());
    }
    if (step === undefined && jump === undefined) return;
    event.preventDefault();
    const next = Math.min(this.bars.length - 1, Math.max(0, jump ?? now + step));
    if (event.shiftKey) this.anchor ??= now;
    else this.anchor = undefined;
    this.focus(now, next);
  }

  focus(now, next) {
    this.bars[now].setAttribute("tabindex", "-1");
    this.bars[next].setAttribute("tabindex", "0");
    this.bars[next].focus();
    if (this.anchor === undefined) return this.drop();
    [this.from, this.to] = [this.anchor, next];
    this.show();
    this.from = undefined;
  }
}

export function startTimelines(within) {
  for (const figure of within.querySelectorAll("figure[data-timeline]:not([data-alive])")) {
    figure.dataset.alive = "yes";
    new Timeline(figure);
  }
}
