// Components of a message, version 1 (rows of buttons) and 2 (containers, sections, galleries, ...).

import { h, icon } from "./dom.js";
import { emojiOf, select } from "./listbox.js";
import { safe } from "./inlines.js";
import { fileCard, media } from "./media.js";
import { link, rich, spoiler } from "./rich.js";
import * as text from "./text.js";
import { THREADS } from "./world.js";

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "premium" };

/** Draw the components of a message. `env` is as in rich.js, and knows `message`, `world`, `server` and `act`. */
export function components(list, env) {
  const counter = { texts: 0 };
  return list.map((one) => draw(one, env, counter));
}

function draw(one, env, counter) {
  const inside = (list) => list.map((inner) => draw(inner, env, counter));
  switch (one.type) {
    case 1: return h("div", { class: "row" }, inside(one.components));
    case 2: return button(one, env);
    case 3: case 5: case 6: case 7: case 8: return choice(one, env);
    case 9:
      return h("div", { class: "section" }, h("div", { class: "section-words" }, inside(one.components)), h("div", { class: "section-side" }, draw(one.accessory, env, counter)));
    case 10: return rich(one.content, env, `${env.message.id}/${counter.texts++}`);
    case 11: return h("div", { class: "thumbnail" }, media(one.media, one.description, one.spoiler, env));
    case 12:
      return h("div", { class: `gallery of-${Math.min(one.items.length, 4)}` }, one.items.map((item) => media(item.media, item.description, item.spoiler, env)));
    case 13: return file(one, env);
    case 14: return h("hr", { class: `separator ${one.spacing === 2 ? "wide" : ""} ${one.divider === false ? "blank" : ""}` });
    case 17: return container(one, env, counter, inside);
    default: return h("p", { class: "subtext" }, text.otherKind());
  }
}

function container(one, env, counter, inside) {
  const coloured = typeof one.accent_color === "number";
  const box = (children) => h("div", { class: `container ${coloured ? "accented" : ""}`, style: coloured ? { "--accent": hex(one.accent_color) } : {} }, children);
  if (!one.spoiler) return box(inside(one.components));
  const key = `${env.message.id}/box/${counter.texts}/${JSON.stringify(one.components).length}/${firstWords(one)}`;
  return h("div", { class: "covered" }, spoiler([box(inside(one.components))], env, key, "div"));
}

function firstWords(one) {
  if (typeof one.content === "string") return one.content;
  return (one.components ?? []).map(firstWords).join("");
}

/** Write a colour as CSS takes it. */
export function hex(colour) {
  return `#${(colour & 0xffffff).toString(16).padStart(6, "0")}`;
}

function button(one, env) {
  const words = [emojiOf(one.emoji), one.label ? h("span", { class: "button-label" }, one.label) : null];
  const name = one.label ?? one.emoji?.name ?? "";
  if (one.style === 5) {
    const url = safe(one.url);
    if (!url) return h("span", { class: "button link disabled" }, words);
    const anchor = link(url, [words, icon("out")], env);
    anchor.className = "button link";
    if (!env.leads(url)) anchor.setAttribute("aria-label", text.externalLink(name));
    return anchor;
  }
  const element = h(
    "button",
    {
      type: "button", class: `button ${STYLES[one.style] ?? "secondary"}`, disabled: Boolean(one.disabled) || one.style === 6,
      "aria-label": one.label ? null : name, data: { key: one.custom_id ?? "" },
      on: { click: () => busy(element, env.act.press(env.message, one.custom_id)) },
    },
    one.style === 6 && !one.label ? text.premium() : words,
  );
  return element;
}

/** Show that something is on its way; it may not be pressed twice meanwhile. */
async function busy(element, work) {
  element.setAttribute("aria-busy", "true");
  element.classList.add("busy");
  try {
    await work;
  } finally {
    element.removeAttribute("aria-busy");
    element.classList.remove("busy");
  }
}

const PLACEHOLDERS = { 3: text.choose, 5: text.chooseMember, 6: text.chooseRole, 7: text.chooseAny, 8: text.chooseChannel };

/** What a select of members, roles or channels offers. */
export function offered(one, server) {
  if (one.type === 3) return one.options;
  const chosen = new Set((one.default_values ?? []).map((value) => value.id));
  const row = (value, label, description) => ({ value, label, description, default: chosen.has(value) });
  const members = () => server.members.map(({ user, nick }) => row(user.id, nick || user.global_name || user.username, user.username));
  const roles = () => server.roles.filter((role) => role.id !== server.id).map((role) => row(role.id, `@${role.name}`));
  if (!server) return [];
  if (one.type === 5) return members();
  if (one.type === 6) return roles();
  if (one.type === 7) return [...members(), ...roles()];
  const kinds = one.channel_types?.length ? new Set(one.channel_types) : null;
  return server.channels.filter((channel) => !kinds || kinds.has(channel.type)).map((channel) => row(channel.id, `${THREADS.has(channel.type) ? "" : "#"}${channel.name}`));
}

function choice(one, env) {
  const placeholder = one.placeholder ?? PLACEHOLDERS[one.type]();
  const made = select({
    options: offered(one, env.server), placeholder, least: one.min_values ?? 1, most: one.max_values ?? 1,
    disabled: Boolean(one.disabled), key: one.custom_id, label: placeholder,
    done: (values) => busy(made.element, env.act.select(env.message, one.custom_id, values)),
  });
  return made.element;
}

function file(one, env) {
  const known = env.message.attachments.find((upload) => upload.id === one.file.attachment_id || upload.url === one.file.url);
  const card = fileCard(known ?? { filename: one.name ?? one.file.url.split("/").at(-1), size: one.size ?? 0, url: one.file.url });
  return one.spoiler ? spoiler([card], env, `${env.message.id}/file/${one.id}`, "div") : card;
}
