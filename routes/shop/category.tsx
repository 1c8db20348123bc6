/** The category page. Filters, sort and page stand in the address. */
import { Hono } from "hono";
import { NotFoundError } from "../../errors.ts";
import { type BrowseOptions, type ProductSort, productSorts } from "../../services/catalogue.ts";
import { fractionDigits, toMinor } from "../../services/money.ts";
import type { Facets, FilterErrors, FilterValues } from "../../views/components/filters.tsx";
import { categoryPath, withQuery } from "../../views/links.ts";
import { CategoryPage } from "../../views/pages/category.tsx";
import { answerPage, hereOf } from "./answer.tsx";
import { readVisit, type Shop, toShell } from "./visit.ts";

/** Divides by 2, 3 and 4 columns. */
const pageSize = 24;

export function createCategory(shop: Shop): Hono {
  const { catalogue } = shop.services;
  const routes = new Hono({ strict: false });
  routes.get("/category/:name", async (c) => {
    const category = c.req.param("name");
    if (!catalogue.categories.some(({ name }) => name === category)) {
      throw new NotFoundError(`Cannot show the category: there is none named ${JSON.stringify(category)}`);
    }
    const values: FilterValues = {
      sort: toSort(c.req.query("sort")),
      minPrice: (c.req.query("min_price") ?? "").trim().slice(0, 20),
      maxPrice: (c.req.query("max_price") ?? "").trim().slice(0, 20),
      inStock: c.req.query("in_stock") === "true",
    };
    const { prices: [minPrice, maxPrice], errors } = readPrices(values, shop.currency);
    const filter = {
      category,
      sort: values.sort as ProductSort,
      ...(minPrice === undefined ? {} : { minPrice }),
      ...(maxPrice === undefined ? {} : { maxPrice }),
      ...(values.inStock ? { inStock: true } : {}),
    };
    const wanted = toPage(c.req.query("page"));
    const first = catalogue.browse({ ...filter, limit: pageSize, offset: (wanted - 1) * pageSize });
    const pages = Math.max(1, Math.ceil(first.total / pageSize));
    const page = Math.min(wanted, pages);
    const { products, total } = page === wanted
      ? first
      : catalogue.browse({ ...filter, limit: pageSize, offset: (page - 1) * pageSize });
    const wrong = errors.minPrice !== undefined || errors.maxPrice !== undefined;
    return answerPage(
      c,
      <CategoryPage
        shell={toShell(shop, await readVisit(shop, c), hereOf(c))}
        category={category}
        values={values}
        errors={errors}
        products={products}
        total={total}
        page={page}
        pages={pages}
        facets={readFacets(shop, filter)}
        pathOf={(n) =>
          withQuery(categoryPath(category), {
            sort: values.sort === "popular" ? undefined : values.sort,
            min_price: values.minPrice,
            max_price: values.maxPrice,
            in_stock: values.inStock ? "true" : undefined,
            page: n > 1 ? String(n) : undefined,
          })}
      />,
      wrong ? 400 : 200,
    );
  });
  return routes;
}

/** Bands that a shopper would choose from, in major units; the last has no end. */
const bandEdges = [0, 25, 50, 100, 250, 500, 1000];

/** How many products each choice would leave, beside the other filters that are on. */
function readFacets({ services: { catalogue }, currency }: Shop, filter: BrowseFilter): Facets {
  const { minPrice: _min, maxPrice: _max, ...anyPrice } = filter;
  const digits = fractionDigits(currency);
  const unit = 10 ** digits;
  const bands = bandEdges.map((from, i) => {
    const to = bandEdges[i + 1];
    return {
      from,
      ...(to === undefined ? {} : { to, last: (to - 1 / unit).toFixed(digits) }),
      count: catalogue.count({
        ...anyPrice,
        minPrice: from * unit,
        // Prices are whole minor units and bands include both ends: what costs 25 stands in one of them.
        ...(to === undefined ? {} : { maxPrice: to * unit - 1 }),
      }),
    };
  });
  return {
    inStock: catalogue.count({ ...filter, inStock: true }),
    bands: bands.filter((band) => band.count > 0),
  };
}

type BrowseFilter = Omit<BrowseOptions, "limit">;

/** A page number; anything else is the first page. */
export function toPage(text: string | undefined): number {
  return text !== undefined && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1;
}

function toSort(text: string | undefined): ProductSort {
  return productSorts.find((sort) => sort === text) ?? "popular";
}

interface ReadPrices {
  /** Minor units; a wrong one does not filter. */
  readonly prices: readonly [number | undefined, number | undefined];
  readonly errors: FilterErrors;
}

function readPrices({ minPrice, maxPrice }: FilterValues, currency: string): ReadPrices {
  const digits = fractionDigits(currency);
  const [min, max] = [minPrice, maxPrice].map((text) =>
    /^\d{1,9}([.,]\d{1,4})?$/.test(text) ? toMinor(Number(text.replace(",", ".")), digits) : undefined
  );
  const wrong = (text: string) => `Write a number such as 20, not “${text}”.`;
  if (min !== undefined && max !== undefined && min > max) {
    return {
      prices: [undefined, undefined],
      errors: { maxPrice: `Must not be below ${minPrice}.` },
    };
  }
  return {
    prices: [min, max],
    errors: {
      ...(minPrice !== "" && min === undefined ? { minPrice: wrong(minPrice) } : {}),
      ...(maxPrice !== "" && max === undefined ? { maxPrice: wrong(maxPrice) } : {}),
    },
  };
}
