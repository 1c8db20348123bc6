/** "Not interested" in a product or in its whole category, and Undo. The card changes in its place; nothing else moves. */
import { type Context, Hono, type MiddlewareHandler } from "hono";
import type { Product } from "../../types.ts";
import { chooseWalls } from "../../views/art/choose.ts";
import { Card } from "../../views/components/card.tsx";
import { HiddenCard } from "../../views/components/dismiss.tsx";
import { productPath } from "../../views/links.ts";
import { answerFragment, isFragment } from "./answer.tsx";
import { type Form, parsePlace, readForm } from "./form.ts";
import { answerNobody } from "./nobody.ts";
import { withNotice } from "./notices.ts";
import { everyPick, placeOf, reasonsFor } from "./picks.ts";
import { findProduct } from "./product.tsx";
import { needUser, readVisit, readVisitOf, type Shop, toShell } from "./visit.ts";

export function createDismiss(shop: Shop, guard: MiddlewareHandler): Hono {
  const { choices } = shop.services;
  const routes = new Hono({ strict: false });

  routes.post("/not-interested", guard, async (c) => {
    const { product, here, all, spot } = await readSpot(shop, c);
    const visit = await readVisit(shop, c);
    const user = await needUser(shop, c, visit);
    const epoch = await choices.dismiss(
      user.id,
      all ? { category: product.category } : { productId: product.id },
    );
    if (!isFragment(c)) return c.redirect(withNotice(here, "hidden", product.id), 303);
    const shell = toShell(shop, visit, here);
    return await answerFragment(c, <HiddenCard shell={shell} {...spot} all={all} epoch={epoch} />);
  });

  routes.post("/not-interested/undo", guard, async (c) => {
    const { product, here, all, spot } = await readSpot(shop, c);
    const { user } = await readVisit(shop, c);
    if (!user) return answerNobody(c, here);
    let epoch = await choices.restore(user.id, { productId: product.id });
    if (all) epoch = await choices.restore(user.id, { category: product.category });
    if (!isFragment(c)) return c.redirect(here, 303);
    const visit = await readVisitOf(shop, c, user);
    const [wall] = chooseWalls([product], 1);
    const isPick = spot.place === "for-you" || spot.place === "feed";
    const reasons = isPick ? await reasonsFor(shop, visit, product.id, everyPick) : [];
    return await answerFragment(
      c,
      <Card
        shell={toShell(shop, visit, here)}
        product={product}
        wall={wall!}
        place={spot.place}
        actions
        ticket={spot.ticket}
        level={spot.place === "feed" || spot.ticket && placeOf(here)?.form === "statement" ? 2 : 3}
        restored={{ epoch }}
        {...(reasons.length > 0 ? { reasons } : {})}
      />,
    );
  });
  return routes;
}

async function readSpot(shop: Shop, c: Context) {
  const form: Form = await readForm(c);
  const product: Product = await findProduct(shop, form.text("product"));
  const here = form.to(productPath(product));
  const all = form.text("scope") === "category" && product.category !== "";
  const ticket = form.text("look") === "ticket";
  return { product, here, all, spot: { product, here, place: parsePlace(form.text("place")), ticket } };
}
