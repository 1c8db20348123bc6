// An open page follows what its visitor does elsewhere: in another tab, through the browser itself; on another device,
// through the server. The shelf is fetched only when it does not show that yet: the tab that acted is left alone. A new model
// is no act: it shows with the next one, or on the next page.
(() => {
  const others = globalThis.BroadcastChannel && new BroadcastChannel("aisle");
  let news; // The newest that was heard of.
  let told = ""; // What other tabs know of this one.
  let shopper = ""; // Whom the socket is for.
  let socket;
  let failures = 0;
  let tries = 0;
  let busy = 0;
  let timer;

  function shown() {
    const { shopper = "" } = document.getElementById("for-you")?.dataset ?? {};
    // A card that was hidden knows more than its shelf, which must not move.
    const epochs = [...document.querySelectorAll("[data-epoch]")].map(({ dataset }) => Number(dataset.epoch));
    return { shopper, epoch: Math.max(0, ...epochs) };
  }

  function hear(heard) {
    if (news?.shopper !== heard.shopper || news.epoch < heard.epoch) news = heard;
    tries = 0;
    plan();
  }

  // Waits a moment, in which the answer to this tab's own press, or the next page, may come. An instance that has not heard yet
  // is asked again. Nothing moves under the keyboard, nor under a card that was hidden and may be wanted back.
  function plan() {
    clearTimeout(timer);
    const shelf = document.getElementById("for-you");
    const now = shown();
    const acted = news && (news.shopper !== now.shopper || news.epoch > now.epoch);
    if (!shelf || document.hidden || busy || !acted || tries > 5) return;
    timer = setTimeout(() => {
      if (shelf.contains(document.activeElement) || shelf.querySelector(".card-hidden")) return;
      tries++;
      globalThis.htmx?.trigger(shelf, "restored");
    }, tries ? 2000 : 60);
  }

  function connect() {
    const now = shown();
    if (socket && shopper !== now.shopper) disconnect();
    if (socket || document.hidden || !now.shopper) return;
    shopper = now.shopper;
    const opened = new WebSocket(`${location.origin.replace("http", "ws")}/live?since=${now.epoch}`);
    socket = opened;
    opened.onopen = () => failures = 0;
    opened.onmessage = ({ data }) => {
      const event = JSON.parse(data);
      hear({ shopper: String(event.user_id), epoch: event.event_id });
    };
    opened.onclose = () => {
      if (socket !== opened) return;
      socket = undefined;
      setTimeout(connect, Math.min(60_000, 1000 * 2 ** failures++) * (1 + Math.random()));
    };
  }

  function disconnect() {
    const closing = socket;
    socket = undefined;
    closing?.close();
  }

  // The page is there, is seen again, or has been changed by an answer.
  function settle() {
    if (!document.getElementById("for-you")) return;
    const now = shown();
    const text = JSON.stringify(now);
    if (now.shopper && text !== told) others?.postMessage(now);
    told = text;
    connect();
    plan();
  }

  if (others) others.onmessage = ({ data }) => hear(data);
  addEventListener("pageshow", settle);
  addEventListener("pagehide", disconnect);
  document.addEventListener("visibilitychange", () => document.hidden ? disconnect() : settle());
  document.addEventListener("focusout", plan);
  document.addEventListener("htmx:before:request", () => busy++);
  document.addEventListener("htmx:finally:request", () => {
    busy = Math.max(0, busy - 1);
    if (!busy) settle();
  });
})();
