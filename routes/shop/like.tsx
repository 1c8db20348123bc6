/** Liking a product and taking the like back. A like that comes twice is one like. */
import { type Context, Hono, type MiddlewareHandler } from "hono";
import type { Product, User } from "../../types.ts";
import { LikeButton } from "../../views/components/like_button.tsx";
import { productPath } from "../../views/links.ts";
import { answerAct, isFragment } from "./answer.tsx";
import { type Form, parsePlace, readForm } from "./form.ts";
import { answerNobody } from "./nobody.ts";
import { findProduct } from "./product.tsx";
import { needUser, readVisit, recordLike, type Shop } from "./visit.ts";

interface Pressed {
  readonly form: Form;
  readonly product: Product;
  readonly user: User;
  /** As it is now. */
  readonly liked: boolean;
}

export function createLike(shop: Shop, guard: MiddlewareHandler): Hono {
  const routes = new Hono({ strict: false });

  async function answerLike(c: Context, { form, product, user, liked }: Pressed): Promise<Response> {
    const here = form.to(productPath(product));
    if (!isFragment(c)) return c.redirect(here, 303);
    const place = parsePlace(form.text("place"));
    return await answerAct(shop, c, {
      user,
      here,
      control: (shell) => (
        <LikeButton
          shell={shell}
          product={product}
          liked={liked}
          place={place}
          worded={place === "product"}
        />
      ),
    });
  }

  routes.post("/like", guard, async (c) => {
    const form = await readForm(c);
    const product = await findProduct(shop, form.text("product"));
    const visit = await readVisit(shop, c);
    const user = await needUser(shop, c, visit);
    await recordLike(shop, user, { product, visit });
    return await answerLike(c, { form, product, user, liked: true });
  });

  routes.post("/unlike", guard, async (c) => {
    const form = await readForm(c);
    const product = await findProduct(shop, form.text("product"));
    const { user } = await readVisit(shop, c);
    if (!user) return answerNobody(c, form.to(productPath(product)));
    await shop.services.choices.takeBack(user.id, { type: "like", productId: product.id });
    return await answerLike(c, { form, product, user, liked: false });
  });
  return routes;
}
