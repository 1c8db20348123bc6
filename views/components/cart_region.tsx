import type { CartLine } from "../../types.ts";
import { chooseWalls } from "../art/choose.ts";
import { productPath } from "../links.ts";
import type { Message, Shell } from "../shell.ts";
import { ControlMessage } from "./add_button.tsx";
import { Price } from "./price.tsx";
import { Tile } from "./tile.tsx";

interface Props {
  readonly shell: Shell;
  readonly lines: readonly CartLine[];
  /** Belongs to one line, or to the whole cart without `productId`. */
  readonly failed?:
    | { readonly productId?: number; readonly quantity?: string; readonly message: Message }
    | undefined;
}

export function totalOf(lines: readonly CartLine[]): number {
  return lines.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0);
}

/** Lines and sum: part of the cart page, and the fragment that replaces itself when a quantity changes. */
export function CartRegion({ shell, lines, failed }: Props) {
  const walls = chooseWalls(lines.map(({ product }) => product), 1);
  return (
    <section id="cart" class="cart" aria-labelledby="cart-title">
      <h1 id="cart-title">Cart</h1>
      {failed && failed.productId === undefined ? <ControlMessage message={failed.message} /> : null}
      {lines.length === 0
        ? (
          <div class="empty">
            <h2>Your cart is empty</h2>
            <p>What you add waits here until you order it.</p>
            <a class="button" href="/">Look around</a>
          </div>
        )
        : (
          <div class="cart-columns">
            <ul class="cart-lines" role="list">
              {lines.map((line, i) => (
                <Line
                  shell={shell}
                  line={line}
                  wall={walls[i]!}
                  failed={failed?.productId === line.product.id ? failed : undefined}
                />
              ))}
            </ul>
            <Summary shell={shell} lines={lines} />
          </div>
        )}
    </section>
  );
}

interface LineProps {
  readonly shell: Shell;
  readonly line: CartLine;
  readonly wall: ReturnType<typeof chooseWalls>[number];
  readonly failed: Props["failed"];
}

function Line({ shell, line: { product, quantity }, wall, failed }: LineProps) {
  const swap = { "hx-target": "#cart", "hx-swap": "outerHTML", "hx-sync": "#cart:drop" };
  return (
    <li class="cart-line" data-product={product.id}>
      <Tile product={product} wall={wall} size={96} />
      <div class="cart-line-text">
        <h2>
          <a href={productPath(product)}>{product.name}</a>
        </h2>
        <p class="cart-each">
          <Price minor={product.price} site={shell.site} size="small" /> each
        </p>
        <div class="cart-controls">
          <form
            class="stepper"
            method="post"
            action="/cart/quantity"
            hx-post="/cart/quantity"
            {...swap}
            novalidate
          >
            {/* First in order, so that Enter in the field means "set", not "one less". */}
            <button type="submit" class="hidden" tabindex={-1}>Set quantity</button>
            <input type="hidden" name="product" value={product.id} />
            <button
              id={`less-${product.id}`}
              type="submit"
              class="step"
              name="step"
              value="-1"
              aria-label={`One less of ${product.name}`}
            >
              −
            </button>
            <input
              id={`quantity-${product.id}`}
              type="number"
              name="quantity"
              value={failed?.quantity ?? quantity}
              min="0"
              max="99"
              inputmode="numeric"
              autocomplete="off"
              aria-label={`Quantity of ${product.name}`}
              aria-invalid={failed ? "true" : undefined}
              aria-describedby={failed ? `cart-message-${product.id}` : undefined}
              data-submit
            />
            <button
              id={`more-${product.id}`}
              type="submit"
              class="step"
              name="step"
              value="1"
              aria-label={`One more of ${product.name}`}
            >
              +
            </button>
          </form>
          <form method="post" action="/cart/remove" hx-post="/cart/remove" {...swap}>
            <input type="hidden" name="product" value={product.id} />
            <button type="submit" class="quiet" aria-label={`Remove ${product.name}`}>Remove</button>
          </form>
        </div>
        <ControlMessage message={failed?.message} id={`cart-message-${product.id}`} />
      </div>
      <p class="cart-line-total">
        <Price minor={product.price * quantity} site={shell.site} />
      </p>
    </li>
  );
}

function Summary({ shell, lines }: { shell: Shell; lines: readonly CartLine[] }) {
  const pieces = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  return (
    <aside class="summary" aria-label="Sum">
      <p class="summary-row">
        <span>{pieces} {pieces === 1 ? "item" : "items"}</span>
      </p>
      <p class="summary-total">
        <span>Total</span> <Price minor={totalOf(lines)} site={shell.site} />
      </p>
      <a class="button button-main" href="/checkout">To the test checkout</a>
      <p class="summary-note">Test checkout: no card is charged.</p>
    </aside>
  );
}
