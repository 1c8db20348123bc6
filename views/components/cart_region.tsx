import type { CartLine, Product } from "../../types.ts";
import { chooseWalls } from "../art/choose.ts";
import type { Message, Shell } from "../shell.ts";
import { ControlMessage } from "./add_button.tsx";
import { CartLineItem, cartSwap, isOrderable } from "./cart_line.tsx";
import { namesOf } from "./merchant.tsx";
import { Empty } from "./empty.tsx";
import { Price } from "./price.tsx";

/** What has just happened to the cart. */
export interface CartState {
  /** Belongs to one line, or to the whole cart without `productId`. */
  readonly failed?: { readonly productId?: number; readonly quantity?: string; readonly message: Message };
  readonly taken?: TakenOut;
  /** Several products that were added at once. */
  readonly added?: readonly Product[];
  /** Was taken out, and lies here again. */
  readonly restored?: Product;
  /** Names of products that left the shop while they lay here. */
  readonly departures?: readonly string[];
}

/** A product that was taken out of the cart, and how many of it. */
export interface TakenOut {
  readonly product: Product;
  readonly quantity: number;
  /** It is among the liked ones now. */
  readonly saved: boolean;
}

interface Props extends CartState {
  readonly shell: Shell;
  readonly lines: readonly CartLine[];
}

/** Of what can be ordered as it is in the cart. */
export function totalOf(lines: readonly CartLine[]): number {
  return lines.filter(isOrderable).reduce((sum, { product, quantity }) => sum + product.price * quantity, 0);
}

/** Lines and sum: part of the cart page, and the fragment that replaces itself when something changes. */
export function CartRegion(
  { shell, lines, failed, taken, added = [], restored, departures = [] }: Props,
) {
  const walls = chooseWalls(lines.map(({ product }) => product), 1);
  const words = shell.words.cart;
  const ofLine = lines.some(({ product }) => product.id === failed?.productId);
  return (
    <section id="cart" class="cart" aria-labelledby="cart-title">
      <h1 id="cart-title">{words.title}</h1>
      {departures.length > 0 ? <Departures shell={shell} names={departures} /> : null}
      {added.length > 0
        ? (
          <div class="notice cart-notice">
            <p role="status">{shell.words.product.together.added(namesOf(shell, added))}</p>
          </div>
        )
        : null}
      {taken ? <TakenNotice shell={shell} taken={taken} /> : null}
      {failed && !ofLine ? <ControlMessage shell={shell} message={failed.message} /> : null}
      {lines.length === 0
        ? (
          <Empty
            picture="shelf"
            title={words.empty}
            button={{ name: shell.words.frame.lookAround, path: "/" }}
          >
            {words.emptyLine}
          </Empty>
        )
        : (
          <div class="cart-columns">
            <ul class="cart-lines" role="list">
              {lines.map((line, i) => (
                <CartLineItem
                  shell={shell}
                  line={line}
                  wall={walls[i]!}
                  failed={failed?.productId === line.product.id ? failed : undefined}
                  restored={restored?.id === line.product.id}
                />
              ))}
            </ul>
            <Summary shell={shell} lines={lines} />
          </div>
        )}
    </section>
  );
}

function Departures({ shell, names }: { shell: Shell; names: readonly string[] }) {
  const words = shell.words.cart;
  const line = (name: unknown) => <p>{words.gone(name)}</p>;
  return (
    <div class="notice cart-notice">
      <div>
        {namesOf(shell, names.map((name) => ({ name }))).map((name) => line(name))}
      </div>
      <form method="post" action="/cart/noticed" hx-post="/cart/noticed" {...cartSwap}>
        <button type="submit" class="button button-small">{words.noticed}</button>
      </form>
    </div>
  );
}

/** The keyboard goes here, since the button that was pressed is gone; read as a whole, with Undo as the next stop. */
function TakenNotice({ shell, taken: { product, quantity, saved } }: { shell: Shell; taken: TakenOut }) {
  const words = shell.words.cart;
  const name = <strong lang={shell.site.contentLanguage}>{product.name}</strong>;
  return (
    <div class="notice cart-notice">
      <p role="status" tabindex={-1} autofocus>
        {saved ? words.saved(name, (link) => <a href="/liked">{link}</a>) : words.removed(name)}
      </p>
      <form method="post" action="/cart/quantity" hx-post="/cart/quantity" {...cartSwap}>
        <input type="hidden" name="product" value={product.id} />
        <input type="hidden" name="quantity" value={quantity} />
        <button type="submit" class="button button-small" aria-label={words.undoNamed(product.name)}>
          {shell.words.frame.undo}
        </button>
      </form>
    </div>
  );
}

function Summary({ shell, lines }: { shell: Shell; lines: readonly CartLine[] }) {
  const words = shell.words.cart;
  const orderable = lines.filter(isOrderable);
  const pieces = orderable.reduce((sum, { quantity }) => sum + quantity, 0);
  const blocked = lines.length - orderable.length;
  return (
    <aside class="summary" aria-label={words.total}>
      <p class="summary-row">{words.pieces(pieces)}</p>
      <p class="summary-total">
        <span>{words.total}</span> <Price minor={totalOf(lines)} site={shell.site} />
      </p>
      {blocked > 0
        ? <p class="message message-error">{words.blocked(blocked)}</p>
        : <a class="button button-main" href="/checkout">{words.checkout}</a>}
      <p class="summary-note">{words.checkoutNote}</p>
    </aside>
  );
}
