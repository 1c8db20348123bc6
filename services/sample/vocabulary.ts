/**
 * The words that the sample shop is made of. A product's picture is chosen from its name: the last kind noun before a comma
 * or "with", and the colour words in order. So heads, materials and sizes may hold no colour word, and no other kind's noun
 * behind their own; a test reads every name back.
 */

export const departments = ["Kitchen", "Home", "Audio & tech", "Outdoor", "Desk"] as const;
export type Department = (typeof departments)[number];

/** Every colour word that may stand in a name, by mood. A shopper likes one or two moods; many colours are in several. */
export const moods = {
  earth: "Terracotta Sand Cream Oak Mustard Copper Walnut Olive Apricot",
  sea: "Teal Navy Sky Cobalt White Steel Sand",
  mono: "Black Slate Graphite Grey White Steel",
  woods: "Forest Sage Olive Cream Oak Walnut Brass Bamboo",
  bright: "Tomato Red Coral Apricot Mustard Cobalt Teal",
  soft: "Blush Rose Lilac Plum Ivory White Sage Brass",
} as const;
export type Mood = keyof typeof moods;

/** A kind as its department's file writes it; `readKind()` in kinds.ts tells the format of the text fields. */
export interface KindText {
  readonly slug: string;
  /** The noun that a name ends with, in lower case; the picture follows it. Several kinds may share one. */
  readonly noun: string;
  /** How much of the range it takes, 1 being usual. */
  readonly share: number;
  /** Middle price in major units of the currency. */
  readonly price: number;
  /** How much of the wish for this kind is left after buying one, 0 to 1. */
  readonly again?: number;
  /** The same product is bought again when used up: candles, notebooks. */
  readonly consumable?: boolean;
  /** A word that may stand before a dark colour. */
  readonly finish?: string;
  readonly colours: string;
  readonly styles: string;
  readonly materials: string;
  readonly sizes: string;
  readonly notes: string;
}

export const ceramicColours =
  "Cream White Slate Sage Teal Cobalt Navy Terracotta Mustard Blush Sand Forest Coral Black Olive Plum";
export const textileColours =
  "Cream Ivory Sand Mustard Terracotta Sage Forest Navy Plum Blush Grey Teal Lilac Olive Rose";
export const enamelColours = "Cream White Tomato Forest Navy Mustard Teal Black Sky Coral";
export const techColours = "Black White Graphite Grey Navy Coral Sage Sand Lilac Sky Cream Cobalt";
export const outdoorColours =
  "Forest Apricot Mustard Navy Tomato Teal Olive Graphite Sand Cobalt Black Sky Slate";
export const officeColours = "Cobalt Coral Forest Mustard Plum Black Navy Sage Cream Tomato Lilac Teal Grey";
export const timberColours = "Oak Walnut Bamboo";
/** Colours that take the finish word of their kind. */
export const darkColours = "Black Slate Graphite Navy Forest Grey";

/** Words before a head when every plain name is taken: ranges, as makers name them. No colour, no kind. */
export const ranges =
  "Harbour Linden Alba Fjord Marlow Juniper Tessel Orla Wren Kestrel Bramble Nordby Solene Ashdown Calder Isola Pembroke Tamsin Verano Quill Lund Arden Mistral Hazel Corrie Dune Elba Foss Gable Halden"
    .split(" ");
