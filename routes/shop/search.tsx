/** The search page. */
import { Hono } from "hono";
import { Suggestions } from "../../views/components/suggestions.tsx";
import { SearchPage } from "../../views/pages/search.tsx";
import { answerFragment, answerPage, hereOf } from "./answer.tsx";
import { toPage } from "./category.tsx";
import { startShelves } from "./shelves.ts";
import { learns, readVisit, type Shop, toShell } from "./visit.ts";

const pageSize = 24;
/** Hits behind these fit the words too badly to be looked at. */
const mostHits = 200;
const mostCharacters = 200;
const popularCount = 5;
const suggestionCount = 6;
/** One letter would fit half of the shop. */
const leastCharacters = 2;

export function createSearch(shop: Shop): Hono {
  const { search } = shop.services;
  const routes = new Hono({ strict: false });

  // What htmx shows under the field; nothing of it depends on who asks.
  routes.get("/suggest", async (c) => {
    const query = (c.req.query("q") ?? "").trim().slice(0, mostCharacters);
    const products = query.length < leastCharacters ? [] : await search.suggest(query, suggestionCount);
    return answerFragment(c, <Suggestions products={products} />);
  });

  routes.get("/search", async (c) => {
    const query = (c.req.query("q") ?? "").trim().slice(0, mostCharacters);
    const visit = await readVisit(shop, c);
    const find = (text: string) =>
      search.find(text, {
        limit: mostHits,
        ...(visit.user && learns(visit) ? { userId: visit.user.id } : {}),
      });
    let hits = query === "" ? [] : await find(query);
    const corrected = query === "" || hits.length > 0 ? undefined : search.correct(query);
    if (corrected !== undefined) hits = await find(corrected);
    const pages = Math.max(1, Math.ceil(hits.length / pageSize));
    const page = Math.min(toPage(c.req.query("page")), pages);
    return answerPage(
      c,
      <SearchPage
        shell={toShell(shop, visit, hereOf(c))}
        query={query}
        {...(corrected !== undefined && hits.length > 0 ? { corrected } : {})}
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
