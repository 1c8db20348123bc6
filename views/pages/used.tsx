import type { Product, UsedProduct } from "../../types.ts";
import { chooseWalls } from "../art/choose.ts";
import { Empty } from "../components/empty.tsx";
import { Pagination } from "../components/pagination.tsx";
import { Tile } from "../components/tile.tsx";
import { Layout } from "../layout.tsx";
import { productPath } from "../links.ts";
import type { Shell } from "../shell.ts";
import { merchantText } from "../components/merchant.tsx";

interface Props {
  readonly shell: Shell;
  /** Of this page, the newest act first. */
  readonly items: readonly UsedProduct[];
  readonly page: number;
  readonly pages: number;
  readonly pathOf: (page: number) => string;
  /** Personal picks are off: nothing of it is used. */
  readonly off: boolean;
  /** What has just been forgotten, read aloud: one product, or all. */
  readonly forgotten?: Product | "all";
}

export function UsedPage(props: Props) {
  const { used } = props.shell.words.personal;
  return (
    <Layout shell={props.shell} title={used.title} description={used.description}>
      <UsedRegion {...props} />
    </Layout>
  );
}

/** Part of the page, and the fragment that replaces itself when something is forgotten. */
export function UsedRegion({ shell, items, page, pages, pathOf, off, forgotten }: Props) {
  const { frame, personal: { used: words } } = shell.words;
  const walls = chooseWalls(items.map(({ product }) => product), 1);
  const link = (path: string) => (text: string) => <a href={path}>{text}</a>;
  return (
    <section id="used" class="used" aria-labelledby="used-title">
      <div class="page-head">
        <h1 id="used-title" tabindex={-1} autofocus={forgotten !== undefined}>{words.title}</h1>
        {items.length > 0
          ? <a class="button button-small head-end" href="/used/forget">{words.all}</a>
          : null}
      </div>
      <p class="status" role="status">
        {forgotten === undefined
          ? ""
          : forgotten === "all"
          ? words.forgotAll
          : words.forgot(merchantText(shell, forgotten.name))}
      </p>
      {items.length === 0
        ? (
          <Empty picture="lantern" title={words.empty} button={{ name: frame.lookAround, path: "/" }}>
            {words.emptyLine}
          </Empty>
        )
        : (
          <>
            <p class="used-lead">{off ? words.off(link("/privacy")) : words.lead(link("/how-it-works"))}</p>
            <ul class="used-list" role="list">
              {items.map((one, i) => (
                <UsedLine key={one.product.id} shell={shell} one={one} wall={walls[i]!} off={off} />
              ))}
            </ul>
            <Pagination page={page} pages={pages} pathOf={pathOf} />
          </>
        )}
    </section>
  );
}

interface LineProps extends Pick<Props, "shell" | "off"> {
  readonly one: UsedProduct;
  readonly wall: ReturnType<typeof chooseWalls>[number];
}

function UsedLine({ shell, one: { product, times, lastAt, share }, wall, off }: LineProps) {
  const { used: words } = shell.words.personal;
  const id = `share-${product.id}`;
  return (
    <li class="used-line">
      <Tile product={product} wall={wall} size={72} />
      <div class="used-what">
        <h2 class="used-name">
          <a href={productPath(product)}>{merchantText(shell, product.name)}</a>
        </h2>
        <p>{words.done(times)} · {words.last(lastAt)}</p>
      </div>
      {off ? null : (
        <div class="used-share">
          {share === null ? null : <meter value={share.toFixed(3)} aria-labelledby={id}></meter>}
          <p id={id}>{share === null ? words.unknown : words.share(share)}</p>
        </div>
      )}
      <form
        method="post"
        action="/forget"
        hx-post="/forget"
        hx-target="#used"
        hx-swap="outerHTML"
        hx-sync="#used:drop"
      >
        <input type="hidden" name="product" value={product.id} />
        <input type="hidden" name="to" value={shell.here} />
        <button type="submit" class="quiet" aria-label={words.forgetWhat(product.name)}>
          {words.forget}
        </button>
      </form>
    </li>
  );
}

/** Asks once more: what is forgotten does not come back. */
export function ForgetAllPage({ shell }: { shell: Shell }) {
  const { used: words } = shell.words.personal;
  return (
    <Layout shell={shell} title={words.all}>
      <div class="narrow prose">
        <h1>{words.allTitle}</h1>
        <p>{words.allText}</p>
        <form method="post" action="/used/forget">
          <button type="submit" class="button button-main">{words.all}</button>
        </form>
        <p>
          <a href="/used">{words.keep}</a>
        </p>
      </div>
    </Layout>
  );
}
