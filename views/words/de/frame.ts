/** What stands around every page. */
import type { Words } from "../en.ts";
import { number } from "./formats.ts";

export const frame: Words["frame"] = {
  description: "Ein Laden, der nach dem auswählt, was du tust, und sagt, warum.",
  skip: "Zum Inhalt springen",
  home: "Aisle, Startseite",
  search: "Suchen",
  searchThings: (count) => `${number(count)} Dinge suchen`,
  searchProducts: "Produkte suchen",
  suggestions: "Vorschläge",
  yours: "Dein Bereich",
  liked: "Gemerkt",
  cart: "Warenkorb",
  cartWith: (count) => `Warenkorb, ${number(count)} darin`,
  categories: "Abteilungen",
  howItWorks: "Wie die Auswahl entsteht",
  yourData: "Deine Daten",
  picksOff: "Persönliche Auswahl abschalten",
  language: "Sprache",
  test: "Testladen, nichts wird verschickt",
  lookAround: "Umsehen",
  toHome: "Zur Startseite",
  undo: "Rückgängig",
  remove: "Entfernen",
  removeNamed: (name) => `Entfernen: ${name}`,
};
