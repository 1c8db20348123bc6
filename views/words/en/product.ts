/** A product on its card and on its page. */
import { join } from "../acts.ts";
import type { Part, Rich, Wrap } from "../rich.ts";
import { day, number, plural } from "./formats.ts";

export const product = {
  inStock: "In stock",
  stockLeft: (left: number) => `In stock, ${number(left)} left`,
  soldOut: "Sold out",
  soldOutHelp: (link: Wrap): Rich => [
    "It cannot be ordered now. Like it to find it again, or ",
    link("see what is similar"),
    ".",
  ],
  soldOutAlone: "It cannot be ordered now. Like it to find it again.",
  /** Of the page of a product without a description, for search engines. */
  about: (name: string) => `${name} at Aisle, with what goes with it and what is similar.`,
  /** On a picture, one at most. */
  isNew: "New",
  last: (left: number) => `Last ${number(left)}`,
  breadcrumb: "Breadcrumb",
  home: "Home",
  /** The wrapped part is heard but not seen on narrow screens. */
  add: (wide: Wrap): Rich => ["Add ", wide("to cart")],
  addWide: "Add to cart",
  addNamed: (name: string) => `Add to cart: ${name}`,
  quantity: "Quantity",
  less: "One less",
  more: "One more",
  added: (count: number) => count === 1 ? "In your cart." : `${number(count)} are in your cart.`,
  toCart: "See the cart",
  like: "Like",
  liked: "Liked",
  likeNamed: (name: string) => `Like ${name}`,
  likedNamed: (name: string) => `Liked ${name}`,
  facts: {
    category: "Category",
    number: "Item number",
    since: "In the shop since",
    sinceDay: day,
    delivery: "Delivery",
    noDelivery: "None: this is a test shop, nothing is shipped",
  },
  rating: (strong: Wrap, average: number, count: number): Rich => [
    strong(number(average)),
    ` of 5 from ${number(count)} ${plural(count, { one: "rating", other: "ratings" })}`,
  ],
  together: {
    title: "Often bought together",
    line: "From orders of other shoppers",
    this: (name: Part): Rich => ["This: ", name],
    look: (rest: Wrap, name: string): Rich => ["Look ", rest(`at ${name}`)],
    add: (count: number) => count === 2 ? "Add both" : `Add all ${count === 3 ? "three" : number(count)}`,
    added: (names: readonly Part[]): Rich => ["Added ", ...join(names.map((name) => [name]), " and "), "."],
    notAdded: (names: readonly string[]) => `Not added: ${names.join(", ")}.`,
    none: "Tick at least one product.",
    sum: (price: Part): Rich => ["Together ", price],
  },
  similar: { title: "Similar", line: "Chosen by the same shoppers" },
};
