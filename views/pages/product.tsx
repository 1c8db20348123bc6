import type { Product, Reason } from "../../types.ts";
import { chooseWalls } from "../art/choose.ts";
import { BuyForm } from "../components/add_button.tsx";
import { Breadcrumb } from "../components/breadcrumb.tsx";
import { Bundle } from "../components/bundle.tsx";
import { ForYou } from "../components/for_you.tsx";
import { LikeButton } from "../components/like_button.tsx";
import { Price } from "../components/price.tsx";
import { ReasonPanel } from "../components/reason.tsx";
import { Shelf } from "../components/shelf.tsx";
import { ProductData } from "../components/structured_data.tsx";
import { Tile } from "../components/tile.tsx";
import { Layout } from "../layout.tsx";
import { categoryPath, productPath } from "../links.ts";
import type { Message, Picks, Shell } from "../shell.ts";

interface Props {
  readonly shell: Shell;
  readonly product: Product;
  /** Why the product was among the shopper's picks before it was opened; empty when it was not. */
  readonly reasons: readonly Reason[];
  readonly picks: Picks;
  readonly together: readonly Product[];
  readonly similar: readonly Product[];
  /** What went wrong with the form, and the quantity that was sent. */
  readonly failed?: { readonly message: Message; readonly quantity: string };
}

export function ProductPage({ shell, product, reasons, picks, together, similar, failed }: Props) {
  const [wall] = chooseWalls([product], 1);
  return (
    <Layout
      shell={shell}
      title={product.name}
      category={product.category}
      canonical={productPath(product)}
    >
      <ProductData product={product} site={shell.site} />
      <Breadcrumb
        shell={shell}
        steps={[
          { name: "Aisle", path: "/" },
          ...(product.category ? [{ name: product.category, path: categoryPath(product.category) }] : []),
        ]}
        last={product.name}
      />
      <article class="product" data-product={product.id}>
        <Tile product={product} wall={wall!} size={600} eager />
        <div class="product-text">
          <h1>{product.name}</h1>
          <p class="product-price">
            <Price minor={product.price} site={shell.site} size="large" />
          </p>
          <Stock stock={product.stock} />
          {product.description ? <p class="product-description">{product.description}</p> : null}
          <div class="product-actions">
            <BuyForm
              product={product}
              here={shell.here}
              {...(failed ? { message: failed.message, quantity: failed.quantity } : {})}
            />
            <LikeButton
              product={product}
              liked={shell.liked.has(product.id)}
              here={shell.here}
              place="product"
              worded
            />
          </div>
          <ReasonPanel reasons={reasons} productId={product.id} here={shell.here} />
        </div>
      </article>
      <ForYou shell={shell} picks={picks} />
      <Bundle shell={shell} product={product} others={together} />
      <Shelf
        shell={shell}
        id="similar"
        title="Similar"
        line="Chosen by the same shoppers"
        items={similar.map((one) => ({ product: one }))}
        actions
      />
    </Layout>
  );
}

function Stock({ stock }: { stock: number }) {
  if (stock <= 0) return <p class="stock stock-none">Sold out</p>;
  return <p class="stock">{stock <= 20 ? `In stock, ${stock} left` : "In stock"}</p>;
}
