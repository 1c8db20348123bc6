/** The cart: adding from anywhere, changing and removing on its page. */
import { type Context, Hono, type MiddlewareHandler } from "hono";
import type { ShelfOptions } from "../../services/recommendations.ts";
import type { Product, ScoredProduct, User } from "../../types.ts";
import { AddButton, BuyForm } from "../../views/components/add_button.tsx";
import { CartRegion } from "../../views/components/cart_region.tsx";
import { productPath } from "../../views/links.ts";
import { CartPage } from "../../views/pages/cart.tsx";
import type { Message } from "../../views/shell.ts";
import { answerAct, answerFragment, answerPage, isFragment } from "./answer.tsx";
import { type Form, parsePlace, parseQuantity, readForm, toMessage } from "./form.ts";
import { loadPicks, placeOf } from "./picks.ts";
import { findProduct, renderProduct } from "./product.tsx";
import { startShelves } from "./shelves.ts";
import { learns, needUser, readVisit, readVisitOf, type Shop, toShell, type Visit } from "./visit.ts";

const goesWithCount = 5;

/** As many products as one form may add. */
const mostProducts = 10;

interface Failure {
  readonly productId?: number;
  readonly quantity?: string;
  readonly message: Message;
  readonly status: 400 | 409;
}

export function createCart(shop: Shop, guard: MiddlewareHandler): Hono {
  const { orders } = shop.services;
  const routes = new Hono({ strict: false });

  routes.get("/cart", async (c) => answerCart(shop, c, await readVisit(shop, c)));

  routes.post("/cart/add", guard, async (c) => {
    const form = await readForm(c);
    const ids = form.all("product").slice(0, mostProducts);
    return ids.length > 1 ? await addSeveral(shop, c, form) : await addOne(shop, c, form);
  });

  routes.post("/cart/quantity", guard, async (c) => {
    const form = await readForm(c);
    const product = await findProduct(shop, form.text("product"));
    const visit = await readVisit(shop, c);
    if (!visit.user) return c.redirect("/cart", 303);
    const quantity = form.text("quantity");
    const wanted = parseQuantity(quantity, 0);
    const fail = (failure: Omit<Failure, "productId" | "quantity">) =>
      answerChange(shop, c, visit.user!, { productId: product.id, quantity, ...failure });
    if (typeof wanted !== "number") return await fail({ message: wanted, status: 400 });
    const step = { "1": 1, "-1": -1 }[form.text("step")] ?? 0;
    try {
      await orders.setQuantity(visit.user.id, product.id, Math.max(0, wanted + step));
    } catch (error) {
      return await fail(toMessage(error));
    }
    return await answerChange(shop, c, visit.user);
  });

  routes.post("/cart/remove", guard, async (c) => {
    const product = await findProduct(shop, (await readForm(c)).text("product"));
    const { user } = await readVisit(shop, c);
    if (!user) return c.redirect("/cart", 303);
    await orders.setQuantity(user.id, product.id, 0);
    return await answerChange(shop, c, user);
  });
  return routes;
}

async function addOne(shop: Shop, c: Context, form: Form): Promise<Response> {
  const product = await findProduct(shop, form.text("product"));
  const here = form.to(productPath(product));
  const place = parsePlace(form.text("place"));
  const quantity = form.text("quantity") || "1";
  const visit = await readVisit(shop, c);
  const answer = async (user: User | undefined, message: Message, status: 200 | 400 | 409) => {
    const failed = message.kind === "error" ? { message, quantity } : undefined;
    if (!isFragment(c)) {
      if (!failed) return c.redirect(here, 303);
      // Without script the message needs a page: the product's own, at the control that failed.
      const page = await renderProduct(shop, visit, {
        product,
        reasons: [],
        here: productPath(product),
        failed,
      });
      return await answerPage(c, page, status);
    }
    const control = place === "buy"
      ? <BuyForm product={product} here={here} message={message} {...(failed ? { quantity } : {})} />
      : <AddButton product={product} here={here} place={place} message={message} />;
    if (!user) return await answerFragment(c, control, status);
    return await answerAct(shop, c, {
      user,
      here,
      status,
      control: (shell, { cart }) =>
        here === "/cart"
          ? (
            <>
              {control}
              <hx-partial hx-target="#cart" hx-swap="outerHTML">
                <CartRegion shell={shell} lines={cart} />
              </hx-partial>
            </>
          )
          : control,
    });
  };

  const wanted = parseQuantity(quantity, 1);
  if (typeof wanted !== "number") return await answer(visit.user, wanted, 400);
  const user = await needUser(shop, c, visit);
  try {
    await shop.services.orders.addToCart(user.id, product.id, wanted, { learn: learns(visit) });
  } catch (error) {
    const { message, status } = toMessage(error);
    return await answer(user, message, status);
  }
  const text = wanted === 1 ? "In your cart." : `${wanted} are in your cart.`;
  return await answer(user, { kind: "done", text }, 200);
}

/** Several products at once, one piece of each. What can be added is, and the cart says what could not. */
async function addSeveral(shop: Shop, c: Context, form: Form): Promise<Response> {
  const products: Product[] = [];
  for (const id of form.all("product").slice(0, mostProducts)) products.push(await findProduct(shop, id));
  const visit = await readVisit(shop, c);
  const user = await needUser(shop, c, visit);
  const failures: Failure[] = [];
  for (const product of products) {
    try {
      await shop.services.orders.addToCart(user.id, product.id, 1, { learn: learns(visit) });
    } catch (error) {
      failures.push(toMessage(error));
    }
  }
  const [first] = failures;
  if (!first) return c.redirect(form.to("/cart"), 303);
  const text = failures.map(({ message }) => message.text).join(" ");
  return await answerCart(shop, c, await readVisitOf(shop, c, user), {
    ...first,
    message: { kind: "error", text },
  });
}

async function answerChange(shop: Shop, c: Context, user: User, failure?: Failure): Promise<Response> {
  if (!isFragment(c)) {
    if (!failure) return c.redirect("/cart", 303);
    return await answerCart(shop, c, await readVisitOf(shop, c, user), failure);
  }
  return await answerAct(shop, c, {
    user,
    here: "/cart",
    status: failure?.status ?? 200,
    control: (shell, { cart }) => <CartRegion shell={shell} lines={cart} failed={failure} />,
  });
}

async function answerCart(shop: Shop, c: Context, visit: Visit, failure?: Failure): Promise<Response> {
  const shelves = startShelves(visit);
  const goesWith = shelves.fill(goesWithCount, (options) => goesWithCart(shop, visit, options));
  const picks = await loadPicks(shop, visit, placeOf("/cart")!, shelves);
  return await answerPage(
    c,
    <CartPage
      shell={toShell(shop, visit, "/cart")}
      lines={visit.cart}
      goesWith={goesWith}
      picks={picks}
      {...(failure ? { failed: failure } : {})}
    />,
    failure?.status ?? 200,
  );
}

/** What others bought together with the products of the cart; what goes with several of them comes first. */
function goesWithCart(
  { services: { recommendations } }: Shop,
  { cart }: Visit,
  options: ShelfOptions,
): readonly ScoredProduct[] {
  const found = new Map<number, ScoredProduct>();
  for (const line of cart) {
    for (const { product, score } of recommendations.boughtTogether(line.product.id, options)) {
      found.set(product.id, { product, score: score + (found.get(product.id)?.score ?? 0) });
    }
  }
  return [...found.values()].sort((a, b) => b.score - a.score || a.product.id - b.product.id);
}
