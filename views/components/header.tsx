import { categoryPath } from "../links.ts";
import type { Shell } from "../shell.ts";
import type { Words } from "../words/en.ts";
import { Icon } from "./icons.tsx";

interface Props {
  readonly shell: Shell;
  /** The category whose page this is. */
  readonly category?: string;
  /** What was searched for. */
  readonly query?: string;
}

export function Header({ shell, category, query }: Props) {
  const { frame } = shell.words;
  return (
    <header class="header">
      <a class="skip" href="#main">{frame.skip}</a>
      <div class="header-bar wrap">
        <Wordmark words={shell.words} />
        <SearchForm
          words={shell.words}
          placeholder={frame.searchThings(shell.productCount)}
          query={query ?? ""}
        />
        <nav class="header-icons" aria-label={frame.yours}>
          {shell.site.development
            ? (
              <a class="icon-link" href="/shop-as" aria-label={`Shop as: ${shopperName(shell)}`}>
                <Icon name="account" />
              </a>
            )
            : null}
          <a class="icon-link" href="/liked" aria-label={frame.liked}>
            <Icon name="heart" />
          </a>
          <CartLink shell={shell} />
        </nav>
      </div>
      {shell.categories.length > 0
        ? (
          <nav class="categories" aria-label={frame.categories}>
            <ul class="wrap">
              {shell.categories.map(({ name }) => (
                <li>
                  <a
                    href={categoryPath(name)}
                    lang={shell.site.contentLanguage}
                    aria-current={name === category ? "page" : undefined}
                  >
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

export function Wordmark({ words }: { words: Words }) {
  return <a class="wordmark" href="/" aria-label={words.frame.home} dir="ltr">Aisle</a>;
}

/** A plain search form. With script, the field is a combobox (WAI-ARIA 1.2): static/suggest.js moves through the list. */
export function SearchForm(
  { words: { frame }, placeholder, query }: { words: Words; placeholder: string; query: string },
) {
  return (
    <form class="search" role="search" action="/search">
      <input
        id="search-field"
        type="search"
        name="q"
        value={query}
        placeholder={placeholder}
        aria-label={frame.searchProducts}
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
      <button class="search-button" type="submit" aria-label={frame.search}>
        <Icon name="search" />
      </button>
      <div class="suggestions" id="suggestions-box" hidden>
        <ul id="suggestions" role="listbox" aria-label={frame.suggestions}></ul>
      </div>
      <p id="suggestions-status" class="hidden" role="status"></p>
    </form>
  );
}

/** Also sent by itself after a change of the cart. */
export function CartLink({ shell: { cartCount: count, words: { frame } } }: { shell: Shell }) {
  return (
    <a
      id="cart-link"
      class="icon-link"
      href="/cart"
      aria-label={count === 0 ? frame.cart : frame.cartWith(count)}
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
