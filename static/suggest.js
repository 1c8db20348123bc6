// The list under the search field, as the combobox pattern of WAI-ARIA has it: the field keeps the focus, arrows choose, Enter
// goes there, Escape closes. Without a choice, Enter searches as ever.
(() => {
  const field = document.getElementById("search-field");
  const box = document.getElementById("suggestions-box");
  const list = document.getElementById("suggestions");
  const status = document.getElementById("suggestions-status");
  if (!field || !box || !list) return;
  const options = () => [...list.children];
  // What was typed was put aside: an answer that is still under way does not open the list again.
  let closed = false;

  function choose(option) {
    for (const one of options()) one.setAttribute("aria-selected", String(one === option));
    if (option) {
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  }

  function show(open) {
    box.hidden = !open;
    field.setAttribute("aria-expanded", String(open));
    if (!open) {
      choose();
      if (status) status.textContent = "";
    }
  }

  field.addEventListener("input", () => closed = false);
  document.addEventListener("htmx:after:swap", (event) => {
    if (event.detail.ctx?.sourceElement !== field) return;
    choose();
    if (closed || document.activeElement !== field) return;
    show(list.children.length > 0);
    if (status) status.textContent = list.firstElementChild?.dataset.status ?? "";
  });

  field.addEventListener("keydown", (event) => {
    const all = options();
    const { key } = event;
    if (key === "Escape") {
      closed = true;
      if (box.hidden) return;
      event.preventDefault();
      show(false);
    } else if (key === "ArrowUp" && event.altKey) {
      show(false);
    } else if ((key === "ArrowDown" || key === "ArrowUp") && all.length > 0) {
      event.preventDefault();
      closed = false;
      show(true);
      if (event.altKey) return;
      const step = key === "ArrowDown" ? 1 : -1;
      const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
      // From the field, down is the first and up the last; beyond the ends is the field again.
      choose(all[at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step]);
    } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(key)) {
      // They move in the text, which is the field's again.
      choose();
    } else if (key === "Enter" && !box.hidden) {
      const chosen = all.find((one) => one.getAttribute("aria-selected") === "true");
      if (!chosen) return;
      event.preventDefault();
      location.assign(chosen.dataset.href);
    }
  });
  field.addEventListener("blur", () => show(false));
  // Before the field loses the focus, which would close the list under the pointer.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[data-href]");
    if (option) location.assign(option.dataset.href);
  });
})();
