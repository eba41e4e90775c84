// A slash command being filled in: its name, its options as fields, suggestions as one types.

import { ownChoices, valueOf } from "./commands.js";
import { h, icon } from "./dom.js";
import { Suggestions } from "./listbox.js";
import * as text from "./text.js";

const PAUSE = 90; // milliseconds without a key before the bot is asked for suggestions

export class Slashbar {
  /**
   * `row` is the command, `given` what stands in its options already. `suggest(path, options, focused, typed)` asks
   * the bot, `send(path, options, written)` uses the command, `leave()` gives it up, `problem(sentence)` tells.
   */
  constructor(row, given, { server, suggest, send, leave, problem, frame }) {
    Object.assign(this, { row, server, suggest, send, leave, problem, frame });
    this.fields = [];
    this.name = h("span", { class: "command-name" }, `/${row.path}`);
    this.rest = h("span", { class: "command-rest" });
    this.element = h(
      "div",
      { class: "command", role: "group", "aria-label": `/${row.path}` },
      this.name, this.rest,
    );
    for (const option of row.options) if (option.required || given[option.name] !== undefined) this.#add(option, given[option.name] ?? "");
    this.#offer();
  }

  focus() {
    const field = this.fields.find((one) => !one.input.value) ?? this.fields.at(-1);
    if (field) field.input.focus();
    else this.element.querySelector("button, [tabindex]")?.focus();
  }

  destroy() {
    for (const field of this.fields) field.list.close();
  }

  /** The command as one would type it. */
  get written() {
    return [`/${this.row.path}`, ...this.fields.filter((one) => one.input.value.trim()).map((one) => `${one.option.name}:${one.input.value}`)].join(" ");
  }

  submit() {
    const options = {};
    for (const field of this.fields) {
      const { value, problem } = valueOf(field.option, field.input.value, field.picked, this.server);
      field.element.classList.toggle("wrong", Boolean(problem));
      field.input.setAttribute("aria-invalid", String(Boolean(problem)));
      if (problem) {
        field.input.focus();
        field.list.close();
        this.problem(problem);
        return;
      }
      if (value !== undefined) options[field.option.name] = value;
    }
    this.send(this.row.path, options, this.written);
  }

  #offer() {
    const left = this.row.options.filter((option) => !this.fields.some((field) => field.option === option));
    this.rest.replaceChildren(...left.map((option) => h(
      "button",
      { type: "button", class: "add-option", title: option.description, "aria-label": text.addOption(option.name), on: { click: () => this.#add(option, "").input.focus() } },
      `+ ${option.name}`,
    )));
    if (!this.fields.length) {
      // Without a field something has to hold the focus, so that Enter sends.
      this.rest.prepend(h("span", { class: "command-go", tabindex: 0, role: "button", "aria-label": text.send(), on: { keydown: (event) => this.#onKey(event, null), click: () => this.submit() } }, "↵"));
    }
  }

  #add(option, value) {
    const input = h("input", {
      type: "text", class: "option-input", role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-label": text.option(option.name, option.required), "aria-description": option.description,
      "aria-required": String(Boolean(option.required)), autocomplete: "off", spellcheck: "false", maxlength: option.max_length ?? 6000,
    });
    input.value = value;
    const field = { option, input, picked: undefined, asked: 0 };
    field.element = h(
      "label",
      { class: "option" },
      h("span", { class: "option-name" }, option.name, option.required ? h("span", { class: "needed", "aria-hidden": "true" }, "*") : null),
      input,
      option.required ? null : h("button", { type: "button", class: "option-remove", "aria-label": text.removeOption(option.name), on: { click: () => this.#remove(field) } }, icon("close")),
    );
    field.list = new Suggestions(input, { label: option.name, pick: (row) => this.#picked(field, row) });
    field.list.frame = this.frame;
    input.addEventListener("focus", () => this.#suggest(field));
    input.addEventListener("input", () => {
      field.picked = undefined;
      field.element.classList.remove("wrong");
      this.problem("");
      this.#size(input);
      this.#suggest(field);
    });
    input.addEventListener("blur", () => field.list.close());
    field.list.box.addEventListener("pointerdown", (event) => event.preventDefault());
    input.addEventListener("keydown", (event) => this.#onKey(event, field));
    this.#size(input);
    this.fields.push(field);
    this.element.insertBefore(field.element, this.rest);
    this.#offer();
    return field;
  }

  #size(input) {
    input.style.width = `${Math.min(Math.max(input.value.length + 2, 8), 42)}ch`;
  }

  #remove(field) {
    field.list.close();
    this.fields.splice(this.fields.indexOf(field), 1);
    field.element.remove();
    this.#offer();
    this.focus();
  }

  #onKey(event, field) {
    if (field?.list.key(event)) return;
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.leave();
    } else if (event.key === "Backspace" && !field?.input.value) {
      event.preventDefault();
      if (!field || field.option.required) this.leave();
      else this.#remove(field);
    }
  }

  #picked(field, row) {
    field.input.value = row.label;
    field.picked = row.value;
    field.asked += 1;
    this.#size(field.input);
    field.list.close();
    const next = this.fields.find((one) => one.option.required && !one.input.value);
    if (next) next.input.focus();
  }

  async #suggest(field) {
    const { option, input } = field;
    const typed = input.value;
    const own = ownChoices(option, this.server);
    if (own) {
      const wanted = field.picked === undefined ? typed.trim().toLowerCase() : "";
      const rows = own.filter((one) => one.label.toLowerCase().includes(wanted) || one.hint?.toLowerCase().includes(wanted)).slice(0, 25);
      field.list.show(rows, { note: text.nothingFits(), foot: this.#about(option) });
      return;
    }
    if (!option.autocomplete) {
      if (option.description) field.list.show([], { note: option.description });
      return;
    }
    const turn = (field.asked += 1);
    await new Promise((resolve) => setTimeout(resolve, field.list.open ? PAUSE : 0));
    if (turn !== field.asked) return;
    let shown;
    try {
      shown = { rows: await this.suggest(this.row.path, this.#others(field), option.name, typed), note: text.noSuggestions() };
    } catch {
      shown = { rows: [], note: text.suggestionsFailed() };
    }
    if (turn !== field.asked || document.activeElement !== input) return; // a later key has overtaken this answer
    // Nothing is chosen before one presses a key: what was typed can be sent as it stands.
    field.list.show(shown.rows.map((one) => ({ label: one.name, value: one.value })), { note: shown.note, foot: this.#about(option) });
    if (typed && shown.rows.length && shown.rows.every((one) => one.name !== typed)) field.list.rest();
  }

  #about(option) {
    return option.description;
  }

  #others(field) {
    const options = {};
    for (const other of this.fields) {
      if (other === field) continue;
      const { value } = valueOf(other.option, other.input.value, other.picked, this.server);
      if (value !== undefined) options[other.option.name] = value;
    }
    return options;
  }
}
