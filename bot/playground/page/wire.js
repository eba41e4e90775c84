// The wire: each request of the bot and each event sent to it.

import { fill, h, icon } from "./dom.js";
import * as text from "./text.js";

const KEPT = 300;

export class Wire {
  #rows = [];
  #problems = false;

  constructor(root, { close }) {
    this.list = h("ol", { class: "wire-rows", tabindex: 0, "aria-label": text.wire() });
    const only = h("input", { type: "checkbox", on: { change: () => { this.#problems = only.checked; this.#draw(); } } });
    fill(
      root,
      h("div", { class: "panel-head" }, h("h2", { class: "panel-title" }, text.wire()), h("button", { type: "button", class: "tool", "aria-label": text.close(), on: { click: close } }, icon("close"))),
      h("p", { class: "subtext" }, text.wireHint()),
      h("div", { class: "wire-tools" }, h("label", { class: "tick" }, only, text.wireProblems()), h("button", { type: "button", class: "as-link", on: { click: () => { this.#rows = []; this.#draw(); } } }, text.wireClear())),
      this.list,
    );
    this.#draw();
  }

  /** Show sightings: {moment, name, status, valid, milliseconds, note}. */
  see(sightings, afresh = false) {
    if (afresh) this.#rows = [];
    this.#rows.push(...sightings);
    this.#rows.splice(0, Math.max(0, this.#rows.length - KEPT));
    if (afresh || this.#problems || this.list.querySelector(".wire-empty")) this.#draw();
    else {
      this.list.prepend(...sightings.map(row).reverse());
      while (this.list.childElementCount > KEPT) this.list.lastElementChild.remove();
    }
  }

  #draw() {
    const shown = this.#rows.filter((one) => !this.#problems || !one.valid);
    fill(this.list, shown.length ? shown.map(row).reverse() : h("li", { class: "wire-empty" }, text.wireEmpty()));
  }
}

function row(one) {
  const answered = one.name === "ACKNOWLEDGED";
  const event = one.status === 0 && !answered;
  const [method, ...path] = one.name.split(" ");
  return h(
    "li",
    { class: `wire-row ${one.valid ? "" : "bad"}` },
    h("span", { class: "wire-way", title: event ? text.wireEvent() : text.wireRequest() }, h("span", { "aria-hidden": "true" }, event ? "←" : "→"), h("span", { class: "unseen" }, event ? text.wireEvent() : text.wireRequest())),
    h("span", { class: "wire-name" }, path.length ? [h("b", {}, method), " ", path.join(" ")] : one.name),
    h("span", { class: "wire-state" }, one.status || "", one.valid ? "" : h("span", { class: "unseen" }, text.wireBad())),
    h("span", { class: "wire-time" }, event ? "" : text.milliseconds(one.milliseconds)),
    h("time", { class: "wire-moment", datetime: one.moment }, new Date(one.moment).toLocaleTimeString(undefined, { hour12: false })),
    one.note ? h("span", { class: "wire-note" }, one.note) : null,
  );
}
