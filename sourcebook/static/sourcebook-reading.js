/* What a reader does on a page beside reading it: look at what a link leads to without going there, open the sheet of a
 * bracket, cite a quotation, and follow a link to something that was withdrawn or stands elsewhere.
 *
 * A bracket such as (¶4) opens a sheet: who says it, in which article, in what copy, and how it is proven. It is a dialog:
 * beside the word, or on a narrow screen at the bottom; Escape closes it and the focus goes back to the bracket.
 *
 * Previews follow WCAG 1.4.13: they come with the pointer and with the keyboard, stay while either is on the link or on
 * the preview, and go with Escape. A finger follows the link instead. What they say comes from a script of the book's
 * own (sourcebook-finds.js), which is loaded when first asked for, from a folder too. Without this script every link
 * leads where it says, and every reference stands under “Cite”. */
(() => {
  "use strict";

  const home = document.currentScript.src;
  const root = new URL("../", home).href; /* the root of the book: this script lies in a folder of it */
  const WAIT = 250; /* milliseconds a pointer rests on a link before a preview comes: passing over is not asking */
  const GRACE = 250; /* milliseconds a pointer may be on its way from the link to its preview */
  const SHOWN = /#(passage|actor|event|reports|figure|term)-/;
  const article = document.querySelector("article.bd-article, [role=main], main") || document.body;

  /* -- what the book knows ------------------------------------------------------------------------------------------ */

  let asked = null;

  function book() {
    asked ??= new Promise((resolve) => {
      const empty = { finds: [], withdrawn: {}, sources: {} };
      const file = document.createElement("script");
      file.addEventListener("load", () => resolve(window.sourcebook ?? empty));
      file.addEventListener("error", () => resolve(empty));
      file.src = new URL("sourcebook-finds.js", home).href;
      document.head.append(file);
    });
    return asked;
  }

  let sorted = null;

  async function find(address) {
    const { finds } = await book();
    sorted ??= new Map(finds.map((one) => [one.at, one]));
    return sorted.get(address);
  }

  function addressOf(link) {
    const url = new URL(link.href);
    url.search = "";
    return url.href.startsWith(root) ? decodeURI(url.href.slice(root.length)) : "";
  }

  /* -- citing ------------------------------------------------------------------------------------------------------- */

  const voice = document.createElement("p");
  voice.className = "sb-unseen";
  voice.setAttribute("role", "status");
  article.append(voice);

  function say(words) {
    voice.textContent = "";
    window.requestAnimationFrame(() => { voice.textContent = words; });
  }

  function select(element) {
    const range = document.createRange();
    range.selectNodeContents(element);
    window.getSelection().removeAllRanges();
    window.getSelection().addRange(range);
  }

  async function copy(element, what = "Reference") {
    try {
      await navigator.clipboard.writeText(element.textContent);
      say(`${what} copied.`);
      return true;
    } catch {
      element.hidden = false; /* in a sheet it is unseen until it must be selected */
      select(element);
      say("The browser does not let this page copy. The reference is selected: copy it with the keyboard.");
      return false;
    }
  }

  document.addEventListener("click", (event) => {
    const summary = event.target instanceof Element && event.target.closest(".sb-cite > summary");
    if (!summary || summary.parentElement.open) return;
    /* The browser opens the part after this; then there is something to select. */
    window.setTimeout(() => copy(summary.parentElement.querySelector(".sb-cite-text")));
  });

  function linkTo(id) {
    const canonical = document.querySelector("link[rel='canonical']");
    return canonical ? `${canonical.href}#${id}` : "";
  }

  /* -- the sheet of a bracket --------------------------------------------------------------------------------------- */

  const NARROW = window.matchMedia("(max-width: 36rem)");

  function action(words, text, what) {
    const button = line("button", words);
    button.type = "button";
    const hidden = line("span", text, "sb-cite-text");
    hidden.hidden = true;
    button.addEventListener("click", async () => {
      if (await copy(hidden, what)) button.textContent = `${what} copied`;
    });
    return [button, hidden];
  }

  function facts(pairs) {
    const list = line("dl", "");
    for (const [term, words, lang] of pairs.filter((pair) => pair[1])) {
      const told = line("dd", words);
      if (lang) told.lang = lang;
      list.append(line("dt", term), told);
    }
    return list;
  }

  function actions(found, quotation, place) {
    const box = line("p", "", "sb-sheet-tools");
    if (quotation) {
      const words = quotation.querySelector(".sb-words").textContent.replace(/^“|”$/gu, "");
      /* A quotation that ends its own sentence needs no second full stop. */
      const cite = found.cite.replace("\ufffc", () => words).replace(/([.!?…]”)\. /u, "$1 ");
      box.append(...action("Copy reference", `${cite} ${linkTo(quotation.id)}`.trim(), "Reference"));
      box.append(...action("Copy link", linkTo(quotation.id) || new URL(`#${quotation.id}`, location.href).href, "Link"));
    }
    const passage = line("a", found ? "Open passage" : "Open source");
    passage.href = place;
    box.append(passage);
    return box;
  }

  /* The quotations that a bracket closes: those that it names, or the one in which it stands. */
  function closedBy(link) {
    const ids = link.querySelector("[data-quotes]")?.dataset.quotes.split(" ") ?? [];
    const own = link.closest(".sb-inline[id]");
    return own ? [own] : ids.map((id) => document.getElementById(id)).filter((one) => one);
  }

  async function part(quotation, place, about) {
    const found = await find(place);
    if (!found) return [];
    const rows = [["Speaker", found.speaker], ...about, ["In plain words", found.plain], ["Proof", found.proof]];
    return [facts(rows), actions(found, quotation, new URL(place, root).href)];
  }

  function opening(quotation) {
    const words = quotation.querySelector(".sb-words").textContent.split(/\s+/u);
    return line("h3", words.length > 3 ? `${words.slice(0, 3).join(" ")} …` : words.join(" "));
  }

  /* The address of the passage that is quoted: the id of a second quotation of it on a page ends with a number. */
  async function passageOf(quotation, page) {
    const whole = `${page}#${quotation.id.replace(/^quote-/u, "passage-")}`;
    return (await find(whole)) ? whole : whole.replace(/-\d+$/u, "");
  }

  async function content(link) {
    const at = addressOf(link);
    const { sources } = await book();
    const [page] = at.split("#");
    const quotations = closedBy(link);
    const known = await Promise.all(quotations.map((one) => passageOf(one, page)));
    const first = await find(known[0] ?? at);
    const source = sources[first?.source ?? at];
    if (!source) return null;
    const about = [["Article", source.title, source.lang], ["Printed", source.printed], ["Copy", source.copy]];
    const several = known.length > 1;
    const parts = await Promise.all(quotations.map((one, number) => part(one, known[number], several ? [] : about)));
    if (several) parts.forEach((one, number) => one.unshift(opening(quotations[number])));
    const number = /¶[^,)]*/u.exec(link.textContent)?.[0] ?? "";
    const title = line("h2", `${source.short} ${number}`.trim());
    title.id = "sb-sheet-title";
    const unquoted = "The book tells this in its own words, so there is nothing to prove: look it up in this paragraph.";
    const whole = several || !known.length ? [facts(about)] : [];
    const rest = known.length ? parts.flat() : [line("p", unquoted), actions(null, null, link.href)];
    return [title, ...whole, ...rest];
  }

  function beside(sheet, link) {
    if (NARROW.matches) return;
    const lines = link.getClientRects();
    const last = lines[lines.length - 1];
    const own = sheet.getBoundingClientRect();
    const above = last.bottom + own.height > window.innerHeight && lines[0].top > own.height;
    sheet.style.left = `${Math.max(8, Math.min(last.left, document.documentElement.clientWidth - own.width - 8))}px`;
    sheet.style.top = `${Math.max(8, above ? lines[0].top - own.height - 4 : Math.min(last.bottom + 4, window.innerHeight - own.height - 8))}px`;
  }

  async function openSheet(link) {
    const shown = await content(link);
    if (!shown) {
      location.assign(link.href);
      return;
    }
    const sheet = line("dialog", "", "sb-sheet");
    sheet.setAttribute("aria-labelledby", "sb-sheet-title");
    const close = line("button", "Close", "sb-sheet-close");
    close.type = "button";
    close.addEventListener("click", () => sheet.close());
    sheet.append(...shown, close, voice);
    sheet.addEventListener("click", (event) => { if (event.target === sheet) sheet.close(); });
    sheet.addEventListener("close", () => {
      article.append(voice);
      sheet.remove();
      link.focus({ preventScroll: true });
    });
    article.append(sheet);
    sheet.showModal();
    beside(sheet, link);
  }

  const brackets = article.querySelectorAll(".sb-reference a[href]");
  if ("showModal" in HTMLDialogElement.prototype) {
    brackets.forEach((link) => link.setAttribute("aria-haspopup", "dialog"));
    article.addEventListener("click", (event) => {
      const link = event.target instanceof Element && event.target.closest(".sb-reference a[href]");
      if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      openSheet(link);
    });
  }

  /* A link to a part of the page leads there, and is copied on the way. */
  document.addEventListener("click", async (event) => {
    const link = event.target instanceof Element && event.target.closest("a.headerlink, a.sb-place");
    if (!link) return;
    try {
      await navigator.clipboard.writeText(linkTo(link.hash.slice(1)) || link.href);
      say("Link copied.");
    } catch {
      /* It stands in the bar of the browser all the same. */
    }
  });

  /* -- previews ----------------------------------------------------------------------------------------------------- */

  let open = null; /* the link whose preview is shown */
  let card = null;
  let wanted = null; /* the link that waits for its preview */
  let timer = 0;

  function line(tag, text, name) {
    const made = document.createElement(tag);
    made.textContent = text;
    if (name) made.className = name;
    return made;
  }

  function hide() {
    window.clearTimeout(timer);
    wanted = null;
    if (!open) return;
    open.removeAttribute("aria-describedby");
    card.remove();
    open = card = null;
  }

  function build(found) {
    const made = line("span", "", "sb-preview");
    const said = line("span", "", "sb-preview-text");
    said.id = "sb-preview-text";
    const title = line("span", found.kind === "passage" ? `“${found.title}”` : found.title, "sb-preview-title");
    if (found.lang) title.lang = found.lang;
    said.append(title, ...(found.lines ?? []).map((words) => line("span", words, "sb-preview-line")));
    made.append(said);
    made.popover = "manual";
    return made;
  }

  function place(link) {
    const lines = link.getClientRects(); /* a link may run over the end of a line: none of it may be covered */
    const first = lines[0] ?? link.getBoundingClientRect();
    const last = lines[lines.length - 1] ?? first;
    const own = card.getBoundingClientRect();
    const room = document.documentElement.clientWidth;
    const below = last.bottom + own.height <= window.innerHeight || first.top < own.height;
    const left = Math.max(8, Math.min((below ? last : first).left, room - own.width - 8));
    card.style.left = `${left + window.scrollX}px`;
    card.style.top = `${(below ? last.bottom : first.top - own.height) + window.scrollY}px`;
  }

  async function show(link) {
    wanted = link;
    const found = await find(addressOf(link));
    if (wanted !== link || open === link) return;
    hide();
    if (!found || !link.isConnected) return;
    open = link;
    card = build(found);
    link.after(card);
    link.setAttribute("aria-describedby", "sb-preview-text");
    card.showPopover();
    place(link);
  }

  const inside = (node) => open !== null && node instanceof Node && (open.contains(node) || card.contains(node));

  function candidate(target) {
    const link = target instanceof Element ? target.closest("a[href*='#']") : null;
    if (!(link instanceof HTMLAnchorElement) || !SHOWN.test(link.hash)) return null;
    /* Beside a whole quotation a preview would repeat it; a summary has a job of its own. */
    return link.closest(".headerlink, nav, summary, .sb-quote, .sb-preview, .sb-reference") ? null : link;
  }

  function pointed(event) {
    if (event.pointerType === "touch") return;
    if (inside(event.target)) {
      window.clearTimeout(timer);
      wanted = null;
      return;
    }
    const link = candidate(event.target);
    if (link === wanted && link) return;
    window.clearTimeout(timer);
    if (link) {
      wanted = link;
      timer = window.setTimeout(() => show(link), WAIT);
    } else if (open) {
      wanted = null;
      timer = window.setTimeout(() => { if (!inside(document.activeElement)) hide(); }, GRACE);
    } else {
      wanted = null;
    }
  }

  function focused(event) {
    if (inside(event.target)) return;
    const link = candidate(event.target);
    if (link && link.matches(":focus-visible")) show(link);
    else hide();
  }

  function escaped(event) {
    if (event.key !== "Escape" || !open) return;
    const link = open;
    const within = card.contains(document.activeElement);
    hide();
    if (within) {
      link.focus();
      hide(); /* the focus comes back to the link, the preview does not */
    }
    event.stopPropagation();
  }

  if ("showPopover" in HTMLElement.prototype) {
    article.addEventListener("pointerover", pointed);
    article.addEventListener("pointerleave", pointed);
    article.addEventListener("focusin", focused);
    article.addEventListener("focusout", (event) => {
      if (open && event.relatedTarget && !inside(event.relatedTarget) && !open.matches(":hover")) hide();
    });
    document.addEventListener("keydown", escaped, true);
    window.addEventListener("hashchange", hide);
    window.addEventListener("resize", hide);
  }

  /* -- what is elsewhere -------------------------------------------------------------------------------------------- */

  async function seek() {
    const id = location.hash.slice(1);
    if (!/^[a-z]+-[\w-]+$/.test(id) || document.getElementById(id)) return;
    const { finds, withdrawn } = await book();
    const at = withdrawn[id] ?? withdrawn[id.replace(/-\d+$/, "")] ?? finds.find((one) => one.at.endsWith(`#${id}`))?.at;
    if (at) location.replace(root + at);
  }

  window.addEventListener("hashchange", seek);
  seek();
})();
