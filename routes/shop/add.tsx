/** Adding to the cart from anywhere: one product, or several at once. */
import { type Context, Hono, type MiddlewareHandler } from "hono";
import type { Product, User } from "../../types.ts";
import { AddButton, BuyForm } from "../../views/components/add_button.tsx";
import { BundleMessage } from "../../views/components/bundle.tsx";
import { CartRegion } from "../../views/components/cart_region.tsx";
import { isAt, productPath, withQuery } from "../../views/links.ts";
import type { Message, Shell } from "../../views/shell.ts";
import { answerAct, answerFragment, answerPage, isFragment } from "./answer.tsx";
import { answerCart, mostAdded } from "./cart.tsx";
import { type Form, parsePlace, parseQuantity, readForm, toMessage } from "./form.ts";
import { findProduct, renderProduct } from "./product.tsx";
import { learns, needUser, readVisit, readVisitOf, type Shop, toShell } from "./visit.ts";

export function createAdd(shop: Shop, guard: MiddlewareHandler): Hono {
  const routes = new Hono({ strict: false });
  routes.post("/cart/add", guard, async (c) => {
    const form = await readForm(c);
    const several = form.all("product").length > 1 || form.text("place") === "together";
    return several ? await addSeveral(shop, c, form) : await addOne(shop, c, form);
  });
  return routes;
}

async function addOne(shop: Shop, c: Context, form: Form): Promise<Response> {
  const product = await findProduct(shop, form.text("product"));
  const here = form.to(productPath(product));
  const place = parsePlace(form.text("place"));
  const quantity = form.text("quantity") || "1";
  const visit = await readVisit(shop, c);
  const { words } = visit.locale;
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
    const toControl = (shell: Shell) =>
      place === "buy"
        ? <BuyForm shell={shell} product={product} message={message} {...(failed ? { quantity } : {})} />
        : <AddButton shell={shell} product={product} place={place} message={message} />;
    if (!user) return await answerFragment(c, toControl(toShell(shop, visit, here)), status);
    const departures = isAt(here, "/cart") ? await shop.services.orders.departures(user.id) : undefined;
    return await answerAct(shop, c, {
      user,
      here,
      status,
      control: (shell, { cart }) =>
        departures
          ? (
            <>
              {toControl(shell)}
              <hx-partial hx-target="#cart" hx-swap="outerHTML">
                <CartRegion shell={shell} lines={cart} departures={departures} />
              </hx-partial>
            </>
          )
          : toControl(shell),
    });
  };

  const wanted = parseQuantity(quantity, 1, words);
  if (typeof wanted !== "number") return await answer(visit.user, wanted, 400);
  const user = await needUser(shop, c, visit);
  try {
    await shop.services.orders.addToCart(user.id, product.id, wanted, { learn: learns(visit) });
  } catch (error) {
    const { message, status } = toMessage(error, words);
    return await answer(user, message, status);
  }
  return await answer(user, { kind: "done", text: words.product.added(wanted) }, 200);
}

/** One piece of each. What can be added is, and the answer tells it apart from what could not. */
async function addSeveral(shop: Shop, c: Context, form: Form): Promise<Response> {
  const products: Product[] = [];
  for (const id of form.all("product").slice(0, mostAdded)) products.push(await findProduct(shop, id));
  const visit = await readVisit(shop, c);
  const here = form.to("/");
  const { together } = visit.locale.words.product;
  if (products.length === 0) {
    if (!isFragment(c)) return c.redirect(here, 303);
    const message: Message = { kind: "error", text: together.none };
    const shell = toShell(shop, visit, here);
    return answerFragment(c, <BundleMessage shell={shell} added={[]} message={message} />, 400);
  }
  const user = await needUser(shop, c, visit);
  const added: Product[] = [];
  const refused: { readonly product: Product; readonly text: string }[] = [];
  for (const product of products) {
    try {
      await shop.services.orders.addToCart(user.id, product.id, 1, { learn: learns(visit) });
      added.push(product);
    } catch (error) {
      refused.push({ product, text: toMessage(error, visit.locale.words).message.text });
    }
  }
  const message: Message | undefined = refused.length === 0 ? undefined : {
    kind: "error",
    text: [
      together.notAdded(refused.map(({ product }) => product.name)),
      ...new Set(refused.map(({ text }) => text)),
    ].join(" "),
  };
  const failed = message && { message, status: 409 as const };
  if (isFragment(c)) {
    return await answerAct(shop, c, {
      user,
      here,
      status: failed?.status ?? 200,
      control: (shell) => <BundleMessage shell={shell} added={added} message={message} />,
    });
  }
  if (!failed) {
    return c.redirect(withQuery("/cart", { added: added.map(({ id }) => id).join() }), 303);
  }
  return await answerCart(shop, c, await readVisitOf(shop, c, user), { failed, added });
}
