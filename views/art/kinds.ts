/** Which picture a name asks for: its last matching noun. */
import type { Colour } from "./colours.ts";

// deno-fmt-ignore
export const kinds = [
  "mug", "teapot", "kettle", "grinder", "pan", "bowl", "board", "toaster", "bottle",
  "desk-lamp", "table-lamp", "lantern", "candle", "clock", "chair", "cushion", "blanket", "plant", "vase", "shelf",
  "notebook", "pencil-cup", "headphones", "watch", "camera", "speaker", "phone", "laptop", "keyboard",
  "tent", "backpack", "sneaker", "boot", "helmet", "roll", "umbrella", "jacket", "parcel",
] as const;
export type Kind = (typeof kinds)[number];

// deno-fmt-ignore
const nouns: Readonly<Record<string, Kind>> = {
  mug: "mug", cup: "mug", beaker: "mug", tumbler: "mug",
  teapot: "teapot",
  kettle: "kettle",
  grinder: "grinder", mill: "grinder",
  pan: "pan", skillet: "pan", wok: "pan", saucepan: "pan", casserole: "pan",
  bowl: "bowl", plate: "bowl", dish: "bowl",
  board: "board", knife: "board", cleaver: "board",
  toaster: "toaster",
  bottle: "bottle", flask: "bottle", carafe: "bottle", jar: "bottle", canister: "bottle", thermos: "bottle",
  lamp: "table-lamp", light: "table-lamp",
  lantern: "lantern", torch: "lantern", headlamp: "lantern",
  candle: "candle",
  clock: "clock", alarm: "clock",
  chair: "chair", armchair: "chair", stool: "chair",
  cushion: "cushion", pillow: "cushion",
  blanket: "blanket", throw: "blanket", towel: "blanket", quilt: "blanket", bedspread: "blanket",
  pot: "plant", plant: "plant", planter: "plant", aloe: "plant", cactus: "plant", ficus: "plant", fern: "plant",
  vase: "vase", jug: "vase",
  shelf: "shelf", bookcase: "shelf", rack: "shelf",
  notebook: "notebook", journal: "notebook", diary: "notebook", planner: "notebook", sketchbook: "notebook", book: "notebook",
  pencil: "pencil-cup", pen: "pencil-cup", pencils: "pencil-cup", pens: "pencil-cup",
  headphones: "headphones", headset: "headphones", earbuds: "headphones",
  watch: "watch",
  camera: "camera",
  speaker: "speaker", radio: "speaker",
  phone: "phone", smartphone: "phone",
  laptop: "laptop", tablet: "laptop", monitor: "laptop",
  keyboard: "keyboard",
  tent: "tent", tarp: "tent",
  backpack: "backpack", pack: "backpack", rucksack: "backpack", daypack: "backpack", bag: "backpack", satchel: "backpack",
  sneaker: "sneaker", sneakers: "sneaker", trainer: "sneaker", shoe: "sneaker", shoes: "sneaker", runner: "sneaker",
  boot: "boot", boots: "boot",
  helmet: "helmet",
  mat: "roll", roll: "roll", rug: "roll",
  umbrella: "umbrella", parasol: "umbrella",
  jacket: "jacket", coat: "jacket", anorak: "jacket", parka: "jacket", shell: "jacket", hoodie: "jacket", shirt: "jacket",
};

/** Two words that together mean another thing than the last alone. */
const pairs: Readonly<Record<string, Kind>> = {
  "desk lamp": "desk-lamp",
  "task lamp": "desk-lamp",
  "reading lamp": "desk-lamp",
  "clamp lamp": "desk-lamp",
  "pencil cup": "pencil-cup",
  "pen cup": "pencil-cup",
  "pencil pot": "pencil-cup",
  "pen pot": "pencil-cup",
  "sleeping bag": "roll",
  "sleeping mat": "roll",
  "pencil case": "pencil-cup",
};

/** The words of a name that say what the thing is: before a comma or "with". */
export function headWords(name: string): readonly string[] {
  const head = name.slice(0, 300).split(/,|\bwith\b/i)[0] ?? "";
  return head.toLowerCase().match(/\p{L}+/gu) ?? [];
}

/** The kind of picture for a product's name; a parcel where no noun is known. */
export function kindOf(name: string): Kind {
  const words = headWords(name);
  for (let i = words.length - 1; i >= 0; i--) {
    const pair = `${words[i - 1] ?? ""} ${words[i]}`;
    if (Object.hasOwn(pairs, pair)) return pairs[pair]!;
    const word = words[i]!;
    const known = [word, word.replace(/s$/, "")].find((form) => Object.hasOwn(nouns, form));
    if (known !== undefined) return nouns[known]!;
  }
  return "parcel";
}

/** Colours of kinds that come in materials rather than in any colour. */
export const kindColours: Partial<Readonly<Record<Kind, readonly Colour[]>>> = {
  kettle: ["steel", "black", "cream"],
  shelf: ["oak", "walnut"],
  board: ["oak", "walnut"],
  grinder: ["cream", "walnut", "black"],
  camera: ["cream", "black", "steel"],
  laptop: ["steel", "graphite"],
  lantern: ["brass", "forest", "tomato"],
  parcel: ["sand", "oak"],
  plant: ["terracotta", "white", "graphite"],
};
