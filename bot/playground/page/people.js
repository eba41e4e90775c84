// At the right: the members one can be, and what the stage can do.

import { avatar, fill, h, icon, nameOf } from "./dom.js";
import * as text from "./text.js";
import { SPOILER_CHANNEL } from "./world.js";

export const CROWD = 50;

export function drawPeople(root, page) {
  const { world, server, channel } = page;
  const marked = Boolean(channel.flags & SPOILER_CHANNEL);
  fill(
    root,
    h(
      "section",
      { "aria-labelledby": "members-title" },
      h("h2", { class: "panel-title", id: "members-title" }, text.members()),
      h("p", { class: "subtext" }, text.membersHint()),
      h("ul", {}, page.cast().map((user) => h("li", {}, person(user, server, page)))),
      h("div", { class: "person itself" }, avatar(world.bot), h("span", { class: "person-words" }, h("span", {}, nameOf(world.bot)), h("span", { class: "badge" }, text.bot())), h("span", { class: `state ${world.online ? "on" : ""}` }, world.online ? text.online() : text.starting())),
    ),
    h(
      "section",
      { class: "stage", "aria-labelledby": "stage-title" },
      h("h2", { class: "panel-title", id: "stage-title" }, text.stage()),
      act("crowd", text.crowd(CROWD), text.crowdHint(), () => page.crowdOnLast()),
      h(
        "button",
        { type: "button", class: "act", role: "switch", "aria-checked": String(marked), data: { key: "spoilers" }, on: { click: () => page.markSpoilers(!marked) } },
        icon("eye"), h("span", { class: "act-words" }, h("span", {}, text.spoilerChannel()), h("span", { class: "act-hint" }, text.spoilerChannelHint())), h("span", { class: "switch", "aria-hidden": "true" }),
      ),
      page.restarting
        ? h("div", { class: "act busy", role: "status" }, icon("restart"), h("span", { class: "act-words" }, text.restarting()))
        : act("restart", text.restart(), text.restartHint(), () => page.restart()),
    ),
  );
}

function act(picture, label, hint, work) {
  return h("button", { type: "button", class: "act", data: { key: picture }, on: { click: work } }, icon(picture), h("span", { class: "act-words" }, h("span", {}, label), h("span", { class: "act-hint" }, hint)));
}

function person(user, server, page) {
  const me = user.id === page.world.me.id;
  const member = page.world.member(server, user.id);
  const roles = server.roles.filter((role) => member?.roles.includes(role.id)).map((role) => role.name);
  if (server.owner_id === user.id) roles.unshift("owner");
  return h(
    "button",
    { type: "button", class: "person", "aria-pressed": String(me), data: { key: user.id }, on: { click: () => page.become(user.id) } },
    avatar(user),
    h("span", { class: "person-words" }, h("span", { class: "person-name" }, nameOf(user, member)), roles.length ? h("span", { class: "person-role" }, roles.join(", ")) : null),
    me ? h("span", { class: "badge you" }, text.you()) : null,
  );
}
