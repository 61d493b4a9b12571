/* Exercises in the browser: checking, feedback, progress.
 *
 * The page works without this: its inputs are native and its answers stand in disclosures. What is added here needs no
 * inline script and no inline style, so that it runs under a strict content security policy. Not here: where answers are
 * kept, and the file that holds them all (`sourcebook-answers.js`).
 */
"use strict";

(() => {
  const sections = [...document.querySelectorAll("section.sb-exercise")];
  if (sections.length === 0) return;

  const store = window.sourcebookAnswers;
  const { make, button, number, points } = store;
  const answers = store.all;

  function save() {
    store.save();
    if (panel) panel.show();
  }

  /* -- helpers ---------------------------------------------------------------------------------------------------- */

  function plain(words) {
    return words
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[‘’]/g, "'")
      .replace(/[“”]/g, '"')
      .replace(/[‐‑‒–—―]/g, "-")
      .replace(/\s+/g, " ")
      .trim()
      .replace(/[.,;!?]+$/, "");
  }

  /* The words of an element, without the buttons and verdicts that were put beside them. */
  function plainText(element) {
    const copy = element.cloneNode(true);
    for (const added of copy.querySelectorAll(".sb-moves, .sb-verdict, .sb-bracket, select, input")) added.remove();
    return copy.textContent.replace(/\s+/g, " ").trim();
  }

  /* Right ones count, wrong ones take away as much: choosing everything earns nothing. */
  function chosenShare(chosen, right) {
    const hits = chosen.filter((id) => right.includes(id)).length;
    return Math.max(0, (2 * hits - chosen.length) / right.length);
  }

  function pairShare(given, right) {
    const ids = Object.keys(right);
    return ids.filter((id) => given[id] === right[id]).length / ids.length;
  }

  function note(element, good) {
    const words = good ? "right" : "not right";
    element.append(make("span", { class: `sb-verdict ${good ? "sb-right" : "sb-wrong"}` }, ` ${good ? "✓" : "✗"} ${words}`));
  }

  /* -- the kinds: what is answered, putting an answer back, how much of it is right, and what to say where ---------- */

  const choice = {
    read: (s) => [...s.querySelectorAll(".sb-choices input:checked")].map((input) => input.value),
    words: (s) => [...s.querySelectorAll(".sb-choices input:checked")]
      .map((input) => plainText(s.querySelector(`label[for="${input.id}"]`))).join("\n"),
    write: (s, answer) => {
      for (const input of s.querySelectorAll(".sb-choices input")) input.checked = answer.includes(input.value);
    },
    blank: (answer) => answer.length === 0,
    share: (answer, key) => chosenShare(answer, key.right),
    tell: (s, answer, key) => {
      for (const id of answer) note(s.querySelector(`.sb-choices > [data-value="${id}"]`), key.right.includes(id));
    },
  };

  const menus = {
    read: (s) => Object.fromEntries([...s.querySelectorAll(".sb-rows select")].map((menu) => [menu.name, menu.value])),
    words: (s) => [...s.querySelectorAll(".sb-rows select")].filter((menu) => menu.value)
      .map((menu) => `${plainText(s.querySelector(`label[for="${menu.id}"]`))}: ${menu.selectedOptions[0].text}`).join("\n"),
    write: (s, answer) => {
      for (const menu of s.querySelectorAll(".sb-rows select")) menu.value = answer[menu.name] || "";
    },
    blank: (answer) => Object.values(answer).every((value) => value === ""),
    share: (answer, key) => pairShare(answer, key.pairs),
    tell: (s, answer, key) => {
      for (const menu of s.querySelectorAll(".sb-rows select")) {
        if (menu.value) note(menu.parentElement, key.pairs[menu.name] === menu.value);
      }
    },
  };

  const gaps = {
    fields: (s) => [...s.querySelectorAll(".sb-prompt input.sb-gap, .sb-prompt select")],
    read: (s) => Object.fromEntries(gaps.fields(s).map((field) => [field.name, field.value])),
    words: (s) => gaps.fields(s).map((field, i) => `${i + 1}: ${field.selectedOptions?.[0].text ?? field.value}`).join("\n"),
    write: (s, answer) => {
      for (const field of gaps.fields(s)) field.value = answer[field.name] || "";
    },
    blank: (answer) => Object.values(answer).every((value) => value.trim() === ""),
    good: (key, name, value) => key.gaps[name].some((form) => plain(form) === plain(value)),
    share: (answer, key) => {
      const names = Object.keys(key.gaps);
      return names.filter((name) => gaps.good(key, name, answer[name] || "")).length / names.length;
    },
    tell: (s, answer, key) => {
      for (const field of gaps.fields(s)) {
        if (!field.value) continue;
        const holder = make("span", { class: "sb-verdict-holder" });
        field.after(holder);
        note(holder, gaps.good(key, field.name, field.value));
      }
    },
  };

  const order = {
    list: (s) => s.querySelector(".sb-order"),
    read: (s) => [...order.list(s).children].map((entry) => entry.dataset.value),
    words: (s) => [...order.list(s).children].map((entry, i) => `${i + 1}. ${plainText(entry)}`).join("\n"),
    write: (s, answer) => {
      const list = order.list(s);
      for (const id of answer) {
        const entry = [...list.children].find((child) => child.dataset.value === id);
        if (entry) list.append(entry);
      }
    },
    blank: () => false,
    share: (answer, key) => answer.filter((id, index) => key.order[index] === id).length / key.order.length,
    tell: (s, answer, key) => {
      [...order.list(s).children].forEach((entry, index) => note(entry, key.order[index] === entry.dataset.value));
    },
  };

  const marks = {
    read: (s) => [...s.querySelectorAll('.sb-hot[aria-pressed="true"]')].map((mark) => mark.dataset.hot),
    words: (s) => [...s.querySelectorAll('.sb-hot[aria-pressed="true"]')].map(plainText).join("\n"),
    write: (s, answer) => {
      for (const mark of s.querySelectorAll(".sb-hot")) {
        mark.setAttribute("aria-pressed", String(answer.includes(mark.dataset.hot)));
      }
    },
    blank: (answer) => answer.length === 0,
    share: (answer, key) => chosenShare(answer, key.right),
    tell: (s, answer, key) => {
      for (const id of answer) {
        const holder = make("span", { class: "sb-verdict-holder" });
        s.querySelector(`.sb-hot[data-hot="${id}"]`).after(holder);
        note(holder, key.right.includes(id));
      }
    },
  };

  const field = {
    of: (s) => s.querySelector(".sb-field input, .sb-field textarea"),
    read: (s) => field.of(s).value,
    words: (s) => field.of(s).value,
    write: (s, answer) => {
      field.of(s).value = answer;
    },
    blank: (answer) => answer.trim() === "",
    share: (answer, key) => {
      if (key.accepted) return key.accepted.some((form) => plain(form) === plain(answer)) ? 1 : 0;
      return Math.abs(Number(answer) - key.value) <= key.tolerance + 1e-9 ? 1 : 0;
    },
    tell: () => {},
  };

  const KINDS = {
    "single-choice": choice,
    "multiple-choice": choice,
    ordering: order,
    matching: menus,
    categorise: menus,
    cloze: gaps,
    numeric: field,
    "short-answer": field,
    "find-the-quote": marks,
    essay: field,
  };

  /* -- one exercise ------------------------------------------------------------------------------------------------- */

  class Exercise {
    constructor(section) {
      this.section = section;
      this.data = JSON.parse(section.querySelector(":scope > script.sb-data").textContent);
      this.kind = KINDS[this.data.kind];
      this.key = section.querySelector(":scope > details.sb-answer-key");
      this.result = make("div", { class: "sb-result" });
      this.told = make("div", { class: "sb-told" });
      if (this.data.kind === "ordering") this.makeMovable();
      if (this.data.kind === "find-the-quote") this.makeMarkable();
      this.first = this.kind.read(section);
      this.makeButtons();
      this.restore();
      for (const event of ["input", "change"]) section.addEventListener(event, () => this.changed());
      section.addEventListener("keydown", (event) => {
        const enter = event.key === "Enter" && event.target.matches('input[type="text"], input[type="number"]');
        if (enter && this.data.key) this.check();
      });
    }

    get state() {
      return answers[this.data.id];
    }

    /* Keep an answer, with the words of its question, which a page of answers shows. */
    record(answer, checked, earned) {
      const title = this.section.querySelector(".sb-exercise-title").firstChild.textContent.trim();
      const question = this.section.querySelector(":scope > .sb-prompt").innerText.replace(/\n{2,}/g, "\n").trim();
      answers[this.data.id] = {
        answer, checked, points: earned, of: this.data.points, marked: Boolean(this.data.key), title, question,
        words: this.kind.words(this.section),
      };
    }

    makeButtons() {
      const row = make("div", { class: "sb-buttons" });
      if (this.data.key) row.append(button("Check", () => this.check(), { class: "sb-check" }));
      else if (this.key) row.append(button("Show the model answer", () => this.reveal(), { class: "sb-check" }));
      if (this.key) this.key.hidden = true;
      row.append(button("Print this one", () => this.print()));
      if (this.data.words) {
        this.count = make("span", { class: "sb-count" });
        row.append(this.count);
      }
      this.section.querySelector(":scope > .sb-answer").append(row, make("div", { role: "status" }, this.result, this.told));
    }

    /* Put a kept answer back, unless the question has changed since, or a file brought one of another form. */
    restore() {
      try {
        if (this.state && this.fits(this.state.answer)) {
          this.kind.write(this.section, this.state.answer);
          if (this.state.checked && this.data.key) this.show(this.state.answer);
          else if (this.state.checked) this.reveal();
        }
      } catch {
        delete answers[this.data.id];
        this.kind.write(this.section, this.first);
        this.clear();
      }
      this.countWords();
    }

    fits(answer) {
      const keyed = typeof this.first === "object" && !Array.isArray(this.first);
      return !keyed || JSON.stringify(Object.keys(answer)) === JSON.stringify(Object.keys(this.first));
    }

    changed() {
      const answer = this.kind.read(this.section);
      // A field tells of its change once more when it is left, or when Enter is pressed in it.
      if (this.state && JSON.stringify(this.state.answer) === JSON.stringify(answer)) return;
      this.clear();
      if (this.kind.blank(answer)) delete answers[this.data.id];
      else this.record(answer, false, 0);
      this.countWords();
      save();
    }

    countWords() {
      if (!this.count) return;
      const written = this.kind.read(this.section).split(/\s+/).filter(Boolean).length;
      this.count.textContent = `${written} words of ${this.data.words[0]} to ${this.data.words[1]}`;
    }

    clear() {
      for (const old of this.section.querySelectorAll(".sb-verdict, .sb-verdict-holder")) old.remove();
      this.result.textContent = "";
      this.told.textContent = "";
    }

    check() {
      const answer = this.kind.read(this.section);
      if (this.kind.blank(answer)) {
        this.clear();
        this.result.textContent = "There is no answer yet.";
        return;
      }
      const earned = this.kind.share(answer, this.data.key) * this.data.points;
      this.record(answer, true, earned);
      this.show(answer);
      save();
    }

    show(answer) {
      this.clear();
      const share = this.kind.share(answer, this.data.key);
      const word = share === 1 ? "Right" : share > 0 ? "Partly right" : "Not right";
      this.result.textContent = `${word}: ${number(share * this.data.points)} of ${points(this.data.points)}.`;
      this.kind.tell(this.section, answer, this.data.key);
      if (this.kind === choice) this.feedback(answer);
      this.reveal();
    }

    /* What the author says about each answer that was chosen, copied from the list inside the answer. */
    feedback(chosen) {
      for (const id of chosen) {
        const said = this.key && this.key.querySelector(`.sb-for-${id}`);
        if (!said) continue;
        const copy = make("div", { class: "sb-feedback" });
        for (const child of said.children) {
          if (!child.classList.contains("sb-chosen")) copy.append(child.cloneNode(true));
        }
        for (const named of copy.querySelectorAll("[id]")) named.removeAttribute("id");
        this.told.append(copy);
      }
    }

    reveal() {
      if (!this.key) return;
      this.key.hidden = false;
      if (this.data.key) return;
      this.key.open = true;
      if (this.state) {
        this.state.checked = true;
        save();
      }
    }

    /* Print this exercise alone: all that does not hold it is marked, and hidden on paper. */
    print() {
      const marked = [];
      for (let part = this.section; part.parentElement && part !== document.body; part = part.parentElement) {
        marked.push(...[...part.parentElement.children].filter((other) => other !== part));
      }
      for (const other of marked) other.classList.add("sb-unprinted");
      window.addEventListener("afterprint", () => {
        for (const other of marked) other.classList.remove("sb-unprinted");
      }, { once: true });
      window.print();
    }

    reset() {
      delete answers[this.data.id];
      this.clear();
      this.kind.write(this.section, this.first);
      if (this.key) {
        this.key.hidden = true;
        this.key.open = false;
      }
      this.countWords();
    }

    /* -- ordering: buttons for the keyboard, dragging for the mouse -- */

    makeMovable() {
      const list = order.list(this.section);
      for (const entry of list.children) {
        const words = entry.textContent.trim();
        entry.draggable = true;
        entry.append(
          make(
            "span",
            { class: "sb-moves" },
            button("↑", () => this.move(entry, -1), { "aria-label": `Move up: ${words}` }),
            button("↓", () => this.move(entry, 1), { "aria-label": `Move down: ${words}` }),
          ),
        );
        entry.addEventListener("dragstart", (event) => {
          this.dragged = entry;
          event.dataTransfer.effectAllowed = "move";
          event.dataTransfer.setData("text/plain", words);
        });
        entry.addEventListener("dragover", (event) => {
          if (this.dragged) event.preventDefault();
        });
        entry.addEventListener("drop", (event) => this.drop(event, entry));
        entry.addEventListener("dragend", () => {
          this.dragged = null;
        });
      }
    }

    move(entry, by) {
      const list = entry.parentElement;
      const focused = document.activeElement;
      const other = by < 0 ? entry.previousElementSibling : entry.nextElementSibling;
      if (!other) {
        this.result.textContent = by < 0 ? "It is the first already." : "It is the last already.";
        return;
      }
      if (by < 0) list.insertBefore(entry, other);
      else list.insertBefore(other, entry);
      focused.focus();
      this.moved(entry);
    }

    drop(event, entry) {
      if (!this.dragged || this.dragged === entry) return;
      event.preventDefault();
      const list = entry.parentElement;
      const entries = [...list.children];
      const below = entries.indexOf(this.dragged) < entries.indexOf(entry);
      list.insertBefore(this.dragged, below ? entry.nextElementSibling : entry);
      this.moved(this.dragged);
    }

    moved(entry) {
      const entries = [...entry.parentElement.children];
      this.changed();
      this.result.textContent = `Now number ${entries.indexOf(entry) + 1} of ${entries.length}.`;
    }

    /* -- words to mark -- */

    /* Each stays a span: the words of a button element are a box, which does not run on over the end of a line. */
    makeMarkable() {
      for (const mark of this.section.querySelectorAll(".sb-hot")) {
        for (const [name, value] of [["role", "button"], ["tabindex", "0"], ["aria-pressed", "false"]]) mark.setAttribute(name, value);
        const turn = () => {
          mark.setAttribute("aria-pressed", String(mark.getAttribute("aria-pressed") !== "true"));
          this.changed();
        };
        mark.addEventListener("click", turn);
        mark.addEventListener("keydown", (event) => {
          if (event.key !== "Enter" && event.key !== " ") return;
          event.preventDefault(); /* the space bar would turn the page */
          if (!event.repeat) turn();
        });
      }
    }
  }

  /* -- progress ----------------------------------------------------------------------------------------------------- */

  class Panel {
    constructor(exercises) {
      this.exercises = exercises;
      this.said = make("p", { role: "status" });
      this.row = make("div", { class: "sb-buttons" });
      this.element = make("section", { class: "sb-progress", "aria-label": "Your progress" }, this.said, this.row);
      this.offer();
      const first = sections[0].closest(".sb-items") || sections[0];
      first.before(this.element);
      this.show();
    }

    offer() {
      this.row.replaceChildren(
        button("Download my answers", store.download),
        button("Start again", () => this.ask()),
      );
    }

    ask() {
      const no = button("Keep them", () => {
        this.offer();
        this.row.lastElementChild.focus();
      });
      const yes = button("Delete the answers on this page", () => {
        for (const exercise of this.exercises) exercise.reset();
        save();
        this.offer();
        this.row.lastElementChild.focus();
      });
      this.row.replaceChildren(yes, no);
      no.focus();
    }

    show() {
      const here = this.exercises.map((exercise) => exercise.state).filter(Boolean);
      const checked = here.filter((state) => state.checked);
      const earned = checked.reduce((sum, state) => sum + state.points, 0);
      const auto = this.exercises.filter((exercise) => exercise.data.key);
      const of = auto.reduce((sum, exercise) => sum + exercise.data.points, 0);
      const words = [`${here.length} of ${this.exercises.length} answered on this page`];
      if (auto.length) words.push(`${number(earned)} of ${points(of)}`);
      const kept = store.keeps ? "Answers are kept in this browser alone." : "This browser keeps no answers: download them.";
      const now = `${words.join(", ")}. ${kept}`;
      if (this.said.textContent !== now) this.said.textContent = now; // it is told once, and not with every key
    }
  }

  let panel = null;
  document.documentElement.classList.add("sb-live");
  const exercises = sections.map((section) => new Exercise(section));
  panel = new Panel(exercises);
})();
