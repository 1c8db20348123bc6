/** The search page, and what is suggested while its field is typed in. */
import { Hono } from "hono";
import { comparisons } from "../../services/catalogue.ts";
import { hasAllWords, startsLike } from "../../services/fit.ts";
import type { Product } from "../../types.ts";
import { MoreResults } from "../../views/components/results.tsx";
import type { Sort } from "../../views/browsing.ts";
import { Suggestions } from "../../views/components/suggestions.tsx";
import { withQuery } from "../../views/links.ts";
import { SearchPage } from "../../views/pages/search.tsx";
import { answerEither, answerFragment } from "./answer.tsx";
import { browse, isWrong } from "./browse.ts";
import { startShelves } from "./shelves.ts";
import { learns, readVisit, type Shop, toShell } from "./visit.ts";

/** Hits behind these fit the words too badly to be looked at. */
const mostHits = 200;
const mostCharacters = 200;
const popularCount = 5;
const suggestionCount = 6;
const suggestedCategories = 2;
const categoriesToLookIn = 8;
/** One letter would fit half of the shop. */
const leastCharacters = 2;

const compared = ["price", "-price", "newest"] as const;
const sorts: readonly Sort[] = ["best", ...compared];

export function createSearch(shop: Shop): Hono {
  const { search, catalogue } = shop.services;
  const routes = new Hono({ strict: false });

  // What htmx shows under the field; of who asks, nothing but the language matters.
  routes.get("/suggest", async (c) => {
    const query = readQuery(c.req.query("q"));
    c.header("Vary", "Cookie, Accept-Language");
    const site = shop.sites.get(shop.languages.read(c))!;
    return answerFragment(c, <Suggestions site={site} query={query} {...await suggest(query)} />);
  });

  routes.get("/search", async (c) => {
    const query = readQuery(c.req.query("q"));
    const visit = await readVisit(shop, c);
    // Pages that come into one another keep the order of the first, whatever the shopper does meanwhile.
    const taste = visit.user && learns(visit)
      ? { userId: visit.user.id, until: readMoment(c.req.query("at")) ?? shop.now() }
      : undefined;
    const { hits, corrected } = await find(query, taste);
    const found = hits.length === 0 ? undefined : {
      ...browse(shop, c, visit.locale, {
        path: "/search",
        query,
        ...(taste ? { at: taste.until } : {}),
        sorts,
        candidates: (sort) => isCompared(sort) ? hits.toSorted(comparisons[sort]) : hits,
        acrossCategories: true,
      }),
      more: hits.length === mostHits,
    };
    const shell = toShell(shop, visit, found?.here ?? withQuery("/search", { q: query }));
    return answerEither(c, {
      page: () => (
        <SearchPage
          shell={shell}
          query={query}
          {...(corrected === undefined ? {} : { corrected })}
          fewerWords={found !== undefined && !hasAllWords(hits[0]!, corrected ?? query)}
          {...(found ? { found } : {})}
          categories={found ? [] : categoriesFor(query)}
          popular={found ? [] : startShelves(visit).fill(
            popularCount,
            (options) => shop.services.recommendations.popular(options),
          )}
        />
      ),
      fragment: found && (() => <MoreResults shell={shell} {...found} place="found" />),
      status: found && isWrong(found.browsing) ? 400 : 200,
    });
  });

  async function suggest(query: string) {
    if (query.length < leastCharacters) return { products: [], categories: [] };
    const products = await search.suggest(query, suggestionCount);
    const categories = catalogue.categories.map(({ name }) => name)
      .filter((name) => startsLike(name, query)).slice(0, suggestedCategories);
    return { products, categories };
  }

  /** What fits the words; where nothing has all of them, what fits them with its spelling mended, where that does. */
  async function find(
    query: string,
    taste: { readonly userId: number; readonly until: number } | undefined,
  ): Promise<{ readonly hits: readonly Product[]; readonly corrected?: string }> {
    if (query === "") return { hits: [] };
    const look = async (text: string) =>
      (await search.find(text, { limit: mostHits, ...taste })).map(({ product }) => product);
    const hits = await look(query);
    if (hits.length > 0 && hasAllWords(hits[0]!, query)) return { hits };
    const corrected = search.correct(query);
    const mended = corrected === undefined ? [] : await look(corrected);
    const better = hits.length === 0 || (mended.length > 0 && hasAllWords(mended[0]!, corrected!));
    return better && mended.length > 0 && corrected !== undefined ? { hits: mended, corrected } : { hits };
  }

  /** Those that a word fits, otherwise any. */
  function categoriesFor(query: string): readonly string[] {
    const names = catalogue.categories.map(({ name }) => name);
    const words = query.split(/\s+/).filter((word) => word.length >= leastCharacters);
    const fitting = names.filter((name) => words.some((word) => startsLike(name, word)));
    return (fitting.length > 0 ? fitting : names).slice(0, categoriesToLookIn);
  }

  return routes;
}

/** Without control characters, and those that turn the direction of whatever is written behind them. */
function readQuery(text: string | undefined): string {
  return (text ?? "").replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, " ").trim()
    .slice(0, mostCharacters);
}

function readMoment(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{12,13}$/.test(text) ? Number(text) : undefined;
}

function isCompared(sort: Sort): sort is typeof compared[number] {
  return (compared as readonly Sort[]).includes(sort);
}
