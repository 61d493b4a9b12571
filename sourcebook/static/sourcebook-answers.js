/* The reader's answers: kept in the browser's own storage under the address of the book, and nowhere else.
 *
 * One file holds all of them, to read, print, send and bring back: a page without a script, with the same answers as
 * data at its end. Other scripts use `window.sourcebookAnswers`. */
"use strict";

window.sourcebookAnswers = (() => {
  const LARGEST = 5e6; /* bytes of a file of answers */
  const DATA = "sourcebook-answers";
  const root = new URL(document.documentElement.dataset.content_root || "./", window.location.href).pathname;
  const place = `sourcebook:${root}`;
  const store = { keeps: true, all: {} };

  const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

  try {
    const kept = JSON.parse(window.localStorage.getItem(place));
    if (isRecord(kept)) store.all = kept;
  } catch {
    store.keeps = false;
  }

  store.save = () => {
    try {
      window.localStorage.setItem(place, JSON.stringify(store.all));
    } catch {
      store.keeps = false;
    }
  };

  store.number = (value) => String(Math.round(value * 100) / 100);
  store.points = (value) => `${store.number(value)} ${value === 1 ? "point" : "points"}`;

  store.make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  store.button = (words, act, attributes = {}) => {
    const element = store.make("button", { type: "button", ...attributes }, words);
    element.addEventListener("click", act);
    return element;
  };

  /* How one answer was marked, in words. */
  store.marked = (state) => {
    if (!state.checked) return "not checked yet";
    return state.marked === false ? "compared with the model answer" : `${store.number(state.points)} of ${store.points(state.of)}`;
  };

  /* The answers with the words of their questions, in the order in which they were first given. */
  store.list = () => store.make("div", { class: "sb-answers" }, ...Object.entries(store.all).map(([id, state]) => store.make(
    "section", {},
    store.make("h3", {}, String(state.title ?? id)),
    ...String(state.question ?? "").split("\n").filter(Boolean).map((line) => store.make("p", { class: "sb-asked" }, line)),
    ...String(state.words ?? JSON.stringify(state.answer)).split("\n").map((line) => store.make("p", { class: "sb-given" }, line)),
    store.make("p", { class: "sb-marked" }, `(${store.marked(state)})`),
  )));

  store.download = () => {
    const title = `My answers: ${document.querySelector(".navbar-brand, .sb-brand")?.textContent.trim() || document.title}`;
    const saved = new Date();
    const data = JSON.stringify({ saved: saved.toISOString(), answers: store.all }).replaceAll("<", "\\u003c");
    const page = document.implementation.createHTMLDocument(title);
    page.documentElement.lang = document.documentElement.lang;
    page.head.prepend(page.createElement("meta"));
    page.head.firstChild.setAttribute("charset", "utf-8");
    const style = page.createElement("style");
    style.textContent = "body{font:1rem/1.5 serif;max-width:42rem;margin:2rem auto;padding:0 1rem}"
      + "section{break-inside:avoid}.sb-given{border-left:3px solid;padding-left:.75rem;white-space:pre-wrap}";
    page.head.append(style);
    const heading = page.createElement("h1");
    heading.textContent = title;
    const when = page.createElement("p");
    when.textContent = `Saved on ${saved.toLocaleDateString(document.documentElement.lang || "en", { dateStyle: "long" })}.`;
    const script = page.createElement("script");
    script.type = "application/json";
    script.id = DATA;
    script.textContent = data;
    page.body.append(heading, when, page.adoptNode(store.list()), script);
    const blob = new Blob([`<!doctype html>\n${page.documentElement.outerHTML}\n`], { type: "text/html" });
    const link = store.make("a", { href: URL.createObjectURL(blob), download: "my-answers.html" });
    document.body.append(link);
    link.click();
    link.remove();
    URL.revokeObjectURL(link.href);
  };

  /* The answers in the text of such a file, or in the older form, JSON alone; null where there are none. */
  store.parse = (text) => {
    const data = new DOMParser().parseFromString(text, "text/html").getElementById(DATA)?.textContent ?? text;
    try {
      const { answers } = JSON.parse(data);
      const sound = Object.entries(answers).filter(([, state]) => isRecord(state) && "answer" in state);
      return isRecord(answers) && sound.length ? Object.fromEntries(sound) : null;
    } catch {
      return null;
    }
  };

  /* Bring answers back from a file. What is answered here already stays. Returns how many came in, or -1. */
  store.bring = async (file) => {
    const brought = file.size > LARGEST ? null : store.parse(await file.text());
    if (!brought) return -1;
    const news = Object.entries(brought).filter(([id]) => !Object.hasOwn(store.all, id));
    for (const [id, state] of news) store.all[id] = state;
    store.save();
    return news.length;
  };

  return store;
})();
