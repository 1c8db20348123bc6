import type { Product } from "../../types.ts";
import { Breadcrumb } from "../components/breadcrumb.tsx";
import {
  type Facets,
  FilterChips,
  type FilterErrors,
  Filters,
  type FilterValues,
  SortControl,
} from "../components/filters.tsx";
import { Grid } from "../components/grid.tsx";
import { Pagination } from "../components/pagination.tsx";
import { Layout } from "../layout.tsx";
import { categoryPath, withQuery } from "../links.ts";
import type { Shell } from "../shell.ts";

interface Props {
  readonly shell: Shell;
  readonly category: string;
  readonly values: FilterValues;
  readonly errors: FilterErrors;
  readonly products: readonly Product[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
  readonly facets: Facets;
  readonly pathOf: (page: number) => string;
}

export function CategoryPage(
  { shell, category, values, errors, products, total, page, pages, facets, pathOf }: Props,
) {
  return (
    <Layout
      shell={shell}
      title={page > 1 ? `${category}, page ${page}` : category}
      category={category}
      description={`${category} at Aisle: ${
        total.toLocaleString("en")
      } products to browse by price, by what is in stock and by what is popular this week.`}
      canonical={withQuery(categoryPath(category), { page: page > 1 ? String(page) : undefined })}
    >
      <Breadcrumb shell={shell} steps={[{ name: "Aisle", path: "/" }]} last={category} />
      <div class="page-head">
        <h1>{category}</h1>
        <p class="page-count">{total.toLocaleString("en")} {total === 1 ? "product" : "products"}</p>
        <SortControl sort={values.sort} />
      </div>
      <div class="browse">
        <Filters
          category={category}
          values={values}
          errors={errors}
          facets={facets}
          currencyName={shell.site.currency}
        />
        <div class="browse-results">
          <FilterChips category={category} values={values} errors={errors} />
          {products.length > 0 ? <Grid shell={shell} products={products} place="grid" /> : (
            <div class="empty">
              <h2>Nothing fits these filters</h2>
              <p>Try a wider price, or look at the whole shelf.</p>
              <a class="button" href={categoryPath(category)}>Clear all filters</a>
            </div>
          )}
          <Pagination page={page} pages={pages} pathOf={pathOf} />
        </div>
      </div>
    </Layout>
  );
}
