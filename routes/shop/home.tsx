/** The home page, and its personal shelf by itself. */
import { Hono } from "hono";
import { ForYou } from "../../views/components/for_you.tsx";
import { CartLink } from "../../views/components/header.tsx";
import { HomePage } from "../../views/pages/home.tsx";
import { parseLocalPath } from "../same_site.ts";
import { answerFragment, answerPage } from "./answer.tsx";
import { loadPicks, placeOf } from "./picks.ts";
import { readVisit, type Shop, toShell } from "./visit.ts";

const popularCount = 10;
const recentCount = 8;

export function createHome(shop: Shop): Hono {
  const { recommendations, catalogue, interactions } = shop.services;
  const routes = new Hono({ strict: false });

  routes.get("/", async (c) => {
    const visit = await readVisit(shop, c);
    const shell = toShell(shop, visit, "/");
    const picks = await loadPicks(shop, visit, placeOf("/")!);
    const recent = visit.user ? await interactions.recentlyViewed(visit.user.id, recentCount) : [];
    const popular = recommendations.popular({ count: popularCount, inStock: true });
    const doors = catalogue.categories.map(({ name, count }) => {
      // The best one that does not already stand on the shelf above.
      const best = catalogue.browse({ category: name, sort: "popular", limit: popularCount + 1 }).products;
      const product = best.find(({ id }) => !popular.some((scored) => scored.product.id === id)) ?? best[0]!;
      return { name, count, product };
    });
    return answerPage(
      c,
      <HomePage
        shell={shell}
        picks={picks}
        recent={recent}
        popular={popular.map(({ product }) => product)}
        doors={doors}
      />,
    );
  });

  // For a page that Back has brought up again as it was left.
  routes.get("/for-you", async (c) => {
    const here = parseLocalPath(c.req.query("to")) ?? "/";
    const visit = await readVisit(shop, c);
    const shell = toShell(shop, visit, here);
    const picks = await loadPicks(shop, visit, placeOf(here) ?? placeOf("/")!);
    return answerFragment(
      c,
      <>
        <ForYou shell={shell} picks={picks} />
        <hx-partial hx-target="#cart-link" hx-swap="outerHTML">
          <CartLink count={shell.cartCount} />
        </hx-partial>
      </>,
    );
  });
  return routes;
}
