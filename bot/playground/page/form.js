// A form of the bot (a "modal"): drawn, checked as Discord's client checks, and sent.

import { offered } from "./components.js";
import { dialog } from "./dialog.js";
import { fill, h } from "./dom.js";
import { select } from "./listbox.js";
import { rich } from "./rich.js";
import * as text from "./text.js";

let numbers = 0;

/** Show a form and send what was entered by `send(values)`, values by custom id. */
export function openForm(form, env, send) {
  const fields = [];
  // A list inside a modal dialog has to stand inside it: all else is inert.
  const place = h("div");
  const body = [form.components.map((one) => draw(one, fields, env, place)), place];
  return dialog({
    title: form.title,
    body,
    submitLabel: text.submit(),
    note: text.privateForm(),
    submit: () => {
      const wrong = fields.filter((field) => !field.check());
      if (wrong.length) {
        wrong[0].focus();
        throw new Error(wrong[0].problem());
      }
      return send(Object.fromEntries(fields.map((field) => [field.id, field.value()])));
    },
  });
}

function draw(one, fields, env, place) {
  if (one.type === 10) return rich(one.content, env, `form/${one.id}`);
  if (one.type === 1) return labelled(one.components[0], one.components[0].label, null, fields, env, place);
  if (one.type === 18) return labelled(one.component, one.label, one.description, fields, env, place);
  return null;
}

function labelled(one, label, description, fields, env, place) {
  const id = `field-${++numbers}`;
  const problem = h("div", { class: "problem", id: `${id}-problem` });
  const needed = one.type === 23 ? false : one.required !== false;
  const hint = description ? h("div", { class: "field-hint", id: `${id}-hint` }, description) : null;
  const made = control(one, { id, label, needed, described: `${id}-problem${hint ? ` ${id}-hint` : ""}`, env, place });
  let wrong = "";
  fields.push({
    id: one.custom_id,
    value: made.value,
    focus: () => made.focus(),
    problem: () => `${label}: ${wrong}`,
    check: () => {
      wrong = made.wrong();
      fill(problem, wrong);
      made.element.classList.toggle("wrong", Boolean(wrong));
      return !wrong;
    },
  });
  const mark = needed ? h("span", { class: "needed", title: text.required(), "aria-hidden": "true" }, " *") : null;
  const title = made.grouped
    ? h("legend", { class: "field-label" }, label, mark)
    : h("label", { class: "field-label", for: id, id: `${id}-label` }, label, mark);
  return h(made.grouped ? "fieldset" : "div", { class: "field" }, title, hint, made.element, problem);
}

function control(one, about) {
  switch (one.type) {
    case 4: return written(one, about);
    case 21: return ticks(one, about, "radio");
    case 22: return ticks(one, about, "checkbox");
    case 23: {
      const box = h("input", { id: about.id, type: "checkbox" });
      box.checked = Boolean(one.default);
      return { element: box, value: () => box.checked, wrong: () => "", focus: () => box.focus() };
    }
    case 19: return { element: h("p", { class: "subtext", id: about.id }, text.optionFile(about.label)), value: () => [], wrong: () => (about.needed ? text.requiredField() : ""), focus: () => {} };
    default: return chosen(one, about);
  }
}

function written(one, { id, needed, described }) {
  const most = one.max_length ?? 4000;
  const shared = { id, placeholder: one.placeholder, maxlength: most, "aria-required": String(needed), "aria-describedby": described };
  const input = one.style === 2 ? h("textarea", { ...shared, rows: 5 }) : h("input", { ...shared, type: "text" });
  input.value = one.value ?? "";
  const counter = h("span", { class: "counter", "aria-hidden": "true" }, text.count(input.value.length, most));
  input.addEventListener("input", () => fill(counter, text.count([...input.value].length, most)));
  return {
    element: h("div", { class: "written" }, input, counter),
    value: () => input.value,
    focus: () => input.focus(),
    wrong: () => {
      if (needed && !input.value) return text.requiredField();
      if (input.value && input.value.length < (one.min_length ?? 0)) return text.tooShort(one.min_length);
      return "";
    },
  };
}

function ticks(one, { id, needed }, kind) {
  const inputs = one.options.map((option) => {
    const input = h("input", { type: kind, name: id, value: option.value });
    input.checked = Boolean(option.default);
    return input;
  });
  const rows = one.options.map((option, at) => h("label", { class: "tick" }, inputs[at], h("span", {}, option.label, option.description ? h("span", { class: "field-hint" }, option.description) : null)));
  const values = () => inputs.filter((input) => input.checked).map((input) => input.value);
  const least = one.min_values ?? (needed ? 1 : 0);
  const most = kind === "radio" ? 1 : one.max_values ?? one.options.length;
  return {
    grouped: true,
    element: h("div", { class: "ticks" }, rows),
    value: () => (kind === "radio" ? values()[0] ?? null : values()),
    focus: () => inputs[0].focus(),
    wrong: () => {
      const count = values().length;
      if (needed && !count) return text.requiredField();
      return count && (count < least || count > most) ? text.chooseBetween(least, most) : "";
    },
  };
}

function chosen(one, { id, label, needed, env, place }) {
  const least = one.min_values ?? (needed ? 1 : 0);
  const made = select({
    options: offered(one, env.server), placeholder: one.placeholder ?? text.choose(), least, most: one.max_values ?? 1,
    label, labelledby: `${id}-label`, done: () => {}, place,
  });
  made.element.id = id;
  return {
    element: made.element,
    value: made.values,
    focus: () => made.element.focus(),
    wrong: () => {
      const count = made.values().length;
      if (needed && !count) return text.requiredField();
      return count && count < least ? text.chooseBetween(least, one.max_values ?? 1) : "";
    },
  };
}
