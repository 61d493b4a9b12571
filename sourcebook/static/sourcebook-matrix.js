/* The matrix, worked by its reader: opening a cell's reason or a row's words in the table, leaving out items and whole
 * sources, and what that changes in cells. No total, no order. The address keeps the choice (`?without=…&struck=…`; the
 * second matrix of a page: `without-2`). */
(() => {
  "use strict";

  const SIGNS = ["CC", "C", "I", "II"]; /* N goes without a word */

  function element(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  const counted = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
  const listed = (words) => (words.length < 2
    ? words.join("")
    : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`);
  const after = (part, prefix) => (new RegExp(`\\b${prefix}(\\S+)`).exec(part.className) || ["", ""])[1];

  class Matrix {
    constructor(box, number) {
      this.box = box;
      this.suffix = number > 1 ? `-${number}` : "";
      this.table = box.querySelector(".sb-matrix-table table");
      this.codes = [...this.table.tHead.querySelectorAll(".sb-code")].map((code) => code.textContent);
      this.rows = [...this.table.tBodies[0].rows].map((line) => ({
        line,
        id: after(line, "sb-row-"),
        source: after(line, "sb-of-"),
        cells: [...line.querySelectorAll(".sb-sign")].map((sign) => sign.textContent),
        struck: false,
      }));
      this.sources = {};
      this.addPanel();
      this.rows.forEach((row) => this.addButtons(row));
      this.table.setAttribute("role", "grid");
      sourcebookGrid.rove(this.table, () => [...this.table.rows]
        .filter((line) => !line.classList.contains("sb-open-reason"))
        .map((line) => [...line.querySelectorAll("button")]));
      this.read();
      this.apply();
    }

    /* -- opening a cell or a row ---------------------------------------------------------------------------------- */

    addButtons(row) {
      row.line.querySelectorAll("a[href^='#']").forEach((link) => {
        const place = document.getElementById(decodeURIComponent(link.hash.slice(1)));
        const button = element("button", { type: "button", className: "sb-cell-button" }, ...link.childNodes);
        button.setAttribute("aria-expanded", "false");
        link.replaceWith(button);
        button.addEventListener("click", () => this.toggle(button, row, place));
      });
    }

    toggle(button, row, place) {
      const shown = button.getAttribute("aria-expanded") === "true";
      const next = row.line.nextElementSibling;
      if (next && next.classList.contains("sb-open-reason")) {
        next.remove();
        row.line.querySelectorAll("button[aria-expanded]").forEach((other) => other.setAttribute("aria-expanded", "false"));
      }
      if (shown) return;
      const words = place.closest("li, dt");
      const item = words.tagName === "DT" ? words.nextElementSibling : words.closest("dd");
      const said = words.tagName === "DT" ? [...item.querySelectorAll(":scope > p")] : [...words.children, item.querySelector(".sb-telling")];
      const cell = element("td", { colSpan: row.line.cells.length }, ...said.map((part) => this.copy(part)), this.strike(row));
      row.line.after(element("tr", { className: "sb-open-reason" }, cell));
      button.setAttribute("aria-expanded", "true");
    }

    copy(part) {
      const made = part.cloneNode(true);
      made.querySelectorAll("[id]").forEach((inner) => inner.removeAttribute("id"));
      return made;
    }

    /* -- leaving out ---------------------------------------------------------------------------------------------- */

    switch(words, set) {
      const button = element("button", { type: "button", textContent: words });
      button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", () => {
        const on = button.getAttribute("aria-pressed") !== "true";
        button.setAttribute("aria-pressed", String(on));
        set(on);
        this.keep();
        this.apply();
      });
      return button;
    }

    strike(row) {
      const button = this.switch("Leave this out", (on) => { row.struck = on; });
      button.setAttribute("aria-pressed", String(row.struck));
      return element("p", { className: "sb-choose" }, button);
    }

    addPanel() {
      const panel = element("div", { className: "sb-choose" }, element("span", { textContent: "Leave out a source: " }));
      this.box.querySelectorAll(".sb-origins .sb-src").forEach((name) => {
        const key = after(name, "sb-by-");
        const source = { out: false };
        source.button = this.switch("", (on) => { source.out = on; });
        source.button.append(name.cloneNode(true));
        this.sources[key] = source;
        panel.append(source.button);
      });
      this.all = element("button", { type: "button", textContent: "Bring all back" });
      this.all.addEventListener("click", () => this.reset());
      this.said = element("p", {});
      this.said.setAttribute("role", "status");
      const caption = this.table.caption ? this.table.caption.querySelector(".caption-text") || this.table.caption : null;
      panel.setAttribute("role", "group");
      panel.setAttribute("aria-label", `Leave out: ${caption ? caption.textContent.trim() : "matrix"}${this.suffix}`);
      panel.append(this.all, this.said);
      this.box.querySelector(".sb-matrix-table").before(panel);
    }

    reset() {
      Object.values(this.sources).forEach((source) => { source.out = false; });
      this.rows.forEach((row) => { row.struck = false; });
      this.table.querySelectorAll(".sb-choose button").forEach((button) => button.setAttribute("aria-pressed", "false"));
      this.keep();
      this.apply();
    }

    out(row) {
      return row.struck || (this.sources[row.source] || { out: false }).out;
    }

    /* What goes, cell by cell: "H1 loses CC and I". Then the columns in which no cell speaks against any more. */
    sentence(gone, left) {
      if (!gone.length) return "";
      const against = (rows, i) => rows.some((row) => row.cells[i] === "I" || row.cells[i] === "II");
      const lost = this.codes.map((code, i) => {
        const cells = SIGNS.map((sign) => [gone.filter((row) => row.cells[i] === sign).length, sign]).filter(([n]) => n);
        return cells.length ? `${code} loses ${listed(cells.map(([n, sign]) => (n > 1 ? `${n} ${sign}` : sign)))}` : "";
      }).filter(Boolean);
      const free = this.codes.filter((_, i) => against(this.rows, i) && !against(left, i));
      const nothing = free.length ? ` No cell is left that speaks against ${listed(free)}.` : "";
      return `Without ${counted(gone.length, "item")} of ${this.rows.length}: ${lost.join("; ")}.${nothing}`;
    }

    apply() {
      const gone = this.rows.filter((row) => this.out(row));
      this.rows.forEach((row) => row.line.classList.toggle("sb-struck", this.out(row)));
      Object.values(this.sources).forEach((source) => source.button.setAttribute("aria-pressed", String(source.out)));
      const words = this.sentence(gone, this.rows.filter((row) => !this.out(row)));
      if (this.said.textContent !== words) this.said.textContent = words;
      this.all.disabled = !gone.length;
    }

    /* -- the address ---------------------------------------------------------------------------------------------- */

    keep() {
      const query = new URLSearchParams(location.search);
      const without = Object.keys(this.sources).filter((key) => this.sources[key].out).join(",");
      const struck = this.rows.filter((row) => row.struck).map((row) => row.id).join(",");
      [["without", without], ["struck", struck]].forEach(([key, value]) => {
        if (value) query.set(key + this.suffix, value);
        else query.delete(key + this.suffix);
      });
      const text = query.toString();
      history.replaceState(null, "", `${location.pathname}${text ? `?${text}` : ""}${location.hash}`);
    }

    read() {
      const query = new URLSearchParams(location.search);
      const names = (key) => (query.get(key + this.suffix) || "").split(",");
      names("without").forEach((key) => { if (key in this.sources) this.sources[key].out = true; });
      const struck = new Set(names("struck"));
      this.rows.forEach((row) => { row.struck = struck.has(row.id); });
    }
  }

  document.querySelectorAll(".sb-matrix").forEach((box, i) => new Matrix(box, i + 1));
})();
