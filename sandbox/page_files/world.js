// What the page knows, kept true by the stream of events; views listen for the names of changes.

import { toast } from "./dom.js";
import { word } from "./words.js";

const NEWEST = 200;

class World extends EventTarget {
  state = null;
  held = null;
  again = false;

  tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  on(name, action) {
    this.addEventListener(name, (event) => action(event.detail));
  }

  channel(username) {
    return this.state?.channels.find((channel) => channel.username === username) ?? null;
  }

  resident(id) {
    return this.state?.residents.find((resident) => resident.id === id) ?? null;
  }

  // What happens while the state is on its way is applied to it afterwards, so nothing is lost.
  async reload() {
    if (this.held !== null) return void (this.again = true);
    this.held = [];
    try {
      do {
        this.again = false;
        const response = await fetch("/sandbox/state");
        this.state = await response.json();
      } while (this.again);
    } finally {
      const held = this.held;
      this.held = null;
      if (this.state !== null) this.tell("reload");
      for (const event of held) this.apply(event);
    }
  }

  follow() {
    const stream = new EventSource("/sandbox/events");
    stream.onmessage = (message) => this.apply(JSON.parse(message.data));
    stream.onopen = () => this.tell("connection", { alive: true });
    stream.onerror = () => this.tell("connection", { alive: false });
  }

  apply(event) {
    if (event.type === "reload") return void this.reload();
    if (this.held !== null) return void this.held.push(event);
    if (this.state === null) return;
    const change = this[`_${event.type}`];
    if (change) change.call(this, event);
  }

  _post({ channel, post }) {
    const home = this.channel(channel);
    if (home === null) return;
    put(home.posts, post);
    this.tell("post", { channel: home, post });
  }

  _post_gone({ channel, id }) {
    const home = this.channel(channel);
    if (home === null) return;
    home.posts = home.posts.filter((post) => post.id !== id);
    this.tell("post_gone", { channel: home, id });
  }

  _message({ chat, message }) {
    const resident = this.resident(chat);
    if (resident === null) return;
    const fresh = put(resident.messages, message);
    this.tell("message", { resident, message, fresh });
  }

  _message_gone({ chat, id }) {
    const resident = this.resident(chat);
    if (resident === null) return;
    resident.messages = resident.messages.filter((message) => message.id !== id);
    this.tell("message_gone", { resident, id });
  }

  _keyboard({ chat, keyboard }) {
    const resident = this.resident(chat);
    if (resident === null) return;
    resident.keyboard = keyboard;
    this.tell("keyboard", { resident });
  }

  _answer(event) {
    this.tell("answer", event);
  }

  _action(event) {
    this.tell("action", event);
  }

  _night({ night }) {
    this.state.night = night;
    this.tell("night", night);
  }
}

function put(items, item) {
  const place = items.findIndex((other) => other.id === item.id);
  if (place >= 0) {
    items[place] = item;
    return false;
  }
  items.push(item);
  if (items.length > NEWEST) items.shift();
  return true;
}

export const world = new World();

export async function ask(method, address, body) {
  try {
    const response = await fetch(address, {
      method,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body ?? {}),
    });
    if (!response.ok) throw new Error(String(response.status));
    return await response.json();
  } catch {
    toast(word("failed"));
    return null;
  }
}
