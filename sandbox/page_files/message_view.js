// One message of the chat: bubble, quote, picture, buttons, its mark of sound or silence.

import { el, icon } from "./dom.js";
import { copy, localPost, rich } from "./rich.js";
import { quote } from "./thread.js";
import { clock, word } from "./words.js";
import { world } from "./world.js";

export function drawMessage(message, { botName, find, jump, press }) {
  const answered = find(message.reply_to);
  const words = answered ? answered.text || word("picture") : "";
  const whose = answered?.bot ? botName : word("you");
  const bubble = el(
    "article",
    { class: "bubble" },
    answered ? quote(whose, words, () => jump(answered.id)) : null,
    message.photo ? picture(message.photo) : null,
    message.document ? attachment(message.document) : null,
    message.text ? el("div", { class: "bubble-text" }, ...rich(message.text, message.entities)) : null,
    foot(message),
  );
  const side = message.bot ? "theirs" : "mine";
  const attributes = { class: `message ${side}`, "data-message": message.id };
  const keys = message.buttons.length ? keyboard(message, press) : null;
  return el("div", attributes, bubble, keys);
}

function foot(message) {
  const silent = message.bot && message.silent;
  const sound = message.bot
    ? el("span", { class: "sound", title: word(silent ? "silent" : "loud") }, icon(silent ? "bell_off" : "bell"))
    : null;
  if (sound && silent) sound.append(el("span", { class: "visually-hidden" }, word("silent")));
  return el(
    "div",
    { class: "bubble-foot" },
    message.edited ? word("edited") : null,
    sound,
    el("time", {}, clock(message.date)),
    message.bot ? null : icon("check"),
  );
}

function picture({ url, width, height }) {
  const attributes = { class: "photo", src: url, width, height, alt: word("picture") };
  return el("a", { href: url, target: "_blank", rel: "noopener" }, el("img", attributes));
}

function attachment({ url, name }) {
  return el("a", { class: "document", href: url, download: name }, icon("file"), name);
}

function keyboard(message, press) {
  const rows = message.buttons.map((row) =>
    el("div", { class: "keys-row" }, ...row.map((cell) => key(message, cell, press))),
  );
  return el("div", { class: "keys" }, ...rows);
}

function key(message, cell, press) {
  const look = `key ${["danger", "success", "primary"].includes(cell.style) ? cell.style : ""}`;
  if (cell.url) {
    const post = localPost(cell.url);
    const open = (event) => {
      if (!post) return;
      event.preventDefault();
      world.tell("open_post", post);
    };
    const attributes = { class: look, href: cell.url, target: "_blank", rel: "noopener noreferrer" };
    return el("a", { ...attributes, onclick: open }, cell.text);
  }
  const button = el("button", { type: "button", class: look }, cell.text);
  if (cell.callback_data) {
    button.addEventListener("click", () => {
      button.classList.add("waiting");
      press(message.id, cell.callback_data);
    });
  } else if (cell.copy_text) {
    button.addEventListener("click", () => copy(cell.copy_text.text));
  } else {
    button.disabled = true;
  }
  return button;
}
