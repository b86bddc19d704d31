// Puts the page together: the bar, the two panes, the tabs of a phone.

import { Channels } from "./channels.js";
import { Chat } from "./chat.js";
import { el, icon, toast } from "./dom.js";
import { drawBar } from "./night_bar.js";
import { currentLanguage, word } from "./words.js";
import { world } from "./world.js";

const place = (id) => document.getElementById(id);
const channels = new Channels(place("channels"));
const chat = new Chat(place("chat"));
const unseen = { channels: 0, chat: 0 };
let showNight = () => {};

function drawTabs() {
  const tab = (name) =>
    el(
      "button",
      {
        type: "button",
        class: "tab",
        role: "tab",
        "aria-selected": String(document.body.dataset.tab === name),
        "aria-controls": name,
        onclick: () => showTab(name),
      },
      icon(name),
      word(name),
      unseen[name] ? el("span", { class: "badge" }, unseen[name]) : null,
    );
  place("tabs").setAttribute("role", "tablist");
  place("tabs").replaceChildren(tab("channels"), tab("chat"));
}

function showTab(name) {
  document.body.dataset.tab = name;
  unseen[name] = 0;
  drawTabs();
}

function count(name) {
  if (document.body.dataset.tab === name) return;
  unseen[name] += 1;
  drawTabs();
}

function draw() {
  document.documentElement.lang = currentLanguage();
  document.title = word("title");
  place("note").textContent = word("note");
  showNight = drawBar(place("bar"));
  drawTabs();
  if (!world.state) return;
  channels.draw();
  chat.draw();
}

world.on("reload", draw);
world.on("language", draw);
world.on("night", (night) => showNight(night));
world.on("post", () => count("channels"));
world.on("chat_unread", () => count("chat"));
world.on("say", () => showTab("chat"));
world.on("open_post", ({ username, id }) => {
  showTab("channels");
  channels.show(username, id);
});
world.on("connection", ({ alive }) => alive || toast(word("lost")));

draw();
world.follow();
