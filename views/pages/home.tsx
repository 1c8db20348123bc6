import type { Product } from "../../types.ts";
import { chooseWalls } from "../art/choose.ts";
import { Empty } from "../components/empty.tsx";
import { ForYou } from "../components/for_you.tsx";
import { Shelf } from "../components/shelf.tsx";
import { Tile } from "../components/tile.tsx";
import { Layout } from "../layout.tsx";
import { categoryPath } from "../links.ts";
import type { Picks, Shell } from "../shell.ts";
import { merchantText } from "../components/merchant.tsx";

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
  const words = shell.words.personal.shelves;
  return (
    <Layout shell={shell} title="Aisle" canonical="/">
      <ForYou shell={shell} picks={picks} />
      <Shelf
        shell={shell}
        id="again"
        title={words.again}
        line={words.againLine}
        items={again.map((product) => ({ product }))}
        actions
      />
      {recent.length > 0
        ? (
          <Shelf
            shell={shell}
            id="recent"
            title={words.recent}
            more={{ name: words.recentMore, path: "/recent" }}
            items={recent.map((product) => ({ product }))}
          />
        )
        : null}
      <Shelf
        shell={shell}
        id="popular"
        title={words.popular}
        line={words.popularLine}
        items={popular.map((product) => ({ product }))}
        eager={!picks.personal}
      />
      <Doors shell={shell} doors={doors} />
      <Shelf
        shell={shell}
        id="rising"
        title={words.rising}
        line={words.risingLine}
        items={rising.map((product) => ({ product }))}
      />
      <Shelf
        shell={shell}
        id="new"
        title={words.newest}
        line={words.newestLine}
        items={newest.map((product) => ({ product }))}
      />
    </Layout>
  );
}

function Doors({ shell, doors }: { shell: Shell; doors: readonly Door[] }) {
  const words = shell.words.personal.shelves;
  if (doors.length === 0) {
    return <Empty picture="shelf" title={words.empty}>{words.emptyLine}</Empty>;
  }
  const walls = chooseWalls(doors.map(({ product }) => product), 5);
  return (
    <section class="shelf" aria-labelledby="doors-title">
      <div class="shelf-head">
        <h2 id="doors-title">{words.doors}</h2>
      </div>
      <ul class="rail doors" role="list">
        {doors.map(({ name, count, product }, i) => (
          <li class="door">
            <a href={categoryPath(name)}>
              <Tile product={product} wall={walls[i]!} />
              <span class="door-name">
                {merchantText(shell, name)}
                <span class="door-count">{shell.words.browse.products(count)}</span>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
