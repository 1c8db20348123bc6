import type { Product } from "../../types.ts";
import { chooseWalls } from "../art/choose.ts";
import { ForYou } from "../components/for_you.tsx";
import { Shelf } from "../components/shelf.tsx";
import { Tile } from "../components/tile.tsx";
import { Layout } from "../layout.tsx";
import { categoryPath } from "../links.ts";
import { countText } from "../numbers.ts";
import type { Picks, Shell } from "../shell.ts";

interface Door {
  readonly name: string;
  readonly count: number;
  /** The product that stands in the door. */
  readonly product: Product;
}

interface Props {
  readonly shell: Shell;
  readonly picks: Picks;
  /** Bought before, in a shop whose people buy again. */
  readonly again: readonly Product[];
  readonly recent: readonly Product[];
  readonly popular: readonly Product[];
  /** Looked at and bought more this week than in the time before. */
  readonly rising: readonly Product[];
  readonly newest: readonly Product[];
  readonly doors: readonly Door[];
}

export function HomePage({ shell, picks, again, recent, popular, rising, newest, doors }: Props) {
  return (
    <Layout shell={shell} title="Aisle" canonical="/">
      <ForYou shell={shell} picks={picks} />
      <Shelf
        shell={shell}
        id="again"
        title="Buy again"
        line="What you bought before"
        items={again.map((product) => ({ product }))}
        actions
      />
      {recent.length > 0
        ? (
          <Shelf
            shell={shell}
            id="recent"
            title="Where you left off"
            more={{ name: "All you looked at", path: "/recent" }}
            items={recent.map((product) => ({ product }))}
          />
        )
        : null}
      <Shelf
        shell={shell}
        id="popular"
        title="Popular this week"
        line="The same for everyone"
        items={popular.map((product) => ({ product }))}
        eager={!picks.personal}
      />
      <Doors doors={doors} />
      <Shelf
        shell={shell}
        id="rising"
        title="Rising this week"
        line="More looked at and bought than in the weeks before, by everyone"
        items={rising.map((product) => ({ product }))}
      />
      <Shelf
        shell={shell}
        id="new"
        title="New in the shop"
        line="By the day they came"
        items={newest.map((product) => ({ product }))}
      />
    </Layout>
  );
}

function Doors({ doors }: { doors: readonly Door[] }) {
  if (doors.length === 0) {
    return (
      <div class="empty">
        <h2>The shelves are empty</h2>
        <p>Nothing has been put into this shop yet.</p>
      </div>
    );
  }
  const walls = chooseWalls(doors.map(({ product }) => product), 5);
  return (
    <section class="shelf" aria-labelledby="doors-title">
      <div class="shelf-head">
        <h2 id="doors-title">Browse the aisles</h2>
      </div>
      <ul class="rail doors" role="list">
        {doors.map(({ name, count, product }, i) => (
          <li class="door">
            <a href={categoryPath(name)}>
              <Tile product={product} wall={walls[i]!} />
              <span class="door-name">
                {name}
                <span class="door-count">{countText(count)} products</span>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
