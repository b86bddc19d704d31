// The right pane: one resident's chat with the bot, its menu of commands, and who is speaking.

import { Composer } from "./composer.js";
import { avatar, el, icon, iconButton, toast } from "./dom.js";
import { drawMessage } from "./message_view.js";
import { Thread } from "./thread.js";
import { currentLanguage, word } from "./words.js";
import { ask, world } from "./world.js";

const AWAITED = 2500; // milliseconds in which a message is an answer and does not ring

export class Chat {
  constructor(pane) {
    this.pane = pane;
    this.who = null;
    this.acted = -AWAITED;
    this.unread = new Map();
    world.on("message", (change) => this.heard(change));
    world.on("message_gone", ({ resident, id }) => resident.id === this.who && this.thread.remove(id));
    world.on("keyboard", ({ resident }) => resident.id === this.who && this.drawFoot());
    world.on("answer", (answer) => this.answered(answer));
    world.on("action", ({ chat }) => chat === this.who && this.typing());
    world.on("say", ({ text }) => this.say(text));
  }

  get resident() {
    return world.resident(this.who);
  }

  name(resident) {
    return resident.captions[currentLanguage()]?.name ?? resident.name;
  }

  draw() {
    this.who = this.resident?.id ?? world.state.residents[0]?.id ?? null;
    const draft = this.composer?.box.value ?? "";
    const { bot } = world.state;
    this.bell = el("span", { class: "bell", "aria-hidden": "true" }, icon("bell"));
    this.status = el("p", {}, word(bot.alive ? "bot_alive" : "bot_waiting"));
    this.people = el("div", { class: "people", role: "group", "aria-label": word("resident") });
    const title = el("div", { class: "pane-title" }, el("h2", {}, bot.name), this.status);
    const head = el("header", { class: "pane-head" }, avatar(bot.name, bot.username), title, this.bell, this.people);
    this.thread = new Thread(bot.name, (message) => this.bubble(message));
    this.foot = el("div", { class: "chat-foot" });
    this.composer = new Composer({
      label: word("say"),
      icon: "send",
      action: word("send"),
      before: iconButton("menu", word("menu"), () => this.turnMenu(), "menu-button"),
      send: (text) => this.say(text),
    });
    this.composer.box.value = draft;
    this.composer.fit();
    this.menu = el("ul", { class: "menu", hidden: true, "aria-label": word("menu") });
    this.pane.replaceChildren(head, this.thread.frame, this.foot);
    this.drawPeople();
    this.show(this.who);
  }

  drawPeople() {
    const buttons = world.state.residents.map((resident) => {
      const count = this.unread.get(resident.id) ?? 0;
      const name = this.name(resident);
      return el(
        "button",
        {
          type: "button",
          class: "person",
          "aria-pressed": String(resident.id === this.who),
          title: resident.captions[currentLanguage()]?.about,
          onclick: () => this.show(resident.id),
        },
        avatar(name, resident.id, "small"),
        name,
        count ? el("span", { class: "badge" }, count) : null,
      );
    });
    this.people.replaceChildren(...buttons);
  }

  show(id) {
    this.who = id;
    this.unread.delete(id);
    this.drawPeople();
    this.thread.show(this.resident?.messages ?? [], world.state.bot.about || word("start_hint"));
    this.drawFoot();
  }

  drawFoot() {
    const { messages, keyboard, commands } = this.resident;
    const start = el("button", { type: "button", class: "start", onclick: () => this.say("/start") }, word("start"));
    const begun = messages.length > 0;
    const list = commands[currentLanguage()];
    this.menu.replaceChildren(...list.map((command) => el("li", {}, this.menuRow(command))));
    this.menu.hidden = true;
    this.composer.node.querySelector(".menu-button").disabled = !list.length;
    const parts = [this.menu, begun ? this.replyKeys(keyboard) : null, begun ? this.composer.node : start];
    this.foot.replaceChildren(...parts.filter(Boolean));
  }

  menuRow({ command, description }) {
    const choose = () => {
      this.menu.hidden = true;
      this.say(`/${command}`);
    };
    const attributes = { type: "button", class: "menu-row", onclick: choose };
    return el("button", attributes, el("b", {}, `/${command}`), el("span", {}, description));
  }

  turnMenu() {
    this.menu.hidden = !this.menu.hidden;
    if (!this.menu.hidden) this.menu.querySelector("button")?.focus();
  }

  replyKeys(keyboard) {
    if (!keyboard) return null;
    const rows = keyboard.keyboard.map((row) => {
      const keys = row.map(({ text }) =>
        el("button", { type: "button", class: "key", onclick: () => this.say(text) }, text),
      );
      return el("div", { class: "keys-row" }, ...keys);
    });
    return el("div", { class: "reply-keys" }, ...rows);
  }

  bubble(message) {
    const resident = this.resident;
    return drawMessage(message, {
      botName: world.state.bot.name,
      find: (id) => resident.messages.find((other) => other.id === id),
      jump: (id) => this.thread.find(id),
      press: (id, data) => {
        this.acted = performance.now();
        const body = { message: id, data, language: currentLanguage() };
        ask("POST", `/sandbox/chats/${resident.id}/press`, body);
      },
    });
  }

  heard({ resident, message, fresh }) {
    const awaited = performance.now() - this.acted < AWAITED && resident.id === this.who;
    const loud = fresh && message.bot && !message.silent && !awaited;
    if (resident.id === this.who) {
      this.status.textContent = word("bot_alive");
      if (fresh && resident.messages.length === 1) this.drawFoot();
      const node = this.thread.put(message);
      if (loud) node.classList.add("loud");
    } else if (fresh && message.bot) {
      this.unread.set(resident.id, (this.unread.get(resident.id) ?? 0) + 1);
      this.drawPeople();
    }
    if (loud) this.ring();
    if (fresh && message.bot) world.tell("chat_unread");
  }

  ring() {
    this.bell.classList.remove("ringing");
    void this.bell.offsetWidth; // lets the animation begin again
    this.bell.classList.add("ringing");
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => this.bell.classList.remove("ringing"), 2000);
  }

  typing() {
    this.status.textContent = word("typing");
    clearTimeout(this.idle);
    this.idle = setTimeout(() => (this.status.textContent = word("bot_alive")), 5000);
  }

  answered({ chat, message, text, alert: insistent }) {
    if (chat !== this.who) return;
    const node = this.thread.nodes.get(message);
    for (const key of node?.querySelectorAll(".waiting") ?? []) key.classList.remove("waiting");
    if (text && insistent) alert(text);
    else if (text) toast(text);
  }

  say(text) {
    this.acted = performance.now();
    this.thread.follows = true;
    this.thread.end();
    ask("POST", `/sandbox/chats/${this.who}/messages`, { text, language: currentLanguage() });
  }
}
