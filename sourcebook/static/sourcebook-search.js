/* On the search page: quotations, people, events, numbers and words of the glossary, before the pages that Sphinx finds.
 *
 * A quotation is found by its words, also by most of them, and by who speaks; a person by every spelling on record, and
 * by one that is nearly so (Tokaev, Tokayev). The entries come from sourcebook-finds.js, which is loaded before this. */
(() => {
  "use strict";

  const FIRST = 8; /* results of a sort that stand there at once; the others are folded */
  const SORTS = [
    ["People and organisations", ["actor"]],
    ["Quotations", ["passage"]],
    ["Events and numbers", ["event", "reports", "figure"]],
    ["Words explained", ["term"]],
  ];
  const root = document.documentElement.dataset.content_root ?? "";

  /* -- comparing words ---------------------------------------------------------------------------------------------- */

  function words(text) {
    const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[’']/g, "").toLowerCase();
    return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  }

  /* Whether two words differ by one letter: one too many, one missing, another one, or two that changed places. In long
   * words, by two. */
  function near(one, other) {
    const most = one.length < 4 ? 0 : one.length < 9 ? 1 : 2;
    if (Math.abs(one.length - other.length) > most) return false;
    let before = [];
    let last = Array.from({ length: other.length + 1 }, (_, j) => j);
    for (let i = 1; i <= one.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= other.length; j += 1) {
        const change = last[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1);
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, change);
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      [before, last] = [last, row];
    }
    return last[other.length] <= most;
  }

  const begins = (word, query) => word === query || (query.length > 2 && word.startsWith(query));
  const named = (query, name) => begins(name, query) || near(query, name);

  function stands(query, text) {
    return ` ${text.join(" ")} `.includes(` ${query.join(" ")}`);
  }

  /* How well an entry answers: 0 not at all. */
  function score(entry, query) {
    const text = words(entry.title);
    if (entry.kind === "passage") return scoreOfPassage(entry, query, text);
    const names = [entry.title, ...(entry.names ?? [])].map(words);
    if (names.some((name) => name.join(" ") === query.join(" "))) return 9;
    if (names.some((name) => query.every((q) => name.some((word) => begins(word, q))))) return 8;
    if (entry.kind === "actor" || entry.kind === "term") {
      if (names.some((name) => query.every((q) => name.some((word) => named(q, word))))) return 6;
      /* A name among other words: what did Tokayev say. */
      return query.some((q) => q.length > 3 && names.some((name) => name.some((word) => word === q))) ? 3 : 0;
    }
    return 0;
  }

  function scoreOfPassage(entry, query, text) {
    if (query.length > 1 && stands(query, text)) return 9;
    const inWords = query.filter((q) => text.some((word) => begins(word, q))).length;
    if (inWords === query.length) return 8;
    const around = [...(entry.names ?? []), ...(entry.lines ?? [])].flatMap(words);
    const rest = query.filter((q) => !text.some((word) => begins(word, q)));
    if (rest.every((q) => around.some((word) => named(q, word)))) return inWords ? 7 : 5;
    return query.length > 3 && inWords / query.length >= 0.75 ? 4 : 0;
  }

  /* -- showing ------------------------------------------------------------------------------------------------------ */

  function element(tag, text, name) {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (name) made.className = name;
    return made;
  }

  function link(text, at, lang) {
    const made = element("a", text);
    made.href = root + at;
    if (lang) made.lang = lang;
    return made;
  }

  function item(entry) {
    const made = element("li", "", "sb-found-item");
    const quoted = (entry.places ?? [])[0];
    const title = entry.kind === "passage" ? `“${entry.title}”` : entry.title;
    made.append(link(title, quoted ? quoted[1] : entry.at, entry.lang));
    (entry.lines ?? []).slice(0, 2).forEach((words_) => made.append(element("p", words_)));
    if (quoted) made.append(places(entry));
    return made;
  }

  function places(entry) {
    const made = element("p", "Quoted in: ");
    const seen = new Map();
    entry.places.forEach(([title, at]) => { if (!seen.has(title)) seen.set(title, at); });
    [...seen, ["the record of the passage", entry.at]].forEach(([title, at], i) => {
      if (i) made.append(", ");
      made.append(link(title, at));
    });
    return made;
  }

  function list(entries) {
    const made = element("ul");
    made.append(...entries.map(item));
    return made;
  }

  function group(title, entries) {
    const made = element("section");
    made.append(element("h3", title), list(entries.slice(0, FIRST)));
    if (entries.length > FIRST) {
      const more = element("details");
      more.append(element("summary", `${entries.length - FIRST} more`), list(entries.slice(FIRST)));
      made.append(more);
    }
    return made;
  }

  function found(query) {
    const scored = window.sourcebook.finds.map((entry) => [score(entry, query), entry]).filter(([points]) => points);
    /* An event stands on the timeline first, then where its accounts are set side by side. */
    scored.sort(([a, one], [b, other]) => b - a || (one.kind === "reports") - (other.kind === "reports"));
    const seen = new Set();
    const once = scored.filter(([, entry]) => {
      const key = entry.kind === "passage" ? entry.at : entry.title;
      return !seen.has(key) && seen.add(key);
    });
    return SORTS.map(([title, kinds]) => [title, once.map(([, e]) => e).filter((e) => kinds.includes(e.kind))]);
  }

  function start() {
    const results = document.getElementById("search-results");
    const query = words(new URLSearchParams(location.search).get("q") ?? "");
    if (!results || !query.length || !window.sourcebook) return;
    const groups = found(query).filter(([, entries]) => entries.length);
    const counted = groups.map(([title, entries]) => `${title}: ${entries.length}`).join("; ");
    const box = element("section", "", "sb-found");
    const status = element("p");
    status.setAttribute("role", "status");
    box.append(element("h2", "In the evidence"), status, ...groups.map(([title, entries]) => group(title, entries)));
    results.before(box);
    status.textContent = counted || "No quotation, person, event or number answers to these words.";
  }

  start();
})();
