// Words with marks: entities become elements, offsets are UTF-16 units as they are in JavaScript.

import { el, toast } from "./dom.js";
import { clock, day, word } from "./words.js";
import { world } from "./world.js";

const TAGS = {
  bold: "b",
  italic: "i",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
};
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const ADDRESS = /https?:\/\/[^\s<>"«»]+[^\s<>"«».,!?;:)]/g;

export function rich(text, entities) {
  return pieces(text, entities, 0, text.length);
}

// The entities come outer before inner; each takes those that lie within it.
function pieces(text, entities, from, to) {
  const nodes = [];
  let done = from;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const end = Math.min(entity.offset + entity.length, to);
    const inner = [];
    index += 1;
    while (index < entities.length && entities[index].offset < end) inner.push(entities[index++]);
    if (entity.offset > done) nodes.push(text.slice(done, entity.offset));
    const content = pieces(text, inner, entity.offset, end);
    nodes.push(wrapped(entity, text.slice(entity.offset, end), content));
    done = end;
    if (BLOCKS.has(entity.type) && text[done] === "\n") done += 1; // the block ends its own line
  }
  if (done < to) nodes.push(text.slice(done, to));
  return nodes;
}

function wrapped(entity, text, content) {
  if (entity.type in TAGS) return el(TAGS[entity.type], {}, ...content);
  switch (entity.type) {
    case "text_link":
      return link(entity.url, content);
    case "url":
      return link(text, content);
    case "bot_command":
      return link("", content, () => world.tell("say", { text }));
    case "spoiler":
      return spoiler(content);
    case "blockquote":
      return el("blockquote", {}, ...content);
    case "expandable_blockquote":
      return folding(content);
    case "date_time":
      return localTime(entity, text);
    default:
      return el("span", {}, ...content);
  }
}

function localTime(entity, text) {
  const moment = entity.unix_time * 1000;
  const style = entity.date_time_format ?? "";
  const parts = [];
  if (/[dD]/.test(style)) parts.push(day(moment));
  if (/[tT]/.test(style)) parts.push(clock(moment));
  return el("time", { title: new Date(moment).toLocaleString() }, parts.join(", ") || text);
}

function spoiler(content) {
  const element = el("span", { class: "spoiler", role: "button", tabindex: "0" }, ...content);
  const open = () => element.classList.add("open");
  element.addEventListener("click", open);
  element.addEventListener("keydown", (event) => event.key === "Enter" && open());
  return element;
}

function folding(content) {
  const quote = el("blockquote", {}, ...content);
  const length = quote.textContent.length;
  if (length < 150 && quote.textContent.split("\n").length < 4) return quote;
  quote.classList.add("folded");
  quote.tabIndex = 0;
  quote.setAttribute("role", "button");
  quote.setAttribute("aria-expanded", "false");
  const turn = () => {
    const folded = quote.classList.toggle("folded");
    quote.setAttribute("aria-expanded", String(!folded));
  };
  quote.addEventListener("click", (event) => event.target.closest("a") || turn());
  quote.addEventListener("keydown", (event) => event.key === "Enter" && turn());
  return quote;
}

// A link to a post of a channel that lives here opens it here.
function link(address, content, action) {
  if (action) return el("a", { href: "#", onclick: (event) => (event.preventDefault(), action()) }, ...content);
  const post = localPost(address);
  if (post) {
    const open = (event) => {
      event.preventDefault();
      world.tell("open_post", post);
    };
    return el("a", { href: address, onclick: open }, ...content);
  }
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...content);
}

export function localPost(address) {
  if (!URL.canParse(address)) return null;
  const [name, id] = new URL(address).pathname.replace(/^\/s\//, "/").slice(1).split("/");
  return world.channel(name) ? { username: name, id: Number(id) || null } : null;
}

export function withLinks(text) {
  const nodes = [];
  let done = 0;
  for (const match of text.matchAll(ADDRESS)) {
    nodes.push(text.slice(done, match.index), link(match[0], [match[0]]));
    done = match.index + match[0].length;
  }
  nodes.push(text.slice(done));
  return nodes;
}

export function copy(text) {
  navigator.clipboard.writeText(text).then(() => toast(word("copied")));
}
