// More of a list comes into the page: the keyboard goes to the first of what came, and the address says what is shown, so that a
// reload, and Back from a product, show it again.
(() => {
  // A second click, meant for the button, would open what has just come under the pointer.
  const settleMs = 400;
  let arrived = -Infinity;
  let before;

  document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
    before = ctx?.sourceElement?.id === "more"
      ? document.getElementById("products")?.children.length
      : undefined;
  });
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    const first = before === undefined ? undefined : document.getElementById("products")?.children[before];
    if (!first) return;
    before = undefined;
    arrived = performance.now();
    history.replaceState(history.state, "", ctx.request.action);
    first.querySelector("a[href]")?.focus();
  });
  document.addEventListener("click", (event) => {
    if (performance.now() - arrived < settleMs && event.detail > 0 && event.target.closest("#products")) {
      event.preventDefault();
    }
  }, true);
})();
