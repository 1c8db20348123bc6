/** The home page. */
import { Hono } from "hono";
import { HomePage } from "../../views/pages/home.tsx";
import { answerPage } from "./answer.tsx";
import { loadPicks, placeOf } from "./picks.ts";
import { startShelves } from "./shelves.ts";
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
  return routes;
}
