/* On the search page: quotations, people, events, numbers and words of the glossary, before the pages that Sphinx finds.
 *
 * A quotation is found by its words, also by most of them, and by who speaks; a person by every spelling on record, by one
 * that is nearly so (Tokaev, Tokayev), and in Cyrillic letters. Words that only ask are left out. The entries come from sourcebook-finds.js, which is loaded before this. */
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

  /* Words that ask, or that hold a question together, by the language of the page. */
  const ASKING = {
    en: "who whom whose what when where why how which did do does was were is are be been has have had can could would"
      + " a an the of to in on at by for from with about and or that this it its there say says said tell tells according",
    fr: "qui que qu quoi quand où pourquoi comment quel quelle quels quelles est ce c s il elle a ont était été sont fut"
      + " le la les l un une des de du d en à au aux par pour dans sur avec et ou selon dit",
    ru: "кто кого что когда где куда почему зачем как какой какая какое какие чей ли был была было были есть это"
      + " и или в во на с со о об по из от к у за для по говорит сказал",
  };
  const fillers = new Set((ASKING[document.documentElement.lang.slice(0, 2)] ?? ASKING.en).split(" "));

  /* Cyrillic letters as English writes them, and Latin letters that lose no mark when they are taken apart. */
  const LATIN = Object.fromEntries((
    "а a б b в v г g д d е e ё e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch"
    + " ъ - ы y ь - э e ю yu я ya є ye і i ї yi ґ g ә a ғ g қ q ң ng ө o ұ u ү u һ h ў u ј j љ lj њ nj ћ c ђ dj џ dz"
    + " ı i ł l ø o đ d ð d þ th ß ss æ ae œ oe"
  ).split(" ").map((letter, i, all) => [letter, all[i + 1]]).filter((_, i) => i % 2 === 0));

  function words(text) {
    const latin = text.toLowerCase().normalize("NFC").replace(/\p{L}/gu, (letter) => (LATIN[letter] ?? letter));
    const plain = latin.normalize("NFKD").replace(/\p{M}|[’'ʼ]/gu, "");
    return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  }

  /* The words of a question without those that only ask; all of them where nothing else stands there. */
  function askedFor(text) {
    const all = text.split(/\s+/).filter(Boolean);
    const rest = all.filter((word) => !fillers.has(word.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "")));
    return (rest.length ? rest : all).join(" ");
  }

  /* How a name sounds, whoever spells it: Qasym and Kassym, Tokaev and Tokayev, Zhomart and Jomart. */
  const sound = (word) => word.replace(/dzh|zh|dj/g, "j").replace(/kh|q/g, "k").replace(/[iy]+e/g, "e")
    .replace(/y/g, "i").replace(/(.)\1+/g, "$1");

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

  const stems = new Map();
  const stemmer = typeof Stemmer === "function" ? new Stemmer() : { stemWord: (word) => word };

  /* The stem of a word, by the stemmer of Sphinx's own search. */
  function stem(word) {
    if (!stems.has(word)) stems.set(word, stemmer.stemWord(word));
    return stems.get(word);
  }

  const begins = (word, query) => word === query || (query.length > 2 && (word.startsWith(query) || stem(word) === stem(query)));
  const named = (query, name) => begins(name, query) || near(sound(query), sound(name));

  function stands(query, text) {
    return ` ${text.join(" ")} `.includes(` ${query.join(" ")}`);
  }

  /* How well an entry answers: 0 not at all. */
  function score(entry, query) {
    const text = words(entry.title);
    if (entry.kind === "passage") return scoreOfPassage(entry, query, text);
    const names = [entry.title, ...(entry.names ?? [])].map(words);
    const whole = (name) => name.length === query.length && query.every((q, i) => begins(name[i], q));
    if (names.some((name) => whole(name) || whole(name.filter((word) => !fillers.has(word))))) return 9;
    if (names.some((name) => query.every((q) => name.some((word) => begins(word, q))))) return 8;
    if (entry.kind === "actor" || entry.kind === "term") {
      if (names.some((name) => query.every((q) => name.some((word) => named(q, word))))) return 6;
      /* A name among other words: what did Tokayev say. */
      return query.some((q) => q.length > 3 && names.some((name) => name.some((word) => word === q))) ? 3 : 0;
    }
    /* An event or a number, by what stands below its title, too. */
    const around = (entry.lines ?? []).flatMap(words);
    const inTitle = query.filter((q) => names.some((name) => name.some((word) => named(q, word))));
    return inTitle.length && query.every((q) => inTitle.includes(q) || around.some((word) => named(q, word))) ? 6 : 0;
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
    const sorts = SORTS.map(([title, kinds]) => [title, once.filter(([, e]) => kinds.includes(e.kind))]);
    const best = ([, entries]) => entries[0]?.[0] ?? 0;
    return sorts.sort((a, b) => best(b) - best(a)).map(([title, entries]) => [title, entries.map(([, e]) => e)]);
  }

  /* Sphinx looks the same words up in the pages, and alone says that nothing answers where nothing does. */
  function searchPages(answered) {
    if (typeof Search !== "object") return;
    const perform = Search.performSearch;
    Search.performSearch = (query) => {
      perform(askedFor(query));
      if (!answered) Search.status.setAttribute("role", "status");
    };
  }

  function start() {
    const results = document.getElementById("search-results");
    const query = words(askedFor(new URLSearchParams(location.search).get("q") ?? ""));
    if (!results || !query.length || !window.sourcebook) return;
    const groups = found(query).filter(([, entries]) => entries.length);
    searchPages(groups.length > 0);
    if (!groups.length) return;
    const box = element("section", "", "sb-found");
    const status = element("p");
    status.setAttribute("role", "status");
    box.append(element("h2", "In the evidence"), status, ...groups.map(([title, entries]) => group(title, entries)));
    results.before(box);
    status.textContent = groups.map(([title, entries]) => `${title}: ${entries.length}`).join("; ");
  }

  start();
})();
