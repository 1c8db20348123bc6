import { type Browsing, mostPagesAtOnce, pagePath, type Shown } from "../browsing.ts";
import type { Shell } from "../shell.ts";
import { numberText } from "./price.tsx";

interface Props {
  readonly shell: Shell;
  readonly browsing: Browsing;
  readonly shown: Shown;
}

/** How much of the result is on the page: read aloud when more of it comes. The same element before and after. */
export function ShownLine(props: Props) {
  return <p id="shown" class="shown" role="status">{shownText(props)}</p>;
}

/** "48 of 181 products shown" */
export function shownText({ shell: { words: { browse } }, shown }: Props): string {
  const { total, page, pageSize, from } = shown;
  const last = Math.min(page * pageSize, total);
  return from === 1 ? browse.shown(last, total) : browse.shownFrom((from - 1) * pageSize + 1, last, total);
}

/** The way on: with script the next page comes into this one, otherwise it is a page of its own. And all pages by number. */
export function Pagination({ shell, browsing, shown }: Props) {
  const { browse } = shell.words;
  const { total, page, pages, pageSize, from } = shown;
  if (pages <= 1) return null;
  // A page that is full leads on to the next one, where more comes in place again.
  const hasRoom = page - from + 1 < mostPagesAtOnce;
  return (
    <div id="pages" class="pages">
      {page < pages && hasRoom
        ? (
          <a
            id="more"
            class="button scripted"
            href={pagePath(browsing, page + 1)}
            rel="next"
            hx-get={pagePath(browsing, page + 1, from)}
            hx-target="#products"
            hx-swap="beforeend"
            hx-sync="this:drop"
          >
            {browse.showMore(Math.min(pageSize, total - page * pageSize))}
          </a>
        )
        : null}
      <Pages
        shell={shell}
        page={page}
        pages={pages}
        pathOf={(n) => pagePath(browsing, n)}
        nextClass={hasRoom ? "button unscripted" : "button"}
      />
    </div>
  );
}

interface PagesProps {
  readonly shell: Shell;
  readonly page: number;
  readonly pages: number;
  readonly pathOf: (page: number) => string;
  readonly nextClass?: string;
}

/** Numbered pages with real addresses: the first, the last, and those around the present one. */
export function Pages({ shell, page, pages, pathOf, nextClass = "button" }: PagesProps) {
  const { words: { browse }, site } = shell;
  if (pages <= 1) return null;
  return (
    <nav class="pagination" aria-label={browse.pages}>
      <ul>
        {pageNumbers(page, pages).map((n) => (
          <li>
            {n === 0 ? <span class="gap" aria-hidden="true">…</span> : (
              <a
                href={pathOf(n)}
                aria-label={browse.page(n)}
                aria-current={n === page ? "page" : undefined}
              >
                {numberText(n, site)}
              </a>
            )}
          </li>
        ))}
      </ul>
      {page < pages ? <a class={nextClass} href={pathOf(page + 1)} rel="next">{browse.next}</a> : null}
    </nav>
  );
}

/** Page numbers to show, 0 where some are left out. */
export function pageNumbers(page: number, pages: number): readonly number[] {
  const shown = [1, 2, page - 1, page, page + 1, pages]
    .filter((n) => n >= 1 && n <= pages)
    .sort((a, b) => a - b);
  return [...new Set(shown)].flatMap((n, i, all) => i > 0 && n > all[i - 1]! + 1 ? [0, n] : [n]);
}
