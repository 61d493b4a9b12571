/* Cards of links to events and numbers, after WCAG 1.4.13: they come with the pointer and with the focus, stay while the
 * pointer is on the link or the card, and go with Escape, which moves neither. Nothing is fetched: a card stands in the
 * page, hidden. */
(() => {
  "use strict";

  const GRACE = 200; /* how long a pointer may be on its way from the link to the card, in milliseconds */
  let open = null;
  let leaving = 0;

  function hide() {
    window.clearTimeout(leaving);
    if (open) {
      open.hidden = true;
      open.style.transform = "";
      open = null;
    }
  }

  function show(card) {
    window.clearTimeout(leaving);
    if (open === card) return;
    hide();
    card.hidden = false;
    open = card;
    const box = card.getBoundingClientRect();
    const room = document.documentElement.clientWidth - 8;
    const shift = Math.max(8 - box.left, Math.min(0, room - box.right));
    card.style.transform = shift ? `translateX(${shift}px)` : "";
  }

  function prepare(mention) {
    const link = mention.querySelector("a[href]");
    const card = mention.querySelector(".sb-card");
    if (!link || !card) return;
    link.setAttribute("aria-describedby", card.id);
    const inside = () => mention.contains(document.activeElement) || mention.matches(":hover");
    mention.addEventListener("pointerenter", () => show(card));
    mention.addEventListener("pointerleave", () => {
      window.clearTimeout(leaving);
      leaving = window.setTimeout(() => { if (open === card && !inside()) hide(); }, GRACE);
    });
    link.addEventListener("focus", () => show(card));
    link.addEventListener("blur", () => { if (open === card && !mention.matches(":hover")) hide(); });
  }

  document.querySelectorAll(".sb-mention").forEach(prepare);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open) {
      hide();
      event.stopPropagation();
    }
  });
})();
