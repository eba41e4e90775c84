// The page: what was heard goes into the world and the feed, what is done goes to the playground.

import { Composer } from "./composer.js";
import { letVote, lastVotable } from "./crowd.js";
import { announce, fill, h, icon, nameOf } from "./dom.js";
import { Feed } from "./feed.js";
import { openForm } from "./form.js";
import { messageRow, wordsOf } from "./message.js";
import { CROWD, drawPeople } from "./people.js";
import { drawPlaces } from "./places.js";
import { drawBeginning, drawTop, environment, kept, toast } from "./screen.js";
import { Refused, Socket } from "./socket.js";
import * as text from "./text.js";
import { keepTrue, setNow } from "./times.js";
import { LOADING, World, placesOf } from "./world.js";
import { Wire } from "./wire.js";

const $ = (id) => document.getElementById(id);
const NARROW = matchMedia("(max-width: 900px)");
const ME = "epilogue.member"; // where a tab remembers who one is

class Page {
  world = new World();
  channel = null;
  unread = new Set();
  failed = new Set();
  opened = new Set(); // spoilers
  restarting = false;
  earlier = false; // whether the channel has messages before those that are here
  fetching = false;
  fresh = 0; // messages that came while one was reading further up

  constructor() {
    this.socket = new Socket((type, data) => this.heard(type, data), (connected) => this.connection(connected));
    this.feed = new Feed($("feed"), {
      draw: (message, previous) => messageRow(message, previous, this.env(message)),
      top: () => this.top(),
      scrolled: (state) => this.scrolled(state),
    });
    this.composer = new Composer($("composer"), this);
    this.wire = new Wire($("wire"), { close: () => this.showWire(false) });
    this.newest = h("button", { type: "button", class: "newest", hidden: true, on: { click: () => this.feed.toEnd() } });
    $("composer").prepend(this.newest);
    $("veil").addEventListener("click", () => this.drawer(null));
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") this.drawer(null); });
    addEventListener("popstate", () => this.follow());
    keepTrue();
    fill($("top"), h("p", { class: "top-name" }, text.connecting()));
    this.socket.connect();
  }

  // What the playground says

  connection(connected) {
    document.body.classList.toggle("lost", !connected);
    if (connected) this.socket.ask("become", { member: sessionStorage.getItem(ME) }).catch(() => {});
    else if (this.channel) announce(text.lost());
    const bar = $("lost-bar");
    if (!connected && this.channel && !bar) $("talk").prepend(h("div", { id: "lost-bar", class: "lost-bar", role: "alert" }, text.lost()));
    else if (connected) bar?.remove();
  }

  heard(type, data) {
    if (type === "WORLD") this.worldChanged(data);
    else if (type === "WIRE") this.wire.see(data.rows, data.afresh);
    else if (type === "MESSAGE") this.messageTold(data);
    else if (type === "MESSAGE_DELETE") this.feed.remove(data.id);
  }

  worldChanged(told) {
    const first = this.channel === null || told.me.id !== this.world.me?.id || told.afresh;
    setNow(told.now);
    this.world.take(told);
    if (first) {
      this.opened.clear();
      this.follow();
      return;
    }
    this.channel = this.world.channel(this.channel.id);
    if (this.channel === null) this.follow();
    else this.draw();
  }

  messageTold(message) {
    this.learn(message);
    if (message.channel_id !== this.channel?.id) {
      if (message.edited_timestamp === null) this.unread.add(message.channel_id);
      this.drawPlaces();
      return;
    }
    const before = this.find(message.id);
    if (before) {
      this.feed.replace(message);
      if (before.flags & LOADING && !(message.flags & LOADING)) this.tell(message);
      return;
    }
    const last = this.feed.items.at(-1);
    if (last && BigInt(message.id) < BigInt(last.id)) return; // an old one that was not fetched yet
    const followed = this.feed.append(message);
    if (!followed) this.fresh += 1;
    this.writeNewest();
    if (message.author.id !== this.world.me.id) this.tell(message);
  }

  learn(message) {
    this.world.know(message.author);
    for (const user of message.mentions) this.world.know(user);
  }

  tell(message) {
    if (message.flags & LOADING) announce(text.thinking(nameOf(message.author)));
    else announce(text.messageOf(nameOf(message.author), wordsOf(message)));
  }

  // Where one is

  get server() {
    return this.channel?.server ?? null;
  }

  /** Go where the address says, or to the first channel. */
  follow() {
    const [, , , channel, message] = location.pathname.split("/");
    const first = this.world.servers[0];
    const target = this.world.channel(channel) ?? (first ? placesOf(first)[0] : null);
    if (target) this.openChannel(target.id, { message: this.world.channel(channel) ? message : undefined, push: false });
  }

  async openChannel(id, { message, push = true } = {}) {
    const target = this.world.channel(id);
    if (!target) return;
    const moved = this.channel?.id !== id;
    this.channel = target;
    this.unread.delete(id);
    this.failed.clear();
    this.fresh = 0;
    const path = ["/channels", target.server.id, id, message].filter(Boolean).join("/");
    if (push && location.pathname !== path) history.pushState(null, "", path);
    else if (!push && location.pathname !== path) history.replaceState(null, "", path);
    this.drawer(null);
    this.draw();
    if (moved) this.composer.replyTo(null);
    const { messages, more } = await this.socket.ask("history", { channel: id, until: message });
    if (this.channel?.id !== id) return;
    messages.forEach((one) => this.learn(one));
    this.earlier = more;
    this.feed.reset(messages);
    if (message) this.highlight(message);
    else if (!NARROW.matches && !document.activeElement?.closest("aside, nav, dialog")) this.composer.focus();
    this.writeNewest();
  }

