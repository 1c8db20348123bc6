/** The colours of product art, and how far apart they look. */

export const colours = {
  tomato: "#e0523d",
  coral: "#ef8268",
  apricot: "#f0a254",
  mustard: "#e2b03a",
  olive: "#8b984c",
  forest: "#2f6b50",
  sage: "#93ad8a",
  teal: "#26898a",
  sky: "#5ba5d6",
  cobalt: "#3059c6",
  navy: "#2c3f73",
  plum: "#7a4c93",
  lilac: "#a995d6",
  rose: "#d86f8e",
  blush: "#eeb6b3",
  cream: "#f5ecd9",
  white: "#f8f6f1",
  sand: "#d8c29e",
  oak: "#cb985f",
  walnut: "#7f5439",
  terracotta: "#c96f4a",
  copper: "#ca7850",
  brass: "#cca447",
  steel: "#b9c2ca",
  graphite: "#4a505d",
  black: "#30333d",
} as const;
export type Colour = keyof typeof colours;

/** Other words that names use for a colour. */
const otherWords: Readonly<Record<string, Colour>> = {
  red: "tomato",
  orange: "apricot",
  yellow: "mustard",
  gold: "brass",
  green: "forest",
  blue: "cobalt",
  purple: "plum",
  pink: "rose",
  grey: "graphite",
  gray: "graphite",
  slate: "graphite",
  charcoal: "graphite",
  silver: "steel",
  ivory: "cream",
  beige: "sand",
  bamboo: "oak",
  brown: "walnut",
};

/** The colour that a lower-case word names. */
export function toColour(word: string): Colour | undefined {
  if (Object.hasOwn(colours, word)) return word as Colour;
  return Object.hasOwn(otherWords, word) ? otherWords[word] : undefined;
}

export const walls = {
  peach: "#fadfce",
  butter: "#f5eacb",
  sage: "#dee9d5",
  mint: "#d2eae5",
  sky: "#d7e6f5",
  iris: "#e2e0f6",
  rose: "#f7dce2",
  stone: "#e9e7e4",
} as const;
export type Wall = keyof typeof walls;

/** Mixes `share` of the second colour into the first. */
export function mix(first: string, second: string, share: number): string {
  const a = toChannels(first);
  const b = toChannels(second);
  return `#${a.map((v, i) => Math.round(v + (b[i]! - v) * share).toString(16).padStart(2, "0")).join("")}`;
}

/** Distance in OKLab (Ottosson 2020); hue and chroma weigh more than lightness, as eyes tell objects by hue first. */
export function distance(first: string, second: string): number {
  const [l1, a1, b1] = toOklab(first);
  const [l2, a2, b2] = toOklab(second);
  return Math.hypot(l1 - l2, 2.2 * (a1 - a2), 2.2 * (b1 - b2));
}

function toChannels(hex: string): number[] {
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
}

function toOklab(hex: string): [number, number, number] {
  const [r, g, b] = toChannels(hex).map((v) => {
    const c = v / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}
