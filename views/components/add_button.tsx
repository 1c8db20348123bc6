import type { Product } from "../../types.ts";
import type { Message } from "../shell.ts";

interface Props {
  readonly product: Product;
  readonly here: string;
  readonly place: string;
  readonly message?: Message | undefined;
}

/** "Add to cart" on a card: one piece. */
export function AddButton({ product, here, place, message }: Props) {
  return (
    <form
      class="add"
      method="post"
      action="/cart/add"
      hx-post="/cart/add"
      hx-target="this"
      hx-swap="outerHTML"
      hx-sync="drop"
    >
      <input type="hidden" name="product" value={product.id} />
      <input type="hidden" name="quantity" value="1" />
      <input type="hidden" name="to" value={here} />
      <input type="hidden" name="place" value={place} />
      {product.stock > 0
        ? (
          <button
            id={`add-${place}-${product.id}`}
            type="submit"
            class="button button-small"
            aria-label={`Add to cart: ${product.name}`}
          >
            Add <span class="wide">to cart</span>
          </button>
        )
        : <p class="sold-out">Sold out</p>}
      <ControlMessage message={message} />
    </form>
  );
}

interface BuyProps extends Omit<Props, "place"> {
  /** What the field shows: the last input when it was wrong. */
  readonly quantity?: string;
}

/** Quantity and the yellow button on the product page. */
export function BuyForm({ product, here, message, quantity = "1" }: BuyProps) {
  if (product.stock <= 0) {
    return (
      <div class="buy" id="buy">
        <button type="button" class="button button-main" disabled>Sold out</button>
        <ControlMessage message={message} />
      </div>
    );
  }
  const failed = message?.kind === "error";
  return (
    <form
      class="buy"
      id="buy"
      method="post"
      action="/cart/add"
      hx-post="/cart/add"
      hx-target="this"
      hx-swap="outerHTML"
      hx-sync="drop"
      novalidate
    >
      <input type="hidden" name="product" value={product.id} />
      <input type="hidden" name="to" value={here} />
      <input type="hidden" name="place" value="buy" />
      <div class="stepper" data-stepper>
        <button type="button" class="step scripted" data-step="-1" aria-label="One less" tabindex={-1}>
          −
        </button>
        <input
          id="buy-quantity"
          type="number"
          name="quantity"
          value={quantity}
          min="1"
          max={Math.min(product.stock, 99)}
          inputmode="numeric"
          autocomplete="off"
          aria-label="Quantity"
          aria-invalid={failed ? "true" : undefined}
          aria-describedby={message ? "buy-message" : undefined}
        />
        <button type="button" class="step scripted" data-step="1" aria-label="One more" tabindex={-1}>
          +
        </button>
      </div>
      <button id="buy-button" type="submit" class="button button-main">Add to cart</button>
      <ControlMessage message={message} id="buy-message" />
    </form>
  );
}

export function ControlMessage({ message, id }: { message?: Message | undefined; id?: string }) {
  if (!message) return null;
  return (
    <p class={`message message-${message.kind}`} role={message.kind === "error" ? "alert" : "status"} id={id}>
      {message.text}
      {message.kind === "done"
        ? (
          <>
            {" "}
            <a href="/cart">See the cart</a>
          </>
        )
        : null}
    </p>
  );
}
