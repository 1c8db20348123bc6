/** The search page. */
import { Hono } from "hono";
import { SearchPage } from "../../views/pages/search.tsx";
import { answerPage, hereOf } from "./answer.tsx";
import { toPage } from "./category.tsx";
import { startShelves } from "./shelves.ts";
import { learns, readVisit, type Shop, toShell } from "./visit.ts";

const pageSize = 24;
/** Hits behind these fit the words too badly to be looked at. */
const mostHits = 200;
const mostCharacters = 200;
const popularCount = 5;

export function createSearch(shop: Shop): Hono {
  const routes = new Hono({ strict: false });
  routes.get("/search", async (c) => {
    const query = (c.req.query("q") ?? "").trim().slice(0, mostCharacters);
    const visit = await readVisit(shop, c);
    const hits = query === "" ? [] : await shop.services.search.find(query, {
      limit: mostHits,
      ...(visit.user && learns(visit) ? { userId: visit.user.id } : {}),
    });
    const pages = Math.max(1, Math.ceil(hits.length / pageSize));
    const page = Math.min(toPage(c.req.query("page")), pages);
    return answerPage(
      c,
      <SearchPage
        shell={toShell(shop, visit, hereOf(c))}
        query={query}
        products={hits.slice((page - 1) * pageSize, page * pageSize).map(({ product }) => product)}
        total={hits.length}
        more={hits.length === mostHits}
        page={page}
        pages={pages}
        popular={hits.length > 0
          ? []
          : startShelves(visit).fill(popularCount, (options) =>
            shop.services.recommendations.popular(options))}
      />,
    );
  });
  return routes;
}
