import { type Browsing, filterPath, type PriceBand } from "../browsing.ts";
import type { Shell } from "../shell.ts";
import { numberText, shortPrice } from "./price.tsx";

interface Props {
  readonly shell: Shell;
  readonly browsing: Browsing;
}

/** Each band is a link: one press instead of two numbers. */
export function PriceBands({ shell, browsing }: Props) {
  const { values, facets } = browsing;
  if (facets.bands.length < 2 && !values.minPrice && !values.maxPrice) return null;
  return (
    <ul class="bands" role="list">
      {facets.bands.map((band) => {
        const { minPrice, maxPrice } = band;
        return (
          <li>
            <a
              href={filterPath(browsing, { minPrice, maxPrice })}
              aria-current={isOn(band, browsing) ? "true" : undefined}
            >
              {bandText(band, shell)}
            </a>
            <Count shell={shell} count={band.count} />
          </li>
        );
      })}
    </ul>
  );
}

/** How many products a choice would leave. */
export function Count({ shell, count }: { shell: Shell; count: number }) {
  return <span class="facet-count">{numberText(count, shell.site)}</span>;
}

/** Whether the prices that are asked for are those of the band. */
export function isOn({ from, to }: PriceBand, { prices: [min, max] }: Browsing): boolean {
  return (min !== undefined || max !== undefined) && (min ?? 0) === from &&
    max === (to === undefined ? undefined : to - 1);
}

/** "Under €25", "€25 to €50", "€1,000 and more" */
export function bandText({ from, to }: PriceBand, { words: { browse }, site }: Shell): string {
  if (to === undefined) return browse.priceAbove(shortPrice(from, site));
  return from === 0
    ? browse.priceUnder(shortPrice(to, site))
    : browse.priceBetween(shortPrice(from, site), shortPrice(to, site));
}
