import type { Product } from "../../types.ts";
import { categoryPath, productPath, withQuery } from "../links.ts";
import type { Site } from "../shell.ts";

interface Props {
  readonly site: Site;
  readonly query: string;
  readonly products: readonly Product[];
  /** Those whose name goes on from what is typed. */
  readonly categories: readonly string[];
}

/**
 * The options of the search field's list: products, categories, and last the search itself. The field keeps the focus;
 * static/suggest.js goes to the one that is chosen, and says how many there are.
 */
export function Suggestions({ site, query, products, categories }: Props) {
  const { browse } = site.locale.words;
  const lang = site.contentLanguage;
  const options = [
    ...products.map((product) => ({
      path: productPath(product),
      text: (
        <>
          <span class="suggestion-name" lang={lang}>{product.name}</span> {product.category
            ? (
              <span class="suggestion-place">
                {browse.suggestedIn(<bdi lang={lang}>{product.category}</bdi>)}
              </span>
            )
            : null}
        </>
      ),
    })),
    ...categories.map((name) => ({
      path: categoryPath(name),
      text: (
        <>
          <span class="suggestion-name" lang={lang}>{name}</span>{" "}
          <span class="suggestion-place">{browse.category}</span>
        </>
      ),
    })),
  ];
  if (options.length === 0) return null;
  options.push({
    path: withQuery("/search", { q: query }),
    text: <span class="suggestion-search">{browse.searchFor(query)}</span>,
  });
  return options.map(({ path, text }, i) => (
    <li
      class="suggestion"
      role="option"
      id={`suggestion-${i}`}
      aria-selected="false"
      data-href={path}
      data-status={i === 0 ? browse.suggested(options.length) : undefined}
    >
      {text}
    </li>
  ));
}
