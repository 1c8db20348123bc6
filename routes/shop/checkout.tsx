/** The test checkout and what was ordered. The form carries a key, so that an order sent twice is one order. */
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { NotFoundError } from "../../errors.ts";
import { toSeen } from "../../services/orders.ts";
import { isOrderable } from "../../views/components/cart_line.tsx";
import { CheckoutPage } from "../../views/pages/checkout.tsx";
import { OrderPage } from "../../views/pages/order.tsx";
import type { Message } from "../../views/shell.ts";
import { parseId } from "../ids.ts";
import { answerPage, hereOf } from "./answer.tsx";
import { answerCart } from "./cart.tsx";
import { readForm, toMessage } from "./form.ts";
import { loadPicks, placeOf } from "./picks.ts";
import { learns, readVisit, type Shop, toShell, type Visit } from "./visit.ts";

export function createCheckout(shop: Shop, guard: MiddlewareHandler): Hono {
  const { orders } = shop.services;
  const routes = new Hono({ strict: false });

  routes.get("/checkout", async (c) => answerCheckout(shop, c, { visit: await readVisit(shop, c) }));

  routes.post("/checkout", guard, async (c) => {
    const form = await readForm(c);
    const key = form.text("key");
    const visit = await readVisit(shop, c);
    if (!visit.user) return c.redirect("/cart", 303);
    if (!/^[\w-]{8,64}$/.test(key)) {
      const message: Message = {
        kind: "error",
        text: visit.locale.words.cart.refused.incomplete,
      };
      return await answerCheckout(shop, c, { visit, message, status: 400 });
    }
    try {
      const order = await orders.place(visit.user.id, key, {
        learn: learns(visit),
        seen: form.text("seen"),
      });
      return c.redirect(`/orders/${order.id}`, 303);
    } catch (error) {
      const now = await readVisit(shop, c);
      return await answerCheckout(shop, c, { visit: now, ...toMessage(error, now.locale.words) });
    }
  });

  routes.get("/orders/:id", async (c) => {
    const text = c.req.param("id");
    const id = parseId(text);
    const visit = await readVisit(shop, c);
    const order = id === undefined || !visit.user ? undefined : await orders.find(visit.user.id, id);
    if (!order) throw new NotFoundError(`Cannot show the order: you have no order ${JSON.stringify(text)}`);
    const here = hereOf(c);
    const picks = await loadPicks(shop, visit, placeOf(here)!);
    return answerPage(c, <OrderPage shell={toShell(shop, visit, here)} order={order} picks={picks} />);
  });
  return routes;
}

interface CheckoutAnswer {
  readonly visit: Visit;
  readonly message?: Message;
  readonly status?: 400 | 409;
}

function answerCheckout(
  shop: Shop,
  c: Context,
  { visit, message, status }: CheckoutAnswer,
): Response | Promise<Response> {
  // The cart says what stands in the way, and there it can be changed.
  if (visit.cart.length === 0) return c.redirect("/cart", 303);
  if (!visit.cart.every(isOrderable)) {
    return message && status
      ? answerCart(shop, c, visit, { failed: { message, status } })
      : c.redirect("/cart", 303);
  }
  return answerPage(
    c,
    <CheckoutPage
      shell={toShell(shop, visit, "/checkout")}
      lines={visit.cart}
      orderKey={crypto.randomUUID()}
      seen={toSeen(visit.cart)}
      {...(message ? { message } : {})}
    />,
    status ?? 200,
  );
}
