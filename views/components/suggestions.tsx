import type { Product } from "../../types.ts";
import { productPath } from "../links.ts";

/** The options of the search field's list. The field keeps the focus; static/suggest.js goes to the one that is chosen. */
export function Suggestions({ products }: { products: readonly Product[] }) {
  return products.map((product, i) => (
    <li
      class="suggestion"
      role="option"
      id={`suggestion-${i}`}
      aria-selected="false"
      data-href={productPath(product)}
    >
      {product.name} {product.category ? <span>in {product.category}</span> : null}
    </li>
  ));
}
