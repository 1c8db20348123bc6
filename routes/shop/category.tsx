/** The category page. Filters, sort and page stand in the address. */
import { Hono } from "hono";
import { NotFoundError } from "../../errors.ts";
import { type ProductSort, productSorts } from "../../services/catalogue.ts";
import { MoreResults } from "../../views/components/results.tsx";
import { categoryPath } from "../../views/links.ts";
import { CategoryPage } from "../../views/pages/category.tsx";
import { answerEither } from "./answer.tsx";
import { browse, isWrong } from "./browse.ts";
import { readVisit, type Shop, toShell } from "./visit.ts";

export function createCategory(shop: Shop): Hono {
  const { catalogue } = shop.services;
  const routes = new Hono({ strict: false });
  routes.get("/category/:name", async (c) => {
    const category = c.req.param("name");
    if (!catalogue.categories.some(({ name }) => name === category)) {
      throw new NotFoundError(`Cannot show the category: there is none named ${JSON.stringify(category)}`);
    }
    const visit = await readVisit(shop, c);
    const { here, browsing, shown, products, before } = browse(shop, c, visit.locale, {
      path: categoryPath(category),
      sorts: productSorts,
      candidates: (sort) => catalogue.order(category, sort as ProductSort),
      kept: true,
    });
    const shell = toShell(shop, visit, here);
    return answerEither(c, {
      page: () => <CategoryPage {...{ shell, category, browsing, shown, products }} />,
      fragment: () => <MoreResults {...{ shell, browsing, shown, products, before }} place="grid" />,
      status: isWrong(browsing) ? 400 : 200,
    });
  });
  return routes;
}
