/** Error pages: what happened and what to do, by status. */
import type { Words } from "../en.ts";
import { number, plural } from "./formats.ts";

export const errors: Words["errors"] = {
  400: {
    title: "Das war nicht zu lesen",
    line: "Adresse oder Formular waren unvollständig. Geh zurück und versuch es noch einmal.",
  },
  403: {
    title: "Nicht erlaubt",
    line: "Das gehört dir nicht, oder eine andere Seite hat dich hergeschickt.",
  },
  404: {
    title: "Diese Seite gibt es nicht",
    line: "Vielleicht enthält die Adresse einen Tippfehler. Nutz die Suche, oder fang auf der Startseite an.",
  },
  405: { title: "Das geht hier nicht", line: "Diese Adresse nimmt eine solche Anfrage nicht an." },
  409: { title: "Das passt nicht mehr", line: "Inzwischen hat sich etwas geändert. Lade die Seite neu." },
  410: {
    title: "Das gibt es nicht mehr",
    line: "Es war einmal hier und ist endgültig aus dem Laden. Such nach etwas Ähnlichem.",
  },
  413: { title: "Das war zu viel", line: "Das Formular ist größer, als dieser Laden annimmt." },
  429: { title: "Bitte etwas langsamer", line: "Von dir kamen zu viele Anfragen auf einmal." },
  500: {
    title: "Da ging etwas schief",
    line: "Der Fehler liegt bei uns und ist notiert. Versuch es gleich noch einmal.",
  },
  503: { title: "Gleich wieder da", line: "Der Laden kann gerade nicht antworten." },
  retry: (seconds) =>
    `Versuch es in ${number(seconds)} ${plural(seconds, { one: "Sekunde", other: "Sekunden" })} wieder.`,
  request: (id) => `Anfrage ${id}`,
  unreachable: "Das hat nicht geklappt: Der Laden war nicht zu erreichen. Versuch es noch einmal.",
  failed: "Das hat nicht geklappt. Versuch es gleich noch einmal, oder lade die Seite neu.",
  gone: "Das gibt es hier nicht mehr. Lade die Seite neu und sieh, was da ist.",
};
