import type { CartLine, Product } from "../../types.ts";
import { CartRegion, type CartState } from "../components/cart_region.tsx";
import { ForYou } from "../components/for_you.tsx";
import { Shelf } from "../components/shelf.tsx";
import { Layout } from "../layout.tsx";
import type { Picks, Shell } from "../shell.ts";

interface Props extends CartState {
  readonly shell: Shell;
  readonly lines: readonly CartLine[];
  /** What others bought together with what is in the cart. */
  readonly goesWith: readonly Product[];
  readonly picks: Picks;
}

export function CartPage({ shell, lines, goesWith, picks, ...state }: Props) {
  const words = shell.words.cart;
  return (
    <Layout shell={shell} title={words.title}>
      <CartRegion shell={shell} lines={lines} {...state} />
      <Shelf
        shell={shell}
        id="goes-with"
        {...words.goesWith}
        items={goesWith.map((product) => ({ product }))}
        actions
      />
      <ForYou shell={shell} picks={picks} />
    </Layout>
  );
}
