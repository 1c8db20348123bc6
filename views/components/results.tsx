import type { Product } from "../../types.ts";
import { type Browsing, countFilters, filterPath, noFilters, type Shown, wrongField } from "../browsing.ts";
import type { Shell } from "../shell.ts";
import { Empty } from "./empty.tsx";
import { FilterChips } from "./filter_chips.tsx";
import { Filters } from "./filters.tsx";
import { Grid, MoreCards } from "./grid.tsx";
import { Pagination, ShownLine, shownText } from "./pagination.tsx";

interface Props {
  readonly shell: Shell;
  readonly browsing: Browsing;
  readonly shown: Shown;
  readonly products: readonly Product[];
  /** Begins the ids of the cards. */
  readonly place: string;
}

/** Filters at the side, and the products that they leave, page by page. */
export function Results({ shell, browsing, shown, products, place }: Props) {
  const { browse } = shell.words;
  return (
    <div class="browse">
      <Filters shell={shell} browsing={browsing} />
      <div class="browse-results">
        <WrongPrice shell={shell} browsing={browsing} />
        <FilterChips shell={shell} browsing={browsing} />
        {products.length > 0
          ? (
            <>
              <Grid shell={shell} products={products} place={place} id="products" />
              {shown.pages > 1 ? <ShownLine {...{ shell, browsing, shown }} /> : null}
              <Pagination {...{ shell, browsing, shown }} />
            </>
          )
          : (
            <Empty
              picture="umbrella"
              title={browse.nothingFits}
              {...(countFilters(browsing.values) > 0
                ? { button: { name: browse.clearFilters, path: filterPath(browsing, noFilters) } }
                : {})}
            >
              {browse.nothingFitsLine}
            </Empty>
          )}
      </div>
    </div>
  );
}

/** Why the products are not filtered by the price that was asked for; the field says it too, which may be far up. */
function WrongPrice({ shell, browsing }: Pick<Props, "shell" | "browsing">) {
  const { browse } = shell.words;
  const field = wrongField(browsing);
  if (field === undefined) return null;
  const label = field === "min_price" ? browse.priceFrom : browse.priceTo;
  const { minPrice, maxPrice } = browsing.errors;
  return (
    <p class="message message-error wrong-price" role="alert">
      <a href={`#${field}`}>{label}</a>: {minPrice ?? maxPrice}
    </p>
  );
}

/** What htmx adds to a page that shows the pages before: the cards, then what is different around them. */
export function MoreResults({ before, ...props }: Props & { readonly before: number }) {
  return (
    <>
      <MoreCards {...props} before={before} />
      <hx-partial hx-target="#shown" hx-swap="innerHTML">{shownText(props)}</hx-partial>
      <hx-partial hx-target="#pages" hx-swap="outerHTML">
        <Pagination {...props} />
      </hx-partial>
    </>
  );
}
