import type { Product } from "../../types.ts";
import { Grid } from "../components/grid.tsx";
import { Pagination } from "../components/pagination.tsx";
import { Shelf } from "../components/shelf.tsx";
import { Layout } from "../layout.tsx";
import { withQuery } from "../links.ts";
import type { Shell } from "../shell.ts";

interface Props {
  readonly shell: Shell;
  readonly query: string;
  /** What was looked for instead, since nothing fits the words as they were typed. */
  readonly corrected?: string;
  readonly products: readonly Product[];
  readonly total: number;
  /** The total is as many as are looked through: there may be more. */
  readonly more: boolean;
  readonly page: number;
  readonly pages: number;
  /** Shown when nothing was found. */
  readonly popular: readonly Product[];
}

export function SearchPage({ shell, query, corrected, products, total, more, page, pages, popular }: Props) {
  const count = `${more ? "The best " : ""}${total} ${total === 1 ? "product" : "products"}`;
  const pathOf = (n: number) => withQuery("/search", { q: query, page: n > 1 ? String(n) : undefined });
  return (
    <Layout
      shell={shell}
      title={query ? `Search: ${query}` : "Search"}
      query={query}
      canonical={pathOf(page)}
      description={`What Aisle has for “${query}”: ${count}, the best first.`}
      unlisted={products.length === 0 || corrected !== undefined}
    >
      <div class="page-head">
        <h1>{query ? <>Results for “{query}”</> : "Search"}</h1>
        <p class="page-count" role="status">
          {query ? count : "Type what you are looking for in the field above."}
        </p>
      </div>
      {corrected === undefined ? null : (
        <p class="notice corrected">
          Nothing has the words “{query}”. These fit <strong>“{corrected}”</strong>.
        </p>
      )}
      {products.length > 0 ? <Grid shell={shell} products={products} place="found" /> : null}
      {query && products.length === 0
        ? (
          <div class="empty">
            <h2>Nothing found</h2>
            <p>Check the spelling, or try fewer and plainer words.</p>
          </div>
        )
        : null}
      <Pagination
        page={page}
        pages={pages}
        pathOf={pathOf}
      />
      {products.length === 0
        ? (
          <Shelf
            shell={shell}
            id="popular"
            title="Popular this week"
            line="The same for everyone"
            items={popular.map((product) => ({ product }))}
          />
        )
        : null}
    </Layout>
  );
}
