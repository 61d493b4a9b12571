/* Two sources side by side. The page holds a column for every source; this leaves the two that a reader chooses, and the
 * rows that at least one of them tells. The address keeps the choice (`?compare=…&with=…`), so that it can be linked to. */
(() => {
  "use strict";

  const OUT = "sb-out";
  const KEYS = ["compare", "with"];

  function element(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  class Comparison {
    constructor(box) {
      this.box = box;
      this.parts = [...box.querySelectorAll("details.sb-day")].map((part) => ({
        part,
        count: part.querySelector(".sb-day-count"),
        kind: part.querySelector("thead th").textContent.trim().toLowerCase(),
        rows: [...part.querySelectorAll("tbody tr")],
      }));
      const heads = [...box.querySelector("thead tr").cells].slice(1);
      this.keys = heads.map((head) => /\bsb-by-(\S+)/.exec(head.className)[1]);
      this.names = heads.map((head) => head.textContent.trim());
      this.addForm();
      this.read();
      this.apply();
      window.addEventListener("hashchange", () => this.follow());
      this.follow();
    }

    addForm() {
      this.selects = KEYS.map((name, i) => {
        const options = this.keys.map((value, k) => element("option", { value, textContent: this.names[k] }));
        const select = element("select", { name }, ...options);
        select.addEventListener("change", () => this.choose(i, select.selectedIndex));
        return select;
      });
      const [one, other] = this.selects;
      this.said = element("p", {});
      this.said.setAttribute("role", "status");
      const form = element("form", { className: "sb-filter sb-pair" },
        element("label", {}, "Compare ", one), element("label", {}, "with ", other));
      form.setAttribute("aria-label", "Choose two articles");
      form.addEventListener("submit", (event) => event.preventDefault());
      this.box.prepend(form, this.said);
      this.box.classList.add("sb-on");
    }

    /* Nothing is compared with itself: the two change places. */
    choose(i, index) {
      if (this.pair[1 - i] === index) this.pair[1 - i] = this.pair[i];
      this.pair[i] = index;
      this.keep();
      this.apply();
    }

    clash(row) {
      const [one, other] = this.pair.map((i) => this.keys[i]).sort();
      return row.classList.contains(`sb-unlike-${one}-${other}`);
    }

    apply() {
      const total = { event: 0, number: 0, both: 0, clash: 0 };
      this.selects.forEach((select, i) => { select.selectedIndex = this.pair[i]; });
      this.parts.forEach(({ part, count, kind, rows }) => {
        part.querySelectorAll("tr").forEach((row) => [...row.cells].forEach((cell, i) => {
          cell.classList.toggle(OUT, i > 0 && !this.pair.includes(i - 1));
        }));
        let [shown, both, clashes] = [0, 0, 0];
        rows.forEach((row) => {
          const told = this.pair.filter((i) => row.cells[i + 1].classList.contains("sb-told")).length;
          const unlike = told === 2 && this.clash(row);
          row.classList.toggle(OUT, !told);
          row.classList.toggle("sb-both", told === 2);
          row.classList.toggle("sb-unlike", unlike);
          shown += told > 0;
          both += told === 2;
          clashes += unlike;
        });
        part.classList.toggle(OUT, !shown);
        const words = [`${shown} ${kind}${shown === 1 ? "" : "s"}`];
        if (both) words.push(`${both} in both`);
        if (clashes) words.push(`${clashes} in conflict`);
        count.textContent = words.join(", ");
        total[kind] += shown;
        total.both += both;
        total.clash += clashes;
      });
      const [one, other] = this.pair.map((i) => this.names[i]);
      this.say(`${one} and ${other}: ${total.event} events and ${total.number} numbers, ${total.both} in both, ${total.clash} in conflict.`);
    }

    /* A region that is spoken says each thing once. */
    say(words) {
      if (this.said.textContent !== words) this.said.textContent = words;
    }

    /* -- the address ---------------------------------------------------------------------------------------------- */

    keep() {
      const query = new URLSearchParams(location.search);
      KEYS.forEach((name, i) => query.set(name, this.keys[this.pair[i]]));
      history.replaceState(null, "", `${location.pathname}?${query}${location.hash}`);
    }

    read() {
      const query = new URLSearchParams(location.search);
      const [one, other] = KEYS.map((name) => this.keys.indexOf(query.get(name)));
      const first = one < 0 ? (other === 0 ? 1 : 0) : one;
      this.pair = [first, other < 0 || other === first ? (first === 0 ? 1 : 0) : other];
    }

    /* A link to words in a column that is not chosen chooses it. */
    follow() {
      const place = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
      const cell = place && this.box.contains(place) ? place.closest("td") : null;
      if (!cell) return;
      const index = cell.cellIndex - 1;
      if (!this.pair.includes(index)) this.choose(0, index);
      cell.closest("details").open = true;
      place.scrollIntoView();
    }
  }

  document.querySelectorAll(".sb-compare").forEach((box) => new Comparison(box));
})();
