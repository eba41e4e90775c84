// Discord's markdown, read into a tree of plain objects. No regular expression here runs over more than a bounded
// slice, every failed search is remembered, and nesting ends at DEEPEST: the time is linear in the text's length.
//
// Nodes: {t: "text", v} | {t: "br"} | {t: "code", v} | {t: "block", v, lang} | {t: "link", url, c} | {t: "user" |
// "role" | "channel", id} | {t: "command", name} | {t: "time", seconds, style} | {t: "emoji", name} | {t: "ping", v}
// and those with children c: strong em under strike spoiler quote p small h1 h2 h3 list(ordered, start) item.

import { DEEPEST, inlines } from "./inlines.js";

/** Read a text; returns a list of block nodes. */
export function parse(text) {
  const found = [];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf("```", at);
    const close = open < 0 ? -1 : text.indexOf("```", open + 3);
    if (close < 0 || text.slice(open + 3, close).trim() === "") {
      found.push(...blocks(text.slice(at), 0, true));
      return found;
    }
    if (open > at) found.push(...blocks(trimOneEnd(text.slice(at, open)), 0, true));
    found.push(fenced(text.slice(open + 3, close)));
    at = close + 3;
    if (text[at] === "\n") at += 1;
  }
  return found;
}

function trimOneEnd(text) {
  return text.endsWith("\n") ? text.slice(0, -1) : text;
}

function fenced(inner) {
  const line = inner.indexOf("\n");
  const first = line < 0 ? "" : inner.slice(0, line);
  const named = line >= 0 && first.length <= 20 && /^[\w+#.-]+$/.test(first);
  const body = named ? inner.slice(line + 1) : inner;
  return { t: "block", lang: named ? first : "", v: trimOneEnd(body.startsWith("\n") ? body.slice(1) : body) };
}

function blocks(text, depth, quotable) {
  const lines = text.split("\n");
  const found = [];
  let plain = [];
  const flush = () => {
    if (plain.length && plain.some((line) => line.trim())) found.push({ t: "p", c: inlines(plain.join("\n"), depth) });
    else if (plain.length) found.push({ t: "gap" });
    plain = [];
  };
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i];
    if (quotable && line.startsWith(">>> ")) {
      flush();
      const rest = [line.slice(4), ...lines.slice(i + 1)].join("\n");
      found.push({ t: "quote", c: blocks(rest, depth + 1, false) });
      return found;
    }
    if (quotable && (line.startsWith("> ") || line === ">")) {
      flush();
      const quoted = [];
      while (i < lines.length && (lines[i].startsWith("> ") || lines[i] === ">")) quoted.push(lines[i++].slice(2));
      i -= 1;
      found.push({ t: "quote", c: blocks(quoted.join("\n"), depth + 1, false) });
    } else if (heading(line)) {
      flush();
      const level = line.indexOf(" ");
      found.push({ t: `h${level}`, c: inlines(line.slice(level + 1).trim(), depth) });
    } else if (line.startsWith("-# ") && line.length > 3) {
      flush();
      found.push({ t: "small", c: inlines(line.slice(3), depth) });
    } else if (bullet(line)) {
      flush();
      const items = [];
      while (i < lines.length && bullet(lines[i])) items.push(bullet(lines[i++]));
      i -= 1;
      found.push(...lists(items, depth));
    } else {
      plain.push(line);
    }
  }
  flush();
  return found;
}

function heading(line) {
  return /^#{1,3} +\S/.test(line.slice(0, 80));
}

/** Read a list's line: its indent in spaces, whether it is numbered, from where, and its text; or null. */
function bullet(line) {
  let indent = 0;
  while (line[indent] === " ") indent += 1;
  const sign = /^(?:[-*]|(\d{1,9})\.) +(?=\S)/.exec(line.slice(indent, indent + 24));
  if (!sign) return null;
  const ordered = sign[1] !== undefined;
  return { indent, ordered, start: ordered ? Number(sign[1]) : 1, text: line.slice(indent + sign[0].length) };
}

function lists(items, depth) {
  const roots = [];
  const open = []; // the lists that the next item may go into, outermost first
  for (const item of items) {
    while (open.length && (open.at(-1).indent > item.indent || open.at(-1).node.ordered !== item.ordered)) open.pop();
    const inside = open.at(-1);
    const node = { t: "item", c: inlines(item.text, depth + 1) };
    if (inside && (item.indent < inside.indent + 2 || open.length >= DEEPEST)) {
      inside.node.c.push(node);
      continue;
    }
    const list = { t: "list", ordered: item.ordered, start: item.start, c: [node] };
    if (inside) inside.node.c.at(-1).c.push(list);
    else roots.push(list);
    open.push({ indent: item.indent, node: list });
  }
  return roots;
}

/** The words of a text without its signs; a spoiler is not told. For announcements and labels. */
export function plain(text, spoiler = "…") {
  const words = [];
  const walk = (nodes) => {
    for (const node of nodes) {
      if (node.t === "spoiler") words.push(spoiler);
      else if (node.v !== undefined) words.push(node.v);
      else if (node.c) walk(node.c);
      if (["p", "item", "quote", "small", "h1", "h2", "h3", "br"].includes(node.t)) words.push(" ");
    }
  };
  walk(parse(text));
  return words.join("").replace(/\s+/g, " ").trim();
}
