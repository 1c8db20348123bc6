import type { Order } from "../../types.ts";
import { productPath } from "../links.ts";
import type { Shell } from "../shell.ts";
import { Price } from "./price.tsx";

export function OrderLines({ shell, lines }: { shell: Shell; lines: Order["lines"] }) {
  const { site, words } = shell;
  return (
    <ul class="order-lines" role="list">
      {lines.map(({ product, quantity, unitPrice }) => (
        <li data-product={product.id}>
          <span class="order-quantity">{words.cart.order.times(quantity)}</span>
          <a href={productPath(product)} lang={site.contentLanguage}>{product.name}</a>
          <Price minor={unitPrice * quantity} site={site} size="small" />
        </li>
      ))}
    </ul>
  );
}
