import type { Product } from "../../types.ts";
import { Grid } from "../components/grid.tsx";
import { Layout } from "../layout.tsx";
import type { Shell } from "../shell.ts";

/** What the shopper likes. Pressing a heart again takes the like back. */
export function LikedPage({ shell, products }: { shell: Shell; products: readonly Product[] }) {
  return (
    <Layout shell={shell} title="Liked">
      <div class="page-head">
        <h1>Liked</h1>
        {products.length > 0 ? <p class="page-count">Press a heart again to take the like back.</p> : null}
      </div>
      {products.length > 0 ? <Grid shell={shell} products={products} place="liked" /> : (
        <div class="empty">
          <h2>Nothing liked yet</h2>
          <p>Press the heart on anything that pleases you. It waits here.</p>
          <a class="button" href="/">Look around</a>
        </div>
      )}
    </Layout>
  );
}
