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
  readonly message?: Message;
}

export function CheckoutPage({ shell, lines, orderKey, message }: Props) {
  return (
    <Layout shell={shell} title="Test checkout">
      <div class="narrow">
        <h1>Test checkout</h1>
        <p class="notice">
          <strong>This is a test.</strong>{" "}
          No card is charged, nothing is shipped, and no address is asked for.
        </p>
        <ControlMessage message={message} />
        <OrderLines
          site={shell.site}
          lines={lines.map((line) => ({ ...line, unitPrice: line.product.price }))}
        />
        <p class="summary-total">
          <span>Total</span> <Price minor={totalOf(lines)} site={shell.site} />
        </p>
        <form method="post" action="/checkout">
          <input type="hidden" name="key" value={orderKey} />
          <button type="submit" class="button button-main">Place the test order</button>
        </form>
        <p>
          <a href="/cart">Back to the cart</a>
        </p>
      </div>
    </Layout>
  );
}
