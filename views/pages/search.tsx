import type { Product } from "../../types.ts";
import { type Browsing, type Shown, wrongField } from "../browsing.ts";
import { Empty } from "../components/empty.tsx";
import { SortControl } from "../components/filters.tsx";
import { Results } from "../components/results.tsx";
import { Shelf } from "../components/shelf.tsx";
import { Layout } from "../layout.tsx";
import { categoryPath } from "../links.ts";
import { withQuery } from "../links.ts";
import type { Shell } from "../shell.ts";

interface Props {
  readonly shell: Shell;
  readonly query: string;
  /** What was looked for instead, since nothing fits the words as they were typed. */
  readonly corrected?: string;
  /** No product has all of the words: these have some. */
  readonly fewerWords: boolean;
  /** Undefined where nothing was found, or nothing looked for. */
  readonly found?: {
    readonly browsing: Browsing;
    readonly shown: Shown;
    readonly products: readonly Product[];
    /** As many as are looked through: there may be more. */
    readonly more: boolean;
  };
  /** To look around in, and what sells, when nothing was found. */
  readonly categories: readonly string[];
  readonly popular: readonly Product[];
}

export function SearchPage(
  { shell, query, corrected, fewerWords, found, categories, popular }: Props,
) {
  const { browse, personal: { shelves } } = shell.words;
  const shownQuery = isolate(query);
  const page = found?.shown.page ?? 1;
  const name = query ? browse.searched(shownQuery) : browse.search;
  const title = page > 1 ? browse.titleOfPage(name, page) : name;
  return (
    <Layout
      shell={shell}
      title={found && wrongField(found.browsing) ? browse.titleWrong(title) : title}
      description={browse.searchDescription}
      query={query}
      canonical={withQuery("/search", { q: query, page: page > 1 ? String(page) : undefined })}
      unlisted={found === undefined || corrected !== undefined}
    >
      <div class="page-head">
        <h1>{query ? browse.results(shownQuery) : browse.search}</h1>
        {query ? null : <p class="page-count">{browse.typeAbove}</p>}
        {found
          ? (
            <p class="page-count">
              {found.more ? browse.best(found.shown.total) : browse.products(found.shown.total)}
            </p>
          )
          : null}
        {found ? <SortControl shell={shell} browsing={found.browsing} /> : null}
      </div>
      {corrected === undefined ? null : (
        <p class="notice corrected">
          {browse.corrected(shownQuery, corrected, (words) => <strong>{words}</strong>)}
        </p>
      )}
      {fewerWords ? <p class="notice corrected">{browse.fewerWords(corrected ?? shownQuery)}</p> : null}
      {found
        ? (
          <Results
            shell={shell}
            browsing={found.browsing}
            shown={found.shown}
            products={found.products}
            place="found"
          />
        )
        : query
        ? <Empty picture="umbrella" title={browse.nothingFound}>{browse.nothingFoundLine}</Empty>
        : null}
      {found ? null : <Categories shell={shell} names={categories} />}
      <Shelf
        shell={shell}
        id="popular"
        title={shelves.popular}
        line={shelves.popularLine}
        items={popular.map((product) => ({ product }))}
      />
    </Layout>
  );
}

/** Words that run from right to left keep the quotes around them where they are: as <bdi> does, and in the title too. */
function isolate(query: string): string {
  return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(query) ? `\u2068${query}\u2069` : query;
}

function Categories({ shell, names }: { shell: Shell; names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <nav class="look-in" aria-labelledby="look-in-title">
      <h2 id="look-in-title">{shell.words.browse.lookIn}</h2>
      <ul class="chips" role="list">
        {names.map((name) => (
          <li>
            <a class="chip" href={categoryPath(name)} lang={shell.site.contentLanguage}>{name}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
