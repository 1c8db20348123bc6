import type { CartLine } from "../../types.ts";
import { ControlMessage } from "../components/add_button.tsx";
import { totalOf } from "../components/cart_region.tsx";
import { OrderLines } from "../components/order_lines.tsx";
import { Price } from "../components/price.tsx";
import { Layout } from "../layout.tsx";
import type { Message, Shell } from "../shell.ts";

interface Props {
  readonly shell: Shell;
  readonly lines: readonly CartLine[];
  /** Sent along with the order, so that pressing twice orders once. */
  readonly orderKey: string;
  /** What the shopper agrees to: lines or prices that are others by then are asked about again. */
  readonly seen: string;
  readonly message?: Message;
}

export function CheckoutPage({ shell, lines, orderKey, seen, message }: Props) {
  const words = shell.words.cart;
  return (
    <Layout shell={shell} title={words.test.title}>
      <div class="narrow">
        <h1>{words.test.title}</h1>
        <p class="notice">{words.test.notice((strong) => <strong>{strong}</strong>)}</p>
        <ControlMessage shell={shell} message={message} />
        <OrderLines
          shell={shell}
          lines={lines.map((line) => ({ ...line, unitPrice: line.product.price }))}
        />
        <p class="summary-total">
          <span>{words.total}</span> <Price minor={totalOf(lines)} site={shell.site} />
        </p>
        <form method="post" action="/checkout">
          <input type="hidden" name="key" value={orderKey} />
          <input type="hidden" name="seen" value={seen} />
          <button type="submit" class="button button-main">{words.test.place}</button>
        </form>
        <p>
          <a href="/cart">{words.test.back}</a>
        </p>
      </div>
    </Layout>
  );
}
