// The left pane: channels by their last post, and the open one where its owner writes.

import { Composer } from "./composer.js";
import { avatar, el, icon, iconButton } from "./dom.js";
import { withLinks } from "./rich.js";
import { quote, Thread } from "./thread.js";
import { clock, stamp, word } from "./words.js";
import { ask, world } from "./world.js";

export class Channels {
  constructor(pane) {
    this.pane = pane;
    this.open = null;
    this.editing = null;
    this.unread = new Map();
    world.on("post", ({ channel, post }) => this.heard(channel, post));
    world.on("post_gone", ({ channel, id }) => {
      if (channel.username === this.open) this.thread.remove(id);
      this.drawList();
    });
  }

  draw() {
    this.list = el("ul", { class: "channel-list", "aria-label": word("channels") });
    this.body = el("div", { class: "channel-open" });
    this.pane.replaceChildren(this.list, this.body);
    const wide = matchMedia("(width > 1140px)").matches;
    if (this.open === null && wide) this.open = world.state.channels[0]?.username ?? null;
    this.drawList();
    this.drawOpen();
  }

  drawList() {
    const last = (channel) => channel.posts.at(-1)?.id ?? 0;
    const moment = (channel) => channel.posts.at(-1)?.date ?? "";
    const sorted = [...world.state.channels].sort(
      (a, b) => moment(b).localeCompare(moment(a)) || last(b) - last(a),
    );
    this.list.replaceChildren(...sorted.map((channel) => el("li", {}, this.row(channel))));
  }

  row(channel) {
    const post = channel.posts.at(-1);
    const count = this.unread.get(channel.username) ?? 0;
    const current = channel.username === this.open;
    const show = () => this.show(channel.username);
    return el(
      "button",
      { type: "button", class: "channel-row", "aria-current": String(current), onclick: show },
      avatar(channel.title, channel.username),
      el(
        "span",
        {},
        el(
          "span",
          { class: "channel-line" },
          el("span", { class: "channel-name" }, channel.title),
          count ? el("span", { class: "badge", "aria-label": `${count} ${word("unread")}` }, count) : null,
        ),
        el(
          "span",
          { class: "channel-line" },
          el("span", { class: "channel-last" }, post?.text ?? word(`role_${channel.role}`)),
          post ? el("time", {}, stamp(post.date)) : null,
        ),
      ),
    );
  }

  show(username, postId = null) {
    this.open = username;
    this.unread.delete(username);
    this.drawList();
    this.drawOpen();
    if (postId) this.thread.find(postId);
  }

  drawOpen() {
    const channel = world.channel(this.open);
    this.pane.dataset.open = String(channel !== null);
    if (channel === null) {
      const hint = el("p", { class: "empty" }, word("choose"));
      this.body.replaceChildren(el("div"), el("div", { class: "thread-frame" }, el("div", { class: "thread" }, hint)));
      return;
    }
    const draft = this.composerOf === channel.username ? this.composer.box.value : "";
    this.composerOf = channel.username;
    this.thread = new Thread(channel.title, (post) => this.bubble(channel, post));
    this.composer = new Composer({
      label: word("write_post"),
      icon: "publish",
      action: word("publish"),
      send: (text) => this.publish(channel, text),
    });
    this.composer.box.value = draft;
    this.composer.fit();
    this.editing = null;
    this.note = el("div", { class: "editing", hidden: true });
    const foot = el("div", {}, this.note, this.drafts(channel), this.composer.node);
    this.body.replaceChildren(this.head(channel), this.thread.frame, foot);
    this.thread.show(channel.posts, word("no_posts"));
  }

  head(channel) {
    const back = iconButton("back", word("back"), () => this.show(null), "channel-back");
    const about = `${word(`role_${channel.role}`)} · @${channel.username}`;
    return el(
      "header",
      { class: "pane-head" },
      back,
      avatar(channel.title, channel.username),
      el("div", { class: "pane-title" }, el("h2", {}, channel.title), el("p", { title: channel.about }, about)),
    );
  }

  drafts(channel) {
    const chips = channel.drafts.map(({ title, text }) =>
      el("button", { type: "button", class: "draft", onclick: () => this.composer.put(text) }, title),
    );
    return el("div", { class: "drafts", hidden: !chips.length }, ...chips);
  }

  bubble(channel, post) {
    const answered = channel.posts.find((other) => other.id === post.reply_to);
    const foot = el(
      "div",
      { class: "bubble-foot" },
      el(
        "span",
        { class: "post-actions" },
        iconButton("edit", word("edit"), () => this.edit(post)),
        iconButton("remove", word("remove"), () => this.remove(channel, post)),
      ),
      post.edited ? word("edited") : null,
      el("time", {}, clock(post.date)),
    );
    return el(
      "article",
      { class: "bubble", "data-post": post.id },
      post.forwarded_from ? el("b", {}, word("forwarded", post.forwarded_from)) : null,
      answered ? quote(channel.title, answered.text, () => this.thread.find(answered.id)) : null,
      el("div", { class: "bubble-text" }, ...withLinks(post.text)),
      foot,
    );
  }

  heard(channel, post) {
    if (channel.username === this.open) {
      this.thread.put(post);
    } else {
      this.unread.set(channel.username, (this.unread.get(channel.username) ?? 0) + 1);
    }
    this.drawList();
  }

  publish(channel, text) {
    const address = `/sandbox/channels/${channel.username}/posts`;
    const id = this.editing;
    this.stopEditing();
    ask("POST", id === null ? address : `${address}/${id}`, { text });
    this.thread.end();
  }

  edit(post) {
    this.editing = post.id;
    const stop = iconButton("close", word("cancel"), () => (this.stopEditing(), this.composer.put("")));
    this.note.replaceChildren(icon("edit"), el("span", {}, word("editing")), stop);
    this.note.hidden = false;
    this.composer.put(post.text);
  }

  stopEditing() {
    this.editing = null;
    this.note.hidden = true;
  }

  remove(channel, post) {
    if (confirm(word("remove_sure"))) {
      ask("DELETE", `/sandbox/channels/${channel.username}/posts/${post.id}`);
    }
  }
}
