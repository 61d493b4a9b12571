/* A timeline, filtered by its overview: cells, rows and columns are buttons, what is chosen stands as chips in a bar that
 * stays in sight. The page holds every event; this hides some of them. The address keeps the choice
 * (`?day=…&source=…&actor=…&conflicts=1`; the second timeline of a page: `day-2`), so that it can be linked to. */
(() => {
  "use strict";

  const OUT = "sb-out"; /* a class, because what has the attribute `hidden` cannot be brought back on paper */
  const OPEN = 12; /* so many events are shown at once; further days that match stay folded */

  function element(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  const counted = (number) => `${number} event${number === 1 ? "" : "s"}`;
  const named = (cell) => (cell ? cell.textContent.trim() : "");
  const isConflict = (item) => item.classList.contains("sb-is-conflict");

  class Timeline {
    constructor(box, number) {
      this.box = box;
      this.suffix = number > 1 ? `-${number}` : "";
      this.names = JSON.parse(box.querySelector("script.sb-names").textContent);
      this.days = [...box.querySelectorAll("details.sb-day")].map((part) => this.day(part));
      this.items = this.days.flatMap((day) => day.items);
      this.table = box.querySelector(".sb-overview table");
      this.chosen = { day: "", source: "", actor: "", conflicts: "" };
      this.sources = {};
      this.buttons = [];
      if (this.table) this.addButtons();
      this.addControls();
      this.addBar();
      this.read();
      this.apply();
      window.addEventListener("hashchange", () => this.follow());
      this.follow();
      if (this.on() && !location.hash) this.showAtFirst();
    }

    day(part) {
      const left = element("span", { className: "sb-day-left" });
      const count = part.querySelector(".sb-day-count");
      count.after(left);
      const label = count.parentElement.firstChild.textContent.replace(/:\s*$/, "");
      return { part, left, count, label, id: part.id.replace(/^day-/, ""), items: [...part.querySelectorAll("li:has(> .sb-event)")] };
    }

    /* -- the overview --------------------------------------------------------------------------------------------- */

    addButtons() {
      const heads = [...this.table.tHead.rows[0].cells];
      const keys = heads.map((head) => (/\bsb-by-(\S+)/.exec(head.className) || ["", ""])[1]);
      heads.forEach((head, i) => {
        if (!keys[i]) return;
        this.sources[keys[i]] = named(head);
        this.button(head.querySelector("p"), { day: "", source: keys[i] });
      });
      [...this.table.tBodies[0].rows].forEach((row, i) => [...row.cells].forEach((cell, j) => {
        const words = cell.querySelector("p");
        if (!words.classList.contains("sb-nothing")) this.button(words, { day: this.days[i].id, source: keys[j] });
      }));
      this.table.setAttribute("role", "grid");
      sourcebookGrid.rove(this.table, () => [...this.table.rows].map((row) => [...row.querySelectorAll("button")]));
    }

    button(words, choice) {
      const link = words.querySelector("a");
      const made = element("button", { type: "button" }, ...(link || words).childNodes);
      words.replaceChildren(made);
      made.addEventListener("click", (event) => {
        const again = this.pressed(choice);
        this.choose(again ? { day: "", source: "" } : choice);
        if (!again && event.detail) this.show();
      });
      this.buttons.push([made, choice]);
    }

    pressed(choice) {
      return Boolean(choice.day || choice.source) && choice.day === this.chosen.day && choice.source === this.chosen.source;
    }

    /* -- what stands above and below it --------------------------------------------------------------------------- */

    addControls() {
      this.only = element("button", { type: "button", className: "sb-only" },
        element("span", { className: "sb-unequal" }), "Only conflicts");
      this.only.addEventListener("click", (event) => {
        this.choose({ conflicts: this.chosen.conflicts ? "" : "1" });
        if (this.chosen.conflicts && event.detail) this.show();
      });
      this.about = element("select", {}, element("option", { value: "", textContent: "anybody" }));
      Object.entries(this.names).forEach(([value, textContent]) => this.about.append(element("option", { value, textContent })));
      this.about.addEventListener("change", () => this.choose({ actor: this.about.value }));
      const form = element("form", { className: "sb-filter" }, this.only, element("label", {}, "About ", this.about));
      form.setAttribute("aria-label", `Choose events${this.suffix}`);
      form.addEventListener("submit", (event) => event.preventDefault());
      this.days[0].part.before(form);
    }

    addBar() {
      this.chips = element("span", { className: "sb-chips" });
      this.said = element("p", {});
      this.said.setAttribute("role", "status");
      this.bar = element("div", { className: "sb-bar" }, this.said, this.chips);
      this.box.prepend(this.bar);
    }

    addChips() {
      const { day, source, actor, conflicts } = this.chosen;
      const chips = [];
      if (day) chips.push([this.days.find((each) => each.id === day).label, { day: "" }]);
      if (source) chips.push([this.sources[source], { source: "" }]);
      if (actor) chips.push([this.names[actor], { actor: "" }]);
      if (conflicts) chips.push(["conflicts", { conflicts: "" }]);
      if (chips.length > 1) chips.push(["", { day: "", source: "", actor: "", conflicts: "" }]);
      this.chips.replaceChildren(...chips.map(([words, without]) => {
        const chip = element("button", { type: "button", className: "sb-chip" }, words || "Show all");
        if (words) {
          chip.append(element("span", { className: "sb-cross" }));
          chip.setAttribute("aria-label", `${words}: take this filter off`);
        }
        chip.addEventListener("click", () => {
          this.choose(without);
          (this.chips.querySelector("button") || this.box.querySelector("[tabindex='0']") || this.only).focus();
        });
        return chip;
      }));
    }

    /* -- choosing ------------------------------------------------------------------------------------------------- */

    on() {
      return Object.values(this.chosen).some(Boolean);
    }

    choose(change) {
      Object.assign(this.chosen, change);
      this.keep();
      this.apply();
    }

    fits(item, day) {
      const has = (name) => item.classList.contains(name);
      const { source, actor, conflicts } = this.chosen;
      return (!this.chosen.day || this.chosen.day === day.id)
        && (!source || has(`sb-by-${source}`))
        && (!actor || has(`sb-who-${actor}`))
        && (!conflicts || isConflict(item));
    }

    apply() {
      const on = this.on();
      let count = 0;
      this.days.forEach((day) => {
        const inside = day.items.filter((item) => this.fits(item, day));
        day.items.forEach((item) => item.classList.toggle(OUT, !inside.includes(item)));
        day.part.classList.toggle(OUT, !inside.length);
        const part = inside.length < day.items.length;
        day.count.classList.toggle(OUT, part);
        day.left.textContent = part ? `${inside.length} of ${counted(day.items.length)}` : "";
        day.part.open = on && inside.length > 0 && (!count || count + inside.length <= OPEN);
        count += inside.length;
      });
      const [only] = count === 1 ? this.items.filter((item) => !item.classList.contains(OUT)) : [];
      if (on && only) only.querySelector("details").open = true;
      this.box.classList.toggle("sb-on", on);
      this.buttons.forEach(([button, choice]) => button.setAttribute("aria-pressed", String(this.pressed(choice))));
      this.only.setAttribute("aria-pressed", String(Boolean(this.chosen.conflicts)));
      this.about.value = this.chosen.actor;
      this.addChips();
      this.say(on ? `${count} of ${counted(this.items.length)}`
        : `${counted(this.items.length)}, ${this.items.filter(isConflict).length} in conflict`);
    }

    /* A region that is spoken says each thing once. */
    say(words) {
      if (this.said.textContent !== words) this.said.textContent = words;
    }

    /* Now, and again when everything has its height: WebKit may lay the page out anew, or put it back to its top, until
     * then. Who comes back to the page is where the browser put them. */
    showAtFirst() {
      this.show();
      const [way] = performance.getEntriesByType("navigation");
      if (!way || way.type !== "back_forward") window.addEventListener("load", () => this.show(), { once: true });
    }

    /* The first result, below the bar. */
    show() {
      const first = this.days.find((day) => !day.part.classList.contains(OUT));
      if (!first) return;
      const top = first.part.getBoundingClientRect().top;
      const below = this.bar.offsetHeight + sourcebookGrid.below();
      if (top < below || top > window.innerHeight * 0.6) window.scrollBy(0, top - below);
    }

    /* -- the address ---------------------------------------------------------------------------------------------- */

    keep() {
      const query = new URLSearchParams(location.search);
      Object.entries(this.chosen).forEach(([key, value]) => {
        query.delete(key + this.suffix);
        if (value) query.set(key + this.suffix, value);
      });
      const text = query.toString();
      history.replaceState(null, "", `${location.pathname}${text ? `?${text}` : ""}${location.hash}`);
    }

    read() {
      const query = new URLSearchParams(location.search);
      const known = {
        day: (value) => this.days.some((day) => day.id === value),
        source: (value) => value in this.sources,
        actor: (value) => value in this.names,
        conflicts: (value) => value === "1",
      };
      Object.keys(known).forEach((key) => {
        const value = query.get(key + this.suffix) || "";
        this.chosen[key] = known[key](value) ? value : "";
      });
    }

    /* A link to an event that the filter hides leads to nothing: then all are shown. */
    follow() {
      const place = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
      if (!place || !this.box.contains(place) || !place.closest(`.${OUT}`)) return;
      this.choose({ day: "", source: "", actor: "", conflicts: "" });
      for (let part = place.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
      place.scrollIntoView();
    }
  }

  document.querySelectorAll(".sb-drawing-column .sb-tl").forEach((drawing) => {
    sourcebookGrid.rove(drawing, () => [...drawing.querySelectorAll("a")].map((row) => [row]));
  });
  let number = 0;
  document.querySelectorAll(".sb-timeline").forEach((box) => {
    if (box.querySelector(".sb-day")) new Timeline(box, ++number);
  });
})();
