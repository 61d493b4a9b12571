/* What timeline and matrix share. One stop of the Tab key for many buttons or links: the arrow keys move among them, as in
 * a table of numbers; every other way to reach them stays as it is. And how much of the window the page's bar covers, so
 * that what stays in sight stays below it. */
window.sourcebookGrid = (() => {
  "use strict";

  const column = (item) => { const cell = item.closest("th, td"); return cell ? cell.cellIndex : 0; };
  const nearest = (row, wanted) => row.reduce((best, item) => (
    Math.abs(column(item) - wanted) < Math.abs(column(best) - wanted) ? item : best));

  function target(rows, from, key) {
    const at = rows.findIndex((row) => row.includes(from));
    const place = rows[at].indexOf(from);
    const last = rows.length - 1;
    const moves = {
      ArrowRight: () => rows[at][place + 1],
      ArrowLeft: () => rows[at][place - 1],
      ArrowDown: () => rows[at + 1] && nearest(rows[at + 1], column(from)),
      ArrowUp: () => rows[at - 1] && nearest(rows[at - 1], column(from)),
      Home: () => rows[at][0],
      End: () => rows[at][rows[at].length - 1],
      PageUp: () => nearest(rows[0], column(from)),
      PageDown: () => nearest(rows[last], column(from)),
    };
    return moves[key] && moves[key]();
  }

  /* `rows` gives the items as they stand, row by row. */
  function rove(root, rows) {
    const all = () => rows().filter((row) => row.length);
    let stop = null;
    const move = (item) => {
      if (stop) stop.setAttribute("tabindex", "-1");
      stop = item;
      stop.setAttribute("tabindex", "0");
    };
    const items = all().flat();
    if (!items.length) return;
    items.forEach((item) => item.setAttribute("tabindex", "-1"));
    move(items[0]);
    root.addEventListener("focusin", (event) => {
      const item = event.target.closest("button, a");
      if (item && item !== stop && item.hasAttribute("tabindex") && all().flat().includes(item)) move(item);
    });
    root.addEventListener("keydown", (event) => {
      const current = event.target.closest("button, a");
      if (current !== stop || event.altKey || event.ctrlKey || event.metaKey) return;
      const next = target(all(), current, event.key);
      if (!next) return;
      event.preventDefault();
      move(next);
      next.focus();
    });
  }

  function below() {
    const bar = document.querySelector(".bd-header-article");
    return bar ? bar.offsetHeight : 0;
  }

  const measure = () => document.documentElement.style.setProperty("--sb-below", `${below()}px`);
  ["resize", "load"].forEach((event) => window.addEventListener(event, measure));  // at first, styles may not stand yet
  measure();
  return { rove, below };
})();
