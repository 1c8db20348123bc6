/** Picks and their reasons, what was looked at, liked, hidden, forgotten. */
import type { InteractionType } from "../../../types.ts";
import { type Act, join, sayActs } from "../acts.ts";
import type { Words } from "../en.ts";
import type { Rich } from "../rich.ts";
import { day, number, percent } from "./formats.ts";

const und = " und ";

const participles: Readonly<Record<InteractionType, string>> = {
  view: " angesehen",
  like: " gemerkt",
  cart: " in den Warenkorb gelegt",
  purchase: " gekauft",
};

/** "dir X gemerkt und Y gekauft", between "du" or "hast" and the end of the sentence. */
function getan(acts: readonly Act[]): Rich {
  return sayActs(
    acts,
    und,
    (type, names) => [...(type === "like" ? ["dir "] : []), ...names, participles[type]],
  );
}

function oft(count: number): string {
  return count === 1 ? "" : `${number(count)}-mal `;
}

const turnOn = "Einschalten";

export const personal: Words["personal"] = {
  statement: {
    title: "Ausgewählt nach dem, was du getan hast, und nach nichts sonst.",
    used: (acts) => ["Du hast ", ...getan(acts), ". Daraus folgt diese Auswahl."],
    seeUsed: "Alles ansehen, was zählt",
    everyone: "Gerade beliebt, für alle gleich.",
    start: "Öffne ein paar Dinge, die dir gefallen, dann richtet sich diese Seite nach dir.",
    off: (link) => ["Die persönliche Auswahl ist aus. ", link(turnOn)],
  },
  picks: {
    more: "Mehr für dich",
    all: (count) => `Ganze Auswahl (${number(count)})`,
    updated: (act) => ["Gerade aktualisiert, nachdem du ", ...getan([act]), " hast."],
    undoWhat: {
      view: (name) => `Rückgängig: ${name} angesehen`,
      like: (name) => `Rückgängig: ${name} gemerkt`,
    },
    undone: {
      view: (name) => ["Rückgängig gemacht. Dass du ", name, " angesehen hast, ist vergessen."],
      like: (name) => ["Rückgängig gemacht. ", name, " ist nicht mehr gemerkt."],
    },
  },
  feed: {
    title: "Für dich",
    description: "Alles, was für dich ausgewählt ist, und warum.",
    count: (count) => count === 1 ? "1 Produkt" : `${number(count)} Produkte`,
    everyoneLine: "Diese Liste ist für alle gleich.",
    start: "Öffne ein paar Dinge, die dir gefallen, dann steht hier deine eigene Auswahl.",
  },
  shelves: {
    again: "Wieder kaufen",
    againLine: "Was du schon gekauft hast",
    recent: "Wo du aufgehört hast",
    recentMore: "Alles, was du angesehen hast",
    popular: "Gerade beliebt",
    popularLine: "Für alle gleich",
    rising: "Diese Woche im Kommen",
    risingLine: "Öfter angesehen und gekauft als in den Wochen davor, von allen zusammen",
    newest: "Neu im Laden",
    newestLine: "Das Neueste zuerst",
    doors: "Durch die Abteilungen",
    empty: "Die Regale sind leer",
    emptyLine: "Hier gibt es noch keine Produkte.",
  },
  reason: {
    because: (acts) => ["Weil du ", ...getan(acts), " hast"],
    before: "Du hast es schon angesehen",
    popular: "Bei anderen beliebt",
    trending: "Diese Woche im Kommen",
    new: "Neu im Laden",
    why: "Warum es zu deiner Auswahl gehört",
    whyText: (acts) => [
      "Du hast ",
      ...getan(acts),
      ". Andere, die dasselbe taten, haben auch das gewählt.",
    ],
    forgetOne: "Das vergessen",
    forgetTwo: "Diese zwei vergessen",
    forgotten: "Vergessen",
    forgottenText: (names) => [
      ...join(names.map((name) => [name]), und),
      names.length === 1
        ? " zählt nicht mehr für deine Auswahl und ist nicht mehr gemerkt."
        : " zählen nicht mehr für deine Auswahl und sind nicht mehr gemerkt.",
      " Bestellungen und Warenkorb bleiben, wie sie sind.",
    ],
  },
  dismiss: {
    button: "Kein Interesse",
    buttonFor: (name) => `Kein Interesse an ${name}`,
    hidden: "Ausgeblendet",
    hiddenOne: (name) => [name, " wird nicht mehr für dich ausgewählt."],
    hiddenAll: (category) => ["Aus ", category, " wird nichts mehr für dich ausgewählt."],
    undoOne: (name) => `Rückgängig: ${name}`,
    undoAll: (category) => `Rückgängig: alles aus ${category}`,
    hideAll: (category) => ["Alles aus ", category, " ausblenden"],
  },
  recent: {
    title: "Zuletzt angesehen",
    clear: "Alles entfernen",
    removed: (name) => [name, " ist entfernt."],
    cleared: "Alles ist entfernt.",
    empty: "Noch nichts angesehen",
    emptyLine:
      "Was du ansiehst, steht hier, bis du es entfernst. Dann zählt es auch nicht mehr für deine Auswahl.",
  },
  liked: {
    title: "Gemerkt",
    line: "Ein zweiter Druck auf das Herz nimmt es zurück.",
    empty: "Noch nichts gemerkt",
    emptyLine: "Drück auf das Herz bei allem, was dir gefällt. Es wartet hier.",
  },
  used: {
    title: "Alles, was zählt",
    description: "Alles, woraus deine Auswahl folgt, wie viel es zählt und wie du es vergessen lässt.",
    lead: (link) => [
      "Deine Auswahl folgt hieraus und aus nichts sonst. Ein Balken zeigt, wie viel von allem, was jetzt zählt, von einem Produkt kommt: Kaufen wiegt mehr als Ansehen, und alles verblasst. Wie viel es für ein einzelnes Produkt der Auswahl ausmacht, ist jedes Mal verschieden. ",
      link("Wie die Auswahl entsteht"),
    ],
    off: (link) => [
      "Die persönliche Auswahl ist aus, darum wird nichts hiervon genutzt. Gespeichert bleibt es, bis du es vergessen lässt. ",
      link(turnOn),
    ],
    done: (times) => {
      const said = [
        times.view > 0 ? `${oft(times.view)}angesehen` : "",
        times.like > 0 ? "gemerkt" : "",
        times.cart > 0 ? `${oft(times.cart)}in den Warenkorb gelegt` : "",
        times.purchase > 0 ? `${oft(times.purchase)}gekauft` : "",
      ].filter((one) => one !== "").join(", ");
      return said.charAt(0).toUpperCase() + said.slice(1);
    },
    last: (at) => `Zuletzt am ${day(at)}`,
    share: (share) => `${share < 0.01 ? "Unter 1 %" : percent(share)} von dem, was jetzt zählt`,
    unknown: "Zählt ab dem nächsten Training",
    forget: "Vergessen",
    forgetWhat: (name) => `Vergessen: ${name}`,
    forgot: (name) => [name, " ist vergessen. Bestellungen und Warenkorb bleiben, wie sie sind."],
    forgotAll: "Alles, was du getan hast, ist vergessen.",
    all: "Alles vergessen",
    allTitle: "Alles vergessen, was du getan hast?",
    allText:
      "Was du angesehen und dir gemerkt hast, wird sofort entfernt, und was du in den Warenkorb gelegt oder gekauft hast, zählt nicht mehr für deine Auswahl. Deine Bestellungen, dein Warenkorb und was du ausgeblendet hast, bleiben. Es lässt sich nicht rückgängig machen.",
    keep: "Behalten",
    empty: "Noch nichts",
    emptyLine:
      "Was du ansiehst, dir merkst, in den Warenkorb legst und kaufst, steht hier, sobald es für deine Auswahl zählt.",
  },
};
