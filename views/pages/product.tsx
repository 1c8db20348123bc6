import type { Product, Rating, Reason } from "../../types.ts";
import { chooseWalls } from "../art/choose.ts";
import { BuyForm } from "../components/add_button.tsx";
import { Breadcrumb } from "../components/breadcrumb.tsx";
import { Bundle } from "../components/bundle.tsx";
import { ForYou } from "../components/for_you.tsx";
import { LikeButton } from "../components/like_button.tsx";
import { Price } from "../components/price.tsx";
import { ProductFacts } from "../components/product_facts.tsx";
import { ReasonPanel } from "../components/reason.tsx";
import { Shelf } from "../components/shelf.tsx";
import { SharedProduct } from "../components/shared_product.tsx";
import { ProductData } from "../components/structured_data.tsx";
import { Tile } from "../components/tile.tsx";
import { Layout } from "../layout.tsx";
import { categoryPath, productPath } from "../links.ts";
import { shorten } from "../shorten.ts";
import type { Message, Picks, Shell } from "../shell.ts";

interface Props {
  readonly shell: Shell;
  readonly product: Product;
  /** Why the product was among the shopper's picks before it was opened; empty when it was not. */
  readonly reasons: readonly Reason[];
  /** Undefined where too few have rated it. */
  readonly rating: Rating | undefined;
  readonly picks: Picks;
  readonly together: readonly Product[];
  readonly similar: readonly Product[];
  /** What went wrong with the form, and the quantity that was sent. */
  readonly failed?: { readonly message: Message; readonly quantity: string };
}

export function ProductPage(
  { shell, product, reasons, rating, picks, together, similar, failed }: Props,
) {
  const [wall] = chooseWalls([product], 1);
  const words = shell.words.product;
  const { contentLanguage } = shell.site;
  const description = shorten(product.description || words.about(product.name), 155);
  const soldOut = product.stock <= 0;
  const similarShelf = (
    <Shelf
      shell={shell}
      id="similar"
      {...words.similar}
      items={similar.map((one) => ({ product: one }))}
      actions
    />
  );
  return (
    <Layout
      shell={shell}
      title={product.name}
      category={product.category}
      canonical={productPath(product)}
      description={description}
      head={<SharedProduct product={product} description={description} site={shell.site} />}
    >
      <ProductData product={product} rating={rating} site={shell.site} />
      <Breadcrumb
        shell={shell}
        steps={[
          { name: words.home, path: "/" },
          ...(product.category
            ? [{ name: product.category, path: categoryPath(product.category), foreign: true }]
            : []),
        ]}
        last={product.name}
      />
      <article class="product" data-product={product.id}>
        <Tile product={product} wall={wall!} size={600} first />
        <div class="product-text">
          <h1 lang={contentLanguage}>{product.name}</h1>
          {rating
            ? (
              <p class="product-rating">
                {words.rating((average) => <strong>{average}</strong>, rating.average, rating.count)}
              </p>
            )
            : null}
          <p class="product-price">
            <Price minor={product.price} site={shell.site} size="large" />
          </p>
          <Stock shell={shell} stock={product.stock} />
          {soldOut
            ? (
              <p>
                {similar.length > 0
                  ? words.soldOutHelp((link) => <a href="#similar">{link}</a>)
                  : words.soldOutAlone}
              </p>
            )
            : null}
          {product.description
            ? (
              <p class="product-description" lang={contentLanguage}>
                <bdi>{product.description}</bdi>
              </p>
            )
            : null}
          <div class="product-actions">
            <BuyForm
              shell={shell}
              product={product}
              {...(failed ? { message: failed.message, quantity: failed.quantity } : {})}
            />
            <LikeButton
              shell={shell}
              product={product}
              liked={shell.liked.has(product.id)}
              place="product"
              worded
            />
          </div>
          <ReasonPanel shell={shell} reasons={reasons} productId={product.id} />
          <ProductFacts shell={shell} product={product} />
        </div>
      </article>
      {soldOut ? similarShelf : null}
      <Bundle shell={shell} product={product} others={together} />
      {soldOut ? null : similarShelf}
      <ForYou shell={shell} picks={picks} />
    </Layout>
  );
}

/** From here on nobody counts. */
const plenty = 20;

function Stock({ shell, stock }: { shell: Shell; stock: number }) {
  const words = shell.words.product;
  if (stock <= 0) return <p class="stock stock-none">{words.soldOut}</p>;
  return <p class="stock">{stock <= plenty ? words.stockLeft(stock) : words.inStock}</p>;
}
