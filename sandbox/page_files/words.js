// The page's own words in two languages; Russian unless the browser or the person asks otherwise.

const WORDS = {
  ru: {
    title: "Набат: песочница",
    brand: "Набат",
    sandbox: "песочница",
    note: "Всё происходит на этом компьютере и никуда не уходит. Каналы, посты и жители выдуманы.",
    channels: "Каналы",
    chat: "Чат",
    night: "Ночь-образец",
    play: "Играть ночь",
    pause: "Пауза",
    restart: "Сначала",
    speed: "Скорость ночи",
    post: "пост ",
    night_ready: "20:40 – 07:30",
    other_language: "English",
    back: "К списку каналов",
    no_posts: "Здесь ещё нет постов. Напишите первый.",
    choose: "Выберите канал слева",
    write_post: "Написать от имени канала",
    publish: "Опубликовать",
    edit: "Изменить пост",
    remove: "Удалить пост",
    remove_sure: "Удалить этот пост?",
    editing: "Изменение поста",
    cancel: "Отменить",
    edited: "изменено",
    forwarded: (whom) => `Переслано из: ${whom}`,
    role_governor: "губернатор",
    role_headquarters: "оперативный штаб",
    role_government: "правительство",
    role_mayor: "мэр",
    role_emergency: "МЧС",
    role_defence: "военное ведомство",
    bot_alive: "бот",
    bot_waiting: "бот ещё не подключился",
    typing: "печатает…",
    start: "Запустить",
    start_hint: "Здесь будет разговор с ботом. Нажмите «Запустить».",
    say: "Сообщение",
    send: "Отправить",
    menu: "Команды бота",
    silent: "без звука",
    loud: "со звуком",
    you: "Вы",
    unread: "новых",
    resident: "От чьего имени",
    to_end: "К последнему",
    lost: "Связь с песочницей потеряна, жду её возвращения…",
    failed: "Не получилось. Попробуйте ещё раз.",
    copied: "Скопировано",
    quoted_gone: "сообщение",
    picture: "Картинка",
  },
  en: {
    title: "Tocsin: sandbox",
    brand: "Tocsin",
    sandbox: "sandbox",
    note: "Everything happens on this computer, nothing leaves it. Channels, posts and people are invented.",
    channels: "Channels",
    chat: "Chat",
    night: "Sample night",
    play: "Play the night",
    pause: "Pause",
    restart: "Start over",
    speed: "Speed of the night",
    post: "post ",
    night_ready: "20:40 – 07:30",
    other_language: "Русский",
    back: "Back to the channels",
    no_posts: "No posts here yet. Write the first one.",
    choose: "Choose a channel on the left",
    write_post: "Write as the channel",
    publish: "Publish",
    edit: "Edit the post",
    remove: "Delete the post",
    remove_sure: "Delete this post?",
    editing: "Editing a post",
    cancel: "Cancel",
    edited: "edited",
    forwarded: (whom) => `Forwarded from ${whom}`,
    role_governor: "governor",
    role_headquarters: "headquarters",
    role_government: "government",
    role_mayor: "mayor",
    role_emergency: "emergency ministry",
    role_defence: "defence ministry",
    bot_alive: "bot",
    bot_waiting: "the bot has not connected yet",
    typing: "typing…",
    start: "Start",
    start_hint: "The talk with the bot will be here. Press “Start”.",
    say: "Message",
    send: "Send",
    menu: "The bot's commands",
    silent: "silent",
    loud: "with sound",
    you: "You",
    unread: "new",
    resident: "Speak as",
    to_end: "To the newest",
    lost: "The sandbox does not answer, waiting for it…",
    failed: "That did not work. Try again.",
    copied: "Copied",
    quoted_gone: "message",
    picture: "Picture",
  },
};

const KEY = "sandbox-language";

function first() {
  const kept = localStorage.getItem(KEY);
  if (kept in WORDS) return kept;
  const asked = (navigator.language || "ru").slice(0, 2);
  return asked in WORDS ? asked : "ru";
}

let language = first();

export const currentLanguage = () => language;

export function switchLanguage() {
  language = language === "ru" ? "en" : "ru";
  localStorage.setItem(KEY, language);
}

export function word(name, ...details) {
  const found = WORDS[language][name];
  return typeof found === "function" ? found(...details) : found;
}

export function clock(moment) {
  return new Date(moment).toLocaleTimeString(language, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
}

export function stamp(moment) {
  const date = new Date(moment);
  if (date.toDateString() === new Date().toDateString()) return clock(moment);
  return date.toLocaleDateString(language, { day: "numeric", month: "short" });
}

export function day(moment) {
  return new Date(moment).toLocaleDateString(language, { day: "numeric", month: "long" });
}
