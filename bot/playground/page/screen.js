// What stands around the conversation, and what a message may ask of the page that shows it.

import { votable } from "./crowd.js";
import { fill, h, icon, nameOf } from "./dom.js";
import * as text from "./text.js";
import { SPOILER_CHANNEL, THREADS } from "./world.js";

const $ = (id) => document.getElementById(id);

/** What a message may ask of the page; see rich.js, components.js and message.js for who asks what. */
export function environment(page, message) {
  const { world } = page;
  return {
    world, message, server: page.server, me: world.me, open: page.opened, failed: page.failed,
    find: (id) => page.find(id),
    user: (id) => { const user = world.user(id); return user && nameOf(user, page.server && world.member(page.server, id)); },
    role: (id) => world.role(id)?.name ?? null,
    channel: (id) => world.channel(id)?.name ?? null,
    openChannel: (id) => page.openChannel(id),
    run: (command) => page.composer.begin(`/${command} `),
    leads: (url) => within(url, page) !== null,
    go: (url) => {
      const target = within(url, page);
      if (target) page.jumpOrOpen(target);
      return target !== null;
    },
    jump: (channel, id) => page.jump(channel, id),
    act: {
      press: (of, custom_id) => page.act(of, "press", { custom_id }),
      select: (of, custom_id, values) => page.act(of, "select", { custom_id, values }),
      vote: (of, answers) => page.act(of, "vote", { answers }),
      dismiss: (of) => page.act(of, "dismiss", {}),
    },
    tools: {
      reply: (of) => page.composer.replyTo(of),
      copy: (of) => page.copy(of),
      crowd: (of) => page.crowd(of),
      votable,
    },
  };
}

/** Where an address of Discord's leads within this page; null for one that leads elsewhere. */
function within(url, page) {
  const found = /^https?:\/\/(?:(?:canary\.|ptb\.)?discord(?:app)?\.com|[^/]+)\/channels\/(\d+)\/(\d+)(?:\/(\d+))?$/.exec(url);
  if (!found || !page.world.channel(found[2])) return null;
  const host = new URL(url).host;
  return host === location.host || /(^|\.)discord(app)?\.com$/.test(host) ? { channel: found[2], message: found[3] } : null;
}

/** Draw the bar over the conversation. */
export function drawTop(root, page) {
  const { channel } = page;
  const tool = (label, picture, cls, work, pressed) => h("button", { type: "button", class: `tool ${cls}`, "aria-label": label, title: label, "aria-pressed": pressed, data: { key: picture }, on: { click: work } }, icon(picture));
  fill(
    root,
    tool(text.openPlaces(), "menu", "narrow-only", () => page.drawer("places")),
    h("h1", { class: "top-name" }, icon(THREADS.has(channel.type) ? "thread" : "hash"), channel.name),
    channel.flags & SPOILER_CHANNEL ? h("span", { class: "badge quiet" }, text.spoilerChannel()) : null,
    channel.topic ? h("p", { class: "top-topic" }, channel.topic) : null,
    h("span", { class: "top-space" }),
    tool(text.openWire(), "wire", "", () => page.showWire($("wire").hidden), String(!$("wire").hidden)),
    tool(text.openPeople(), "people", "narrow-only", () => page.drawer("people")),
  );
}

/** What stands above the first message. */
export function drawBeginning(page) {
  if (page.earlier) return h("div", { class: "older", role: "article" }, text.loadingOlder());
  const rows = page.commandRows();
  const tries = rows.filter((row) => !row.options.some((option) => option.required) && row.path.includes(" ") === false).slice(0, 4);
  const polls = rows.filter((row) => row.path.endsWith(" start")).slice(0, 1);
  return h(
    "article",
    { class: "welcome", "aria-label": text.welcome(page.channel.name) },
    h("img", { src: "/page/mark.svg", alt: "", width: 64, height: 64 }),
    h("h2", {}, text.welcome(page.channel.name)),
    h("p", {}, text.welcomeLine()),
    tries.length ? h("p", {}, text.welcomeTry()) : null,
    tries.length ? h("div", { class: "row" }, [...tries, ...polls].map((row) => h("button", { type: "button", class: "button secondary", on: { click: () => page.composer.begin(`/${row.path} `) } }, `/${row.path}`))) : null,
  );
}

/** Say something for a few seconds, also to a screen reader. */
export function toast(sentence) {
  document.querySelector(".toast")?.remove();
  const element = h("div", { class: "toast", role: "status" }, sentence);
  document.body.append(element);
  setTimeout(() => element.remove(), 6000);
}

/** Draw a part of the page again without losing the focus in it. */
export function kept(root, draw) {
  const key = root.contains(document.activeElement) ? document.activeElement.dataset.key ?? document.activeElement.getAttribute("href") : null;
  draw();
  if (key) [...root.querySelectorAll("[data-key], [href]")].find((one) => one.dataset.key === key || one.getAttribute("href") === key)?.focus();
}
