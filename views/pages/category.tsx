import type { Product } from "../../types.ts";
import { type Browsing, countFilters, pagePath, type Shown, wrongField } from "../browsing.ts";
import { Breadcrumb } from "../components/breadcrumb.tsx";
import { SortControl } from "../components/filters.tsx";
import { Results } from "../components/results.tsx";
import { Layout } from "../layout.tsx";
import type { Shell } from "../shell.ts";

interface Props {
  readonly shell: Shell;
  readonly category: string;
  readonly browsing: Browsing;
  readonly shown: Shown;
  readonly products: readonly Product[];
}

export function CategoryPage({ shell, category, browsing, shown, products }: Props) {
  const { browse } = shell.words;
  // Search engines are to know the shelf and its pages, not what a shopper left of them.
  const filtered = countFilters(browsing.values) > 0 || browsing.sort !== browsing.sorts[0];
  const title = shown.page > 1 ? browse.titleOfPage(category, shown.page) : category;
  return (
    <Layout
      shell={shell}
      title={wrongField(browsing) ? browse.titleWrong(title) : title}
      description={browse.categoryDescription(category, shown.total)}
      category={category}
      canonical={filtered ? browsing.path : pagePath(browsing, shown.from)}
    >
      <Breadcrumb shell={shell} steps={[{ name: shell.words.product.home, path: "/" }]} last={category} />
      <div class="page-head">
        <h1 lang={shell.site.contentLanguage}>{category}</h1>
        <p class="page-count">{browse.products(shown.total)}</p>
        <SortControl shell={shell} browsing={browsing} />
      </div>
      <Results {...{ shell, browsing, shown, products }} place="grid" />
    </Layout>
  );
}
