import type { Order } from "../../types.ts";
import { ForYou } from "../components/for_you.tsx";
import { OrderLines } from "../components/order_lines.tsx";
import { Price } from "../components/price.tsx";
import { Layout } from "../layout.tsx";
import type { Picks, Shell } from "../shell.ts";

export function OrderPage({ shell, order, picks }: { shell: Shell; order: Order; picks: Picks }) {
  const words = shell.words.cart;
  return (
    <Layout shell={shell} title={words.order.title(order.id)}>
      <div class="narrow">
        <h1>{words.order.thanks}</h1>
        <p class="notice">
          {words.order.placed(
            <strong>{order.id}</strong>,
            <time datetime={new Date(order.at).toISOString()}>{words.order.moment(order.at)}</time>,
          )}
        </p>
        <OrderLines shell={shell} lines={order.lines} />
        <p class="summary-total">
          <span>{words.total}</span> <Price minor={order.total} site={shell.site} />
        </p>
        <p>
          <a href="/">{shell.words.frame.lookAround}</a>
        </p>
      </div>
      <ForYou shell={shell} picks={picks} />
    </Layout>
  );
}
