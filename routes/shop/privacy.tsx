/** Consent, and what a visitor may ask for: what is stored, all of it as a file, and that it is deleted. */
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { ConsentThanks } from "../../views/components/consent.tsx";
import { DeletePage, PrivacyPage } from "../../views/pages/privacy.tsx";
import { answerFragment, answerPage, hereOf, isFragment, renderConsequences } from "./answer.tsx";
import { readForm } from "./form.ts";
import { findProduct } from "./product.tsx";
import { readShown } from "./shelves.ts";
import { learns, readVisit, type Shop, toShell, type Visit } from "./visit.ts";

export function createPrivacy(shop: Shop, guard: MiddlewareHandler): Hono {
  const { choices, privacy } = shop.services;
  const routes = new Hono({ strict: false });

  routes.get("/privacy", async (c) => {
    const visit = await readVisit(shop, c);
    return answerPage(
      c,
      <PrivacyPage
        shell={toShell(shop, visit, "/privacy")}
        learns={learns(visit)}
        signal={visit.consent.signal}
        counts={await countsOf(shop, visit)}
        hidden={visit.user ? await choices.hidden(visit.user.id) : []}
        deleted={!visit.user && c.req.query("deleted") !== undefined}
      />,
    );
  });

  routes.post("/privacy/choice", guard, async (c) => {
    const form = await readForm(c);
    const here = form.to("/privacy");
    const choice = form.text("choice");
    if (choice !== "yes" && choice !== "no") return c.redirect(here, 303);
    const before = await readVisit(shop, c);
    const allowed = choice === "yes" && !before.consent.signal;
    shop.consents.save(c, choice === "yes");
    if (before.user) await choices.setPersonal(before.user.id, allowed);
    if (!isFragment(c)) return c.redirect(here, 303);
    // The cookie is on its way: what follows must already go by it.
    const visit: Visit = {
      ...before,
      choices: { ...before.choices, personal: allowed },
      consent: { allowed, ask: false, signal: before.consent.signal },
    };
    const consequences = await renderConsequences(shop, visit, { here, shown: readShown(c) });
    return answerFragment(
      c,
      <>{<ConsentThanks shell={toShell(shop, visit, here)} allowed={allowed} />}{consequences}</>,
    );
  });

  routes.post("/privacy/show", guard, async (c) => {
    const form = await readForm(c);
    const { user } = await readVisit(shop, c);
    if (user) {
      const category = form.text("category");
      const what = category !== ""
        ? { category }
        : { productId: (await findProduct(shop, form.text("product"))).id };
      await choices.restore(user.id, what);
    }
    return c.redirect("/privacy", 303);
  });

  routes.get("/privacy/export", async (c) => {
    const visit = await readVisit(shop, c);
    const stored = visit.user ? await privacy.collect(visit.user.id) : null;
    c.header("Content-Disposition", 'attachment; filename="aisle-data.json"');
    c.header("Cache-Control", "private, no-store");
    return c.json({
      exported_at: new Date(shop.now()).toISOString(),
      learning_allowed: learns(visit),
      stored,
    });
  });

  routes.get(
    "/privacy/delete",
    async (c) => answerPage(c, <DeletePage shell={toShell(shop, await readVisit(shop, c), hereOf(c))} />),
  );

  routes.post("/privacy/delete", guard, async (c: Context) => {
    const userId = shop.visitors.read(c);
    if (userId !== undefined) await privacy.erase(userId);
    shop.visitors.forget(c);
    shop.consents.forgetYes(c);
    return c.redirect("/privacy?deleted", 303);
  });
  return routes;
}

async function countsOf({ services }: Shop, { user, cart }: Visit) {
  if (!user) return null;
  const { interactions, orders } = await services.privacy.collect(user.id);
  const count = (type: string) => interactions.filter((row) => row["interaction_type"] === type).length;
  return {
    views: count("view"),
    likes: count("like"),
    carts: count("cart"),
    purchases: count("purchase"),
    orders: orders.length,
    cartLines: cart.length,
  };
}
