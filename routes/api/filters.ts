/** The filters that lists of products share. */
import { InvalidInputError } from "../../errors.ts";
import type { ProductFilter } from "../../services/catalogue.ts";
import { flagText, priceText, text } from "./input.ts";

/** Fields of a query; prices in major units. */
export const filterFields = {
  category: text(200, "Only products of this category, by its exact name").optional(),
  "min_price": priceText("Only products that cost at least this, in major units").optional(),
  "max_price": priceText("Only products that cost at most this, in major units").optional(),
  "in_stock": flagText("Only products that are in stock").optional(),
};

interface FilterQuery {
  readonly category?: string | undefined;
  readonly "min_price"?: number | undefined;
  readonly "max_price"?: number | undefined;
  readonly "in_stock"?: boolean | undefined;
}

/**
 * The filter of a query. `digits` of the currency stand behind the decimal mark.
 *
 * @throws InvalidInputError when no price can be in the range
 */
export function toFilter(query: FilterQuery, digits: number): ProductFilter {
  const { category, min_price: from, max_price: to, in_stock: inStock } = query;
  if (from !== undefined && to !== undefined && from > to) {
    throw new InvalidInputError(`Cannot filter: min_price ${from} is more than max_price ${to}`, [
      { field: "min_price", message: `must be at most max_price (${to}), not ${from}` },
    ]);
  }
  // Rounded inwards: a product at 10.00 does not cost at least 10.004.
  return defined({
    category,
    minPrice: from === undefined ? undefined : Math.ceil(toUnits(from, digits)),
    maxPrice: to === undefined ? undefined : Math.floor(toUnits(to, digits)),
    inStock,
  });
}

/** Minor units without rounding, but for what binary fractions add: 12.99 is 1299 and not 1299.0000000000002. */
function toUnits(major: number, digits: number): number {
  return Number((major * 10 ** digits).toPrecision(15));
}

type Defined<T> =
  & { [K in keyof T as undefined extends T[K] ? never : K]: T[K] }
  & { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> };

/** The object without the fields that are undefined. */
export function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Defined<T>;
}
