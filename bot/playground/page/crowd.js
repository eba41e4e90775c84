// "Let 50 members vote": which message, which of its buttons, how many.

import { dialog } from "./dialog.js";
import { h } from "./dom.js";
import * as text from "./text.js";

const LINK = 5;
const MOST = 200;

/** The rows of a message's buttons that can be pressed. */
function rowsOf(message) {
  const rows = [];
  const walk = (list) => {
    for (const one of list) {
      if (one.type === 1) rows.push(one.components.filter((button) => button.type === 2 && !button.disabled && button.style !== LINK && button.custom_id));
      else walk(one.components ?? []);
    }
  };
  walk(message.components);
  return rows.filter((row) => row.length);
}

function openPoll(message) {
  return message.poll && !message.poll.results?.is_finalized ? message.poll : null;
}

/** Whether a crowd has something to choose between here. */
export function votable(message) {
  return Boolean(openPoll(message)) || rowsOf(message).some((row) => row.length > 1);
}

/** The newest message with a choice; the one with the longest row of buttons where there are several lately. */
export function lastVotable(messages) {
  const found = messages.filter(votable).slice(-8).reverse();
  return found.find((message) => openPoll(message) || rowsOf(message).some((row) => row.length > 2)) ?? found[0] ?? null;
}

/** Ask what the crowd presses, and let it: `send({custom_ids} or {answers}, count)`. */
export function letVote(message, count, send) {
  const poll = openPoll(message);
  const options = poll
    ? poll.answers.map((answer) => ({ value: answer.answer_id, label: answer.poll_media.text, on: true }))
    : buttonsOf(message);
  const ticks = options.map((option) => {
    const input = h("input", { type: "checkbox", value: option.value });
    input.checked = option.on;
    return [input, option];
  });
  const number = h("input", { type: "number", id: "crowd-count", min: 1, max: MOST, value: count, inputmode: "numeric" });
  return dialog({
    title: text.crowdTitle(),
    submitLabel: text.crowdGo(),
    body: [
      h("fieldset", { class: "field" }, h("legend", { class: "field-label" }, text.crowdExplain()), h("div", { class: "ticks" }, ticks.map(([input, option]) => h("label", { class: "tick" }, input, option.label)))),
      h("div", { class: "field" }, h("label", { class: "field-label", for: "crowd-count" }, text.crowdCount()), number),
    ],
    submit: () => {
      const values = ticks.filter(([input]) => input.checked).map(([, option]) => option.value);
      if (!values.length) throw new Error(text.crowdPick());
      const how = Math.min(Math.max(Number(number.value) || count, 1), MOST);
      return send(poll ? { answers: values } : { custom_ids: values }, how);
    },
  });
}

/** The buttons of the longest row; those that look like its first are the choices, others (withdraw) are not. */
function buttonsOf(message) {
  const row = rowsOf(message).reduce((one, other) => (other.length > one.length ? other : one));
  return row.map((button) => ({ value: button.custom_id, label: button.label ?? button.emoji?.name ?? "?", on: button.style === row[0].style }));
}
