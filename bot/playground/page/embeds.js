// Embeds: the cards that a message may carry beside its text.

import { hex } from "./components.js";
import { h } from "./dom.js";
import { safe } from "./inlines.js";
import { media } from "./media.js";
import { link, rich } from "./rich.js";
import * as text from "./text.js";
import { short } from "./times.js";

export function embed(one, index, env) {
  if (one.type === "poll_result") return null; // told as the message's own line
  const key = (part) => `${env.message.id}/embed${index}/${part}`;
  const coloured = typeof one.color === "number";
  const linked = (words, address) => (address && safe(address) ? link(safe(address), words, env) : words);
  const words = h(
    "div",
    { class: "embed-words" },
    one.author ? h("div", { class: "embed-author" }, linked(one.author.name, one.author.url)) : null,
    one.title ? h("div", { class: "embed-title" }, linked(rich(one.title, env, key("title")), one.url)) : null,
    one.description ? rich(one.description, env, key("text")) : null,
    one.fields?.length ? h("div", { class: "embed-fields" }, one.fields.map((field, at) => h(
      "div",
      { class: field.inline ? "embed-field inline" : "embed-field" },
      h("div", { class: "embed-name" }, rich(field.name, env, key(`name${at}`))),
      rich(field.value, env, key(`value${at}`)),
    ))) : null,
    one.image ? media(one.image, text.picture(), false, env) : null,
    one.footer || one.timestamp ? h("div", { class: "embed-foot" }, [one.footer?.text, one.timestamp ? short(one.timestamp) : null].filter(Boolean).join(" · ")) : null,
  );
  return h(
    "div",
    { class: `embed ${coloured ? "accented" : ""}`, style: coloured ? { "--accent": hex(one.color) } : {} },
    words,
    one.thumbnail ? h("div", { class: "thumbnail" }, media(one.thumbnail, text.picture(), false, env)) : null,
  );
}

/** The line of a message that tells how a native poll ended. */
export function pollResult(message, name) {
  const fields = Object.fromEntries((message.embeds[0]?.fields ?? []).map((field) => [field.name, field.value]));
  const winner = fields.victor_answer_text;
  return h(
    "div",
    { class: "poll-result" },
    h("div", {}, text.pollResult(name, fields.poll_question_text ?? "")),
    winner ? h("div", { class: "poll-winner" }, h("strong", {}, winner), " ", text.pollVotes(Number(fields.victor_answer_votes ?? 0))) : null,
  );
}
