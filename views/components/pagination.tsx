interface Props {
  readonly page: number;
  readonly pages: number;
  readonly pathOf: (page: number) => string;
}

/** Numbered pages with real addresses: the first, the last, and those around the present one. */
export function Pagination({ page, pages, pathOf }: Props) {
  if (pages <= 1) return null;
  return (
    <nav class="pagination" aria-label="Pages">
      <ul>
        {pageNumbers(page, pages).map((n) => (
          <li>
            {n === 0
              ? <span class="gap" aria-hidden="true">…</span>
              : (
                <a href={pathOf(n)} aria-label={`Page ${n}`} aria-current={n === page ? "page" : undefined}>
                  {n}
                </a>
              )}
          </li>
        ))}
      </ul>
      {page < pages ? <a class="button" href={pathOf(page + 1)} rel="next">Next page</a> : null}
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
