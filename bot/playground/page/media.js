// Pictures and files. Only what the playground itself serves is loaded; what stands elsewhere becomes a link.

import { h, icon } from "./dom.js";
import { safe } from "./inlines.js";
import { spoiler } from "./rich.js";
import * as text from "./text.js";

const OURS = /^\/attachments\/\d+\/[^/?#]+$/;

/** Draw a picture: `{url}` as Discord gives it. */
export function media(of, description, covered, env) {
  if (!of) return null;
  if (!OURS.test(of.url)) return away(of.url, env);
  const image = h("img", { class: "picture", src: of.url, alt: description ?? text.picture(), loading: "lazy" });
  return covered ? spoiler([image], env, `${env.message.id}/picture/${of.url}`, "div") : image;
}

function away(address, env) {
  const url = safe(address);
  if (!url) return null;
  const host = new URL(url).host;
  return h("a", { class: "picture-away", href: url, target: "_blank", rel: "noopener noreferrer nofollow", on: { click: (event) => { if (env.go(url)) event.preventDefault(); } } }, text.pictureAway(host));
}

/** Draw the files of a message that no component shows. */
export function attachments(list, env) {
  if (!list.length) return null;
  const covered = (one) => Boolean(one.is_spoiler) || one.filename.startsWith("SPOILER_");
  const isPicture = (one) => /^image\/(png|jpeg|gif|webp)$/.test(one.content_type ?? "");
  return h("div", { class: "attachments" }, list.map((one) => (isPicture(one) ? media(one, one.description ?? one.filename, covered(one), env) : fileCard(one))));
}

export function fileCard(one) {
  const name = OURS.test(one.url) ? h("a", { href: one.url, download: one.filename }, one.filename) : h("span", {}, one.filename);
  return h("div", { class: "file" }, icon("file"), h("div", {}, name, h("div", { class: "file-size" }, text.fileSize(one.size ?? 0))));
}
