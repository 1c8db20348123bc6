/** Cart, checkout, order. */
import type { Part, Rich, Wrap } from "../rich.ts";
import { moment, number, plural } from "./formats.ts";

export const cart = {
  title: "Cart",
  empty: "Your cart is empty",
  emptyLine: "What you add waits here until you order it.",
  each: (price: Part): Rich => [price, " each"],
  set: "Set quantity",
  quantityOf: (name: string) => `Quantity of ${name}`,
  lessOf: (name: string) => `One less of ${name}`,
  moreOf: (name: string) => `One more of ${name}`,
  save: "Save for later",
  saveNamed: (name: string) => `Save for later: ${name}`,
  removed: (name: Part): Rich => ["Removed ", name, "."],
  saved: (name: Part, link: Wrap): Rich => ["Saved ", name, " under ", link("Liked"), "."],
  undoNamed: (name: string) => `Undo: put ${name} back into the cart`,
  /** Of a line that cannot be ordered as it is. */
  soldOut: "Sold out. Remove it or save it for later.",
  left: (left: number) => `Only ${number(left)} left. Lower the quantity.`,
  /** Of the whole cart, in place of the way to the checkout. */
  blocked: (count: number) =>
    plural(count, {
      one: "One line cannot be ordered as it is. Change what is marked to go on.",
      other: `${number(count)} lines cannot be ordered as they are. Change what is marked to go on.`,
    }),
  dearer: (before: Part): Rich => ["The price rose since you added it, from ", before, "."],
  cheaper: (before: Part): Rich => ["The price fell since you added it, from ", before, "."],
  gone: (name: Part): Rich => [name, " has left the shop and is out of your cart."],
  noticed: "All right",
  pieces: (count: number) => `${number(count)} ${plural(count, { one: "item", other: "items" })}`,
  total: "Total",
  checkout: "To the test checkout",
  checkoutNote: "Test checkout: no card is charged.",
  goesWith: { title: "Goes with your cart", line: "From orders of other shoppers" },
  refused: {
    quantity: (least: number) => `Choose a whole number from ${number(least)} to 99.`,
    tooMany: (most: number) => `At most ${number(most)} of one product.`,
    fewLeft: (left: number, name: string) =>
      `Only ${number(left)} of “${name}” ${plural(left, { one: "is", other: "are" })} left.`,
    soldOut: (name: string) => `“${name}” is sold out.`,
    changed: "Your cart has changed since you looked: please check it again.",
    repriced: "A price has changed meanwhile. Look at the new total before you order.",
    incomplete: "The form was incomplete. Please check the order and send it again.",
  },
  test: {
    title: "Test checkout",
    notice: (strong: Wrap): Rich => [
      strong("This is a test."),
      " No card is charged, nothing is shipped, and no address is asked for.",
    ],
    place: "Place the test order",
    back: "Back to the cart",
  },
  order: {
    title: (id: number) => `Order ${id}`,
    thanks: "Thank you",
    placed: (number: Part, time: Part): Rich => [
      "Test order ",
      number,
      " of ",
      time,
      " is placed. No card was charged, and nothing will be shipped.",
    ],
    moment,
    times: (quantity: number) => `${number(quantity)} ×`,
  },
};
