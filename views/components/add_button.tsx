import { maximumQuantity, type Product } from "../../types.ts";
import { isAt } from "../links.ts";
import type { Message, Shell } from "../shell.ts";

/**
 * Of everything that changes the cart on its own page. One change at a time: an answer that was made before another change
 * would show what is no longer in the cart.
 */
export const cartSync = "#cart:drop";

interface Props {
  readonly shell: Shell;
  readonly product: Product;
  readonly place: string;
  readonly message?: Message | undefined;
}

/** "Add to cart" on a card: one piece. */
export function AddButton({ shell, product, place, message }: Props) {
  const words = shell.words.product;
  return (
    <form
      class="add"
      method="post"
      action="/cart/add"
      hx-post="/cart/add"
      hx-target="this"
      hx-swap="outerHTML"
      hx-sync={isAt(shell.here, "/cart") ? cartSync : "drop"}
    >
      <input type="hidden" name="product" value={product.id} />
      <input type="hidden" name="quantity" value="1" />
      <input type="hidden" name="to" value={shell.here} />
      <input type="hidden" name="place" value={place} />
      {product.stock > 0
        ? (
          <button
            id={`add-${place}-${product.id}`}
            type="submit"
            class="button button-small"
            aria-label={words.addNamed(product.name)}
          >
            <span>{words.add((wide) => <span class="wide">{wide}</span>)}</span>
          </button>
        )
        : <p class="sold-out">{words.soldOut}</p>}
      <ControlMessage shell={shell} message={message} />
    </form>
  );
}

interface BuyProps extends Omit<Props, "place"> {
  /** What the field shows: the last input when it was wrong. */
  readonly quantity?: string;
}

/** Quantity and the yellow button on the product page; nothing to press where there is nothing to buy. */
export function BuyForm({ shell, product, message, quantity = "1" }: BuyProps) {
  const words = shell.words.product;
  if (product.stock <= 0) {
    return message
      ? (
        <div class="buy" id="buy">
          <ControlMessage shell={shell} message={message} />
        </div>
      )
      : null;
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
      <input type="hidden" name="to" value={shell.here} />
      <input type="hidden" name="place" value="buy" />
      <div class="stepper" data-stepper>
        <button type="button" class="step scripted" data-step="-1" aria-label={words.less} tabindex={-1}>
          −
        </button>
        <input
          id="buy-quantity"
          type="number"
          name="quantity"
          value={quantity}
          min="1"
          max={Math.min(product.stock, maximumQuantity)}
          inputmode="numeric"
          autocomplete="off"
          aria-label={words.quantity}
          aria-invalid={failed ? "true" : undefined}
          aria-describedby={message ? "buy-message" : undefined}
        />
        <button type="button" class="step scripted" data-step="1" aria-label={words.more} tabindex={-1}>
          +
        </button>
      </div>
      <button id="buy-button" type="submit" class="button button-main">{words.addWide}</button>
      <ControlMessage shell={shell} message={message} id="buy-message" />
    </form>
  );
}

interface MessageProps {
  readonly shell: Shell;
  readonly message?: Message | undefined;
  readonly id?: string;
}

export function ControlMessage({ shell, message, id }: MessageProps) {
  if (!message) return null;
  return (
    <p class={`message message-${message.kind}`} role={message.kind === "error" ? "alert" : "status"} id={id}>
      {message.text}
      {message.kind === "done"
        ? (
          <>
            {" "}
            <a href="/cart">{shell.words.product.toCart}</a>
          </>
        )
        : null}
    </p>
  );
}
