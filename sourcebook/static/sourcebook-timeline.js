/* The filter of a timeline: by source, by actor, conflicts only. The page holds every event; this hides some of them and
 * dims their rows in the drawing. The address keeps the choice (`?source=…&actor=…&conflicts=1`), so that it can be
 * linked to. One filter serves all timelines of a page. */
(() => {
  "use strict";

  const lists = [...document.querySelectorAll("ol.sb-events")];
  const items = lists.flatMap((list) => [...list.children]);
  if (!items.length) return;
  const OUT = "sb-out"; /* a class, because what has the attribute `hidden` cannot be brought back on paper */
  const names = { sources: {}, actors: {} };
  document.querySelectorAll("script.sb-names").forEach((script) => {
    const found = JSON.parse(script.textContent);
    Object.assign(names.sources, found.sources);
    Object.assign(names.actors, found.actors);
  });

  function element(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  function choice(words, any, options) {
    const select = element("select", {}, element("option", { value: "", textContent: any }));
    Object.entries(options)
      .sort((a, b) => a[1].localeCompare(b[1], document.documentElement.lang || "en"))
      .forEach(([value, textContent]) => select.append(element("option", { value, textContent })));
    return [select, element("label", {}, words, select)];
  }

  const [source, sourceLabel] = choice("Told by", "any source", names.sources);
  const [actor, actorLabel] = choice("About", "anybody", names.actors);
  const conflicts = element("input", { type: "checkbox" });
  const conflictsLabel = element("label", { className: "sb-tick" }, conflicts, "Only where accounts conflict");
  const clear = element("button", { type: "button", textContent: "Show all" });
  const all = element("button", { type: "button" });
  const shown = element("p", { className: "sb-shown" });
  shown.setAttribute("role", "status");
  const form = element("form", { className: "sb-filter" }, sourceLabel, actorLabel, conflictsLabel, clear, all, shown);
  form.setAttribute("aria-label", "Choose events");
  lists[0].closest(".sb-timeline").before(form);

  function fits(item) {
    const has = (name) => item.classList.contains(name);
    return (!source.value || has(`sb-by-${source.value}`))
      && (!actor.value || has(`sb-who-${actor.value}`))
      && (!conflicts.checked || has("sb-is-conflict"));
  }

  function dim(item, out) {
    const place = item.querySelector(".sb-event");
    document.querySelectorAll(`.sb-tl a[href="#${CSS.escape(place.id)}"]`).forEach((row) => {
      row.classList.toggle("sb-tl-out", out);
      if (out) {
        row.setAttribute("aria-hidden", "true");
        row.setAttribute("tabindex", "-1");
      } else {
        row.removeAttribute("aria-hidden");
        row.removeAttribute("tabindex");
      }
    });
  }

  function apply() {
    let count = 0;
    items.forEach((item) => {
      const inside = fits(item);
      item.classList.toggle(OUT, !inside);
      dim(item, !inside);
      count += inside ? 1 : 0;
    });
    shown.textContent = `${count} of ${items.length} events shown.`;
    name();
    clear.disabled = !(source.value || actor.value || conflicts.checked);
  }

  /* One button opens or closes the accounts of every event that is shown. */
  const events = (wanted) => items.filter((item) => !item.classList.contains(OUT))
    .flatMap((item) => [...item.querySelectorAll(`details.sb-event${wanted}`)]);

  function name() {
    all.textContent = events(":not([open])").length ? "Open all accounts" : "Close all accounts";
  }

  function openOrClose() {
    const closed = events(":not([open])");
    events("").forEach((event) => { event.open = closed.length > 0; });
    name();
  }

  function keep() {
    const query = new URLSearchParams(location.search);
    const wanted = { source: source.value, actor: actor.value, conflicts: conflicts.checked ? "1" : "" };
    Object.entries(wanted).forEach(([key, value]) => { if (value) query.set(key, value); else query.delete(key); });
    const text = query.toString();
    history.replaceState(null, "", `${location.pathname}${text ? `?${text}` : ""}${location.hash}`);
  }

  function read() {
    const query = new URLSearchParams(location.search);
    source.value = query.get("source") in names.sources ? query.get("source") : "";
    actor.value = query.get("actor") in names.actors ? query.get("actor") : "";
    conflicts.checked = query.get("conflicts") === "1";
  }

  /* A link to an event that the filter hides leads to nothing: then all are shown. */
  function follow() {
    const target = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    const item = target && target.closest("ol.sb-events > li");
    if (item && item.classList.contains(OUT)) {
      reset();
      target.scrollIntoView();
    }
  }

  function reset() {
    source.value = "";
    actor.value = "";
    conflicts.checked = false;
    keep();
    apply();
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", () => { keep(); apply(); });
  clear.addEventListener("click", () => { reset(); source.focus(); });
  all.addEventListener("click", openOrClose);
  lists.forEach((list) => list.addEventListener("toggle", name, true));
  window.addEventListener("hashchange", follow);
  read();
  apply();
  follow();
})();
