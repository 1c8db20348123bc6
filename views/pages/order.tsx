import type { Order } from "../../types.ts";
import { ForYou } from "../components/for_you.tsx";
import { OrderLines } from "../components/order_lines.tsx";
import { Price } from "../components/price.tsx";
import { Layout } from "../layout.tsx";
import type { Picks, Shell } from "../shell.ts";

export function OrderPage({ shell, order, picks }: { shell: Shell; order: Order; picks: Picks }) {
  return (
    <Layout shell={shell} title={`Order ${order.id}`}>
      <div class="narrow">
        <h1>Thank you</h1>
        <p class="notice">
          Test order <strong>{order.id}</strong> of{" "}
          <time datetime={new Date(order.at).toISOString()}>{formatTime(order.at)}</time>{" "}
          is placed. No card was charged, and nothing will be shipped.
        </p>
        <OrderLines site={shell.site} lines={order.lines} />
        <p class="summary-total">
          <span>Total</span> <Price minor={order.total} site={shell.site} />
        </p>
      </div>
      <ForYou shell={shell} picks={picks} />
    </Layout>
  );
}

const times = new Intl.DateTimeFormat("en", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });

function formatTime(at: number): string {
  return `${times.format(at)} UTC`;
}
