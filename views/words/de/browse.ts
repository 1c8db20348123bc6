/** Category, search, filters, pages. */
import type { Words } from "../en.ts";
import { number, plural } from "./formats.ts";

const products = (count: number) =>
  `${number(count)} ${plural(count, { one: "Produkt", other: "Produkte" })}`;
const ofProducts = (count: number) =>
  `${number(count)} ${plural(count, { one: "Produkt", other: "Produkten" })}`;

export const browse: Words["browse"] = {
  products,
  titleOfPage: (title, page) => `${title}, Seite ${number(page)}`,
  titleWrong: (title) => `Fehler: ${title}`,
  categoryDescription: (category, count) =>
    `${category}: ${products(count)}, nach Art, Preis und Vorrat zu filtern.`,
  searchDescription:
    "Durchsuche den ganzen Laden und filtere die Treffer nach Abteilung, Art, Preis und Vorrat.",

  sortBy: "Sortieren nach",
  sort: "Sortieren",
  sorts: {
    best: "Beste Treffer",
    popular: "Gerade beliebt",
    newest: "Neueste",
    price: "Preis, niedrigster zuerst",
    "-price": "Preis, höchster zuerst",
    name: "Name",
  },

  filters: "Filter",
  filtersOn: (count) => `Filter, ${number(count)} an`,
  category: "Abteilung",
  kind: "Art",
  moreChoices: (count) => `${number(count)} weitere`,
  price: (currency) => `Preis in ${currency}`,
  priceFrom: "Von",
  priceTo: "Bis",
  priceUnder: (to) => `Unter ${to}`,
  priceBetween: (from, to) => `${from} bis ${to}`,
  priceAbove: (from) => `Ab ${from}`,
  priceUpTo: (to) => `Bis ${to}`,
  priceWrong: (text) => `Schreib eine Zahl wie 20, nicht „${text}“.`,
  priceBelow: (least) => `Darf nicht unter ${least} liegen.`,
  availability: "Verfügbarkeit",
  inStock: "Vorrätig",
  apply: "Filter anwenden",
  filtered: "Filter, die an sind",
  remove: "entfernen",
  clearAll: "Alle aufheben",

  nothingFits: "Zu diesen Filtern passt nichts",
  nothingFitsLine: "Versuch es mit einer weiteren Preisspanne oder weniger Filtern, oder sieh dir alles an.",
  clearFilters: "Alle Filter aufheben",

  pages: "Seiten",
  page: (page) => `Seite ${number(page)}`,
  next: "Nächste Seite",
  showMore: (count) => `${number(count)} weitere zeigen`,
  shown: (shown, total) => `${number(shown)} von ${ofProducts(total)} gezeigt`,
  shownFrom: (first, last, total) => `${number(first)} bis ${number(last)} von ${ofProducts(total)} gezeigt`,

  search: "Suche",
  searched: (query) => `Suche: ${query}`,
  results: (query) => `Treffer für „${query}“`,
  best: (count) => `Die besten ${products(count)}`,
  typeAbove: "Gib oben ins Feld ein, was du suchst.",
  corrected: (query, corrected, strong) => [
    `Nichts enthält die Wörter „${query}“. Das passt zu `,
    strong(`„${corrected}“`),
    ".",
  ],
  fewerWords: (query) => `Nichts enthält alle Wörter aus „${query}“. Das hier passt zu einigen davon.`,
  nothingFound: "Nichts gefunden",
  nothingFoundLine: "Prüf die Schreibweise oder nimm weniger und einfachere Wörter.",
  lookIn: "Oder sieh dich um in",
  popular: "Gerade beliebt",
  forEveryone: "Für alle gleich",

  suggested: (count) => `${number(count)} ${plural(count, { one: "Vorschlag", other: "Vorschläge" })}`,
  suggestedIn: (category) => ["in ", category],
  suggestedCategory: "Abteilung",
  searchFor: (query) => `Nach „${query}“ suchen`,
};
