import type { Product } from "../../types.ts";
import { chooseWalls } from "../art/choose.ts";
import { Card } from "../components/card.tsx";
import { Layout } from "../layout.tsx";
import type { Shell } from "../shell.ts";

interface Props {
  readonly shell: Shell;
  readonly products: readonly Product[];
  /** What has just been removed, read aloud. */
  readonly note?: string;
}

const columns = 4;

export function RecentPage(props: Props) {
  return (
    <Layout shell={props.shell} title="Recently viewed">
      <RecentRegion {...props} />
    </Layout>
  );
}

/** Part of the page, and the fragment that replaces itself when something is removed. */
export function RecentRegion({ shell, products, note }: Props) {
  const walls = chooseWalls(products, columns);
  const swap = { "hx-target": "#recently", "hx-swap": "outerHTML", "hx-sync": "#recently:drop" };
  return (
    <section id="recently" aria-labelledby="recently-title">
      <div class="page-head">
        <h1 id="recently-title" tabindex={-1} autofocus={note !== undefined}>Recently viewed</h1>
        {products.length > 0
          ? (
            <form method="post" action="/recent/clear" hx-post="/recent/clear" {...swap} class="head-end">
              <button type="submit" class="button button-small">Clear all</button>
            </form>
          )
          : null}
      </div>
      <p class="status" role="status">{note ?? ""}</p>
      {products.length === 0
        ? (
          <div class="empty">
            <h2>Nothing here</h2>
            <p>
              What you look at stands here until you remove it. Then it no longer counts for your picks
              either.
            </p>
            <a class="button" href="/">Look around</a>
          </div>
        )
        : (
          <ul class="grid" role="list">
            {products.map((product, i) => (
              <Card
                shell={shell}
                product={product}
                wall={walls[i]!}
                place="recently"
                level={2}
                end={
                  <form method="post" action="/recent/remove" hx-post="/recent/remove" {...swap}>
                    <input type="hidden" name="product" value={product.id} />
                    <button type="submit" class="quiet" aria-label={`Remove ${product.name}`}>Remove</button>
                  </form>
                }
              />
            ))}
          </ul>
        )}
    </section>
  );
}
