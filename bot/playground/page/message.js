// One message as a row of the feed.

import { components } from "./components.js";
import { avatar, h, icon, nameOf } from "./dom.js";
import { embed, pollResult } from "./embeds.js";
import { plain } from "./markdown.js";
import { attachments } from "./media.js";
import { nativePoll } from "./nativepoll.js";
import { rich } from "./rich.js";
import * as text from "./text.js";
import { short, write } from "./times.js";
import { COMPONENTS_V2, EPHEMERAL, LOADING } from "./world.js";

const REPLY = 19;
const THREAD_MADE = 18;
const POLL_RESULT = 46;
const TOGETHER = 7 * 60_000; // messages of one author within this time stand under one name

/** Draw a message. `env` is as in components.js and knows `me`, `failed`, `find(id)` and the row's `tools`. */
export function messageRow(message, previous, env) {
  const compact = follows(message, previous);
  const name = nameOf(message.author, env.server && env.world.member(env.server, message.author.id));
  const whose = `who-${message.id}`;
  const row = h(
    "article",
    {
      class: classes(message, compact, env), tabindex: -1, "aria-labelledby": compact ? null : whose,
      "aria-label": compact ? `${name}, ${short(message.timestamp)}` : null, data: { id: message.id },
    },
    newDay(message, previous) ? h("div", { class: "day" }, h("span", {}, write(Date.parse(message.timestamp), "D"))) : null,
    context(message, env),
    h(
      "div",
      { class: "message-grid" },
      h("div", { class: "message-side" }, compact ? h("span", { class: "message-hour", "aria-hidden": "true" }, write(Date.parse(message.timestamp), "t")) : avatar(message.author)),
      h("div", { class: "message-main" }, compact ? null : head(message, name, whose), body(message, name, env), foot(message, env)),
    ),
    tools(message, name, env),
  );
  return row;
}

function classes(message, compact, env) {
  const mentioned = message.mentions.some((user) => user.id === env.me.id) || message.mention_everyone;
  return ["message", compact && "compact", message.flags & EPHEMERAL && "ephemeral", mentioned && "mentioned"].filter(Boolean).join(" ");
}

function newDay(message, previous) {
  return !previous || new Date(previous.timestamp).toDateString() !== new Date(message.timestamp).toDateString();
}

function follows(message, previous) {
  return (
    previous !== null && previous.author.id === message.author.id && !newDay(message, previous) && message.type === 0 && !message.interaction_metadata &&
    (previous.flags & EPHEMERAL) === (message.flags & EPHEMERAL) && Date.parse(message.timestamp) - Date.parse(previous.timestamp) < TOGETHER
  );
}

/** What a message answers: another message, or a command that someone used. */
function context(message, env) {
  const used = message.interaction_metadata;
  // What a press brought is shown as an answer to the message whose button it was, as Discord's client does.
  const pressed = used?.interacted_message_id;
  if (used?.user && !pressed && message.type !== REPLY) {
    const words = used.name ? text.used(`/${used.name}`) : text.usedSomething();
    return h("div", { class: "context" }, avatar(used.user), h("span", {}, h("b", {}, nameOf(used.user)), ` ${words}`));
  }
  const id = pressed ?? (message.type === REPLY ? message.message_reference?.message_id : null);
  if (!id) return null;
  const original = env.find(id) ?? message.referenced_message;
  if (!original) return h("div", { class: "context" }, h("em", {}, text.repliedGone()));
  return h(
    "button",
    { type: "button", class: "context", on: { click: () => env.jump(message.message_reference?.channel_id ?? message.channel_id, id) } },
    avatar(original.author), h("b", {}, nameOf(original.author)), h("span", { class: "context-words" }, wordsOf(original) || text.clickToSee()),
  );
}

/** The words of a message in one line; a spoiler stays one. */
export function wordsOf(message) {
  const from = (list) => list.flatMap((one) => {
    if (one.type === 17 && one.spoiler) return ["…"];
    return one.type === 10 ? [plain(one.content)] : from([...(one.components ?? []), ...(one.accessory ? [one.accessory] : [])]);
  });
  const embeds = message.embeds.flatMap((one) => [one.title, one.description].filter(Boolean).map((words) => plain(words)));
  return [plain(message.content), ...embeds, ...from(message.components), message.poll?.question.text].filter(Boolean).join(" ").slice(0, 400);
}

function head(message, name, id) {
  const moment = Date.parse(message.timestamp);
  return h(
    "div",
    { class: "message-head", id },
    h("span", { class: "message-name" }, name),
    message.author.bot ? h("span", { class: "badge" }, text.bot()) : null,
    h("time", { class: "message-time", datetime: message.timestamp, title: write(moment, "F") }, short(message.timestamp)),
  );
}

function body(message, name, env) {
  if (message.flags & LOADING) {
    return h("div", { class: "thinking" }, h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")), text.thinking(name));
  }
  if (message.type === POLL_RESULT) return pollResult(message, name);
  if (message.type === THREAD_MADE) return h("p", { class: "subtext" }, text.threadStarted(message.content));
  const edited = message.edited_timestamp && message.type !== THREAD_MADE
    ? h("span", { class: "edited", title: write(Date.parse(message.edited_timestamp), "F") }, text.edited()) : null;
  const shownElsewhere = message.flags & COMPONENTS_V2;
  return h(
    "div",
    { class: "message-body" },
    message.content ? withMark(rich(message.content, env, message.id), edited) : null,
    shownElsewhere ? null : attachments(message.attachments, env),
    message.embeds.map((one, at) => embed(one, at, env)),
    message.poll ? nativePoll(message.poll, env) : null,
    message.components.length ? h("div", { class: shownElsewhere ? "layout" : "rows-of-buttons" }, components(message.components, env)) : null,
    message.content || !edited ? null : edited,
    message.thread ? threadCard(message.thread, env) : null,
  );
}

function withMark(words, edited) {
  const last = words.lastElementChild;
  if (edited) (last?.tagName === "P" ? last : words).append(" ", edited);
  return words;
}

function threadCard(thread, env) {
  return h(
    "button",
    { type: "button", class: "thread-card", data: { key: "thread" }, on: { click: () => env.openChannel(thread.id) } },
    icon("thread"), h("b", {}, thread.name), h("span", {}, text.goToThread(thread.message_count ?? 0)),
  );
}

function foot(message, env) {
  const failed = env.failed.has(message.id) ? h("div", { class: "failed", role: "alert" }, text.failed()) : null;
  if (!(message.flags & EPHEMERAL)) return failed;
  return [
    failed,
    h(
      "div",
      { class: "private" },
      icon("eye"), text.onlyYou(), " · ",
      h("button", { type: "button", class: "as-link", data: { key: "dismiss" }, on: { click: () => env.act.dismiss(message) } }, text.dismiss()),
    ),
  ];
}

function tools(message, name, env) {
  if (message.flags & (EPHEMERAL | LOADING)) return null;
  const tool = (label, picture, work) => h("button", { type: "button", class: "tool", "aria-label": `${label}: ${name}`, title: label, data: { key: label }, on: { click: work } }, icon(picture));
  return h(
    "div",
    { class: "tools" },
    tool(text.reply(), "reply", () => env.tools.reply(message)),
    env.tools.votable(message) ? tool(text.votesHere(), "crowd", () => env.tools.crowd(message)) : null,
    tool(text.copyLink(), "link", () => env.tools.copy(message)),
  );
}
