/* The matrix, worked by its reader: opening a cell's reason in the table, striking items and whole sources, asking for
 * the counts. What counts how much comes with the page (`analysis/matrix.py`); this only adds up what is left. The address
 * keeps the choice (`?without=…&struck=…`; the second matrix of a page: `without-2`). */
(() => {
  "use strict";

  function element(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  const listed = (words) => (words.length < 2
    ? words.join("")
    : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`);
  const counted = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

  class Matrix {
    constructor(box, number) {
      this.box = box;
      this.suffix = number > 1 ? `-${number}` : "";
      this.data = JSON.parse(box.querySelector("script.sb-matrix-data").textContent);
      this.table = box.querySelector(".sb-matrix-table table");
      this.rows = this.data.rows.map((row) => ({
        ...row, line: this.table.querySelector(`tr.sb-row-${CSS.escape(row.id)}`), strike: null,
      }));
      this.sources = {};
      this.counts = null;
      this.addPanel();
      this.rows.forEach((row) => this.addStrike(row));
      this.table.querySelectorAll("td a[href^='#']").forEach((link) => this.addButton(link));
      this.read();
      this.apply();
    }

    /* -- opening a cell ------------------------------------------------------------------------------------------- */

    addButton(link) {
      const reason = document.getElementById(decodeURIComponent(link.hash.slice(1))).closest("li");
      const button = element("button", { type: "button", className: "sb-cell-button" }, ...link.childNodes);
      button.setAttribute("aria-expanded", "false");
      link.replaceWith(button);
      button.addEventListener("click", () => this.toggle(button, reason));
    }

    toggle(button, reason) {
      const line = button.closest("tr");
      const shown = button.getAttribute("aria-expanded") === "true";
      const next = line.nextElementSibling;
      if (next && next.classList.contains("sb-open-reason")) {
        next.remove();
        line.querySelectorAll("button[aria-expanded]").forEach((other) => other.setAttribute("aria-expanded", "false"));
      }
      if (shown) return;
      const words = reason.closest("dd").querySelector(".sb-telling");
      const cell = element("td", { colSpan: line.cells.length });
      [...reason.children, words].forEach((part) => cell.append(this.copy(part)));
      line.after(element("tr", { className: "sb-open-reason" }, cell));
      button.setAttribute("aria-expanded", "true");
    }

    copy(part) {
      const made = part.cloneNode(true);
      made.querySelectorAll("[id]").forEach((inner) => inner.removeAttribute("id"));
      return made;
    }

    /* -- striking ------------------------------------------------------------------------------------------------- */

    tick(words, name) {
      const box = element("input", { type: "checkbox" });
      if (name) box.setAttribute("aria-label", name);
      box.addEventListener("change", () => { this.keep(); this.apply(); });
      return [box, element("label", {}, box, words)];
    }

    addStrike(row) {
      const title = row.line.querySelector("th p").textContent.trim();
      const [box, label] = this.tick("leave out", `leave out: ${title}`);
      row.strike = box;
      label.className = "sb-strike";
      row.line.querySelector("th").append(label);
    }

    addPanel() {
      const group = element("fieldset", {}, element("legend", { textContent: "Leave out a whole source" }));
      Object.entries(this.data.sources).forEach(([key, name]) => {
        const [box, label] = this.tick(name);
        this.sources[key] = box;
        group.append(label);
      });
      this.said = element("p", {});
      this.said.setAttribute("role", "status");
      this.all = element("button", { type: "button", textContent: "Bring all back" });
      this.ask = element("button", { type: "button", textContent: "Show the counts" });
      this.ask.setAttribute("aria-pressed", "false");
      this.all.addEventListener("click", () => this.reset());
      this.ask.addEventListener("click", () => this.toggleCounts());
      const form = element("form", { className: "sb-choose" }, group, this.said, this.all, this.ask);
      /* Several matrices may stand on a page: each panel is known by its table. */
      const caption = this.table.caption ? this.table.caption.querySelector(".caption-text") || this.table.caption : null;
      form.setAttribute("aria-label", `Leave out items: ${caption ? caption.textContent.trim() : "matrix"}${this.suffix}`);
      form.addEventListener("submit", (event) => event.preventDefault());
      this.box.querySelector(".sb-matrix-table").before(form);
    }

    reset() {
      [...Object.values(this.sources), ...this.rows.map((row) => row.strike)].forEach((box) => { box.checked = false; });
      this.keep();
      this.apply();
    }

    struck(row) {
      return row.strike.checked || this.sources[row.source].checked;
    }

    totals(rows) {
      return this.data.hypotheses.map((_, i) => rows.reduce((sum, row) => sum + (row.counts[i] || 0), 0));
    }

    least(rows) {
      const totals = this.totals(rows);
      const limit = Math.min(...totals) + this.data.same;
      return this.data.hypotheses.filter((_, i) => totals[i] <= limit).map((hypothesis) => hypothesis.title);
    }

    clause(rows, adverb) {
      const least = this.least(rows);
      if (least.length > 1 && least.length === this.data.hypotheses.length) {
        return `all interpretations are ${adverb}equally contradicted by these sources`;
      }
      return `${listed(least)} ${least.length > 1 ? "are" : "is"} ${adverb}least contradicted by these sources`;
    }

    sentence(left) {
      if (!left.length) return "No item is left: nothing tells the interpretations apart.";
      const origins = new Set(left.map((row) => row.origin)).size;
      const on = `On ${counted(left.length, "item")} from ${counted(origins, "independent origin")}, `;
      if (left.length === this.rows.length) return `${on}${this.clause(left, "")}.`;
      const same = this.least(left).join("\n") === this.least(this.rows).join("\n");
      return same
        ? `${on}${this.clause(left, "still ")}.`
        : `${on}${this.clause(left, "")}; with everything, ${listed(this.least(this.rows))}.`;
    }

    apply() {
      const left = this.rows.filter((row) => !this.struck(row));
      this.rows.forEach((row) => row.line.classList.toggle("sb-struck", this.struck(row)));
      this.said.textContent = this.sentence(left);
      this.all.disabled = left.length === this.rows.length;
      if (this.counts) this.fillCounts(left);
    }

    /* -- the counts, for those who ask -------------------------------------------------------------------------------- */

    toggleCounts() {
      if (this.counts) {
        this.counts.remove();
        this.counts = null;
      } else {
        this.counts = element("tfoot", {});
        this.table.append(this.counts);
        this.fillCounts(this.rows.filter((row) => !this.struck(row)));
      }
      this.ask.setAttribute("aria-pressed", String(Boolean(this.counts)));
    }

    fillCounts(left) {
      const head = element("th", { textContent: "Weighted inconsistency (a convention, no measurement)" });
      head.setAttribute("scope", "row");
      const codes = [...this.table.tHead.querySelectorAll(".sb-code")].map((code) => code.textContent);
      const cells = this.totals(left).map((total, i) => element("td", {},
        element("span", { className: "sb-cell-code", textContent: `${codes[i]} ` }), String(Math.round(total * 100) / 100)));
      this.counts.replaceChildren(element("tr", {}, head, ...cells));
    }

    /* -- the address -------------------------------------------------------------------------------------------------- */

    keep() {
      const query = new URLSearchParams(location.search);
      const without = Object.keys(this.sources).filter((key) => this.sources[key].checked).join(",");
      const struck = this.rows.filter((row) => row.strike.checked).map((row) => row.id).join(",");
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
      names("without").forEach((key) => { if (key in this.sources) this.sources[key].checked = true; });
      const struck = new Set(names("struck"));
      this.rows.forEach((row) => { row.strike.checked = struck.has(row.id); });
    }
  }

  document.querySelectorAll(".sb-matrix").forEach((box, i) => new Matrix(box, i + 1));
})();
