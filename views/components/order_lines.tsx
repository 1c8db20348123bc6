import type { Order } from "../../types.ts";
import { productPath } from "../links.ts";
import type { Site } from "../shell.ts";
import { Price } from "./price.tsx";

export function OrderLines({ site, lines }: { site: Site; lines: Order["lines"] }) {
  return (
    <ul class="order-lines" role="list">
      {lines.map(({ product, quantity, unitPrice }) => (
        <li data-product={product.id}>
          <span class="order-quantity">{quantity} ×</span>
          <a href={productPath(product)}>{product.name}</a>
          <Price minor={unitPrice * quantity} site={site} size="small" />
        </li>
      ))}
    </ul>
  );
}
