// The place to write: messages, the command list at "/", members at "@", replies.

import { fitting, read } from "./commands.js";
import { avatar, fill, h, icon, nameOf } from "./dom.js";
import { Suggestions } from "./listbox.js";
import { Slashbar } from "./slashbar.js";
import * as text from "./text.js";

const LONGEST = 2000; // Discord: characters of a message

export class Composer {
  /** `page` knows `world`, `channel`, `ask`, and is told through `become(id)`. */
  constructor(root, page) {
    this.page = page;
    this.bar = null;
    this.answered = null; // the message that is replied to
    this.named = new Map(); // "@Name" as inserted -> how a message names that account
    this.sent = "";
    this.who = h("button", { type: "button", class: "who", "aria-haspopup": "listbox", "aria-expanded": "false", role: "combobox", on: { click: () => this.#members() } });
    this.input = h("textarea", {
      id: "write", class: "write", rows: 1, role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-haspopup": "listbox",
      autocomplete: "off", spellcheck: "true", enterkeyhint: "send",
    });
    this.slash = h("button", { type: "button", class: "tool", "aria-label": text.commandList(), title: text.commands(), on: { click: () => this.begin("/") } }, icon("slash"));
    this.send = h("button", { type: "button", class: "tool send", "aria-label": text.send(), title: text.send(), on: { click: () => this.#submit() } }, icon("send"));
    this.middle = h("div", { class: "composer-middle" }, this.input);
    this.replying = h("div", { class: "replying", hidden: true });
    this.problem = h("div", { class: "problem", role: "alert" });
    this.frame = h("div", { class: "composer-frame" }, this.who, this.middle, this.slash, this.send);
    fill(root, this.replying, this.problem, this.frame);
    this.list = new Suggestions(this.input, { label: text.commands(), pick: (row) => this.#pick(row) });
    this.list.frame = this.frame;
    this.memberList = new Suggestions(this.who, { label: text.members(), pick: (row) => { this.memberList.close(); page.become(row.value); } });
    this.who.addEventListener("keydown", (event) => this.memberList.key(event));
    this.who.addEventListener("blur", () => this.memberList.close());
    for (const list of [this.list, this.memberList]) list.box.addEventListener("pointerdown", (event) => event.preventDefault());
    this.input.addEventListener("input", () => this.#typed());
    this.input.addEventListener("keydown", (event) => this.#onKey(event));
    this.input.addEventListener("blur", () => this.list.close());
  }

  /** Take over another member or channel. */
  refresh() {
    const { world, channel } = this.page;
    const name = nameOf(world.me);
    fill(this.who, avatar(world.me));
    this.who.setAttribute("aria-label", text.writeAs(name));
    this.who.title = text.writeAs(name);
    this.input.placeholder = text.write(channel.name);
    this.input.setAttribute("aria-label", text.write(channel.name));
  }

  focus() {
    if (this.bar) this.bar.focus();
    else this.input.focus();
  }

  /** Put words into the box, as if they had been typed. */
  begin(words) {
    this.#leave();
    this.input.value = words;
    this.input.focus();
    this.#typed();
  }

  replyTo(message) {
    this.answered = message;
    this.replying.hidden = message === null;
    if (message) {
      fill(this.replying, h("span", {}, text.replyingTo(nameOf(message.author))), h("button", { type: "button", class: "tool", "aria-label": text.stopReply(), on: { click: () => this.replyTo(null) } }, icon("close")));
      this.focus();
    }
  }

  say(sentence) {
    fill(this.problem, sentence);
  }

  #typed() {
    const { value } = this.input;
    this.say(value.length > LONGEST ? text.tooLong(value.length - LONGEST) : "");
    this.#grow();
    if (value.startsWith("/") && !value.includes("\n")) {
      const rows = this.page.commandRows();
      const command = value.includes(" ") ? read(rows, value) : null;
      if (command) {
        this.#enter(command.row, command.given);
        return;
      }
      this.#offerCommands(rows, value);
    } else if (!this.#offerMembers()) {
      this.list.close();
    }
  }

  #offerCommands(rows, value) {
    const note = rows.length ? text.noCommand(value) : text.stillStarting();
    this.list.show(
      fitting(rows, value.slice(1)).map((row) => ({
        kind: "command", row, label: `/${row.path}`, hint: row.description,
        side: row.options.map((option) => h("span", { class: option.required ? "option-mark must" : "option-mark" }, option.name, option.required ? "*" : "")),
      })),
      { note },
    );
  }

  #offerMembers() {
    const before = this.input.value.slice(0, this.input.selectionStart);
    const at = before.lastIndexOf("@");
    if (at < 0 || before.length - at > 32 || (at > 0 && !/\s/.test(before[at - 1])) || /\s/.test(before.slice(at))) return false;
    const wanted = before.slice(at + 1).toLowerCase();
    const { world } = this.page;
    const users = [world.bot, ...(this.page.server?.members ?? []).map((member) => member.user)];
    const rows = users
      .filter((user) => nameOf(user).toLowerCase().startsWith(wanted) || user.username.toLowerCase().startsWith(wanted))
      .slice(0, 8)
      .map((user) => ({ kind: "member", at, user, label: nameOf(user), hint: user.bot ? text.bot() : user.username, mark: avatar(user) }));
    if (!rows.length) return false;
    this.list.show(rows);
    return true;
  }

  #pick(row) {
    this.list.close();
    if (row.kind === "command") {
      this.#enter(row.row, {});
      return;
    }
    const name = `@${row.label}`;
    this.named.set(name, `<@${row.user.id}>`);
    const { value, selectionStart } = this.input;
    this.input.value = `${value.slice(0, row.at)}${name} ${value.slice(selectionStart)}`;
    this.input.selectionStart = this.input.selectionEnd = row.at + name.length + 1;
    this.input.focus();
  }

  #enter(row, given) {
    this.list.close();
    this.input.value = "";
    this.bar = new Slashbar(row, given, {
      server: this.page.server,
      frame: this.frame,
      suggest: (path, options, focused, typed) => this.page.suggest(path, options, focused, typed),
      send: (path, options, written) => this.#use(path, options, written),
      leave: () => {
        this.#leave();
        this.input.focus();
      },
      problem: (sentence) => this.say(sentence),
    });
    this.middle.replaceChildren(this.bar.element);
    this.bar.focus();
  }

  #leave() {
    if (!this.bar) return;
    this.bar.destroy();
    this.bar = null;
    this.middle.replaceChildren(this.input);
    this.say("");
    this.#grow();
  }

  #members() {
    if (this.memberList.open) {
      this.memberList.close();
      return;
    }
    const { world } = this.page;
    const rows = this.page.cast().map((user) => ({ label: nameOf(user), hint: user.id === world.me.id ? text.you() : null, mark: avatar(user), value: user.id }));
    this.memberList.show(rows, { at: rows.findIndex((row) => row.value === world.me.id) });
    this.who.focus();
  }

  #onKey(event) {
    if (this.list.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "ArrowUp" && !this.input.value && this.sent) {
      event.preventDefault();
      this.begin(this.sent);
    } else if (event.key === "Escape" && this.answered) {
      this.replyTo(null);
    }
  }

  #grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, innerHeight * 0.4)}px`;
  }

  async #submit() {
    if (this.bar) {
      this.bar.submit();
      return;
    }
    const written = this.input.value.trim();
    if (!written || written.length > LONGEST) return;
    if (written.startsWith("/")) {
      const rows = this.page.commandRows();
      const command = read(rows, written);
      if (command) this.#enter(command.row, command.given);
      else this.say(rows.length ? text.noCommand(written) : text.stillStarting());
      return;
    }
    let content = written;
    for (const [name, mention] of this.named) content = content.replaceAll(name, mention);
    const replied = this.answered;
    this.sent = written;
    this.input.value = "";
    this.#grow();
    this.replyTo(null);
    try {
      await this.page.say(content, replied);
    } catch (error) {
      this.input.value = written;
      this.#grow();
      this.say(this.page.sentence(error));
    }
  }

  async #use(path, options, written) {
    this.sent = written;
    this.#leave();
    this.input.focus();
    this.frame.classList.add("busy");
    try {
      await this.page.slash(path, options);
    } catch (error) {
      if (!this.bar && !this.input.value) this.begin(written);
      this.say(this.page.sentence(error));
    } finally {
      this.frame.classList.remove("busy");
    }
  }
}
