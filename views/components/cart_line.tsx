import type { CartLine } from "../../types.ts";
import type { Wall } from "../art/choose.ts";
import { productPath } from "../links.ts";
import type { Message, Shell } from "../shell.ts";
import { cartSync, ControlMessage } from "./add_button.tsx";
import { Price } from "./price.tsx";
import { Tile } from "./tile.tsx";

interface Props {
  readonly shell: Shell;
  readonly line: CartLine;
  readonly wall: Wall;
  readonly failed?: { readonly quantity?: string; readonly message: Message } | undefined;
  /** It was taken out and put back: the keyboard, whose Undo is gone, goes to its quantity. */
  readonly restored?: boolean;
}

/** Whether there is enough of it. */
export function isOrderable({ product, quantity }: CartLine): boolean {
  return quantity <= product.stock;
}

/** Of every form in the cart. */
export const cartSwap = { "hx-target": "#cart", "hx-swap": "outerHTML", "hx-sync": cartSync };

/** One product in the cart, with what can be done about it. */
export function CartLineItem({ shell, line, wall, failed, restored = false }: Props) {
  const { product, quantity } = line;
  const { cart: words, frame } = shell.words;
  const soldOut = product.stock <= 0;
  return (
    <li class="cart-line" data-product={product.id}>
      <Tile product={product} wall={wall} size={96} />
      <div class="cart-line-text">
        <h2>
          <a href={productPath(product)} lang={shell.site.contentLanguage}>{product.name}</a>
        </h2>
        <p class="cart-each">{words.each(<Price minor={product.price} site={shell.site} size="small" />)}</p>
        <LineNotes shell={shell} line={line} />
        <div class="cart-controls">
          {soldOut
            ? null
            : <Stepper shell={shell} line={line} wall={wall} failed={failed} restored={restored} />}
          <div class="cart-more">
            <form method="post" action="/cart/remove" hx-post="/cart/remove" {...cartSwap}>
              <input type="hidden" name="product" value={product.id} />
              <button type="submit" class="quiet" aria-label={frame.removeNamed(product.name)}>
                {frame.remove}
              </button>
            </form>
            <form method="post" action="/cart/save" hx-post="/cart/save" {...cartSwap}>
              <input type="hidden" name="product" value={product.id} />
              <button type="submit" class="quiet" aria-label={words.saveNamed(product.name)}>
                {words.save}
              </button>
            </form>
          </div>
        </div>
        <ControlMessage shell={shell} message={failed?.message} id={`cart-message-${product.id}`} />
        {restored
          ? (
            <p class="message message-done" role="status" id={`cart-message-${product.id}`}>
              {shell.words.product.added(quantity)}
            </p>
          )
          : null}
      </div>
      <p class="cart-line-total">
        {soldOut
          ? <span class="cart-each">{shell.words.product.soldOut}</span>
          : <Price minor={product.price * quantity} site={shell.site} />}
      </p>
    </li>
  );
}

/** What has changed since the product was put here. */
function LineNotes({ shell, line: { product, quantity, formerPrice } }: { shell: Shell; line: CartLine }) {
  const words = shell.words.cart;
  const before = formerPrice === undefined
    ? null
    : <Price minor={formerPrice} site={shell.site} size="small" />;
  return (
    <>
      {before === null ? null : (
        <p class="cart-each cart-note">
          {formerPrice! < product.price ? words.dearer(before) : words.cheaper(before)}
        </p>
      )}
      {quantity <= product.stock ? null : (
        <p class="message message-error">
          {product.stock <= 0 ? words.soldOut : words.left(product.stock)}
        </p>
      )}
    </>
  );
}

function Stepper({ shell, line: { product, quantity }, failed, restored }: Props) {
  const words = shell.words.cart;
  return (
    <form
      class="stepper"
      method="post"
      action="/cart/quantity"
      hx-post="/cart/quantity"
      {...cartSwap}
      novalidate
    >
      {/* First in order, so that Enter in the field means "set", not "one less". */}
      <button type="submit" class="hidden" tabindex={-1}>{words.set}</button>
      <input type="hidden" name="product" value={product.id} />
      <button
        id={`less-${product.id}`}
        type="submit"
        class="step"
        name="step"
        value="-1"
        aria-label={words.lessOf(product.name)}
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
        aria-label={words.quantityOf(product.name)}
        aria-invalid={failed ? "true" : undefined}
        aria-describedby={failed || restored ? `cart-message-${product.id}` : undefined}
        autofocus={restored}
        data-submit
      />
      <button
        id={`more-${product.id}`}
        type="submit"
        class="step"
        name="step"
        value="1"
        aria-label={words.moreOf(product.name)}
      >
        +
      </button>
    </form>
  );
}
