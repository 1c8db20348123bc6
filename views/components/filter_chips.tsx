import { type Browsing, type Choice, filterPath, noFilters } from "../browsing.ts";
import type { Shell } from "../shell.ts";
import { bandText, isOn } from "./price_bands.tsx";
import { shortPrice } from "./price.tsx";

interface Props {
  readonly shell: Shell;
  readonly browsing: Browsing;
}

/** What is filtered, each with a link that takes it off. */
export function FilterChips({ shell, browsing }: Props) {
  const { words: { browse }, site } = shell;
  const { values, prices: [min, max], facets } = browsing;
  const nameOf = (choices: readonly Choice[], value: string) =>
    choices.find((choice) => choice.value === value)?.name ?? value;
  const without = (from: readonly string[], value: string) => from.filter((one) => one !== value);
  const own = { lang: site.contentLanguage };
  const band = facets.bands.find((one) => isOn(one, browsing));
  const chips = [
    ...values.categories.map((value) => ({
      text: <span {...own}>{nameOf(facets.categories, value)}</span>,
      path: filterPath(browsing, { categories: without(values.categories, value) }),
    })),
    ...values.kinds.map((value) => ({
      text: <span {...own}>{nameOf(facets.kinds, value)}</span>,
      path: filterPath(browsing, { kinds: without(values.kinds, value) }),
    })),
    ...(band
      ? [{ text: bandText(band, shell), path: filterPath(browsing, { minPrice: "", maxPrice: "" }) }]
      : [
        ...(min === undefined ? [] : [{
          text: browse.priceAbove(shortPrice(min, site)),
          path: filterPath(browsing, { minPrice: "" }),
        }]),
        ...(max === undefined ? [] : [{
          text: browse.priceUpTo(shortPrice(max, site)),
          path: filterPath(browsing, { maxPrice: "" }),
        }]),
      ]),
    ...(values.inStock ? [{ text: browse.inStock, path: filterPath(browsing, { inStock: false }) }] : []),
  ];
  if (chips.length === 0) return null;
  return (
    <ul class="chips" role="list" aria-label={browse.filtered}>
      {chips.map(({ text, path }) => (
        <li>
          <a class="chip" href={path}>
            {text} <span aria-hidden="true">×</span>
            <span class="hidden">{browse.remove}</span>
          </a>
        </li>
      ))}
      <li>
        <a class="clear" href={filterPath(browsing, noFilters)}>{browse.clearAll}</a>
      </li>
    </ul>
  );
}
