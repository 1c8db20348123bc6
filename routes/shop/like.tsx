/** Liking a product: once is enough, a second press changes nothing. */
import { Hono, type MiddlewareHandler } from "hono";
import { LikeButton } from "../../views/components/like_button.tsx";
import { productPath } from "../../views/links.ts";
import { answerAct, isFragment } from "./answer.tsx";
import { parsePlace, readForm } from "./form.ts";
import { findProduct } from "./product.tsx";
import { likedIn, needUser, readVisit, type Shop } from "./visit.ts";

export function createLike(shop: Shop, guard: MiddlewareHandler): Hono {
  const routes = new Hono({ strict: false });
  routes.post("/like", guard, async (c) => {
    const form = await readForm(c);
    const product = await findProduct(shop, form.text("product"));
    const here = form.to(productPath(product));
    const visit = await readVisit(shop, c);
    const user = await needUser(shop, c, visit);
    if (!likedIn(visit.history).has(product.id)) {
      await shop.services.interactions.record({
        userId: user.id,
        productId: product.id,
        type: "like",
        // Two presses at the same moment are one like.
        eventId: `like:${user.id}:${product.id}`,
      });
    }
    if (!isFragment(c)) return c.redirect(here, 303);
    const place = parsePlace(form.text("place"));
    return await answerAct(shop, c, {
      user,
      here,
      control: () => (
        <LikeButton product={product} liked here={here} place={place} worded={place === "product"} />
      ),
    });
  });
  return routes;
}
