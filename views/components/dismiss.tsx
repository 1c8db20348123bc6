import type { Product } from "../../types.ts";
import type { HiddenNotice, Shell } from "../shell.ts";
import { merchantText } from "./merchant.tsx";

/** How a card stands on its shelf, so that Undo can draw it again in the same place. */
export interface CardSpot {
  readonly shell: Shell;
  readonly product: Product;
  readonly place: string;
  readonly ticket: boolean;
}

function SpotFields({ shell, product, place, ticket }: CardSpot) {
  return (
    <>
      <input type="hidden" name="product" value={product.id} />
      <input type="hidden" name="to" value={shell.here} />
      <input type="hidden" name="place" value={place} />
      {ticket ? <input type="hidden" name="look" value="ticket" /> : null}
    </>
  );
}

const swap = { "hx-target": "closest li", "hx-swap": "outerHTML", "hx-sync": "drop" };

/** At the end of a card's actions. */
export function DismissButton({ focused, ...spot }: CardSpot & { readonly focused?: boolean }) {
  const words = spot.shell.words.personal.dismiss;
  return (
    <form class="dismiss" method="post" action="/not-interested" hx-post="/not-interested" {...swap}>
      <SpotFields {...spot} />
      <button
        id={`dismiss-${spot.place}-${spot.product.id}`}
        type="submit"
        class="quiet"
        aria-label={words.buttonFor(spot.product.name)}
        autofocus={focused}
      >
        {words.button}
      </button>
    </form>
  );
}

interface HiddenProps extends CardSpot {
  /** The whole category is hidden, not this product alone. */
  readonly all: boolean;
  /** What the shopper's lists know now: the page need not fetch its shelf again. */
  readonly epoch: number;
}

/** Stands where the card was, so that its neighbours do not move. The keyboard goes to Undo. */
export function HiddenCard({ all, epoch, ...spot }: HiddenProps) {
  const { shell, product, place, ticket } = spot;
  const words = shell.words.personal.dismiss;
  return (
    <li
      class={ticket ? "card card-hidden card-ticket" : "card card-hidden"}
      id={`${place}-${product.id}`}
      data-epoch={epoch}
    >
      <HiddenText shell={shell} product={product} all={all} />
      <form method="post" action="/not-interested/undo" hx-post="/not-interested/undo" {...swap}>
        <SpotFields {...spot} />
        {all ? <input type="hidden" name="scope" value="category" /> : null}
        <button
          type="submit"
          class="button button-small"
          aria-label={all ? words.undoAll(product.category) : words.undoOne(product.name)}
          autofocus
        >
          {shell.words.frame.undo}
        </button>
      </form>
      {all || product.category === ""
        ? null
        : (
          <form method="post" action="/not-interested" hx-post="/not-interested" {...swap}>
            <SpotFields {...spot} />
            <input type="hidden" name="scope" value="category" />
            <button type="submit" class="quiet">
              {words.hideAll(merchantText(shell, product.category))}
            </button>
          </form>
        )}
    </li>
  );
}

/** The same without script: at the top of the page that the shopper comes back to. */
export function HiddenPanel({ shell, notice: { product, all } }: { shell: Shell; notice: HiddenNotice }) {
  const words = shell.words.personal.dismiss;
  const spot: CardSpot = { shell, product, place: "", ticket: false };
  return (
    <div class="wrap">
      <div class="card-hidden hidden-panel" role="status">
        <HiddenText shell={shell} product={product} all={all} />
        <form method="post" action="/not-interested/undo">
          <SpotFields {...spot} />
          {all ? <input type="hidden" name="scope" value="category" /> : null}
          <button type="submit" class="button button-small" autofocus>{shell.words.frame.undo}</button>
        </form>
        {all || product.category === "" ? null : (
          <form method="post" action="/not-interested">
            <SpotFields {...spot} />
            <input type="hidden" name="scope" value="category" />
            <button type="submit" class="quiet">
              {words.hideAll(merchantText(shell, product.category))}
            </button>
          </form>
        )}
      </div>
    </div>
  );
}

function HiddenText({ shell, product, all }: HiddenNotice & { readonly shell: Shell }) {
  const words = shell.words.personal.dismiss;
  return (
    <>
      <p class="hidden-title">{words.hidden}</p>
      <p class="hidden-line">
        {all
          ? words.hiddenAll(merchantText(shell, product.category))
          : words.hiddenOne(merchantText(shell, product.name))}
      </p>
    </>
  );
}
