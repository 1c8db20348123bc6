/** Icons on a 24-unit box. They stand beside words or in a labelled control, so they are hidden from reading aloud. */
const icons = {
  search: draw("search", "M10.8 17.6a6.8 6.8 0 1 0 0-13.6 6.8 6.8 0 0 0 0 13.6ZM15.8 15.8 20.4 20.4"),
  account: draw(
    "account",
    "M12 11.6a3.8 3.8 0 1 0 0-7.6 3.8 3.8 0 0 0 0 7.6ZM4.6 20c.6-3.9 3.4-5.8 7.4-5.8s6.8 1.9 7.4 5.8",
  ),
  heart: draw("heart", "M12 19.8S4 15.2 4 9.6a4.3 4.3 0 0 1 8-2.2 4.3 4.3 0 0 1 8 2.2c0 5.6-8 10.2-8 10.2Z"),
  cart: draw(
    "cart",
    "M3 4h2.4l2.2 11.2h9.8L19.8 7.6H6.1M9.2 20.2a1.2 1.2 0 1 0 0-2.4 1.2 1.2 0 0 0 0 2.4ZM16.4 20.2a1.2 1.2 0 1 0 0-2.4 1.2 1.2 0 0 0 0 2.4Z",
  ),
};

/** Each is drawn once, at the start: a heart is on every card. */
export function Icon({ name }: { name: keyof typeof icons }) {
  return icons[name];
}

function draw(name: string, path: string) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
