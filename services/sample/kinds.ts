/** The kinds of the sample shop, read from the texts of the departments. */
import { camping } from "./camping.ts";
import { desk } from "./desk.ts";
import { home } from "./home.ts";
import { kitchen } from "./kitchen.ts";
import { outdoorWear } from "./outdoor_wear.ts";
import { tech } from "./tech.ts";
import type { Department, KindText } from "./vocabulary.ts";

/** A design within a kind. */
export interface Style {
  /** "#" stands for the material's name, "%" for the colour, which then is not repeated at the end. */
  readonly head: string;
  /** Price against the kind's. */
  readonly price: number;
  readonly sentence: string;
  readonly materials: readonly Trait[];
  readonly sizes: readonly Trait[];
  /** Comes in two colours. */
  readonly twoTone: boolean;
}

/** What a thing is made of, or a size that it comes in. */
export interface Trait {
  /** Stands in the product's name; empty when the name does not tell. */
  readonly name: string;
  readonly price: number;
  readonly sentence: string;
}

/** What a shopper would name when asked what they are looking for. */
export interface Kind {
  readonly slug: string;
  readonly department: Department;
  readonly noun: string;
  readonly share: number;
  readonly price: number;
  readonly again: number;
  readonly consumable: boolean;
  readonly finish: string | null;
  readonly colours: readonly string[];
  readonly styles: readonly Style[];
  readonly notes: readonly string[];
}

const texts: readonly (readonly [Department, readonly KindText[]])[] = [
  ["Kitchen", kitchen],
  ["Home", home],
  ["Audio & tech", tech],
  ["Outdoor", [...camping, ...outdoorWear]],
  ["Desk", desk],
];

let read: readonly Kind[] | undefined;

/** Every kind, in the order of the departments. */
export function listKinds(): readonly Kind[] {
  read ??= texts.flatMap(([department, kinds]) => kinds.map((text) => readKind(department, text)));
  return read;
}

/**
 * Reads one kind. One line each, fields separated by "|":
 * `styles`: head (with " +" for two colours), price factor, sentence, and the keys of its materials and of its sizes,
 * where it does not come in all of them ("*" or nothing: all);
 * `materials` and `sizes`: name ("-": not in the product's name), price factor, sentence, key (the name when not given);
 * `notes`: sentences on use and care that are true of every style.
 *
 * @throws RangeError where a line is incomplete or a style comes in no material or size
 */
export function readKind(department: Department, text: KindText): Kind {
  const materials = readTraits(text, "materials");
  const sizes = readTraits(text, "sizes");
  const styles = lines(text.styles).map((line): Style => {
    const [head = "", price, sentence = "", ofMaterials, inSizes] = fields(line);
    const twoTone = head.endsWith(" +");
    return {
      head: twoTone ? head.slice(0, -2) : head,
      price: toFactor(text, line, price),
      sentence,
      materials: choose(text, line, materials, ofMaterials),
      sizes: choose(text, line, sizes, inSizes),
      twoTone,
    };
  });
  return {
    slug: text.slug,
    department,
    noun: text.noun,
    share: text.share,
    price: text.price,
    again: text.again ?? 0.3,
    consumable: text.consumable ?? false,
    finish: text.finish ?? null,
    colours: text.colours.split(" "),
    styles,
    notes: lines(text.notes),
  };
}

type KeyedTrait = Trait & { readonly key: string };

function readTraits(text: KindText, field: "materials" | "sizes"): KeyedTrait[] {
  return lines(text[field]).map((line) => {
    const [label = "", price, sentence = "", key] = fields(line);
    return {
      name: label === "-" ? "" : label,
      price: toFactor(text, line, price),
      sentence,
      key: key ?? label,
    };
  });
}

function choose(
  text: KindText,
  line: string,
  traits: readonly KeyedTrait[],
  keys: string | undefined,
): Trait[] {
  const wanted = keys === undefined || keys === "*" ? undefined : keys.split(",").map((key) => key.trim());
  const unknown = wanted?.find((key) => !traits.some((trait) => trait.key === key));
  if (unknown !== undefined) {
    throw new RangeError(`Cannot read kind "${text.slug}": no material or size "${unknown}" for "${line}"`);
  }
  const chosen = traits.filter((trait) => !wanted || wanted.includes(trait.key));
  return chosen.map(({ name, price, sentence }) => ({ name, price, sentence }));
}

function toFactor(text: KindText, line: string, price: string | undefined): number {
  const factor = Number(price);
  if (!(factor > 0)) throw new RangeError(`Cannot read kind "${text.slug}": no price factor in "${line}"`);
  return factor;
}

function lines(text: string): string[] {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
}

function fields(line: string): string[] {
  return line.split("|").map((field) => field.trim());
}
