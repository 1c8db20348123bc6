/** Consent, what is recorded, and how the ranking works. */
import type { Words } from "../en.ts";
import { number, percent } from "./formats.ts";

export const privacy: Words["privacy"] = {
  ask: {
    title: "Darf dieser Laden aus dem lernen, was du dir ansiehst?",
    text: (link) => [
      "Mit deinem Ja bestimmen die Produkte, die du öffnest, was du zuerst siehst. Ohne es sehen alle dieselben Regale; Merken, Warenkorb und Bestellen funktionieren trotzdem. ",
      link("Was gespeichert wird"),
    ],
    development: "Das ist der Laden für die Entwicklung: Er lernt, bis du Nein sagst.",
    no: "Nein, danke",
    yes: "Ja, lernen",
    answer: "Deine Antwort",
    thanks: (link) => [
      "Danke. Deine Auswahl folgt ab jetzt dem, was du öffnest. ",
      link("Jederzeit ändern"),
    ],
    refused: (link) => ["Nichts von dem, was du dir ansiehst, wird behalten. ", link("Jederzeit ändern")],
  },
  page: {
    title: "Deine Daten",
    description: "Was dieser Laden speichert, wozu, und wie du es mitnimmst oder löschst.",
    deleted: "Alles über dich ist gelöscht.",
    personal: "Persönliche Auswahl",
    signal:
      "Dein Browser sendet Global Privacy Control, und der Laden hält sich daran: Nichts von dem, was du dir ansiehst, wird behalten, und du siehst die Regale, die alle sehen. Um das zu ändern, schalte das Signal für diese Seite ab.",
    on: "Sie ist an: Produkte, die du öffnest, werden behalten und bestimmen, was du zuerst siehst.",
    off:
      "Sie ist aus: Nichts von dem, was du dir ansiehst, wird behalten, und du siehst dieselben Regale wie alle.",
    turnOff: "Abschalten",
    turnOn: "Einschalten",
    recorded: "Was gespeichert wird",
    recordedText:
      "Immer, weil du darum bittest: dein Warenkorb, deine Bestellungen, was du ausblendest und was du dir merkst. Was du dir merkst, zählt auch in den Listen, die alle sehen. Nur mit deinem Ja: welche Produkte du öffnest, dass auch Warenkorb und Bestellungen in diesen Listen zählen, und dass all das deine Auswahl bestimmt. Drei Cookies: deine Antwort, deine Sprache, falls du eine wählst, und von der ersten Handlung an eine signierte Nummer, die sagt, was von dir ist. Kein Name, keine Adresse, keine Dritten.",
    nothing: "Über dich ist nichts gespeichert.",
    views: "Geöffnete Produkte",
    likes: "Gemerkt",
    carts: "In den Warenkorb gelegt",
    purchases: "Gekauft",
    cartLines: "Jetzt im Warenkorb",
    orders: "Bestellungen",
    used: "Wie es genutzt wird",
    usedText: (link) => [
      "Was du getan hast, das Neueste und Stärkste zuerst, wird mit dem verglichen, was alle gewählt haben. Produkte, die zu deinen passten, rücken nach vorn, und jedes sagt, warum. Gerechnet wird in dem Moment, in dem du fragst; ein Profil gibt es nicht. ",
      link("Wie die Auswahl entsteht"),
    ],
    hidden: "Was du ausgeblendet hast",
    hiddenNothing: "Nichts.",
    allOf: (category) => `Alles aus ${category}`,
    show: "Wieder zeigen",
    showWhat: (name) => `Wieder zeigen: ${name}`,
    take: "Mitnehmen oder löschen",
    takeText:
      "Die Datei enthält alles, was über dich gespeichert ist. Löschen entfernt alles davon auf einmal, auch Bestellungen.",
    download: "Als JSON herunterladen",
    delete: "Alles löschen",
  },
  delete: {
    title: "Alles über dich löschen?",
    text:
      "Angesehenes, Gemerktes, Ausgeblendetes, dein Warenkorb und deine Bestellungen werden sofort entfernt, und dieser Browser ist jemand Neues. Das lässt sich nicht rückgängig machen. Was die Modelle gelernt haben, betrifft nur Produkte und wird beim nächsten Training ohne dich neu gelernt.",
    keep: "Behalten",
  },
  how: {
    title: "Wie die Auswahl entsteht",
    description: "Was gespeichert wird, wie daraus eine Reihenfolge wird, und was „weil“ bedeutet.",
    lead: "Deine Auswahl folgt aus dem, was du in diesem Laden tust, und aus nichts sonst.",
    recordedText: (link) => [
      "Nur mit deinem Ja: welche Produktseiten du öffnest, was du in den Warenkorb legst und was du bestellst. Immer, weil du darum bittest: was du dir merkst; es zählt in den Listen, die alle sehen, und für deine eigene Auswahl erst mit deinem Ja. Ein Cookie, das nur dieser Laden lesen kann, sagt, was davon von dir ist. Es enthält eine Nummer, keinen Namen, und entsteht mit der ersten Handlung, nicht vorher. ",
      link("Deine Daten"),
    ],
    acts: "Wie aus Handlungen eine Auswahl wird",
    weights: (of) =>
      `Ansehen zählt ${number(of.view)}, Merken ${number(of.like)}, in den Warenkorb legen ${
        number(of.cart)
      } und Bestellen ${number(of.purchase)}.`,
    weightsUnknown:
      "Bestellen zählt mehr als in den Warenkorb legen, das mehr als Merken, und das mehr als Ansehen.",
    fading: (halfLifeDays) =>
      halfLifeDays === null
        ? "Altes zählt so viel wie Neues."
        : `Alles verblasst: Nach ${
          halfLifeDays >= 2
            ? `${Math.round(halfLifeDays)} Tagen`
            : `${Math.max(1, Math.round(halfLifeDays * 24))} Stunden`
        } zählt es halb. Die Modelle dämpfen diese Zahlen, damit eine Bestellung nicht zehnmal Ansehen übertönt.`,
    models:
      "Modelle haben von allen gelernt, welche Produkte oft von denselben Leuten gewählt werden. Für jedes Produkt fragen sie, wie gut es zu dem passt, was du getan hast, und ihre Antworten werden mit festen Gewichten addiert. Was du gekauft hast, bleibt weg, und das Regal zeigt erst, was du noch nicht geöffnet hast, und dann den Rest.",
    repeats: (share) =>
      `In diesen Laden kommen Leute für dieselben Dinge wieder: Von dem, was sie dann kaufen, hatten sie ${
        percent(share)
      } schon einmal gekauft. Darum bietet „Wieder kaufen“ an, was du selbst gekauft hast: zuerst, was du an mehr Tagen gekauft hast und was besser passt.`,
    model: (of) =>
      `Die Modelle im Einsatz, Version ${of.version}, haben aus ${number(of.interactions)} Handlungen von ${
        number(of.users)
      } Leuten gelernt.`,
    modelNone: "Noch ist kein Modell trainiert, darum sehen alle dieselben Regale.",
    because: "Was „weil“ bedeutet",
    becauseText:
      "Wie gut ein Produkt passt, ist eine Summe mit einem Teil für jedes Produkt, mit dem du zu tun hattest. Die Zeile unter einem Produkt nennt die größten Teile. Sie ist nicht nachträglich geraten: Ohne diese Handlungen wäre die Zahl genau um diesen Teil kleiner.",
    everyone: "Was für alle gleich ist",
    everyoneText:
      "„Beliebt“, „Ähnlich“ und „Oft zusammen gekauft“ hängen nicht von dir ab. Die Suche geht zuerst nach den Wörtern und dann nach deinem Geschmack. Niemand bezahlt für einen Platz, und kein Preis schiebt ein Produkt nach oben.",
  },
};
