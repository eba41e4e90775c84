// Discord's own poll on a message.

import { h } from "./dom.js";
import * as text from "./text.js";
import { write } from "./times.js";

/** Draw a poll: choose and vote while it is open, bars for who has voted and once it is closed. */
export function nativePoll(poll, env) {
  const counts = new Map((poll.results?.answer_counts ?? []).map((one) => [one.id, one]));
  const total = [...counts.values()].reduce((sum, one) => sum + one.count, 0);
  const ends = Date.parse(poll.expiry);
  const closed = Boolean(poll.results?.is_finalized) || ends <= Date.now();
  const mine = [...counts.values()].filter((one) => one.me_voted).map((one) => one.id);
  const voted = mine.length > 0;
  const kind = poll.allow_multiselect ? "checkbox" : "radio";
  const group = `poll-${env.message.id}`;
  const rows = poll.answers.map((answer) => {
    const words = answer.poll_media.text;
    if (closed || voted) return bar(answer, words, counts.get(answer.answer_id), total);
    const input = h("input", { type: kind, name: group, value: answer.answer_id, data: { key: `answer-${answer.answer_id}` } });
    return h("label", { class: "poll-answer" }, input, h("span", {}, words));
  });
  const box = h(
    "fieldset",
    { class: "poll" },
    h("legend", { class: "poll-question" }, poll.question.text),
    closed || voted ? null : h("div", { class: "poll-hint" }, poll.allow_multiselect ? text.pollAnswers() : text.pollAnswer()),
    rows,
  );
  const chosen = () => [...box.querySelectorAll("input:checked")].map((input) => Number(input.value));
  const vote = (answers) => env.act.vote(env.message, answers);
  let act = null;
  if (!closed && voted) act = h("button", { type: "button", class: "button secondary", data: { key: "poll-remove" }, on: { click: () => vote([]) } }, text.pollRemove());
  else if (!closed) {
    act = h("button", { type: "button", class: "button primary", disabled: true, data: { key: "poll-vote" }, on: { click: () => vote(chosen()) } }, text.pollVote());
    box.addEventListener("change", () => { act.disabled = !chosen().length; });
  }
  const when = closed ? text.pollClosed() : text.pollEnds(write(ends, "R"));
  box.append(h("div", { class: "poll-foot" }, h("span", {}, `${text.pollVotes(total)} · ${when}`), ...[act].filter(Boolean)));
  return box;
}

function bar(answer, words, counted, total) {
  const count = counted?.count ?? 0;
  const percent = total ? Math.round((100 * count) / total) : 0;
  return h(
    "div",
    { class: `poll-bar ${counted?.me_voted ? "mine" : ""}`, style: { "--share": `${percent}%` } },
    h("span", { class: "poll-words" }, words),
    h("span", { class: "poll-share" }, text.pollShare(percent, text.pollVotes(count))),
  );
}
