import type { Product } from "../../types.ts";
import { chooseWalls } from "../art/choose.ts";
import type { Shell } from "../shell.ts";
import { Card } from "./card.tsx";

/** Columns on a wide screen: walls differ from the neighbour above. */
const columns = 4;

/** How many pictures are seen without scrolling. */
const eagerPictures = 8;

export function Grid(
  { shell, products, place }: { shell: Shell; products: readonly Product[]; place: string },
) {
  const walls = chooseWalls(products, columns);
  return (
    <ul class="grid" role="list">
      {products.map((product, i) => (
        <Card
          shell={shell}
          product={product}
          wall={walls[i]!}
          place={place}
          level={2}
          eager={i < eagerPictures}
          first={i === 0}
        />
      ))}
    </ul>
  );
}
