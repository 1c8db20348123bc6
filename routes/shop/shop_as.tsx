/** Development only: look at the shop as one of the sample shoppers. */
import { Hono, type MiddlewareHandler } from "hono";
import { NotFoundError } from "../../errors.ts";
import { ShopAsPage } from "../../views/pages/shop_as.tsx";
import { parseId } from "../ids.ts";
import { parseLocalPath } from "../same_site.ts";
import { answerPage, hereOf } from "./answer.tsx";
import { readForm } from "./form.ts";
import { readVisit, type Shop, toShell } from "./visit.ts";

const shoppersShown = 24;

/** Mount it in development only: whoever reaches it can be anybody. */
export function createShopAs(shop: Shop, guard: MiddlewareHandler): Hono {
  const { users } = shop.services;
  const routes = new Hono({ strict: false });

  routes.get("/shop-as", async (c) => {
    const visit = await readVisit(shop, c);
    const shoppers = await users.listSamples(shoppersShown);
    const to = parseLocalPath(c.req.query("to")) ?? "/";
    return answerPage(c, <ShopAsPage shell={toShell(shop, visit, hereOf(c))} shoppers={shoppers} to={to} />);
  });

  routes.post("/shop-as", guard, async (c) => {
    const form = await readForm(c);
    const chosen = form.text("user");
    if (chosen === "new") {
      shop.visitors.forget(c);
      return c.redirect(form.to("/"), 303);
    }
    const id = parseId(chosen);
    const user = id === undefined ? undefined : await users.find(id);
    if (!user) throw new NotFoundError(`Cannot shop as ${JSON.stringify(chosen)}: there is no such user`);
    await shop.visitors.save(c, user.id);
    return c.redirect(form.to("/"), 303);
  });
  return routes;
}
