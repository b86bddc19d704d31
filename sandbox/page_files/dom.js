// Elements and icons made by hand: text only ever becomes text nodes.

const ICONS = {
  play: "M8 5.5v13l11-6.5z",
  pause: "M8 5v14M16 5v14",
  restart: "M4 12a8 8 0 1 0 2.5-5.8M4 4v4.5h4.5",
  back: "M15 5l-7 7 7 7",
  send: "M4 12l16-8-5 17-3.5-6.5zM11.5 14.5L20 4",
  publish: "M12 19V5M5.5 11.5L12 5l6.5 6.5",
  edit: "M4 20l1-4.5L16.5 4l3.5 3.5L8.5 19z",
  remove: "M5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13",
  close: "M6 6l12 12M18 6L6 18",
  menu: "M5 7h14M5 12h14M5 17h14",
  down: "M6 9.5l6 6 6-6",
  bell: "M12 4a5.5 5.5 0 0 0-5.5 5.5V14l-1.8 3h14.6l-1.8-3V9.5A5.5 5.5 0 0 0 12 4zM10 20h4",
  bell_off:
    "M7 8a5.5 5.5 0 0 1 10.5 1.5V14M17 17H4.7l1.8-3v-3.5M10 20h4M4 4l16 16",
  check: "M4.5 12.5l5 5 10-11",
  channels: "M4 10v4l3 .5V19h3v-4l9 3.5v-13L7 9.5zM21 10.5v3",
  chat: "M4 5h16v11h-9l-4.5 4v-4H4z",
  file: "M7 3.5h7l4 4v13H7zM14 3.5v4h4",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", name === "play" ? "icon solid" : "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function iconButton(name, label, onclick, extra = "") {
  const attributes = { type: "button", class: `icon-button ${extra}`, title: label, onclick };
  return el("button", { ...attributes, "aria-label": label }, icon(name));
}

export function avatar(title, seed, extra = "") {
  const letters = title.split(/\s+/).filter((part) => /^\p{L}/u.test(part)).slice(0, 2);
  const tone = [...String(seed)].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 6;
  const name = letters.map((part) => part[0].toUpperCase()).join("");
  return el("span", { class: `avatar tone-${tone} ${extra}`, "aria-hidden": "true" }, name);
}

let toastTimer = 0;

export function toast(text) {
  const box = document.getElementById("toast");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (box.hidden = true), 3500);
}
