/* What a reader does on a page beside reading it: look at what a link leads to without going there, cite a quotation, and
 * follow a link to something that was withdrawn or now stands on another page.
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
      const empty = { finds: [], withdrawn: {} };
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

  async function copy(element) {
    try {
      await navigator.clipboard.writeText(element.textContent);
      say("Reference copied.");
      return true;
    } catch {
      element.hidden = false;
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

  function tools(found, quotation) {
    const box = line("span", "", "sb-preview-tools");
    const words = quotation.querySelector(".sb-words").textContent.replace(/^“|”$/gu, "");
    /* A quotation that ends its own sentence needs no second full stop. */
    const cite = found.cite.replace("\ufffc", () => words).replace(/([.!?…]”)\. /u, "$1 ");
    const text = line("span", `${cite} ${linkTo(quotation.id)}`.trim(), "sb-cite-text");
    text.hidden = true;
    const button = line("button", "Copy reference");
    button.type = "button";
    button.addEventListener("click", async () => {
      if (await copy(text)) button.textContent = "Copied";
    });
    const link = line("a", "Link to this quotation");
    link.href = `#${quotation.id}`;
    box.append(button, link, text);
    return box;
  }

  function build(found, link) {
    const made = line("span", "", "sb-preview");
    const said = line("span", "", "sb-preview-text");
    said.id = "sb-preview-text";
    const title = line("span", found.kind === "passage" ? `“${found.title}”` : found.title, "sb-preview-title");
    if (found.lang) title.lang = found.lang;
    said.append(title, ...(found.lines ?? []).map((words) => line("span", words, "sb-preview-line")));
    made.append(said);
    const quotation = link.closest(".sb-inline[id]");
    if (found.cite && quotation) made.append(tools(found, quotation));
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
    card = build(found, link);
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
    return link.closest(".headerlink, nav, summary, .sb-quote, .sb-preview") ? null : link;
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
