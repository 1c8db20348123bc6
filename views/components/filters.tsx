import { type Browsing, type Choice, countFilters, wrongField } from "../browsing.ts";
import type { Shell } from "../shell.ts";
import { currencySign } from "./price.tsx";
import { Count, PriceBands } from "./price_bands.tsx";

interface Props {
  readonly shell: Shell;
  readonly browsing: Browsing;
}

/** Choices that stand there at once; the rest unfolds. */
const choicesAtOnce = 8;

/** One form: sort and every filter travel together, and the address names them all. */
export function Filters({ shell, browsing }: Props) {
  const { words: { browse }, site } = shell;
  const { values, errors, facets } = browsing;
  const on = countFilters(values);
  const wrong = wrongField(browsing);
  return (
    <form id="filters" class="filters" method="get" action={browsing.path} novalidate>
      {browsing.query ? <input type="hidden" name="q" value={browsing.query} /> : null}
      <input id="filters-open" class="filters-open" type="checkbox" checked={wrong !== undefined} />
      <label class="filters-toggle" for="filters-open">
        {on > 0 ? browse.filtersOn(on) : browse.filters}
      </label>
      <div class="filters-body">
        <Choices
          {...{ shell, name: "category", legend: browse.category, choices: facets.categories }}
          chosen={values.categories}
        />
        <Choices
          {...{ shell, name: "kind", legend: browse.kind, choices: facets.kinds }}
          chosen={values.kinds}
        />
        <fieldset>
          <legend>{browse.price(currencySign(site))}</legend>
          <div class="price-fields">
            <PriceField
              name="min_price"
              label={browse.priceFrom}
              value={values.minPrice}
              error={errors.minPrice}
              focused={wrong === "min_price"}
            />
            <PriceField
              name="max_price"
              label={browse.priceTo}
              value={values.maxPrice}
              error={errors.maxPrice}
              focused={wrong === "max_price"}
            />
          </div>
          <PriceError name="min_price" error={errors.minPrice} />
          <PriceError name="max_price" error={errors.maxPrice} />
          <PriceBands shell={shell} browsing={browsing} />
        </fieldset>
        <fieldset>
          <legend>{browse.availability}</legend>
          <label class="choice">
            <input type="checkbox" name="in_stock" value="true" checked={values.inStock} />
            <span>{browse.inStock}</span>
            <Count shell={shell} count={facets.inStock} />
          </label>
        </fieldset>
        <button type="submit" class="button button-small">{browse.apply}</button>
      </div>
    </form>
  );
}

interface ChoicesProps {
  readonly shell: Shell;
  readonly name: string;
  readonly legend: string;
  readonly choices: readonly Choice[];
  readonly chosen: readonly string[];
}

/** Nothing is drawn where there is nothing to choose between. */
function Choices({ shell, name, legend, choices, chosen }: ChoicesProps) {
  if (choices.length < 2 && chosen.length === 0) return null;
  const rows = choices.map(({ value, name: text, count }) => (
    <label class="choice">
      <input type="checkbox" name={name} value={value} checked={chosen.includes(value)} />
      <span lang={shell.site.contentLanguage}>{text}</span>
      <Count shell={shell} count={count} />
    </label>
  ));
  const rest = rows.slice(choicesAtOnce);
  const restChosen = choices.slice(choicesAtOnce).some(({ value }) => chosen.includes(value));
  return (
    <fieldset>
      <legend>{legend}</legend>
      {rows.slice(0, choicesAtOnce)}
      {rest.length > 0
        ? (
          <details class="choices-rest" open={restChosen}>
            <summary>{shell.words.browse.moreChoices(rest.length)}</summary>
            {rest}
          </details>
        )
        : null}
    </fieldset>
  );
}

interface PriceFieldProps {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly focused: boolean;
}

function PriceField({ name, label, value, error, focused }: PriceFieldProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        id={name}
        type="text"
        name={name}
        value={value}
        inputmode="decimal"
        autocomplete="off"
        maxlength={20}
        aria-invalid={error ? "true" : undefined}
        aria-describedby={error ? `${name}-error` : undefined}
        autofocus={focused}
      />
    </div>
  );
}

/** Stands beside the title but belongs to the filter form. Its button is pressed: arrow keys go through the orders one by one. */
export function SortControl({ shell, browsing }: Props) {
  const { browse } = shell.words;
  return (
    <p class="sort">
      <label for="sort">{browse.sortBy}</label>
      <select id="sort" name="sort" form="filters">
        {browsing.sorts.map((sort) => (
          <option value={sort} selected={sort === browsing.sort}>{browse.sorts[sort]}</option>
        ))}
      </select>
      <button type="submit" form="filters" class="button button-small">{browse.sort}</button>
    </p>
  );
}

function PriceError({ name, error }: { name: string; error: string | undefined }) {
  return error ? <p class="message message-error" id={`${name}-error`}>{error}</p> : null;
}
