/* What every page does by itself: a link into a closed part opens it, and paper shows all of it. Most browsers open the
 * part for a link and for a search in the page; this serves the others, and links that lead to where one already is. */
(() => {
  "use strict";

  function openAround(place) {
    for (let part = place && place.closest("details"); part; part = part.parentElement.closest("details")) {
      part.open = true;
    }
  }

  function follow() {
    if (location.hash.length < 2) return;
    let id = location.hash.slice(1);
    try {
      id = decodeURIComponent(id);
    } catch {
      /* A lone per cent sign: taken as it stands. */
    }
    const place = document.getElementById(id);
    if (!place || !place.closest("details:not([open])")) return;
    openAround(place);
    place.scrollIntoView();
  }

  /* A page from a folder may not read its neighbours: the search then shows titles alone, instead of failing at each. */
  if (location.protocol === "file:" && typeof DOCUMENTATION_OPTIONS === "object") {
    DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
  }

  const closed = new Set();

  function openForPaper() {
    document.querySelectorAll("main details:not([open])").forEach((part) => {
      part.open = true;
      closed.add(part);
    });
  }

  function closeAgain() {
    closed.forEach((part) => { part.open = false; });
    closed.clear();
  }

  window.addEventListener("hashchange", follow);
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[href^='#']");
    if (link && link.hash === location.hash) follow();
  });
  window.addEventListener("beforeprint", openForPaper);
  window.addEventListener("afterprint", closeAgain);
  follow();
})();
