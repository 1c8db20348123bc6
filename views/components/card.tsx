import type { Product, Reason } from "../../types.ts";
import type { Wall } from "../art/choose.ts";
import { productPath } from "../links.ts";
import type { Shell } from "../shell.ts";
import { AddButton } from "./add_button.tsx";
import { DismissButton } from "./dismiss.tsx";
import { LikeButton } from "./like_button.tsx";
import { Price } from "./price.tsx";
import { ReasonLine } from "./reason.tsx";
import { Tile } from "./tile.tsx";

interface Props {
  readonly shell: Shell;
  readonly product: Product;
  readonly wall: Wall;
  readonly place: string;
  readonly reasons?: readonly Reason[];
  /** Shows "Add to cart" and "Not interested"; category pages leave them to the product page. */
  readonly actions?: boolean;
  readonly eager?: boolean;
  /** The first picture of the page. */
  readonly first?: boolean;
  /** The price hangs on the shelf edge as a ticket. */
  readonly ticket?: boolean;
  readonly level?: 2 | 3;
  /** A control of the page's own, in place of the actions. */
  readonly end?: unknown;
  /** It has just come back: the keyboard goes to it, and the page knows that its shelf is of this epoch. */
  readonly restored?: { readonly epoch: number };
}

const lastPieces = 3;
const newForMs = 14 * 86_400_000;

export function Card(
  { shell, product, wall, place, reasons, actions, eager, first, ticket, restored, end, level = 3 }: Props,
) {
  const name = <a href={productPath(product)} lang={shell.site.contentLanguage}>{product.name}</a>;
  const price = (
    <Price minor={product.price} site={shell.site} {...(ticket ? { size: "ticket" as const } : {})} />
  );
  return (
    <li
      class={ticket ? "card card-ticket" : "card"}
      data-product={product.id}
      data-epoch={restored?.epoch}
      id={`${place}-${product.id}`}
    >
      <div class="card-picture">
        <Tile product={product} wall={wall} eager={eager ?? false} first={first ?? false} />
        <Tag shell={shell} product={product} />
        {ticket
          ? (
            <p class="edge">
              <span class="ticket">{price}</span>
            </p>
          )
          : null}
      </div>
      <div class="card-text">
        {level === 2 ? <h2 class="card-name">{name}</h2> : <h3 class="card-name">{name}</h3>}
        {ticket ? null : <p class="card-price">{price}</p>}
        {reasons ? <ReasonLine shell={shell} reasons={reasons} productId={product.id} /> : null}
        {actions
          ? (
            <div class="card-actions">
              <AddButton shell={shell} product={product} place={place} />
              <DismissButton
                shell={shell}
                product={product}
                place={place}
                ticket={ticket ?? false}
                focused={restored !== undefined}
              />
            </div>
          )
          : null}
        {end ? <div class="card-actions">{end}</div> : null}
      </div>
      <LikeButton shell={shell} product={product} liked={shell.liked.has(product.id)} place={place} />
    </li>
  );
}

/** One at most: what stands in the way of buying comes first. */
function Tag({ shell, product: { stock, createdAt } }: { shell: Shell; product: Product }) {
  const words = shell.words.product;
  if (stock <= 0) return <span class="tag">{words.soldOut}</span>;
  if (stock <= lastPieces) return <span class="tag">{words.last(stock)}</span>;
  return shell.now - createdAt < newForMs ? <span class="tag tag-new">{words.isNew}</span> : null;
}
