/** What stands around every page. */
import { number } from "./formats.ts";

export const frame = {
  /** Of the page without a better one, for search engines. */
  description: "A shop that picks from what you do, and says why.",
  skip: "Skip to content",
  home: "Aisle, home",
  search: "Search",
  searchThings: (count: number) => `Search ${number(count)} things`,
  searchProducts: "Search products",
  suggestions: "Suggestions",
  yours: "Yours",
  liked: "Liked",
  cart: "Cart",
  cartWith: (count: number) => `Cart, ${number(count)} in it`,
  categories: "Categories",
  howItWorks: "How the ranking works",
  yourData: "Your data",
  picksOff: "Turn personal picks off",
  language: "Language",
  test: "Test shop, nothing is shipped",
  lookAround: "Look around",
  toHome: "To the home page",
  undo: "Undo",
  remove: "Remove",
  removeNamed: (name: string) => `Remove ${name}`,
};
