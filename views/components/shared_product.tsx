import type { Product } from "../../types.ts";
import { localPath, productPath } from "../links.ts";
import type { Site } from "../shell.ts";

interface Props {
  readonly product: Product;
  readonly description: string;
  readonly site: Site;
}

/** What other places show of a product whose link is passed on (ogp.me). Few of them show SVG, so drawn art is not named. */
export function SharedProduct({ product, description, site }: Props) {
  const photo = localPath(product.imageUrl);
  return (
    <>
      <meta property="og:type" content="product" />
      <meta property="og:site_name" content="Aisle" />
      <meta property="og:title" content={product.name} />
      {description ? <meta property="og:description" content={description} /> : null}
      <meta property="og:url" content={site.publicUrl + productPath(product)} />
      {photo ? <meta property="og:image" content={new URL(photo, site.publicUrl).href} /> : null}
    </>
  );
}
