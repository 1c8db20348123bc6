/** The home page, and its personal shelf by itself. */
import { Hono } from "hono";
import { ForYou } from "../../views/components/for_you.tsx";
import { CartLink } from "../../views/components/header.tsx";
import { HomePage } from "../../views/pages/home.tsx";
import { parseLocalPath } from "../same_site.ts";
import { answerFragment, answerPage } from "./answer.tsx";
import { loadPicks, placeOf } from "./picks.ts";
import { readShown, startShelves } from "./shelves.ts";
import { learns, readVisit, type Shop, toShell } from "./visit.ts";

const popularCount = 10;
const recentCount = 8;
const smallCount = 5;

export function createHome(shop: Shop): Hono {
  const { buyAgain, recommendations, catalogue, interactions } = shop.services;
  const routes = new Hono({ strict: false });

  routes.get("/", async (c) => {
    const visit = await readVisit(shop, c);
    const shell = toShell(shop, visit, "/");
    const shelves = startShelves(visit);
    const picks = await loadPicks(shop, visit, placeOf("/")!, shelves);
    const shopper = learns(visit) ? visit.user : undefined;
    const bought = shopper ? await buyAgain.list(shopper.id) : [];
    const again = shelves.fill(smallCount, () => bought);
    const viewed = shopper ? await interactions.recentlyViewed(shopper.id, recentCount) : [];
    const recent = shelves.take(viewed.filter(({ id }) => !shelves.taken.has(id)));
    const popular = shelves.fill(popularCount, (options) => recommendations.popular(options));
    const rising = shelves.fill(smallCount, (options) => recommendations.trending(options));
    const newest = shelves.take(
      catalogue.browse({ sort: "newest", inStock: true, limit: 100 }).products
        .filter((product) => shelves.allows(product)).slice(0, smallCount),
    );
    const doors = catalogue.categories.map(({ name, count }) => {
      // The best one that does not already stand on a shelf above.
      const best = catalogue.browse({ category: name, sort: "popular", limit: 100 }).products;
      return { name, count, product: best.find((product) => shelves.allows(product)) ?? best[0]! };
    });
    return answerPage(
      c,
      <HomePage
        shell={shell}
        picks={picks}
        again={again}
        recent={recent}
        popular={popular}
        rising={rising}
        newest={newest}
        doors={doors}
      />,
    );
  });

  // For a page that Back has brought up again as it was left.
  routes.get("/for-you", async (c) => {
    const here = parseLocalPath(c.req.query("to")) ?? "/";
    const visit = await readVisit(shop, c);
    const shell = toShell(shop, visit, here);
    const picks = await loadPicks(
      shop,
      visit,
      placeOf(here) ?? placeOf("/")!,
      startShelves(visit, readShown(c)),
    );
    return answerFragment(
      c,
      <>
        <ForYou shell={shell} picks={picks} />
        <hx-partial hx-target="#cart-link" hx-swap="outerHTML">
          <CartLink shell={shell} />
        </hx-partial>
      </>,
    );
  });
  return routes;
}
