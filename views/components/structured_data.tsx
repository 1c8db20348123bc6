import { raw } from "hono/html";
import type { Product, Rating } from "../../types.ts";
import { artPath } from "../art/choose.ts";
import { localPath, productPath } from "../links.ts";
import type { Site } from "../shell.ts";
import { fractionDigits } from "./price.tsx";

/** What the product is and costs, as search engines read it (schema.org/Product). Data, not script: nothing of it is run. */
export function ProductData(
  { product, rating, site }: { product: Product; rating?: Rating | undefined; site: Site },
) {
  const digits = fractionDigits(site.currency);
  const data = {
    "@type": "Product",
    name: product.name,
    ...(product.description ? { description: product.description } : {}),
    ...(product.category ? { category: product.category } : {}),
    sku: product.externalId ?? String(product.id),
    image: site.publicUrl + (localPath(product.imageUrl) ?? artPath(product)),
    url: site.publicUrl + productPath(product),
    ...(rating
      ? {
        aggregateRating: {
          "@type": "AggregateRating",
          ratingValue: rating.average,
          ratingCount: rating.count,
          bestRating: 5,
          worstRating: 0.5,
        },
      }
      : {}),
    offers: {
      "@type": "Offer",
      price: (product.price / 10 ** digits).toFixed(digits),
      priceCurrency: site.currency,
      availability: `https://schema.org/${product.stock > 0 ? "InStock" : "OutOfStock"}`,
    },
  };
  return <StructuredData data={data} />;
}

/** One thing as schema.org describes it. */
export function StructuredData({ data }: { data: Readonly<Record<string, unknown>> }) {
  const json = JSON.stringify({ "@context": "https://schema.org", ...data });
  return <script type="application/ld+json">{raw(escapeScript(json))}</script>;
}

/** Whatever a merchant writes, it cannot end the element or begin a comment in it. */
function escapeScript(json: string): string {
  return json.replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
