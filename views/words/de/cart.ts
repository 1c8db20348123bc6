/** Cart, checkout, order. */
import type { Words } from "../en.ts";
import { moment, number, plural } from "./formats.ts";

export const cart: Words["cart"] = {
  title: "Warenkorb",
  empty: "Dein Warenkorb ist leer",
  emptyLine: "Was du hineinlegst, wartet hier, bis du es bestellst.",
  each: (price) => ["je ", price],
  set: "Menge übernehmen",
  quantityOf: (name) => `Menge von ${name}`,
  lessOf: (name) => `Eins weniger von ${name}`,
  moreOf: (name) => `Eins mehr von ${name}`,
  save: "Für später merken",
  saveNamed: (name) => `Für später merken: ${name}`,
  removed: (name) => [name, " ist entfernt."],
  saved: (name, link) => [name, " liegt jetzt unter ", link("Gemerkt"), "."],
  undoNamed: (name) => `Rückgängig: ${name} zurück in den Warenkorb`,
  soldOut: "Ausverkauft. Entferne es oder merk es dir für später.",
  left: (left) => `Nur noch ${number(left)} da. Verringere die Menge.`,
  blocked: (count) =>
    plural(count, {
      one: "Eine Zeile lässt sich so nicht bestellen. Ändere, was markiert ist, dann geht es weiter.",
      other: `${
        number(count)
      } Zeilen lassen sich so nicht bestellen. Ändere, was markiert ist, dann geht es weiter.`,
    }),
  dearer: (before) => ["Der Preis ist seit dem Hineinlegen gestiegen, vorher ", before, "."],
  cheaper: (before) => ["Der Preis ist seit dem Hineinlegen gefallen, vorher ", before, "."],
  gone: (name) => [name, " gibt es hier nicht mehr, und es liegt nicht mehr in deinem Warenkorb."],
  noticed: "In Ordnung",
  pieces: (count) => `${number(count)} Stück`,
  total: "Gesamt",
  checkout: "Zur Testkasse",
  checkoutNote: "Testkasse: Keine Karte wird belastet.",
  goesWith: { title: "Passt zu deinem Warenkorb", line: "Aus Bestellungen anderer" },
  refused: {
    quantity: (least) => `Gib eine ganze Zahl von ${number(least)} bis 99 ein.`,
    tooMany: (most) => `Höchstens ${number(most)} von einem Produkt.`,
    fewLeft: (left, name) =>
      `Von „${name}“ ${plural(left, { one: "ist", other: "sind" })} nur noch ${number(left)} da.`,
    soldOut: (name) => `„${name}“ ist ausverkauft.`,
    changed: "Dein Warenkorb hat sich seitdem geändert: Bitte sieh ihn noch einmal durch.",
    repriced: "Ein Preis hat sich inzwischen geändert. Sieh dir die neue Summe an, bevor du bestellst.",
    incomplete: "Das Formular war unvollständig. Prüf die Bestellung, und schick sie noch einmal ab.",
  },
  test: {
    title: "Testkasse",
    notice: (strong) => [
      strong("Das ist ein Test."),
      " Keine Karte wird belastet, nichts wird verschickt, und niemand fragt nach einer Adresse.",
    ],
    place: "Testbestellung aufgeben",
    back: "Zurück zum Warenkorb",
  },
  order: {
    title: (id) => `Bestellung ${id}`,
    thanks: "Danke",
    placed: (number, time) => [
      "Testbestellung ",
      number,
      " vom ",
      time,
      " ist aufgegeben. Keine Karte wurde belastet, und nichts wird verschickt.",
    ],
    moment,
    times: (quantity) => `${number(quantity)} ×`,
  },
};
