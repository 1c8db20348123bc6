import type { Product } from "../../types.ts";
import { chooseWalls } from "../art/choose.ts";
import { Card } from "../components/card.tsx";
import { Empty } from "../components/empty.tsx";
import { Layout } from "../layout.tsx";
import type { Shell } from "../shell.ts";
import { merchantText } from "../components/merchant.tsx";

interface Props {
  readonly shell: Shell;
  readonly products: readonly Product[];
  /** What has just been removed, read aloud: one product, or all. */
  readonly removed?: Product | "all";
}

const columns = 4;

export function RecentPage(props: Props) {
  return (
    <Layout shell={props.shell} title={props.shell.words.personal.recent.title}>
      <RecentRegion {...props} />
    </Layout>
  );
}

/** Part of the page, and the fragment that replaces itself when something is removed. */
export function RecentRegion({ shell, products, removed }: Props) {
  const words = shell.words.personal.recent;
  const walls = chooseWalls(products, columns);
  const swap = { "hx-target": "#recently", "hx-swap": "outerHTML", "hx-sync": "#recently:drop" };
  return (
    <section id="recently" aria-labelledby="recently-title">
      <div class="page-head">
        <h1 id="recently-title" tabindex={-1} autofocus={removed !== undefined}>{words.title}</h1>
        {products.length > 0
          ? (
            <form method="post" action="/recent/clear" hx-post="/recent/clear" {...swap} class="head-end">
              <button type="submit" class="button button-small">{words.clear}</button>
            </form>
          )
          : null}
      </div>
      <p class="status" role="status">
        {removed === undefined
          ? ""
          : removed === "all"
          ? words.cleared
          : words.removed(merchantText(shell, removed.name))}
      </p>
      {products.length === 0
        ? (
          <Empty
            picture="shelf"
            title={words.empty}
            button={{ name: shell.words.frame.lookAround, path: "/" }}
          >
            {words.emptyLine}
          </Empty>
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
                    <button
                      type="submit"
                      class="quiet"
                      aria-label={shell.words.frame.removeNamed(product.name)}
                    >
                      {shell.words.frame.remove}
                    </button>
                  </form>
                }
              />
            ))}
          </ul>
        )}
    </section>
  );
}
