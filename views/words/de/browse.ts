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
    `${category}: ${products(count)}, filterbar nach Art, Preis und Verfügbarkeit.`,
  searchDescription:
    "Durchsuche den ganzen Laden und filtere die Treffer nach Abteilung, Art, Preis und Verfügbarkeit.",

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
  filtersOn: (count) => `Filter, ${number(count)} aktiv`,
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
  inStock: "Auf Lager",
  apply: "Filter anwenden",
  filtered: "Aktive Filter",
  remove: "entfernen",
  clearAll: "Alle aufheben",

  nothingFits: "Zu diesen Filtern passt nichts",
  nothingFitsLine: "Versuch es mit einer größeren Preisspanne oder weniger Filtern, oder sieh dir alles an.",
  clearFilters: "Alle Filter aufheben",

  pages: "Seiten",
  page: (page) => `Seite ${number(page)}`,
  next: "Nächste Seite",
  showMore: (count) => `${number(count)} weitere anzeigen`,
  shown: (shown, total) => `${number(shown)} von ${ofProducts(total)} angezeigt`,
  shownFrom: (first, last, total) =>
    `${number(first)} bis ${number(last)} von ${ofProducts(total)} angezeigt`,

  search: "Suche",
  searched: (query) => `Suche: ${query}`,
  results: (query) => `Treffer für „${query}“`,
  best: (count) => `Die besten ${products(count)}`,
  typeAbove: "Gib oben ins Feld ein, was du suchst.",
  corrected: (query, corrected, strong) => [
    `Kein Produkt enthält die Wörter „${query}“. Das hier passt zu `,
    strong(`„${corrected}“`),
    ".",
  ],
  fewerWords: (query) =>
    `Kein Produkt enthält alle Wörter aus „${query}“. Diese hier enthalten einige davon.`,
  nothingFound: "Nichts gefunden",
  nothingFoundLine: "Prüf die Schreibweise oder nimm weniger und einfachere Wörter.",
  lookIn: "Oder sieh dich hier um",

  suggested: (count) => `${number(count)} ${plural(count, { one: "Vorschlag", other: "Vorschläge" })}`,
  suggestedIn: (category) => ["in ", category],
  searchFor: (query) => `Nach „${query}“ suchen`,
};
