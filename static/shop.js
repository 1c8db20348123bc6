// What markup and htmx cannot say. Without this file, and without script, every page works the same way by itself.

// Back and forward show a page as it was left: its picks and its cart have moved on since.
addEventListener("pageshow", (event) => {
  const [entry] = performance.getEntriesByType("navigation");
  if (!event.persisted && entry?.type !== "back_forward") return;
  const picks = document.getElementById("for-you");
  // A deferred htmx looks at the page in a timer of its own, which a fast page comes before: this one is behind it.
  if (picks) setTimeout(() => globalThis.htmx?.trigger(picks, "restored"));
});

// A quantity that is chosen takes effect at once.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

// The second click of a double click is no second wish, except for one more or one less.
document.addEventListener("click", (event) => {
  if (event.detail > 1 && event.target.closest("[type=submit]:not(.step)")) event.preventDefault();
  else if (trouble) trouble.textContent = "";
}, true);

document.addEventListener("click", (event) => {
  const step = event.target.closest("[data-step]");
  if (!step) return;
  const input = step.closest("[data-stepper]").querySelector("input");
  const least = Number(input.min);
  const most = Number(input.max);
  const wanted = (Number.parseInt(input.value, 10) || least) + Number(step.dataset.step);
  input.value = String(Math.min(most, Math.max(least, wanted)));
});

// Where the keyboard is on a sideways shelf is seen whole: browsers are content with a part of it.
document.addEventListener("focusin", ({ target }) => {
  if (!target.matches(":focus-visible")) return;
  target.closest(".card")?.scrollIntoView({ block: "nearest", inline: "nearest" });
});

// The personal shelf repeats nothing that the page shows elsewhere: it is told what that is.
document.addEventListener("htmx:config:request", ({ detail }) => {
  if (!document.getElementById("for-you")) return;
  const elsewhere = [...document.querySelectorAll("main [data-product]")].filter((one) =>
    !one.closest("#for-you")
  );
  const { headers } = detail.ctx.request;
  headers["X-Shown"] = elsewhere.slice(0, 200).map((one) => one.dataset.product).join();
  // What takes a like back has every heart of the product answered.
  const hearts = [...document.querySelectorAll("[id^=like-][aria-pressed=true]")];
  headers["X-Liked"] = hearts.slice(0, 200).map(({ id }) => id).join();
});

// When the card under the keyboard leaves the shelf, the keyboard stays at the shelf.
let wasInside = false;
document.addEventListener("htmx:before:swap", () => {
  wasInside = Boolean(document.activeElement?.closest("#for-you"));
});
document.addEventListener("htmx:after:swap", () => {
  if (wasInside && document.activeElement === document.body) {
    document.getElementById("for-you-title")?.focus({ preventScroll: true });
  }
});

// A press that came to nothing says so, where it hides nothing that the keyboard is on; the next press takes the line away.
const trouble = document.getElementById("trouble");
function showTrouble(event, text) {
  // The shelf is fetched by the page itself: nobody pressed anything.
  if (!trouble || event.target.id === "for-you") return;
  trouble.textContent = text;
  document.activeElement?.scrollIntoView({ block: "nearest" });
}
document.addEventListener(
  "htmx:error",
  (event) => showTrouble(event, trouble?.dataset.unreachable),
);
document.addEventListener("htmx:response:error", (event) => {
  const { status } = event.detail.ctx.response;
  if (status !== 400 && status !== 409) {
    showTrouble(event, trouble?.dataset[status === 404 || status === 410 ? "gone" : "failed"]);
  }
});
