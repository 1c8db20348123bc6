import type { CartLine } from "../../types.ts";
import { CartRegion } from "../components/cart_region.tsx";
import { ForYou } from "../components/for_you.tsx";
import { Layout } from "../layout.tsx";
import type { Message, Picks, Shell } from "../shell.ts";

interface Props {
  readonly shell: Shell;
  readonly lines: readonly CartLine[];
  readonly picks: Picks;
  readonly failed?: { readonly productId?: number; readonly quantity?: string; readonly message: Message };
}

export function CartPage({ shell, lines, picks, failed }: Props) {
  return (
    <Layout shell={shell} title="Cart">
      <CartRegion shell={shell} lines={lines} failed={failed} />
      <ForYou shell={shell} picks={picks} />
    </Layout>
  );
}
