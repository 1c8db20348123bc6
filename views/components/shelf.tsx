import type { Product, Reason } from "../../types.ts";
import { chooseWalls } from "../art/choose.ts";
import type { Shell } from "../shell.ts";
import { Card } from "./card.tsx";

interface ShelfItem {
  readonly product: Product;
  readonly reasons?: readonly Reason[];
}

interface Props {
  readonly shell: Shell;
  readonly id: string;
  readonly title: string;
  /** One plain line on what the shelf holds. */
  readonly line?: string;
  /** Where there is more of the same. */
  readonly more?: { readonly name: string; readonly path: string };
  readonly items: readonly ShelfItem[];
  readonly actions?: boolean;
  readonly eager?: boolean;
}

/** Tiles on one floor line. Nothing is drawn for an empty shelf. */
export function Shelf({ shell, id, title, line, more, items, actions = false, eager = false }: Props) {
  if (items.length === 0) return null;
  return (
    <section class="shelf" id={id} aria-labelledby={`${id}-title`}>
      <div class="shelf-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {line ? <p class="shelf-line">{line}</p> : null}
        {more ? <a class="shelf-line" href={more.path}>{more.name}</a> : null}
      </div>
      <Rail shell={shell} place={id} items={items} actions={actions} eager={eager} />
    </section>
  );
}

/** On a wide screen. */
const columns = 5;

interface RailProps {
  readonly shell: Shell;
  readonly place: string;
  readonly items: readonly ShelfItem[];
  readonly actions: boolean;
  readonly eager?: boolean;
}

export function Rail({ shell, place, items, actions, eager = false }: RailProps) {
  const walls = chooseWalls(items.map(({ product }) => product), columns);
  return (
    <ul class="rail" role="list">
      {items.map(({ product, reasons }, i) => (
        <Card
          shell={shell}
          product={product}
          wall={walls[i]!}
          place={place}
          actions={actions}
          eager={eager}
          first={eager && i === 0}
          {...(reasons ? { reasons } : {})}
        />
      ))}
    </ul>
  );
}
