// The tree of markdown.js as nodes of the document.

import { h } from "./dom.js";
import { parse } from "./markdown.js";
import * as text from "./text.js";
import { write } from "./times.js";

const WRAPS = {
  p: "p", strong: "strong", em: "em", under: "u", strike: "s", quote: "blockquote", item: "li",
};

/**
 * Draw a text. `env` answers for the world around it: `user(id)`, `role(id)`, `channel(id)` (names or null),
 * `go(url)` (opens a link within the page, or returns false), `run(command)`, and `open`, a set that keeps which
 * spoilers were opened, under keys that begin with `key`.
 */
export function rich(content, env, key = "") {
  const counter = { spoilers: 0, key };
  return h("div", { class: "rich" }, parse(content).map((node) => draw(node, env, counter)));
}

function draw(node, env, counter) {
  const inside = () => node.c.map((one) => draw(one, env, counter));
  if (WRAPS[node.t]) return h(WRAPS[node.t], {}, inside());
  switch (node.t) {
    case "text": return node.v;
    case "br": return h("br");
    case "gap": return h("div", { class: "gap" });
    case "code": return h("code", {}, node.v);
    case "block": return h("pre", { tabindex: 0, role: "region", "aria-label": text.codeBlock(node.lang) }, h("code", {}, node.v));
    case "small": return h("p", { class: "subtext" }, inside());
    // A message's headings are not the page's: they are told as level 3 and below.
    case "h1": case "h2": case "h3":
      return h("div", { class: node.t, role: "heading", "aria-level": 2 + Number(node.t[1]) }, inside());
    case "list": return h(node.ordered ? "ol" : "ul", node.ordered && node.start !== 1 ? { start: node.start } : {}, inside());
    case "link": return link(node.url, inside(), env);
    case "spoiler": return spoiler(inside(), env, `${counter.key}/${counter.spoilers++}/${wordsOf(node)}`);
    case "user": return mention(`@${env.user(node.id) ?? text.unknownMember()}`);
    case "role": return mention(`@${env.role(node.id) ?? text.unknownRole()}`);
    case "channel": return channelMention(node.id, env);
    case "ping": return mention(node.v);
    case "command": return h("button", { class: "mention", type: "button", on: { click: () => env.run(node.name) } }, `/${node.name}`);
    case "emoji": return `:${node.name}:`;
    case "time": return time(node);
    default: throw new Error(`no way to draw ${node.t}`);
  }
}

function wordsOf(node) {
  return node.c.map((one) => one.v ?? (one.c ? wordsOf(one) : "")).join("");
}

function mention(words) {
  return h("span", { class: "mention" }, words);
}

function channelMention(id, env) {
  const name = env.channel(id);
  if (name === null) return mention(`#${text.unknownChannel()}`);
  return h("button", { class: "mention", type: "button", on: { click: () => env.openChannel(id) } }, `#${name}`);
}

function time(node) {
  const moment = node.seconds * 1000;
  const valid = Math.abs(moment) <= 8.64e15;
  const written = write(moment, node.style);
  if (!valid) return written;
  return h(
    "time",
    {
      class: "moment", datetime: new Date(moment).toISOString(), title: write(moment, "F"),
      "data-relative": node.style === "R" ? moment : null,
    },
    written,
  );
}

/** Make a link to an address that `safe` has let through; one of Discord's own opens here. */
export function link(url, children, env) {
  return h(
    "a",
    {
      href: url, target: "_blank", rel: "noopener noreferrer nofollow",
      on: { click: (event) => { if (env.go(url)) event.preventDefault(); } },
    },
    children,
  );
}

/** Cover something until it is clicked. What is covered is told to nobody, also to no screen reader. */
export function spoiler(children, env, key, tag = "span") {
  const inside = h(tag, { class: "spoiler-inside" }, children);
  hide(inside, true);
  const cover = h("button", { class: "spoiler-cover", type: "button", "aria-label": text.spoilerShow() }, text.spoilerCover());
  const whole = h(tag, { class: "spoiler" }, cover, inside);
  const open = (event) => {
    if (whole.classList.contains("open")) return;
    event?.stopPropagation();
    event?.preventDefault();
    const focused = document.activeElement === cover;
    env.open.add(key);
    whole.classList.add("open");
    hide(inside, false);
    cover.remove();
    if (focused) {
      inside.tabIndex = -1; // so that the keyboard goes on from here
      inside.focus();
    }
  };
  whole.addEventListener("click", open, true); // before a link inside would be followed
  if (env.open.has(key)) open();
  return whole;
}

/** Keep something from screen readers and from the keyboard, or give it back. */
function hide(element, hidden) {
  if (element.tagName !== "SPAN") {
    element.toggleAttribute("inert", hidden);
    return;
  }
  // `inert` on a piece of a line would let clicks through to the paragraph.
  if (hidden) element.setAttribute("aria-hidden", "true");
  else element.removeAttribute("aria-hidden");
  for (const one of element.querySelectorAll("a, button")) {
    if (hidden) one.tabIndex = -1;
    else one.removeAttribute("tabindex");
  }
}
