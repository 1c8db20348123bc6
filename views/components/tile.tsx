import type { Product } from "../../types.ts";
import { artPath, type Wall } from "../art/choose.ts";
import { localPath } from "../links.ts";

interface Props {
  readonly product: Product;
  readonly wall: Wall;
  /** Drawn size in CSS pixels: reserves the box. */
  readonly size?: number;
  /** Loads at once: pictures that are seen first. */
  readonly eager?: boolean;
  /** Loads before the others: the largest thing that is seen first. */
  readonly first?: boolean;
}

/** The picture of a product on its wall. Its name always stands beside it, so the picture itself says nothing. */
export function Tile({ product, wall, size = 400, eager = false, first = false }: Props) {
  // The policy lets images come from our own origin alone: another host's picture would leave a hole.
  const photo = localPath(product.imageUrl);
  return (
    <span class={`tile wall-${wall}`}>
      <img
        src={photo ?? artPath(product)}
        alt=""
        width={size}
        height={size}
        loading={eager || first ? "eager" : "lazy"}
        fetchpriority={first ? "high" : undefined}
        decoding="async"
        class={photo ? "photo" : "art"}
      />
    </span>
  );
}
