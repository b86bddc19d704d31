// The box to write in: Enter sends, Shift+Enter begins a new line.

import { el, iconButton } from "./dom.js";

const TALLEST = 180; // as the style sheet has it

export class Composer {
  constructor({ label, icon, action, before = null, send }) {
    this.send = send;
    this.box = el("textarea", { rows: "1", maxlength: "4096", placeholder: label });
    this.box.setAttribute("aria-label", label);
    this.button = iconButton(icon, action, () => this.submit(), "send");
    this.node = el("div", { class: "composer" }, before, this.box, this.button);
    this.box.addEventListener("input", () => this.fit());
    this.box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.submit();
    });
    this.fit();
  }

  fit() {
    this.button.disabled = !this.box.value.trim();
    this.box.style.height = "auto";
    this.box.style.height = `${this.box.value ? this.box.scrollHeight + 2 : 0}px`;
    this.box.style.overflowY = this.box.scrollHeight > TALLEST ? "auto" : "hidden";
  }

  put(text) {
    this.box.value = text;
    this.fit();
    this.box.focus();
  }

  submit() {
    const text = this.box.value.trim();
    if (!text) return;
    this.box.value = "";
    this.fit();
    this.send(text);
  }
}
