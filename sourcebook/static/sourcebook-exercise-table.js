/* The table of all exercises: filters that stand in the address, links to copy, and the reader's progress and answers.
 *
 * Without this the table is whole and unfiltered. Where answers are kept: `sourcebook-answers.js`. */
"use strict";

(() => {
  const table = document.querySelector(".sb-exercise-table");
  if (!table) return;
  const store = window.sourcebookAnswers;
  const { make, button } = store;
  const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  const FILTERS = ["Page", "Kind", "Level", "Needs", "Assignments"].map((name) => [name, heads.indexOf(name)]);
  const rows = [...table.tBodies[0].rows].map((row) => {
    const link = row.cells[0].querySelector("a");
    const id = decodeURIComponent((link?.hash ?? "").slice(1)).replace(/^exercise-/, "");
    return { row, link, id, texts: [...row.cells].map((cell) => cell.textContent.trim()) };
  });

  /* -- filters ------------------------------------------------------------------------------------------------------ */

  const shown = make("p", { role: "status" });
  const menus = new Map();

  const values = (column, text) => (heads[column] === "Assignments" ? text.split(", ").filter(Boolean) : [text]);

  function filter(keep) {
    const wanted = [...menus].filter(([, { menu }]) => menu.value);
    for (const { row, texts } of rows) {
      row.hidden = !wanted.every(([, { menu, column }]) => values(column, texts[column]).includes(menu.value));
    }
    const left = rows.filter(({ row }) => !row.hidden);
    const minutes = left.reduce((sum, { texts }) => sum + Number(texts[heads.indexOf("Minutes")]), 0);
    shown.textContent = `${left.length} of ${rows.length} in sight, ${minutes} minutes in all.`;
    if (!keep) return;
    const query = new URLSearchParams(wanted.map(([name, { menu }]) => [name.toLowerCase(), menu.value])).toString();
    history.replaceState(null, "", `${location.pathname}${query && `?${query}`}${location.hash}`);
  }

  function filters() {
    const asked = new URLSearchParams(location.search);
    const form = make("form", { class: "sb-filters", "aria-label": "Filter the exercises" });
    for (const [name, column] of FILTERS) {
      const all = [...new Set(rows.flatMap(({ texts }) => values(column, texts[column])))];
      const menu = make("select", { id: `sb-by-${name.toLowerCase()}` }, new Option("all", ""));
      menu.append(...all.map((value) => new Option(value, value)));
      const wanted = asked.get(name.toLowerCase());
      menu.value = all.includes(wanted) ? wanted : "";
      menu.addEventListener("change", () => filter(true));
      menus.set(name, { menu, column });
      form.append(make("label", { for: menu.id }, name, " ", menu));
    }
    const clear = button("Show all", () => {
      for (const { menu } of menus.values()) menu.value = "";
      filter(true);
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.append(clear);
    return form;
  }

  /* -- each row ----------------------------------------------------------------------------------------------------- */

  function copier({ link, texts }) {
    const copy = button("Copy link", async () => {
      try {
        await navigator.clipboard.writeText(link.href);
        copy.textContent = "Copied";
      } catch {
        copy.replaceWith(make("input", { value: link.href, readonly: "", "aria-label": `Link to ${texts[0]}` }));
      }
    }, { "aria-label": `Copy link: ${texts[0]}` });
    return copy;
  }

  function statusOf(id) {
    const own = Object.entries(store.all).filter(([name]) => name === id || name.startsWith(`${id}-`));
    return own.map(([, state]) => store.marked(state)).join("; ");
  }

  function mark() {
    for (const entry of rows) entry.state.textContent = statusOf(entry.id);
  }

  /* -- progress and answers ----------------------------------------------------------------------------------------- */

  const progress = make("p", { role: "status" });
  const list = make("div", { id: "sb-my-answers", tabindex: "-1" });
  const brought = make("input", { type: "file", accept: ".html,.json,text/html,application/json", id: "sb-bring" });

  function tell(before = "") {
    const states = Object.values(store.all);
    const marked = states.filter((state) => state.checked && state.marked !== false);
    const sum = (name) => marked.reduce((total, state) => total + (Number(state[name]) || 0), 0);
    const kept = store.keeps ? "They are kept in this browser alone." : "This browser keeps no answers: download them.";
    const words = states.length
      ? `You have answered ${states.length} in this book, ${store.number(sum("points"))} of ${store.points(sum("of"))} marked so far. ${kept}`
      : "You have answered none yet.";
    progress.textContent = `${before}${words}`;
  }

  function show() {
    list.replaceChildren(make("h2", {}, "My answers"), store.list(), button("Print my answers", () => window.print()));
    document.documentElement.classList.add("sb-answers-shown");
    list.focus();
  }

  function answersPanel() {
    const row = make("div", { class: "sb-buttons" });
    brought.addEventListener("change", async () => {
      const count = brought.files.length ? await store.bring(brought.files[0]) : 0;
      brought.value = "";
      mark();
      tell(count < 0 ? "That file holds no answers from such a book. " : `${count} brought back. `);
    });
    const ask = () => {
      const no = button("Keep them", offer);
      row.replaceChildren(button("Delete all my answers", () => {
        for (const id of Object.keys(store.all)) delete store.all[id];
        store.save();
        list.replaceChildren();
        document.documentElement.classList.remove("sb-answers-shown");
        offer();
        mark();
        tell();
      }), no);
      no.focus();
    };
    const offer = () => row.replaceChildren(
      button("Read or print them", show), button("Download them", store.download),
      make("label", { for: brought.id, class: "sb-bring" }, "Bring them back from a file ", brought), button("Start again", ask),
    );
    offer();
    const part = make("details", {}, make("summary", {}, "My answers"), row);
    return make("section", { class: "sb-progress", "aria-label": "Your progress" }, progress, part, list);
  }

  for (const entry of rows) {
    entry.state = make("p", { class: "sb-marked" });
    entry.row.cells[0].append(...(entry.link ? [copier(entry)] : []), entry.state);
  }
  const frame = table.closest(".pst-scrollable-table-container") ?? table;
  frame.before(filters(), shown);
  frame.after(answersPanel());
  filter(false);
  mark();
  tell();
})();
