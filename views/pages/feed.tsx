import type { Product, Reason } from "../../types.ts";
import { chooseWalls } from "../art/choose.ts";
import { Card } from "../components/card.tsx";
import { UsedActs } from "../components/for_you.tsx";
import { Pages } from "../components/pagination.tsx";
import { Layout } from "../layout.tsx";
import type { Shell, UsedAct } from "../shell.ts";

interface Props {
  readonly shell: Shell;
  /** False: the list is the popular one and is called so. */
  readonly personal: boolean;
  readonly off: boolean;
  readonly used: readonly UsedAct[];
  /** Of this page. */
  readonly items: readonly { readonly product: Product; readonly reasons?: readonly Reason[] }[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
  readonly pathOf: (page: number) => string;
}

const columns = 4;

/** How many pictures are seen without scrolling. */
const eagerPictures = 8;

/** Everything that was picked, and why. */
export function FeedPage({ shell, personal, off, used, items, total, page, pages, pathOf }: Props) {
  const { feed, shelves, statement } = shell.words.personal;
  const title = personal ? feed.title : shelves.popular;
  const walls = chooseWalls(items.map(({ product }) => product), columns);
  return (
    <Layout shell={shell} title={title} description={feed.description}>
      <div class="page-head">
        <h1>{title}</h1>
        {personal ? <p class="page-count">{feed.count(total)}</p> : null}
      </div>
      {personal
        ? (
          <p class="lead">
            <UsedActs shell={shell} used={used} /> <a href="/used">{statement.seeUsed}</a>
          </p>
        )
        : (
          <p class="lead">
            {feed.everyoneLine} {off ? statement.off((words) => <a href="/privacy">{words}</a>) : feed.start}
          </p>
        )}
      <ul class="grid" role="list">
        {items.map(({ product, reasons }, i) => (
          <Card
            shell={shell}
            product={product}
            wall={walls[i]!}
            place="feed"
            level={2}
            actions
            eager={i < eagerPictures}
            {...(reasons ? { reasons } : {})}
          />
        ))}
      </ul>
      <Pages shell={shell} page={page} pages={pages} pathOf={pathOf} />
    </Layout>
  );
}
