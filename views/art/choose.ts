/** Chooses kind, colours, finish, scene and wall of a product's picture from its name, category and id alone. */
import type { Product } from "../../types.ts";
import { type Colour, colours, distance, mix, toColour, type Wall, walls } from "./colours.ts";
import { headWords, type Kind, kindColours, kindOf } from "./kinds.ts";

export type { Wall } from "./colours.ts";

/** Counts up when the drawings change: browsers keep pictures for good under their address. */
const drawingVersion = 1;

export type Finish = "plain" | "dipped" | "banded" | "speckled";

export interface Art {
  readonly kind: Kind;
  readonly base: string;
  readonly accent: string;
  readonly finish: Finish;
  /** 0 to 3: none, sun, window light, arch. */
  readonly scene: number;
  /** 0 to 3, for kinds that come in shapes. */
  readonly shape: number;
  readonly words: readonly string[];
  /** Walls by how well they suit the colours, best first. */
  readonly walls: readonly Wall[];
  readonly version: string;
}

type ArtProduct = Pick<Product, "id" | "name" | "category">;

const known = new WeakMap<ArtProduct, Art>();

/** The same product gives the same picture, everywhere and always. */
export function chooseArt(product: ArtProduct): Art {
  let art = known.get(product);
  if (!art) known.set(product, art = choose(product));
  return art;
}

/** Address of a product's picture. It names what the picture follows from, so it may be kept for good. */
export function artPath(product: ArtProduct): string {
  return `/art/${product.id}.svg?v=${artVersion(product)}`;
}

/** Changes whenever the picture does. */
export function artVersion(product: ArtProduct): string {
  return chooseArt(product).version;
}

/** One wall per product: the one that suits it best and differs from its neighbours before and above. */
export function chooseWalls(products: readonly ArtProduct[], columns: number): readonly Wall[] {
  const chosen: Wall[] = [];
  products.forEach((product, i) => {
    const before = i % columns > 0 || columns === 1 ? chosen[i - 1] : undefined;
    const above = chosen[i - columns];
    const { walls: ranked } = chooseArt(product);
    chosen.push(ranked.find((wall) => wall !== before && wall !== above) ?? ranked[0]!);
  });
  return chosen;
}

interface Department {
  readonly walls: readonly Wall[];
  readonly bases: readonly Colour[];
}

const departments: Readonly<Record<string, Department>> = {
  kitchen: {
    walls: ["peach", "mint", "sky", "butter"],
    bases: ["tomato", "cobalt", "cream", "forest", "mustard", "graphite"],
  },
  home: {
    walls: ["sage", "rose", "peach", "stone"],
    bases: ["terracotta", "sage", "mustard", "plum", "cream", "teal"],
  },
  tech: {
    walls: ["iris", "sky", "stone", "mint"],
    bases: ["graphite", "white", "cobalt", "coral", "steel", "lilac"],
  },
  outdoor: {
    walls: ["mint", "butter", "sky", "rose"],
    bases: ["apricot", "forest", "teal", "tomato", "mustard", "navy"],
  },
  desk: {
    walls: ["rose", "iris", "butter", "mint"],
    bases: ["cobalt", "coral", "forest", "mustard", "plum", "black"],
  },
};

function departmentOf(category: string): Department {
  const words = category.toLowerCase().match(/\p{L}+/gu) ?? [];
  const word = words.find((one) => Object.hasOwn(departments, one));
  if (word !== undefined) return departments[word]!;
  const all = Object.values(departments);
  return all[hashText(category) % all.length]!;
}

const accents: readonly Colour[] = ["cream", "mustard", "coral", "teal", "navy", "white"];
const leastContrast = 0.22;

function choose({ id, name, category }: ArtProduct): Art {
  const seed = hashNumber(id);
  const kind = kindOf(name);
  const department = departmentOf(category);
  const words = name.slice(0, 300).toLowerCase().match(/\p{L}+/gu) ?? [];
  const named = [...new Set(words.flatMap((word) => toColour(word) ?? []))];
  const list = kindColours[kind] ?? department.bases;
  const base = colours[named[0] ?? list[bits(seed, 0, 6) % list.length]!];
  const fitting = accents.filter((accent) => distance(colours[accent], base) > leastContrast);
  const accent = colours[named[1] ?? fitting[bits(seed, 6, 5) % fitting.length]!];
  return {
    kind,
    base,
    accent,
    finish: finishOf(kind, words, seed),
    scene: bits(seed, 11, 2),
    shape: bits(seed, 13, 2),
    words: headWords(name),
    walls: rankWalls(department.walls, base, seed),
    version: `${drawingVersion}-${hashText(`${name}\n${category}`).toString(36)}`,
  };
}

const plainWords = ["matte", "steel", "cast", "plain", "iron", "glass"];

/** Kinds that a potter would glaze in more than one way. */
const glazed: readonly Kind[] = ["mug", "teapot", "bowl", "vase", "plant"];

function finishOf(kind: Kind, words: readonly string[], seed: number): Finish {
  if (words.includes("speckled")) return "speckled";
  if (words.includes("dipped")) return "dipped";
  if (words.includes("striped")) return "banded";
  if (!glazed.includes(kind) || words.some((word) => plainWords.includes(word))) return "plain";
  return (["plain", "plain", "dipped", "banded", "speckled"] as const)[bits(seed, 15, 6) % 5]!;
}

function rankWalls(own: readonly Wall[], base: string, seed: number): readonly Wall[] {
  const score = (wall: Wall, i: number) =>
    Math.min(0.3, distance(walls[wall], base)) + 0.42 * bits(seed, 20 + i * 3, 3) / 7;
  return own.map((wall, i) => ({ wall, score: score(wall, i) }))
    .sort((a, b) => b.score - a.score).map(({ wall }) => wall);
}

/** Tones of one colour under the light from the upper left. */
export function tones(
  base: string,
): { readonly side: string; readonly deep: string; readonly light: string } {
  return {
    side: mix(base, "#1d1238", 0.26),
    deep: mix(base, "#1d1238", 0.46),
    light: mix(base, "#fff6e4", 0.42),
  };
}

function bits(seed: number, from: number, count: number): number {
  return (seed >>> from) & ((1 << count) - 1);
}

/** 32-bit finaliser of MurmurHash3 (Appleby): every bit of the id reaches every bit of the seed. */
function hashNumber(value: number): number {
  let h = (value ^ Math.floor(value / 2 ** 32)) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** FNV-1a over UTF-16 units. */
function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}
