import type { Product } from "../../types.ts";
import { ConsentForm } from "../components/consent.tsx";
import { numberText } from "../components/price.tsx";
import { Layout } from "../layout.tsx";
import { productPath } from "../links.ts";
import type { Shell } from "../shell.ts";

interface Props {
  readonly shell: Shell;
  /** Whether acts choose what is shown, now. */
  readonly learns: boolean;
  /** The browser says no by itself. */
  readonly signal: boolean;
  /** How many of each are stored; null for somebody of whom nothing is. */
  readonly counts:
    | Readonly<Record<"views" | "likes" | "carts" | "purchases" | "orders" | "cartLines", number>>
    | null;
  readonly hidden: readonly ({ readonly product: Product } | { readonly category: string })[];
  /** Everything has just been deleted. */
  readonly deleted: boolean;
}

export function PrivacyPage({ shell, learns, signal, counts, hidden, deleted }: Props) {
  const { page } = shell.words.privacy;
  const fact = (name: "views" | "likes" | "carts" | "purchases" | "cartLines" | "orders", path?: string) => (
    <Fact shell={shell} name={page[name]} count={counts![name]} {...(path ? { path } : {})} />
  );
  return (
    <Layout shell={shell} title={page.title} description={page.description}>
      <div class="narrow prose">
        <h1>{page.title}</h1>
        <p class="status" role="status">{deleted ? page.deleted : ""}</p>
        <h2 id="personal">{page.personal}</h2>
        {signal ? <p class="notice">{page.signal}</p> : (
          <>
            <p>{learns ? page.on : page.off}</p>
            <ConsentForm here="/privacy" labels={[page.turnOff, page.turnOn]} now={learns} />
          </>
        )}
        <h2>{page.recorded}</h2>
        <p>{page.recordedText}</p>
        {counts === null ? <p>{page.nothing}</p> : (
          <>
            <dl class="facts">
              {fact("views", "/recent")}
              {fact("likes", "/liked")}
              {fact("carts")}
              {fact("purchases")}
              {fact("cartLines", "/cart")}
              {fact("orders")}
            </dl>
            <p>
              <a href="/used">{shell.words.personal.statement.seeUsed}</a>
            </p>
          </>
        )}
        <h2>{page.used}</h2>
        <p>{page.usedText((words) => <a href="/how-it-works">{words}</a>)}</p>
        <h2>{page.hidden}</h2>
        {hidden.length === 0 ? <p>{page.hiddenNothing}</p> : (
          <ul class="facts" role="list">
            {hidden.map((one) => (
              <HiddenLine key={"product" in one ? one.product.id : one.category} shell={shell} one={one} />
            ))}
          </ul>
        )}
        <h2>{page.take}</h2>
        <p>{page.takeText}</p>
        <p class="consent-form">
          <a class="button" href="/privacy/export" download="aisle-data.json">{page.download}</a>
          <a class="button" href="/privacy/delete">{page.delete}</a>
        </p>
      </div>
    </Layout>
  );
}

function Fact(
  { shell, name, count, path }: { shell: Shell; name: string; count: number; path?: string },
) {
  return (
    <div>
      <dt>{path === undefined ? name : <a href={path}>{name}</a>}</dt>
      <dd>{numberText(count, shell.site)}</dd>
    </div>
  );
}

function HiddenLine({ shell, one }: { shell: Shell; one: Props["hidden"][number] }) {
  const { page } = shell.words.privacy;
  const name = "product" in one ? one.product.name : page.allOf(one.category);
  return (
    <li>
      {"product" in one ? <a href={productPath(one.product)}>{name}</a> : <span>{name}</span>}
      <form method="post" action="/privacy/show">
        {"product" in one
          ? <input type="hidden" name="product" value={one.product.id} />
          : <input type="hidden" name="category" value={one.category} />}
        <button type="submit" class="quiet" aria-label={page.showWhat(name)}>{page.show}</button>
      </form>
    </li>
  );
}

/** Asks once more: what is deleted does not come back. */
export function DeletePage({ shell }: { shell: Shell }) {
  const { delete: words, page } = shell.words.privacy;
  return (
    <Layout shell={shell} title={page.delete}>
      <div class="narrow prose">
        <h1>{words.title}</h1>
        <p>{words.text}</p>
        <form method="post" action="/privacy/delete">
          <button type="submit" class="button button-main">{page.delete}</button>
        </form>
        <p>
          <a href="/privacy">{words.keep}</a>
        </p>
      </div>
    </Layout>
  );
}
