// A list to choose from, floating at a field or a button: command list, suggestions, selects.

import { fill, h, icon } from "./dom.js";
import * as text from "./text.js";

let numbers = 0;

/**
 * Rows under (or over) an anchor. The anchor keeps the focus; `key(event)` is given its keydowns.
 * A row: {label, hint, mark, value, disabled}; `group` begins a headed group.
 */
export class Suggestions {
  /** `pick(row)` is called for the row that is chosen; `label` names the list. */
  constructor(anchor, { pick, label, multiple = false, place = document.getElementById("overlay") }) {
    this.anchor = anchor;
    this.pick = pick;
    this.multiple = multiple;
    this.id = `list-${++numbers}`;
    this.list = h("div", { id: this.id, role: "listbox", "aria-label": label, "aria-multiselectable": multiple ? "true" : null, class: "list-rows", tabindex: -1 });
    this.foot = h("div", { class: "list-foot" });
    this.box = h("div", { class: "list" }, this.list, this.foot);
    this.place = place;
    this.rows = [];
    this.at = -1;
  }

  get open() {
    return this.box.isConnected;
  }

  /** Show rows; `note` stands where there are none. */
  show(rows, { note = "", foot = null, at = 0 } = {}) {
    this.rows = rows;
    this.at = rows.length ? Math.min(Math.max(at, 0), rows.length - 1) : -1;
    fill(this.list, rows.length ? rows.map((row, index) => this.#row(row, index)) : h("div", { class: "list-note", role: "option", "aria-disabled": "true", "aria-selected": "false" }, note));
    fill(this.foot, foot);
    this.foot.hidden = foot === null;
    if (!this.open) {
      this.place.append(this.box);
      document.addEventListener("pointerdown", this.#outside, true);
      window.addEventListener("resize", this.#moved);
    }
    this.anchor.setAttribute("aria-expanded", "true");
    this.anchor.setAttribute("aria-controls", this.id);
    this.#mark();
    this.#position();
  }

  /** Choose no row until an arrow key does: Enter then belongs to the anchor. */
  rest() {
    this.at = -1;
    this.#mark();
  }

  close() {
    if (!this.open) return;
    this.box.remove();
    document.removeEventListener("pointerdown", this.#outside, true);
    window.removeEventListener("resize", this.#moved);
    this.anchor.setAttribute("aria-expanded", "false");
    this.anchor.removeAttribute("aria-activedescendant");
    this.closed?.();
  }

  /** Take a key of the anchor; true where it was for the list. */
  key(event) {
    if (!this.open) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.rows.length) {
      this.at = this.at < 0 && step < 0 ? this.rows.length - 1 : (this.at + step + this.rows.length) % this.rows.length;
      this.#mark();
    } else if (event.key === "Home" && this.multiple) {
      this.at = 0;
      this.#mark();
    } else if ((event.key === "Enter" || event.key === "Tab") && this.at >= 0 && !event.shiftKey) {
      this.#choose(this.at);
    } else if (event.key === "Escape") {
      this.close();
    } else {
      return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #choose(index) {
    const row = this.rows[index];
    if (row && !row.disabled) this.pick(row, index);
  }

  #row(row, index) {
    const selected = row.selected ?? false;
    const element = h(
      "div",
      {
        id: `${this.id}-${index}`, role: "option", class: "list-row",
        "aria-selected": this.multiple ? String(selected) : "false", "aria-disabled": row.disabled ? "true" : null,
        on: {
          pointermove: () => { if (this.at !== index) { this.at = index; this.#mark(false); } },
          click: () => this.#choose(index),
        },
      },
      row.mark ?? null,
      h("span", { class: "list-words" }, h("span", { class: "list-label" }, row.label), row.hint ? h("span", { class: "list-hint" }, row.hint) : null),
      row.side ? h("span", { class: "list-side" }, row.side) : null,
      selected ? icon("check") : null,
    );
    return row.group ? [h("div", { class: "list-group", role: "presentation" }, row.group), element] : element;
  }

  #mark(scroll = true) {
    for (const element of this.list.querySelectorAll(".list-row")) {
      const on = element.id === `${this.id}-${this.at}`;
      element.classList.toggle("at", on);
      if (!this.multiple) element.setAttribute("aria-selected", String(on));
      if (on && scroll) element.scrollIntoView({ block: "nearest" });
    }
    if (this.at >= 0) this.anchor.setAttribute("aria-activedescendant", `${this.id}-${this.at}`);
    else this.anchor.removeAttribute("aria-activedescendant");
  }

  #outside = (event) => {
    if (!this.box.contains(event.target) && !this.anchor.contains(event.target)) this.close();
  };

  #moved = () => this.#position();

  /** Stand over the anchor where there is more room above, else under it; never wider than the window. */
  #position() {
    const at = (this.frame ?? this.anchor).getBoundingClientRect();
    const above = at.top > innerHeight - at.bottom;
    const width = Math.min(Math.max(at.width, 240), innerWidth - 16);
    const { style } = this.box;
    style.width = `${width}px`;
    style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
    style.top = above ? "auto" : `${at.bottom + 6}px`;
    style.bottom = above ? `${innerHeight - at.top + 6}px` : "auto";
    style.setProperty("--room", `${Math.max(120, (above ? at.top : innerHeight - at.bottom) - 24)}px`);
  }
}

/**
 * A select: a button that opens a list. `options`: {label, value, description, emoji, default}. `done(values)` is
 * called when a choice stands, which for several is when the list is closed.
 */
export function select({ options, placeholder, least = 1, most = 1, disabled = false, key, label, labelledby, done, place }) {
  let values = options.filter((one) => one.default).map((one) => one.value);
  const several = most > 1 || least === 0;
  const face = h("span", { class: "select-face" });
  const button = h(
    "button",
    {
      type: "button", class: "select", role: "combobox", "aria-haspopup": "listbox", "aria-expanded": "false", disabled,
      "aria-label": labelledby ? null : label ?? placeholder, "aria-labelledby": labelledby, data: { key: key ?? "" },
    },
    face, icon("down"),
  );
  const list = new Suggestions(button, {
    label: label ?? placeholder, multiple: several, place,
    pick: (row) => {
      if (!several) values = [row.value];
      else if (values.includes(row.value)) values = values.filter((one) => one !== row.value);
      else if (values.length < most) values = [...values, row.value];
      else if (most === 1) values = [row.value];
      write();
      if (several) show(options.findIndex((one) => one.value === row.value));
      else {
        list.close();
        done(values);
      }
    },
  });
  let before = "";
  const show = (at = 0) => {
    if (!list.open) before = values.join("\n");
    list.show(
      options.map((one) => ({ ...one, hint: one.description, mark: emojiOf(one.emoji), selected: values.includes(one.value) })),
      { note: text.nothingFits(), at, foot: several ? text.chooseBetween(least, most) : null },
    );
  };
  list.closed = () => {
    if (several && values.join("\n") !== before && values.length >= least) done(values);
  };
  const write = () => {
    const chosen = options.filter((one) => values.includes(one.value));
    fill(face, chosen.length ? chosen.map((one) => one.label).join(", ") : placeholder);
    face.classList.toggle("empty", !chosen.length);
  };
  button.addEventListener("click", () => (list.open ? list.close() : show(Math.max(0, options.findIndex((one) => values.includes(one.value))))));
  button.addEventListener("keydown", (event) => {
    if (list.key(event)) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      show();
      event.preventDefault();
    } else if (list.open && event.key.length === 1) {
      const at = options.findIndex((one) => one.label.toLowerCase().startsWith(event.key.toLowerCase()));
      if (at >= 0) show(at);
    }
  });
  button.addEventListener("blur", () => list.close());
  list.box.addEventListener("pointerdown", (event) => event.preventDefault()); // the button keeps the focus
  write();
  return { element: button, values: () => values, least };
}

/** Draw an emoji: a plain one as it is, a server's own by its name. */
export function emojiOf(emoji) {
  if (!emoji) return null;
  return h("span", { class: "emoji", "aria-hidden": "true" }, emoji.id ? `:${emoji.name}:` : emoji.name);
}
