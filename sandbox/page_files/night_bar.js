// The bar on top: the sample night's player, and the language.

import { el, icon, iconButton } from "./dom.js";
import { switchLanguage, word } from "./words.js";
import { ask, world } from "./world.js";

const turn = (body) => ask("POST", "/sandbox/night", body);

export function drawBar(bar) {
  const play = iconButton("play", word("play"), () => turnOver(), "play");
  const place = el("span", { class: "night-place" });
  const progress = el("progress", { value: "0", max: "1" });
  progress.setAttribute("aria-label", word("night"));
  const speed = el("select", { title: word("speed"), "aria-label": word("speed") });
  speed.addEventListener("change", () => turn({ speed: Number(speed.value) }));

  const turnOver = () => turn({ action: world.state.night.playing ? "pause" : "play" });

  const show = (night) => {
    const name = night.playing ? "pause" : "play";
    play.replaceChildren(icon(name));
    play.title = word(name);
    play.setAttribute("aria-label", word(name));
    progress.max = night.count;
    progress.value = night.position;
    const count = `${night.position}/${night.count}`;
    const begun = [`${night.time} · `, el("span", { class: "wide-only" }, word("post")), count];
    place.replaceChildren(...(night.position ? begun : [word("night_ready")]));
    speed.replaceChildren(...night.speeds.map((value) => option(value, night.speed)));
  };

  bar.replaceChildren(
    el(
      "div",
      { class: "brand" },
      el("img", { src: "/sandbox/page/bell.svg", alt: "" }),
      el("span", {}, word("brand"), " ", el("small", {}, word("sandbox"))),
    ),
    el(
      "div",
      { class: "night", role: "group", "aria-label": word("night") },
      play,
      iconButton("restart", word("restart"), () => turn({ action: "restart" })),
      el(
        "div",
        { class: "night-middle" },
        el("div", { class: "night-line" }, el("span", { class: "night-title" }, word("night")), place),
        progress,
      ),
      speed,
    ),
    el(
      "button",
      {
        type: "button",
        class: "language",
        onclick: () => {
          switchLanguage();
          world.tell("language");
        },
      },
      word("other_language"),
    ),
  );
  if (world.state) show(world.state.night);
  return show;
}

function option(value, current) {
  return el("option", { value: String(value), selected: value === current }, `×${value}`);
}
