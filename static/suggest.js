// The list under the search field, as the combobox pattern of WAI-ARIA has it: the field keeps the focus, arrows choose, Enter
// goes there, Escape closes. Without a choice, Enter searches as ever.
(() => {
  const field = document.getElementById("search-field");
  const box = document.getElementById("suggestions-box");
  const list = document.getElementById("suggestions");
  const status = document.getElementById("suggestions-status");
  if (!field || !box || !list) return;
  const options = () => [...list.children];

  function choose(option) {
    for (const one of options()) one.setAttribute("aria-selected", String(one === option));
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
  }

  function show(open) {
    box.hidden = !open;
    field.setAttribute("aria-expanded", String(open));
    if (!open) choose();
  }

  document.addEventListener("htmx:after:swap", () => {
    if (document.activeElement !== field) return;
    const count = options().length;
    choose();
    show(count > 0);
    if (status) status.textContent = count > 0 ? `${count} suggestions` : "";
  });

  field.addEventListener("keydown", (event) => {
    const all = options();
    if (event.key === "Escape" && !box.hidden) {
      event.preventDefault();
      show(false);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && all.length > 0) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
      show(true);
      // From the field, down is the first and up the last; beyond the ends is the field again.
      const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step;
      choose(all[next]);
    } else if (event.key === "Enter" && !box.hidden) {
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
