import type { Product } from "../../types.ts";
import { chooseWalls } from "../art/choose.ts";
import { productPath } from "../links.ts";
import type { Message, Shell } from "../shell.ts";
import { ControlMessage } from "./add_button.tsx";
import { namesOf } from "./merchant.tsx";
import { Price } from "./price.tsx";
import { Tile } from "./tile.tsx";

/** What is often bought with a product, to be added at once; each line can be unticked. */
export function Bundle(
  { shell, product, others }: { shell: Shell; product: Product; others: readonly Product[] },
) {
  const products = [product, ...others].filter(({ stock }) => stock > 0);
  if (others.length === 0 || products.length < 2) return null;
  const words = shell.words.product.together;
  const walls = chooseWalls(products, products.length);
  const total = products.reduce((sum, { price }) => sum + price, 0);
  return (
    <section class="shelf" id="together" aria-labelledby="together-title">
      <div class="shelf-head">
        <h2 id="together-title">{words.title}</h2>
        <p class="shelf-line">{words.line}</p>
      </div>
      <form
        class="bundle"
        method="post"
        action="/cart/add"
        hx-post="/cart/add"
        hx-target="#together-message"
        hx-swap="innerHTML"
        hx-sync="drop"
      >
        <input type="hidden" name="to" value={shell.here} />
        <input type="hidden" name="place" value="together" />
        <div class="bundle-tiles" aria-hidden="true">
          {products.map((one, i) => <Tile key={one.id} product={one} wall={walls[i]!} />)}
        </div>
        <div class="bundle-text">
          <ul role="list">
            {products.map((one) => (
              <li data-product={one.id}>
                <label class="choice">
                  <input type="checkbox" name="product" value={one.id} checked />
                  <span>
                    {one.id === product.id
                      ? words.this(<span lang={shell.site.contentLanguage}>{one.name}</span>)
                      : <span lang={shell.site.contentLanguage}>{one.name}</span>}
                  </span>
                </label>
                {one.id === product.id ? null : (
                  <a class="bundle-look" href={productPath(one)}>
                    {words.look((rest) => <span class="hidden">{rest}</span>, one.name)}
                  </a>
                )}
                <Price minor={one.price} site={shell.site} size="small" />
              </li>
            ))}
          </ul>
          <p class="bundle-add">
            <button type="submit" class="button">{words.add(products.length)}</button>
            <span>
              {words.sum(<Price minor={total} site={shell.site} />)}
            </span>
          </p>
          <div id="together-message" class="bundle-message"></div>
        </div>
      </form>
    </section>
  );
}

interface MessageProps {
  readonly shell: Shell;
  readonly added: readonly Product[];
  /** Why others were not. */
  readonly message?: Message | undefined;
}

/** What became of it, under the button. */
export function BundleMessage({ shell, added, message }: MessageProps) {
  const words = shell.words.product;
  return (
    <>
      {added.length > 0
        ? (
          <p class="message message-done" role="status">
            {words.together.added(namesOf(shell, added))} <a href="/cart">{words.toCart}</a>
          </p>
        )
        : null}
      <ControlMessage shell={shell} message={message} />
    </>
  );
}
