/* Light or dark, decided before anything is painted, so that no page flashes. The choice is the reader's own: it stays in
 * the browser, under the names that the theme uses for it. Beside it, answers to exercises are kept, and nothing else: not
 * the words of a search, nor how far somebody read, which scripts of Sphinx and of the theme would write down. Loaded in
 * the head, and the only script that is waited for. */
(() => {
  "use strict";

  const KEPT = /^(mode|theme|sourcebook:.*)$/;
  const keep = Storage.prototype.setItem;
  Storage.prototype.setItem = function setItem(name, value) {
    if (KEPT.test(name)) keep.call(this, name, value);
  };

  const root = document.documentElement;
  const modes = ["light", "dark", "auto"];
  let mode = document.currentScript.dataset.default;
  try {
    mode = localStorage.getItem("mode") || mode;
  } catch {
    /* No storage, as in a page opened from a folder with strict settings: the system decides. */
  }
  if (!modes.includes(mode)) mode = "auto";
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.mode = mode;
  root.dataset.theme = mode === "auto" ? (dark ? "dark" : "light") : mode;
})();
