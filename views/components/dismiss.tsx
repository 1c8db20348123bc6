import type { Product } from "../../types.ts";
import type { HiddenNotice, Shell } from "../shell.ts";

/** How a card stands on its shelf, so that Undo can draw it again in the same place. */
export interface CardSpot {
  readonly product: Product;
  readonly here: string;
  readonly place: string;
  readonly ticket: boolean;
}

function SpotFields({ product, here, place, ticket }: CardSpot) {
  return (
    <>
      <input type="hidden" name="product" value={product.id} />
      <input type="hidden" name="to" value={here} />
      <input type="hidden" name="place" value={place} />
      {ticket ? <input type="hidden" name="look" value="ticket" /> : null}
    </>
  );
}

const swap = { "hx-target": "closest li", "hx-swap": "outerHTML", "hx-sync": "drop" };

/** At the end of a card's actions. */
export function DismissButton({ focused, ...spot }: CardSpot & { readonly focused?: boolean }) {
  return (
    <form class="dismiss" method="post" action="/not-interested" hx-post="/not-interested" {...swap}>
      <SpotFields {...spot} />
      <button
        id={`dismiss-${spot.place}-${spot.product.id}`}
        type="submit"
        class="quiet"
        aria-label={`Not interested in ${spot.product.name}`}
        autofocus={focused}
      >
        Not interested
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
  const { product, place, ticket } = spot;
  return (
    <li
      class={ticket ? "card card-hidden card-ticket" : "card card-hidden"}
      id={`${place}-${product.id}`}
      data-epoch={epoch}
    >
      <HiddenText product={product} all={all} />
      <form method="post" action="/not-interested/undo" hx-post="/not-interested/undo" {...swap}>
        <SpotFields {...spot} />
        {all ? <input type="hidden" name="scope" value="category" /> : null}
        <button
          type="submit"
          class="button button-small"
          aria-label={`Undo: ${hiddenName(product, all)}`}
          autofocus
        >
          Undo
        </button>
      </form>
      {all || product.category === ""
        ? null
        : (
          <form method="post" action="/not-interested" hx-post="/not-interested" {...swap}>
            <SpotFields {...spot} />
            <input type="hidden" name="scope" value="category" />
            <button type="submit" class="quiet">Hide all {product.category}</button>
          </form>
        )}
    </li>
  );
}

/** The same without script: at the top of the page that the shopper comes back to. */
export function HiddenPanel({ shell, notice: { product, all } }: { shell: Shell; notice: HiddenNotice }) {
  const spot: CardSpot = { product, here: shell.here, place: "", ticket: false };
  return (
    <div class="wrap">
      <div class="card-hidden hidden-panel" role="status">
        <HiddenText product={product} all={all} />
        <form method="post" action="/not-interested/undo">
          <SpotFields {...spot} />
          {all ? <input type="hidden" name="scope" value="category" /> : null}
          <button type="submit" class="button button-small" autofocus>Undo</button>
        </form>
        {all || product.category === "" ? null : (
          <form method="post" action="/not-interested">
            <SpotFields {...spot} />
            <input type="hidden" name="scope" value="category" />
            <button type="submit" class="quiet">Hide all {product.category}</button>
          </form>
        )}
      </div>
    </div>
  );
}

function HiddenText({ product, all }: HiddenNotice) {
  return (
    <>
      <p class="hidden-title">Hidden</p>
      <p class="hidden-line">
        {all
          ? `Nothing of ${product.category} will be picked for you any more.`
          : `${product.name} will not be picked for you any more.`}
      </p>
    </>
  );
}

function hiddenName(product: Product, all: boolean): string {
  return all ? `all of ${product.category}` : product.name;
}
