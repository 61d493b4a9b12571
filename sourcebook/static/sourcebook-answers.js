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

  /* As text: a document made here would be under the page's policy, which allows no style of its own. */
  function page(title, saved) {
    const lang = document.documentElement.lang || "en";
    const when = saved.toLocaleDateString(lang, { dateStyle: "long" });
    const body = store.make("body", {}, store.make("h1", {}, title), store.make("p", {}, `Saved on ${when}.`), store.list());
    const data = JSON.stringify({ saved: saved.toISOString(), answers: store.all }).replaceAll("<", "\\u003c");
    return `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8">${store.make("title", {}, title).outerHTML}<style>
body { font: 1rem/1.5 serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
section { break-inside: avoid; }
.sb-given { border-inline-start: 3px solid; padding-inline-start: 0.75rem; white-space: pre-wrap; }
</style></head>
${body.outerHTML}
<script type="application/json" id="${DATA}">${data}</script>
</html>
`;
  }

  store.download = () => {
    const title = `My answers: ${document.querySelector(".navbar-brand, .sb-brand")?.textContent.trim() || document.title}`;
    const blob = new Blob([page(title, new Date())], { type: "text/html" });
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