  highlight(id) {
    const row = this.feed.show(id);
    row?.classList.add("found");
    row?.focus({ preventScroll: true });
  }

  async jump(channel, id) {
    if (channel === this.channel.id && this.find(id)) this.highlight(id);
    else await this.openChannel(channel, { message: id });
  }

  find(id) {
    return this.feed.items.find((one) => one.id === id) ?? null;
  }

  async scrolled({ atEnd, atTop }) {
    if (atEnd) this.fresh = 0;
    this.writeNewest(atEnd);
    if (!atTop || !this.earlier || this.fetching || !this.feed.items.length) return;
    this.fetching = true;
    const { id } = this.channel;
    try {
      const { messages, more } = await this.socket.ask("history", { channel: id, before: this.feed.items[0].id });
      if (this.channel.id !== id) return;
      this.earlier = more;
      const oldFirst = this.feed.items[0];
      this.feed.prepend(messages);
      this.feed.replace(oldFirst); // it may stand under the same name, or day, as the one before it now
    } catch {
      this.earlier = true;
    } finally {
      this.fetching = false;
    }
  }

  // What one does

  ask(what, fields) {
    return this.socket.ask(what, fields);
  }

  sentence(error) {
    return error instanceof Refused ? error.message : text.unanswered();
  }

  async say(content, replied) {
    this.feed.toEnd();
    await this.ask("say", { channel: this.channel.id, content, reply: replied?.id });
  }

  async slash(path, options) {
    this.feed.toEnd();
    await this.formOf(this.ask("slash", { channel: this.channel.id, command: path, options }));
  }

  async suggest(path, options, focused, typed) {
    return (await this.ask("autocomplete", { channel: this.channel.id, command: path, options, focused, typed })).choices;
  }

  /** Wait for an answer; where it opens a form, show that. */
  async formOf(asked) {
    const { form } = await asked;
    if (!form) return;
    const sent = openForm(form.data, this.env({ id: form.key }), (values) => this.formOf(this.ask("fill", { form: form.key, values })));
    sent.then(() => { if (!document.querySelector("dialog[open]")) this.composer.focus(); });
  }

  async act(message, what, fields) {
    this.failed.delete(message.id);
    try {
      await this.formOf(this.ask(what, { channel: message.channel_id, message: message.id, ...fields }));
    } catch (error) {
      this.failed.add(message.id);
      const still = this.find(message.id);
      if (still) this.feed.replace(still);
      announce(this.sentence(error));
      return;
    }
  }

  become(id) {
    sessionStorage.setItem(ME, id);
    this.drawer(null);
    return this.ask("become", { member: id });
  }

  async markSpoilers(on) {
    await this.ask("spoilers", { channel: this.channel.id, on });
  }

  async restart() {
    this.restarting = true;
    this.drawPeople();
    try {
      await this.ask("restart");
      this.toast(text.restarted());
    } catch (error) {
      this.toast(this.sentence(error));
    } finally {
      this.restarting = false;
      this.drawPeople();
    }
  }

  crowdOnLast() {
    const message = lastVotable(this.feed.items);
    this.drawer(null);
    if (message) this.crowd(message);
    else this.toast(text.crowdNothing());
  }

  async crowd(message) {
    const done = await letVote(message, CROWD, (what, count) => this.ask("crowd", { channel: message.channel_id, message: message.id, count, ...what }));
    if (done) this.toast(text.crowdDone(done));
  }

  async copy(message) {
    const address = new URL(`/channels/${this.server.id}/${message.channel_id}/${message.id}`, location.href).href;
    try {
      await navigator.clipboard.writeText(address);
      this.toast(text.linkCopied());
    } catch {
      this.toast(address);
    }
  }

  env(message) {
    return environment(this, message);
  }

  toast(sentence) {
    toast(sentence);
  }

  // What is drawn

  commandRows() {
    return this.world.commandRows(this.server);
  }

  /** The people one can be in this server. */
  cast() {
    return this.server.members.filter((member) => !member.user.bot && member.playable).map((member) => member.user);
  }

  jumpOrOpen({ channel, message }) {
    return message ? this.jump(channel, message) : this.openChannel(channel);
  }

  draw() {
    this.drawPlaces();
    this.drawTop();
    this.drawPeople();
    this.composer.refresh();
    document.title = `#${this.channel.name} · ${text.playground()} ${text.subtitle()}`;
  }

  drawTop() {
    kept($("top"), () => drawTop($("top"), this));
  }

  top() {
    return drawBeginning(this);
  }

  drawPlaces() {
    kept($("places"), () => drawPlaces($("places"), this));
  }

  drawPeople() {
    kept($("people"), () => drawPeople($("people"), this));
  }

  writeNewest(atEnd = this.feed.atEnd) {
    const told = atEnd ? "" : text.toNewest(this.fresh);
    if (this.newest.dataset.told === told) return; // every scroll comes by here
    this.newest.dataset.told = told;
    this.newest.hidden = atEnd;
    fill(this.newest, icon("down"), text.toNewest(this.fresh));
  }

  /** Open one of the drawers of a narrow screen, or none. */
  drawer(which) {
    for (const id of ["places", "people"]) $(id).classList.toggle("open", id === which);
    if (which === null && NARROW.matches && !$("wire").hidden) this.showWire(false);
    $("veil").hidden = which === null;
    if (which) $(which).querySelector("a, button")?.focus();
  }

  showWire(on) {
    $("wire").hidden = !on;
    $("app").classList.toggle("with-wire", on);
    this.ask("watch", { on }).catch(() => {});
    this.drawTop();
  }

}

new Page();
