import type { CartLine, Product } from "../../types.ts";
import { CartRegion } from "../components/cart_region.tsx";
import { ForYou } from "../components/for_you.tsx";
import { Shelf } from "../components/shelf.tsx";
import { Layout } from "../layout.tsx";
import type { Message, Picks, Shell } from "../shell.ts";

interface Props {
  readonly shell: Shell;
  readonly lines: readonly CartLine[];
  /** What others bought together with what is in the cart. */
  readonly goesWith: readonly Product[];
  readonly picks: Picks;
  readonly failed?: { readonly productId?: number; readonly quantity?: string; readonly message: Message };
}

export function CartPage({ shell, lines, goesWith, picks, failed }: Props) {
  return (
    <Layout shell={shell} title="Cart">
      <CartRegion shell={shell} lines={lines} failed={failed} />
      <Shelf
        shell={shell}
        id="goes-with"
        title="Goes with your cart"
        line="From orders of other shoppers"
        items={goesWith.map((product) => ({ product }))}
        actions
      />
      <ForYou shell={shell} picks={picks} />
    </Layout>
  );
}
