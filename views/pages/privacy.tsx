import type { Product } from "../../types.ts";
import { ConsentForm } from "../components/consent.tsx";
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
  return (
    <Layout shell={shell} title="Your data">
      <div class="narrow prose">
        <h1>Your data</h1>
        <p class="status" role="status">{deleted ? "Everything about you is deleted." : ""}</p>
        <h2 id="personal">Personal picks</h2>
        {signal
          ? (
            <p class="notice">
              Your browser sends Global Privacy Control, and the shop keeps to it: nothing you look at is
              remembered, and everyone’s shelves are shown. To change that, switch the signal off for this
              site.
            </p>
          )
          : (
            <>
              <p>
                {learns
                  ? "They are on: products you open are remembered and choose what you are shown first."
                  : "They are off: nothing you look at is remembered, and you see the same shelves as everyone."}
              </p>
              <ConsentForm here="/privacy" labels={["Turn them off", "Turn them on"]} now={learns} />
            </>
          )}
        <h2>What is recorded</h2>
        <p>
          Always, because you ask for it: your cart, your orders, your likes, and what you hide. Only with
          your yes: the products you open, and that putting into the cart and ordering count for your picks
          and for the lists of the whole shop. Two cookies: your answer, and, from the first act on, a signed
          number that says which acts are yours. No name, no address, no third party.
        </p>
        {counts === null ? <p>About you, nothing is stored.</p> : (
          <dl class="facts">
            <Fact name="Products opened" count={counts.views} path="/recent" />
            <Fact name="Likes" count={counts.likes} path="/liked" />
            <Fact name="Put into the cart" count={counts.carts} />
            <Fact name="Bought" count={counts.purchases} />
            <Fact name="In the cart now" count={counts.cartLines} path="/cart" />
            <Fact name="Orders" count={counts.orders} />
          </dl>
        )}
        <h2>How it is used</h2>
        <p>
          What you did, newest and strongest first, is compared with what all shoppers chose. Products that
          went together with yours come to the front, and each tells why. It is worked out at the moment you
          ask; no profile is kept. <a href="/how-it-works">How the ranking works</a>
        </p>
        <h2>What you have hidden</h2>
        {hidden.length === 0 ? <p>Nothing.</p> : (
          <ul class="facts" role="list">
            {hidden.map((one) => (
              <HiddenLine key={"product" in one ? one.product.id : one.category} one={one} />
            ))}
          </ul>
        )}
        <h2>Take it with you, or delete it</h2>
        <p>
          The file holds everything that is stored about you. Deleting removes all of it at once, orders too.
        </p>
        <p class="consent-form">
          <a class="button" href="/privacy/export" download="aisle-data.json">Download as JSON</a>
          <a class="button" href="/privacy/delete">Delete everything</a>
        </p>
      </div>
    </Layout>
  );
}

function Fact({ name, count, path }: { name: string; count: number; path?: string }) {
  return (
    <div>
      <dt>{path === undefined ? name : <a href={path}>{name}</a>}</dt>
      <dd>{count.toLocaleString("en")}</dd>
    </div>
  );
}

function HiddenLine({ one }: { one: Props["hidden"][number] }) {
  const name = "product" in one ? one.product.name : `All of ${one.category}`;
  return (
    <li>
      {"product" in one ? <a href={productPath(one.product)}>{name}</a> : <span>{name}</span>}
      <form method="post" action="/privacy/show">
        {"product" in one
          ? <input type="hidden" name="product" value={one.product.id} />
          : <input type="hidden" name="category" value={one.category} />}
        <button type="submit" class="quiet" aria-label={`Show again: ${name}`}>Show again</button>
      </form>
    </li>
  );
}

/** Asks once more: what is deleted does not come back. */
export function DeletePage({ shell }: { shell: Shell }) {
  return (
    <Layout shell={shell} title="Delete everything">
      <div class="narrow prose">
        <h1>Delete everything about you?</h1>
        <p>
          Views, likes, what you hid, your cart and your orders are removed at once, and this browser is
          somebody new. It cannot be undone. What the models learnt is about products alone, and is learnt
          anew without you at the next training.
        </p>
        <form method="post" action="/privacy/delete">
          <button type="submit" class="button button-main">Delete everything</button>
        </form>
        <p>
          <a href="/privacy">Keep it</a>
        </p>
      </div>
    </Layout>
  );
}
