import type { User } from "../../types.ts";
import { shopperName } from "../components/header.tsx";
import { Layout } from "../layout.tsx";
import type { Shell } from "../shell.ts";

interface Props {
  readonly shell: Shell;
  readonly shoppers: readonly { readonly user: User; readonly taste: string }[];
  /** Where to go on as the chosen shopper. */
  readonly to: string;
}

/** Development only: see the shop through the eyes of a sample shopper. */
export function ShopAsPage({ shell, shoppers, to }: Props) {
  return (
    <Layout shell={shell} title="Shop as">
      <h1>Shop as</h1>
      <p class="lead">
        Sample shoppers with a history. You are {shopperName(shell)}. This page exists in development only.
      </p>
      <form method="post" action="/shop-as" class="shoppers-new">
        <input type="hidden" name="to" value={to} />
        <button type="submit" class="button" name="user" value="new">Somebody new, without history</button>
      </form>
      <ul class="shoppers" role="list">
        {shoppers.map(({ user, taste }) => (
          <li>
            <form method="post" action="/shop-as">
              <input type="hidden" name="to" value={to} />
              <button
                type="submit"
                class="shopper"
                name="user"
                value={user.id}
                aria-pressed={user.id === shell.shopper?.id ? "true" : "false"}
              >
                <span class="shopper-name">{user.name ?? `Shopper ${user.id}`}</span>
                <span class="shopper-taste">{taste}</span>
              </button>
            </form>
          </li>
        ))}
      </ul>
      {shoppers.length === 0 ? <p>There are no sample shoppers in this database.</p> : null}
    </Layout>
  );
}
