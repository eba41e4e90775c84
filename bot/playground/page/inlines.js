// What stands inside a line of Discord's markdown: styles, code, links, mentions, times. See markdown.js for the nodes.

export const DEEPEST = 10;
const LONGEST_URL = 2048;

const WORD = /[\p{L}\p{N}]/u;
const SPACE = /\s/;
const PUNCTUATION = /[!-/:-@[-`{-~]/;

// Pairs that close where the same sign stands again; the longer first.
const PAIRS = [
  ["||", "spoiler"],
  ["**", "strong"],
  ["__", "under"],
  ["~~", "strike"],
];

/** Read the text of one block. */
export function inlines(text, depth = 0) {
  return new Line(text).read(0, text.length, depth, false);
}

class Line {
  constructor(text) {
    this.text = text;
    this.bracket = { at: -2, link: null }; // the last "](" that was looked at, and what followed it
  }

  read(from, to, depth, inLink) {
    const { text } = this;
    const found = [];
    const missing = new Set(); // signs that have no closer between here and `to`
    let plain = "";
    const flush = () => {
      if (plain) found.push({ t: "text", v: plain });
      plain = "";
    };
    let i = from;
    while (i < to) {
      const got = this.at(i, to, depth, inLink, missing);
      if (got === null) {
        plain += text[i];
        i += 1;
      } else {
        if (got.node.t === "text") plain += got.node.v;
        else {
          flush();
          found.push(got.node);
        }
        i = got.next;
      }
    }
    flush();
    return found;
  }

  /** What begins at `i`: {node, next}, or null for a plain character. */
  at(i, to, depth, inLink, missing) {
    const { text } = this;
    switch (text[i]) {
      case "\n":
        return { node: { t: "br" }, next: i + 1 };
      case "\\":
        if (i + 1 < to && PUNCTUATION.test(text[i + 1])) return { node: { t: "text", v: text[i + 1] }, next: i + 2 };
        return null;
      case "`":
        return this.code(i, to, missing);
      case "*":
      case "_":
      case "~":
      case "|":
        return depth < DEEPEST ? this.styled(i, to, depth, inLink, missing) : null;
      case "[":
        return inLink || depth >= DEEPEST ? null : this.masked(i, to, depth);
      case "<":
        return this.angled(i, to);
      case "h":
        return inLink ? null : this.bare(i, to);
      case "@":
        return this.ping(i, to);
      default:
        return null;
    }
  }

  code(i, to, missing) {
    const { text } = this;
    let size = 1;
    while (i + size < to && text[i + size] === "`") size += 1;
    const sign = "`".repeat(Math.min(size, 2));
    if (size > 2 || missing.has(sign)) return { node: { t: "text", v: "`".repeat(size) }, next: i + size };
    for (let j = i + size; j < to; j += 1) {
      if (text[j] !== "`") continue;
      let run = 1;
      while (j + run < to && text[j + run] === "`") run += 1;
      if (run === size) return { node: { t: "code", v: text.slice(i + size, j) }, next: j + run };
      j += run - 1;
    }
    missing.add(sign);
    return { node: { t: "text", v: sign }, next: i + size };
  }

  styled(i, to, depth, inLink, missing) {
    const { text } = this;
    if (text.startsWith("***", i) && !missing.has("***")) {
      const j = this.find("***", i + 4, to);
      if (j < 0) missing.add("***");
      else {
        const inner = this.read(i + 3, j, depth + 2, inLink);
        return { node: { t: "strong", c: [{ t: "em", c: inner }] }, next: j + 3 };
      }
    }
    for (const [sign, kind] of PAIRS) {
      if (!text.startsWith(sign, i) || missing.has(sign)) continue;
      let j = this.find(sign, i + 3, to);
      if (j < 0) {
        missing.add(sign);
        continue;
      }
      // "**a *b***" closes the inner one first.
      if (sign !== "~~" && sign !== "||") while (j + 2 < to && text[j + 2] === sign[0]) j += 1;
      return { node: { t: kind, c: this.read(i + 2, j, depth + 1, inLink) }, next: j + 2 };
    }
    return text[i] === "*" || text[i] === "_" ? this.slanted(i, to, depth, inLink, missing) : null;
  }

  /** Look no further than `to`: indexOf would read on to the text's end, once for each nested piece. */
  find(sign, from, to) {
    const { text } = this;
    for (let j = from; j + sign.length <= to; j += 1) if (text.startsWith(sign, j)) return j;
    return -1;
  }

  slanted(i, to, depth, inLink, missing) {
    const { text } = this;
    const sign = text[i];
    if (missing.has(sign) || i + 2 >= to || SPACE.test(text[i + 1]) || text[i + 1] === sign) return null;
    if (sign === "_" && i > 0 && WORD.test(text[i - 1])) return null;
    for (let j = i + 2; j < to; j += 1) {
      if (text[j] !== sign) continue;
      if (text[j + 1] === sign && j + 1 < to) {
        while (j + 1 < to && text[j + 1] === sign) j += 1; // a pair inside, not our end
        continue;
      }
      const ends = sign === "*" ? !SPACE.test(text[j - 1]) : j + 1 >= to || !WORD.test(text[j + 1]);
      if (ends) return { node: { t: "em", c: this.read(i + 1, j, depth + 1, inLink) }, next: j + 1 };
    }
    missing.add(sign);
    return null;
  }

  masked(i, to, depth) {
    const { text, bracket } = this;
    if (bracket.at !== -1 && bracket.at <= i) {
      bracket.at = text.indexOf("](", i + 1);
      bracket.link = bracket.at < 0 ? null : this.target(bracket.at + 2);
    }
    const { at, link } = bracket;
    if (at <= i + 1 || link === null || link.next > to) return null;
    return { node: { t: "link", url: link.url, c: this.read(i + 1, at, depth + 1, true) }, next: link.next };
  }

  /** Read the address of a masked link, up to its closing bracket; null where it is no address of the web. */
  target(from) {
    const slice = this.text.slice(from, from + LONGEST_URL + 200);
    const found = /^<?(https?:\/\/[^\s<>]{1,2048})>?(?: "[^"\n]{0,150}")?\)$/.exec(balanced(slice));
    const url = found && safe(found[1]);
    return url ? { url, next: from + found[0].length } : null;
  }

  angled(i, to) {
    const { text } = this;
    if (text.startsWith("<http", i)) {
      const end = urlEnd(text, i + 1, to);
      const url = text[end] === ">" && end < to ? safe(text.slice(i + 1, end)) : null;
      return url ? { node: { t: "link", url, c: [{ t: "text", v: text.slice(i + 1, end) }] }, next: end + 1 } : null;
    }
    const slice = text.slice(i, Math.min(to, i + 120));
    const found = /^<(?:@!?(\d{1,20})|@&(\d{1,20})|#(\d{1,20})|\/([^:<>\n]{1,100}):\d{1,20}|t:(-?\d{1,13})(?::([tTdDfFRsS]))?|a?:(\w{2,32}):\d{1,20})>/.exec(slice);
    if (!found) return null;
    const [whole, user, role, channel, command, seconds, style, emoji] = found;
    const next = i + whole.length;
    if (user) return { node: { t: "user", id: user }, next };
    if (role) return { node: { t: "role", id: role }, next };
    if (channel) return { node: { t: "channel", id: channel }, next };
    if (command) return { node: { t: "command", name: command }, next };
    if (seconds) return { node: { t: "time", seconds: Number(seconds), style: style ?? "f" }, next };
    return { node: { t: "emoji", name: emoji }, next };
  }

  bare(i, to) {
    const { text } = this;
    if (!text.startsWith("https://", i) && !text.startsWith("http://", i)) return null;
    if (i > 0 && WORD.test(text[i - 1])) return null;
    let end = urlEnd(text, i, to);
    const opened = text.slice(i, end).includes("(");
    while (end > i && (/[.,:;!?'"*_~|]/.test(text[end - 1]) || (text[end - 1] === ")" && !opened))) end -= 1;
    const url = safe(text.slice(i, end));
    return url ? { node: { t: "link", url, c: [{ t: "text", v: text.slice(i, end) }] }, next: end } : null;
  }

  ping(i, to) {
    for (const word of ["@everyone", "@here"]) {
      if (this.text.startsWith(word, i) && i + word.length <= to) return { node: { t: "ping", v: word }, next: i + word.length };
    }
    return null;
  }
}

function urlEnd(text, from, to) {
  let end = from;
  while (end < to && end - from < LONGEST_URL && !/[\s<>]/.test(text[end]) && !text.startsWith("||", end)) end += 1;
  return end;
}

/** Cut a slice after the bracket that closes what was opened before it. */
function balanced(slice) {
  let open = 1;
  for (let i = 0; i < slice.length; i += 1) {
    if (slice[i] === "(") open += 1;
    else if (slice[i] === ")") open -= 1;
    if (open === 0) return slice.slice(0, i + 1);
  }
  return "";
}

/** Return an address of the web in its normal form, or null: no other scheme ever becomes a link. */
export function safe(address) {
  try {
    const url = new URL(address);
    return (url.protocol === "https:" || url.protocol === "http:") && url.hostname ? url.href : null;
  } catch {
    return null;
  }
}
