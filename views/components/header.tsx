import { categoryPath } from "../links.ts";
import { countText } from "../numbers.ts";
import type { Shell } from "../shell.ts";
import { Icon } from "./icons.tsx";

interface Props {
  readonly shell: Shell;
  /** The category whose page this is. */
  readonly category?: string;
  /** What was searched for. */
  readonly query?: string;
}

export function Header({ shell, category, query }: Props) {
  return (
    <header class="header">
      <a class="skip" href="#main">Skip to content</a>
      <div class="header-bar wrap">
        <Wordmark />
        <SearchForm
          placeholder={`Search ${countText(shell.productCount)} things`}
          query={query ?? ""}
        />
        <nav class="header-icons" aria-label="Yours">
          {shell.site.development
            ? (
              <a class="icon-link" href="/shop-as" aria-label={`Shop as: ${shopperName(shell)}`}>
                <Icon name="account" />
              </a>
            )
            : null}
          <a class="icon-link" href="/liked" aria-label="Liked">
            <Icon name="heart" />
          </a>
          <CartLink count={shell.cartCount} />
        </nav>
      </div>
      {shell.categories.length > 0
        ? (
          <nav class="categories" aria-label="Categories">
            <ul class="wrap">
              {shell.categories.map(({ name }) => (
                <li>
                  <a href={categoryPath(name)} aria-current={name === category ? "page" : undefined}>
                    {name}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        )
        : null}
    </header>
  );
}

export function Wordmark() {
  return <a class="wordmark" href="/" aria-label="Aisle, home">Aisle</a>;
}

/** A plain search form. With script, the field is a combobox (WAI-ARIA 1.2): static/suggest.js moves through the list. */
export function SearchForm({ placeholder, query }: { placeholder: string; query: string }) {
  return (
    <form class="search" role="search" action="/search">
      <input
        id="search-field"
        type="search"
        name="q"
        value={query}
        placeholder={placeholder}
        aria-label="Search products"
        maxlength={200}
        autocomplete="off"
        role="combobox"
        aria-expanded="false"
        aria-controls="suggestions"
        aria-autocomplete="list"
        hx-get="/suggest"
        hx-trigger="input changed delay:120ms"
        hx-sync="this:replace"
        hx-target="#suggestions"
        hx-swap="innerHTML"
      />
      <button class="search-button" type="submit" aria-label="Search">
        <Icon name="search" />
      </button>
      <div class="suggestions" id="suggestions-box" hidden>
        <ul id="suggestions" role="listbox" aria-label="Suggestions"></ul>
      </div>
      <p id="suggestions-status" class="hidden" role="status"></p>
    </form>
  );
}

/** Also sent by itself after a change of the cart. */
export function CartLink({ count }: { count: number }) {
  return (
    <a
      id="cart-link"
      class="icon-link"
      href="/cart"
      aria-label={count === 0 ? "Cart" : `Cart, ${count} in it`}
    >
      <Icon name="cart" />
      {count > 0 ? <span class="count" aria-hidden="true">{count > 99 ? "99+" : count}</span> : null}
    </a>
  );
}

export function shopperName(shell: Shell): string {
  if (!shell.shopper) return "nobody yet";
  return shell.shopper.name ?? `visitor ${shell.shopper.id}`;
}
