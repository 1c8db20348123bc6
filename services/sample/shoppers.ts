/** The shoppers of the sample shop: who they are and what they like. */
import { createRandom, type Random } from "../../engine/random.ts";
import type { User } from "../../types.ts";
import { drawIndex, pick, toSums } from "./draw.ts";
import { type Interest, interests } from "./interests.ts";
import { listKinds } from "./kinds.ts";
import { firstNames, initials } from "./names.ts";
import { type Mood, moods } from "./vocabulary.ts";

/** One thing a shopper is up to, as planted. */
export interface Taste {
  readonly interest: Interest;
  /** The kinds' slugs. */
  readonly kinds: readonly string[];
  /** Share of the shopper's attention; all tastes sum to 1. */
  readonly weight: number;
}

export type Budget = "low" | "mid" | "high";

export interface Shopper extends User {
  readonly name: string;
  /** Two to four, strongest first. */
  readonly tastes: readonly Taste[];
  readonly moods: readonly Mood[];
  /** Two favourite colours of those moods. */
  readonly colours: readonly string[];
  readonly budget: Budget;
  /** How often they come, 1 being usual. */
  readonly activity: number;
}

/** What a profile keeps of a shopper. */
export interface Preferences {
  /** One readable line: "Coffee at home, copper and cream, mid-priced". */
  readonly taste: string;
  readonly kinds: readonly string[];
  readonly colours: readonly string[];
  readonly budget: Budget;
}

const dayMs = 86_400_000;
const priceWords: Record<Budget, string> = { low: "low-priced", mid: "mid-priced", high: "top of the range" };

/** Makes `count` shoppers with ids from 1, longest known first. The first one is always the same kind of person, for examples. */
export function makeShoppers(count: number, { seed, now }: { seed: number; now: number }): Shopper[] {
  const random = createRandom(seed);
  const ages = Array.from({ length: count }, () => 2 + 728 * random.next() ** 0.8).sort((a, b) => b - a);
  return ages.map((age, i) => ({
    id: i + 1,
    externalId: null,
    createdAt: Math.floor(now - (i === 0 ? 730 : age) * dayMs),
    ...(i === 0 ? makeFirst() : makeShopper(random)),
  }));
}

/** What the profile of a shopper says. */
export function toPreferences({ tastes, colours, budget }: Shopper): Preferences {
  const [first, second] = tastes;
  const activities = second && second.weight > 0.25
    ? `${first!.interest.phrase} and ${lowerFirst(second.interest.phrase)}`
    : first!.interest.phrase;
  const kinds = [...new Set(tastes.flatMap((taste) => taste.kinds))];
  const taste = `${activities}, ${colours.join(" and ").toLowerCase()}, ${priceWords[budget]}`;
  return { taste, kinds, colours, budget };
}

function makeFirst() {
  const wanted = ["coffee", "camping", "reading"];
  return {
    name: "Maya R.",
    tastes: toTastes(wanted.map((slug) => interests.find((interest) => interest.slug === slug)!), [
      0.45,
      0.3,
      0.25,
    ]),
    moods: ["earth", "woods"] as const,
    colours: ["Copper", "Cream"],
    budget: "mid" as const,
    activity: 3,
  };
}

const interestSums = toSums(interests.map((interest) => interest.share));
const moodNames = Object.keys(moods) as Mood[];

function makeShopper(random: Random) {
  const number = 2 + drawIndex(random, countSums);
  const chosen = new Set<Interest>();
  while (chosen.size < number) chosen.add(interests[drawIndex(random, interestSums)]!);
  const attention = Array.from(chosen, () => 0.25 + random.next()).sort((a, b) => b - a);
  const total = attention.reduce((sum, part) => sum + part, 0);

  const main = pick(random, moodNames);
  const other = pick(random, moodNames);
  const shopperMoods = random.next() < 0.45 && other !== main ? [main, other] : [main];
  const palette = [...new Set(shopperMoods.flatMap((mood) => moods[mood].split(" ")))];
  return {
    name: `${pick(random, firstNames)} ${pick(random, initials)}.`,
    tastes: toTastes([...chosen], attention.map((part) => part / total)),
    moods: shopperMoods,
    colours: drawFavourites(random, palette),
    budget: (["low", "mid", "high"] as const)[drawIndex(random, budgetSums)]!,
    // Many come now and then, a few all the time.
    activity: Math.exp(0.95 * random.normal()),
  };
}

/** Two colours; one that many kinds come in is liked more often. */
function drawFavourites(random: Random, palette: readonly string[]): string[] {
  const sold = palette.map((colour) => countKindsIn().get(colour) ?? 0);
  const first = drawIndex(random, toSums(sold));
  const second = drawIndex(random, toSums(sold.map((count, i) => i === first ? 0 : count)));
  return [palette[first]!, palette[second]!];
}

let kindsByColour: Map<string, number> | undefined;

function countKindsIn(): ReadonlyMap<string, number> {
  if (kindsByColour) return kindsByColour;
  kindsByColour = new Map();
  for (const colour of listKinds().flatMap(({ colours }) => colours)) {
    kindsByColour.set(colour, (kindsByColour.get(colour) ?? 0) + 1);
  }
  return kindsByColour;
}

const countSums = toSums([0.45, 0.4, 0.15]);
const budgetSums = toSums([0.32, 0.46, 0.22]);

function toTastes(chosen: readonly Interest[], weights: readonly number[]): Taste[] {
  return chosen.map((interest, i) => ({ interest, kinds: Object.keys(interest.kinds), weight: weights[i]! }));
}

function lowerFirst(text: string): string {
  return text[0]!.toLowerCase() + text.slice(1);
}
