/** A product on its card and on its page. */
import { join } from "../acts.ts";
import type { Words } from "../en.ts";
import { day, number, plural } from "./formats.ts";

export const product: Words["product"] = {
  inStock: "Auf Lager",
  stockLeft: (left) => `Auf Lager, noch ${number(left)}`,
  soldOut: "Ausverkauft",
  soldOutHelp: (link) => [
    "Gerade nicht zu bestellen. Merk es dir, um es wiederzufinden, oder ",
    link("sieh dir Ähnliches an"),
    ".",
  ],
  soldOutAlone: "Gerade nicht zu bestellen. Merk es dir, um es wiederzufinden.",
  about: (name) => `${name} bei Aisle, mit dem, was dazu passt und was ähnlich ist.`,
  isNew: "Neu",
  last: (left) => left === 1 ? "Letztes Stück" : `Letzte ${number(left)}`,
  breadcrumb: "Pfad",
  home: "Start",
  add: (wide) => [wide("In den "), "Warenkorb"],
  addWide: "In den Warenkorb",
  addNamed: (name) => `In den Warenkorb: ${name}`,
  quantity: "Menge",
  less: "Eins weniger",
  more: "Eins mehr",
  added: (count) => count === 1 ? "Liegt im Warenkorb." : `${number(count)} liegen im Warenkorb.`,
  toCart: "Zum Warenkorb",
  like: "Merken",
  liked: "Gemerkt",
  likeNamed: (name) => `${name} merken`,
  likedNamed: (name) => `${name}, gemerkt`,
  facts: {
    category: "Abteilung",
    number: "Artikelnummer",
    since: "Im Laden seit",
    sinceDay: day,
    delivery: "Versand",
    noDelivery: "Keiner: Das ist ein Testladen, nichts wird verschickt",
  },
  rating: (strong, average, count) => [
    strong(number(average)),
    ` von 5 aus ${number(count)} ${plural(count, { one: "Bewertung", other: "Bewertungen" })}`,
  ],
  together: {
    title: "Oft zusammen gekauft",
    line: "Aus Bestellungen anderer",
    this: (name) => ["Dies: ", name],
    look: (rest, name) => ["Ansehen", rest(`: ${name}`)],
    add: (count) => count === 2 ? "Beide dazu" : `Alle ${count === 3 ? "drei" : number(count)} dazu`,
    added: (names) => ["In den Warenkorb gelegt: ", ...join(names.map((name) => [name]), " und "), "."],
    notAdded: (names) => `Nicht hineingelegt: ${names.join(", ")}.`,
    none: "Wähl mindestens ein Produkt aus.",
    sum: (price) => ["Zusammen ", price],
  },
  similar: { title: "Ähnliches", line: "Von denselben Leuten gewählt" },
};
