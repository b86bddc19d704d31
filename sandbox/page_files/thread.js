// A scrolling thread of items with numbers: keeps its place, follows the newest, jumps to a quote.

import { el, iconButton } from "./dom.js";
import { day, word } from "./words.js";

const NEAR = 90;

export class Thread {
  constructor(label, draw) {
    this.draw = draw;
    this.nodes = new Map();
    this.list = el("div", { class: "thread", role: "log", "aria-live": "polite", tabindex: "0" });
    this.list.setAttribute("aria-label", label);
    this.toEnd = iconButton("down", word("to_end"), () => this.end(), "to-end");
    this.toEnd.hidden = true;
    this.frame = el("div", { class: "thread-frame" }, this.list, this.toEnd);
    this.list.addEventListener("scroll", () => (this.toEnd.hidden = this.near()));
    this.follows = true;
    new ResizeObserver(() => this.follows && this.end()).observe(this.list);
    this.list.addEventListener("scroll", () => (this.follows = this.near()));
  }

  near() {
    const { scrollHeight, scrollTop, clientHeight } = this.list;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  end() {
    this.list.scrollTop = this.list.scrollHeight;
  }

  show(items, empty) {
    this.list.setAttribute("aria-live", "off"); // a thread that is opened is not read aloud
    this.list.replaceChildren();
    this.nodes.clear();
    this.lastDay = null;
    this.emptyNode = empty ? el("p", { class: "empty" }, empty) : null;
    for (const item of items) this.append(item);
    if (!items.length && this.emptyNode) this.list.append(this.emptyNode);
    this.follows = true;
    this.end();
    requestAnimationFrame(() => this.list.setAttribute("aria-live", "polite"));
  }

  append(item) {
    const date = day(item.date);
    this.emptyNode?.remove();
    if (date !== this.lastDay) this.list.append(el("div", { class: "thread-day" }, date));
    this.lastDay = date;
    const node = this.draw(item);
    this.nodes.set(item.id, node);
    this.list.append(node);
    return node;
  }

  put(item) {
    const before = this.nodes.get(item.id);
    const follows = this.near();
    let node = null;
    if (before) {
      node = this.draw(item);
      before.replaceWith(node);
      this.nodes.set(item.id, node);
    } else {
      node = this.append(item);
      node.classList.add("fresh");
    }
    if (follows) this.end();
    return node;
  }

  remove(id) {
    this.nodes.get(id)?.remove();
    this.nodes.delete(id);
    if (!this.nodes.size && this.emptyNode) this.list.replaceChildren(this.emptyNode);
  }

  find(id) {
    const node = this.nodes.get(id);
    if (!node) return;
    const bubble = node.querySelector(".bubble") ?? node;
    bubble.scrollIntoView({ block: "center", behavior: "smooth" });
    bubble.classList.remove("found");
    void bubble.offsetWidth; // lets the animation begin again
    bubble.classList.add("found");
  }
}

export function quote(title, text, jump) {
  const first = text.split("\n").find((line) => line.trim()) ?? "";
  const attributes = { type: "button", class: "quote", onclick: jump };
  return el("button", attributes, el("b", {}, title), el("span", {}, first));
}
