import type { Product } from "../../types.ts";
import { Empty } from "../components/empty.tsx";
import { Grid } from "../components/grid.tsx";
import { Layout } from "../layout.tsx";
import type { Shell } from "../shell.ts";

/** What the shopper likes. Pressing a heart again takes the like back. */
export function LikedPage({ shell, products }: { shell: Shell; products: readonly Product[] }) {
  const { frame, personal: { liked: words } } = shell.words;
  return (
    <Layout shell={shell} title={words.title}>
      <div class="page-head">
        <h1>{words.title}</h1>
        {products.length > 0 ? <p class="page-count">{words.line}</p> : null}
      </div>
      {products.length > 0
        ? <Grid shell={shell} products={products} place="liked" />
        : (
          <Empty picture="shelf" title={words.empty} button={{ name: frame.lookAround, path: "/" }}>
            {words.emptyLine}
          </Empty>
        )}
    </Layout>
  );
}
