// Servers and channels, at the left.

import { fill, h, icon } from "./dom.js";
import * as text from "./text.js";
import { SPOILER_CHANNEL, THREADS, placesOf } from "./world.js";

export function drawPlaces(root, page) {
  const { world, channel, unread } = page;
  fill(
    root,
    h("div", { class: "brand" }, h("img", { src: "/page/mark.svg", alt: "", width: 34, height: 34 }), h("div", {}, h("div", { class: "brand-name" }, text.playground()), h("div", { class: "brand-line" }, text.subtitle()))),
    world.servers.map((server) => h(
      "section",
      { class: "server", "aria-labelledby": `server-${server.id}` },
      h("h2", { class: "server-name", id: `server-${server.id}` }, server.name),
      h("ul", {}, placesOf(server).map((one) => h("li", {}, place(one, server, one.id === channel?.id, unread.has(one.id), page)))),
    )),
  );
}

function place(one, server, current, isUnread, page) {
  const isThread = THREADS.has(one.type);
  return h(
    "a",
    {
      class: `place ${isThread ? "thread" : ""} ${isUnread ? "unread" : ""}`, href: `/channels/${server.id}/${one.id}`,
      "aria-current": current ? "page" : null,
      on: { click: (event) => { if (!event.metaKey && !event.ctrlKey) { event.preventDefault(); page.openChannel(one.id); } } },
    },
    icon(isThread ? "thread" : "hash"),
    h("span", { class: "place-name" }, one.name),
    one.flags & SPOILER_CHANNEL ? h("span", { class: "place-mark", title: text.spoilerChannel() }, icon("eye")) : null,
    isUnread ? h("span", { class: "unseen" }, text.unread()) : null,
  );
}
