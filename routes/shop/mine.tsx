/** What the shopper looked at and liked, each to be taken back. */
import { type Context, Hono, type MiddlewareHandler } from "hono";
import type { Product, User } from "../../types.ts";
import { LikedPage } from "../../views/pages/liked.tsx";
import { RecentPage, RecentRegion } from "../../views/pages/recent.tsx";
import { answerAct, answerPage, isFragment } from "./answer.tsx";
import { readForm } from "./form.ts";
import { answerNobody } from "./nobody.ts";
import { findProduct } from "./product.tsx";
import { readVisit, type Shop, toShell } from "./visit.ts";

const mostShown = 60;

export function createMine(shop: Shop, guard: MiddlewareHandler): Hono {
  const { choices, interactions } = shop.services;
  const routes = new Hono({ strict: false });

  const viewed = async (user: User | undefined) =>
    user ? await interactions.recentlyViewed(user.id, mostShown) : [];

  async function answerRemoval(c: Context, user: User, removed: Product | "all"): Promise<Response> {
    if (!isFragment(c)) return c.redirect("/recent", 303);
    const products = await viewed(user);
    return await answerAct(shop, c, {
      user,
      here: "/recent",
      control: (shell) => <RecentRegion shell={shell} products={products} removed={removed} />,
    });
  }

  routes.get("/recent", async (c) => {
    const visit = await readVisit(shop, c);
    const products = await viewed(visit.user);
    return answerPage(c, <RecentPage shell={toShell(shop, visit, "/recent")} products={products} />);
  });

  routes.post("/recent/remove", guard, async (c) => {
    const product = await findProduct(shop, (await readForm(c)).text("product"));
    const { user } = await readVisit(shop, c);
    if (!user) return answerNobody(c, "/recent");
    await choices.takeBack(user.id, { type: "view", productId: product.id });
    return await answerRemoval(c, user, product);
  });

  routes.post("/recent/clear", guard, async (c) => {
    const { user } = await readVisit(shop, c);
    if (!user) return answerNobody(c, "/recent");
    await choices.takeBack(user.id, { type: "view" });
    return await answerRemoval(c, user, "all");
  });

  routes.get("/liked", async (c) => {
    const visit = await readVisit(shop, c);
    const products = visit.user ? await choices.liked(visit.user.id, mostShown) : [];
    return answerPage(c, <LikedPage shell={toShell(shop, visit, "/liked")} products={products} />);
  });
  return routes;
}
