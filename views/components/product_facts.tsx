import type { Product } from "../../types.ts";
import { categoryPath } from "../links.ts";
import type { Shell } from "../shell.ts";

/** What the shop knows about a product beside its description. */
export function ProductFacts({ shell, product }: { shell: Shell; product: Product }) {
  const { facts } = shell.words.product;
  return (
    <dl class="product-facts">
      {product.category === "" ? null : (
        <div>
          <dt>{facts.category}</dt>
          <dd>
            <a href={categoryPath(product.category)} lang={shell.site.contentLanguage}>{product.category}</a>
          </dd>
        </div>
      )}
      <div>
        <dt>{facts.number}</dt>
        <dd>{product.externalId ?? product.id}</dd>
      </div>
      <div>
        <dt>{facts.since}</dt>
        <dd>
          <time datetime={new Date(product.createdAt).toISOString().slice(0, 10)}>
            {facts.sinceDay(product.createdAt)}
          </time>
        </dd>
      </div>
      <div>
        <dt>{facts.delivery}</dt>
        <dd>{facts.noDelivery}</dd>
      </div>
    </dl>
  );
}
