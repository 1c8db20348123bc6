import type { Product } from "../../types.ts";
import { chooseWalls } from "../art/choose.ts";
import type { Shell } from "../shell.ts";
import { Card } from "./card.tsx";

/** Columns on a wide screen: walls differ from the neighbour above. */
const columns = 4;

/** How many pictures are seen without scrolling. */
const eagerPictures = 8;

interface Props {
  readonly shell: Shell;
  readonly products: readonly Product[];
  readonly place: string;
}

export function Grid({ id, ...props }: Props & { readonly id?: string }) {
  return <ul class="grid" id={id} role="list">{listCards(props, 0)}</ul>;
}

/** The cards behind those that are on the page already, on walls that go on from theirs. */
export function MoreCards({ before, ...props }: Props & { readonly before: number }) {
  return <>{listCards(props, before)}</>;
}

function listCards({ shell, products, place }: Props, before: number) {
  const walls = chooseWalls(products, columns);
  return products.slice(before).map((product, i) => (
    <Card
      shell={shell}
      product={product}
      wall={walls[before + i]!}
      place={place}
      level={2}
      eager={before === 0 && i < eagerPictures}
      first={before === 0 && i === 0}
    />
  ));
}
