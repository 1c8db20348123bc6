import { categoryPath, withQuery } from "../links.ts";

/** What the address asks for, as typed: wrong values are shown again with a message. */
export interface FilterValues {
  readonly sort: string;
  readonly minPrice: string;
  readonly maxPrice: string;
  readonly inStock: boolean;
}

export interface FilterErrors {
  readonly minPrice?: string;
  readonly maxPrice?: string;
}

/** How many products each choice would leave. */
export interface Facets {
  readonly inStock: number;
  /** In major units, without an end for the last; `last` is the highest price below `to`, as the address has it. */
  readonly bands: readonly {
    readonly from: number;
    readonly to?: number;
    readonly last?: string;
    readonly count: number;
  }[];
}

export const sortLabels = {
  popular: "Popular this week",
  newest: "Newest",
  price: "Price, lowest first",
  "-price": "Price, highest first",
  name: "Name",
} as const;

interface Props {
  readonly category: string;
  readonly values: FilterValues;
  readonly errors: FilterErrors;
  readonly facets: Facets;
  readonly currencyName: string;
}

/** One form: sort, price and stock travel together, and the address names them all. */
export function Filters({ category, values, errors, facets, currencyName }: Props) {
  const on = countFilters(values);
  return (
    <form id="filters" class="filters" method="get" action={categoryPath(category)} novalidate>
      <input
        id="filters-open"
        class="filters-open"
        type="checkbox"
        aria-label="Show filters"
        checked={hasErrors(errors)}
      />
      <label class="filters-toggle" for="filters-open">{on > 0 ? `Filters, ${on} on` : "Filters"}</label>
      <div class="filters-body">
        <fieldset>
          <legend>Price in {currencyName}</legend>
          <PriceField name="min_price" label="From" value={values.minPrice} error={errors.minPrice} />
          <PriceField name="max_price" label="To" value={values.maxPrice} error={errors.maxPrice} />
          <PriceBands category={category} values={values} facets={facets} />
        </fieldset>
        <fieldset>
          <legend>Availability</legend>
          <label class="choice">
            <input type="checkbox" name="in_stock" value="true" checked={values.inStock} /> In stock
            <span class="facet-count">{facets.inStock}</span>
          </label>
        </fieldset>
        <button type="submit" class="button button-small">Apply filters</button>
      </div>
    </form>
  );
}

/** Each band is a link: one press instead of two numbers. */
function PriceBands({ category, values, facets }: Pick<Props, "category" | "values" | "facets">) {
  return (
    <ul class="bands" role="list">
      {facets.bands.map(({ from, to, last, count }) => {
        const minPrice = from === 0 ? "" : String(from);
        const maxPrice = last ?? "";
        const path = withQuery(categoryPath(category), {
          sort: values.sort === "popular" ? undefined : values.sort,
          min_price: minPrice,
          max_price: maxPrice,
          in_stock: values.inStock ? "true" : undefined,
        });
        const on = (minPrice !== "" || maxPrice !== "") && values.minPrice === minPrice &&
          values.maxPrice === maxPrice;
        return (
          <li>
            <a href={path} aria-current={on ? "true" : undefined}>
              {to === undefined ? `${from} and more` : from === 0 ? `Under ${to}` : `${from} to ${to}`}
            </a>
            <span class="facet-count">{count}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** Stands beside the title but belongs to the filter form. */
export function SortControl({ sort }: { sort: string }) {
  return (
    <p class="sort">
      <label for="sort">Sort by</label>
      <select id="sort" name="sort" form="filters" data-submit>
        {Object.entries(sortLabels).map(([value, label]) => (
          <option value={value} selected={value === sort}>{label}</option>
        ))}
      </select>
      <button type="submit" form="filters" class="button button-small unscripted">Sort</button>
    </p>
  );
}

/** What is filtered, each with a link that takes it off. */
export function FilterChips({ category, values, errors }: Omit<Props, "currencyName" | "facets">) {
  const path = (without: Partial<Record<"min_price" | "max_price" | "in_stock", true>>) =>
    withQuery(categoryPath(category), {
      sort: values.sort === "popular" ? undefined : values.sort,
      min_price: without.min_price ? undefined : values.minPrice,
      max_price: without.max_price ? undefined : values.maxPrice,
      in_stock: without.in_stock || !values.inStock ? undefined : "true",
    });
  const chips = [
    ...(values.minPrice && !errors.minPrice
      ? [{ text: `From ${values.minPrice}`, path: path({ min_price: true }) }]
      : []),
    ...(values.maxPrice && !errors.maxPrice
      ? [{ text: `Up to ${values.maxPrice}`, path: path({ max_price: true }) }]
      : []),
    ...(values.inStock ? [{ text: "In stock", path: path({ in_stock: true }) }] : []),
  ];
  if (chips.length === 0) return null;
  return (
    <ul class="chips" role="list">
      {chips.map((chip) => (
        <li>
          <a class="chip" href={chip.path}>
            {chip.text} <span aria-hidden="true">×</span>
            <span class="hidden">remove</span>
          </a>
        </li>
      ))}
      <li>
        <a class="clear" href={path({ min_price: true, max_price: true, in_stock: true })}>Clear all</a>
      </li>
    </ul>
  );
}

interface PriceFieldProps {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly error?: string | undefined;
}

function PriceField({ name, label, value, error }: PriceFieldProps) {
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
      />
      {error ? <p class="message message-error" id={`${name}-error`}>{error}</p> : null}
    </div>
  );
}

function countFilters(values: FilterValues): number {
  return (values.minPrice ? 1 : 0) + (values.maxPrice ? 1 : 0) + (values.inStock ? 1 : 0);
}

function hasErrors(errors: FilterErrors): boolean {
  return errors.minPrice !== undefined || errors.maxPrice !== undefined;
}
