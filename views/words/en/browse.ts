/** Category, search, filters, pages. */
import type { Part, Rich, Wrap } from "../rich.ts";
import { number, plural } from "./formats.ts";

const products = (count: number) =>
  `${number(count)} ${plural(count, { one: "product", other: "products" })}`;

export const browse = {
  products,
  titleOfPage: (title: string, page: number) => `${title}, page ${number(page)}`,
  /** Of a page with a wrong field. */
  titleWrong: (title: string) => `Error: ${title}`,
  /** For search engines. */
  categoryDescription: (category: string, count: number) =>
    `${category}: ${products(count)}, with filters for kind, price and stock.`,
  searchDescription: "Search the whole shop, and filter what is found by category, kind, price and stock.",

  sortBy: "Sort by",
  sort: "Sort",
  sorts: {
    best: "Best match",
    popular: "Popular now",
    newest: "Newest",
    price: "Price, lowest first",
    "-price": "Price, highest first",
    name: "Name",
  },

  filters: "Filters",
  filtersOn: (count: number) => `Filters, ${number(count)} on`,
  category: "Category",
  kind: "Kind",
  moreChoices: (count: number) => `${number(count)} more`,
  /** `currency`: its sign. */
  price: (currency: string) => `Price in ${currency}`,
  priceFrom: "From",
  priceTo: "To",
  priceUnder: (to: string) => `Under ${to}`,
  priceBetween: (from: string, to: string) => `${from} to ${to}`,
  priceAbove: (from: string) => `${from} and more`,
  priceUpTo: (to: string) => `Up to ${to}`,
  priceWrong: (text: string) => `Write a number such as 20, not “${text}”.`,
  priceBelow: (least: string) => `Must not be below ${least}.`,
  availability: "Availability",
  inStock: "In stock",
  apply: "Apply filters",
  filtered: "Active filters",
  remove: "remove",
  clearAll: "Clear all",

  nothingFits: "Nothing fits these filters",
  nothingFitsLine: "Try a wider price or fewer choices, or look at everything.",
  clearFilters: "Clear all filters",

  pages: "Pages",
  page: (page: number) => `Page ${number(page)}`,
  next: "Next page",
  showMore: (count: number) => `Show ${number(count)} more`,
  shown: (shown: number, total: number) => `${number(shown)} of ${products(total)} shown`,
  /** Where a page begins behind the first. */
  shownFrom: (first: number, last: number, total: number) =>
    `${number(first)} to ${number(last)} of ${products(total)} shown`,

  search: "Search",
  searched: (query: string) => `Search: ${query}`,
  results: (query: string) => `Results for “${query}”`,
  best: (count: number) => `The best ${products(count)}`,
  typeAbove: "Type what you are looking for in the field above.",
  corrected: (query: string, corrected: string, strong: Wrap): Rich => [
    `No product has the words “${query}”. These fit `,
    strong(`“${corrected}”`),
    ".",
  ],
  fewerWords: (query: string) => `No product has all the words of “${query}”. These have some of them.`,
  nothingFound: "Nothing found",
  nothingFoundLine: "Check the spelling, or try fewer and plainer words.",
  lookIn: "Or look around in",

  suggested: (count: number) =>
    `${number(count)} ${plural(count, { one: "suggestion", other: "suggestions" })}`,
  suggestedIn: (category: Part): Rich => ["in ", category],
  searchFor: (query: string) => `Search for “${query}”`,
};
