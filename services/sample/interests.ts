/**
 * What shoppers are up to. An interest holds the kinds that go together, so its sessions become baskets: a grinder, a kettle
 * and a mug. These are the tastes that a trained model should find again.
 */

export interface Interest {
  readonly slug: string;
  /** As it stands at the beginning of a taste line. */
  readonly phrase: string;
  /** Kind slugs, each with how much it is looked at. */
  readonly kinds: Readonly<Record<string, number>>;
  /** How many shoppers have it, 1 being usual. */
  readonly share: number;
  /** Month in which it is strongest, 0 to 12 from the start of the year; no season when not given. */
  readonly peak?: number;
}

export const interests: readonly Interest[] = [
  { slug: "coffee", phrase: "Coffee at home", kinds: { grinder: 1, kettle: 1, mug: 1.3 }, share: 1.4 },
  { slug: "tea", phrase: "Tea in the afternoon", kinds: { teapot: 1.2, kettle: 0.7, mug: 0.9 }, share: 1 },
  {
    slug: "cooking",
    phrase: "Cooking for friends",
    kinds: { pan: 1.2, board: 1, "spice-grinder": 0.8, bowl: 0.7, "oil-bottle": 0.7 },
    share: 1.3,
  },
  {
    slug: "breakfast",
    phrase: "Slow breakfasts",
    kinds: { toaster: 1, bowl: 1, mug: 0.8, board: 0.5 },
    share: 0.8,
  },
  {
    slug: "camping",
    phrase: "Nights in the tent",
    kinds: { tent: 1.1, "camp-lantern": 1, "sleeping-mat": 1, "camp-mug": 0.7, "camp-chair": 0.6 },
    share: 1.2,
    peak: 6.5,
  },
  {
    slug: "hiking",
    phrase: "Weekends on the trail",
    kinds: { boot: 1.1, backpack: 1, jacket: 0.9, "water-bottle": 0.9 },
    share: 1.1,
    peak: 8,
  },
  {
    slug: "cycling",
    phrase: "Cycling to work",
    kinds: { helmet: 1.2, backpack: 0.8, jacket: 0.8, "water-bottle": 0.7 },
    share: 0.9,
    peak: 5,
  },
  {
    slug: "running",
    phrase: "Running before work",
    kinds: { sneaker: 1.3, "smart-watch": 0.9, "water-bottle": 0.7, headphones: 0.6 },
    share: 1.1,
    peak: 4,
  },
  {
    slug: "rain",
    phrase: "Rainy city days",
    kinds: { umbrella: 1.2, jacket: 0.9, boot: 0.8, sneaker: 0.5 },
    share: 0.8,
    peak: 10.5,
  },
  {
    slug: "reading",
    phrase: "A corner to read in",
    kinds: { chair: 0.9, "table-lamp": 1, blanket: 1, cushion: 1 },
    share: 1.2,
    peak: 0.5,
  },
  {
    slug: "candlelight",
    phrase: "Candlelit evenings",
    kinds: { candle: 1.6, vase: 0.8, lantern: 1, blanket: 0.5 },
    share: 1,
    peak: 11.5,
  },
  {
    slug: "plants",
    phrase: "House plants",
    kinds: { "plant-pot": 1.6, vase: 0.8, shelf: 0.7 },
    share: 1.1,
    peak: 4,
  },
  {
    slug: "music",
    phrase: "Music in every room",
    kinds: { speaker: 1.1, headphones: 1, shelf: 0.6 },
    share: 1,
  },
  {
    slug: "photography",
    phrase: "Photography",
    kinds: { camera: 1.5, backpack: 0.7, notebook: 0.4 },
    share: 0.8,
  },
  {
    slug: "home-office",
    phrase: "Working from home",
    kinds: { keyboard: 1, laptop: 0.7, "desk-lamp": 1, "task-chair": 0.8, "desk-shelf": 0.8 },
    share: 1.2,
  },
  {
    slug: "journaling",
    phrase: "Writing by hand",
    kinds: { notebook: 1.6, "pencil-cup": 1, "desk-lamp": 0.7, candle: 0.5 },
    share: 1,
    peak: 0.2,
  },
  {
    slug: "gadgets",
    phrase: "New gadgets",
    kinds: { phone: 1.2, "smart-watch": 1, headphones: 0.8, speaker: 0.6, laptop: 0.6 },
    share: 1,
  },
  {
    slug: "first-flat",
    phrase: "Furnishing a first flat",
    kinds: { shelf: 1, clock: 0.9, "table-lamp": 0.9, chair: 0.8, cushion: 0.6 },
    share: 0.9,
    peak: 9,
  },
  {
    slug: "picnics",
    phrase: "Picnics by the water",
    kinds: { "picnic-blanket": 1.2, "camp-chair": 0.9, "camp-mug": 0.7, "water-bottle": 0.7 },
    share: 0.7,
    peak: 6.5,
  },
  {
    slug: "clockwork",
    phrase: "Things that tick",
    kinds: { watch: 1.5, "desk-clock": 0.8, clock: 0.7, camera: 0.5 },
    share: 0.6,
  },
  {
    slug: "studying",
    phrase: "Studying for exams",
    kinds: { notebook: 1.1, "desk-clock": 0.8, "pencil-cup": 0.8, "desk-shelf": 0.6, laptop: 0.6 },
    share: 0.8,
    peak: 9.5,
  },
];

const monthMs = 365.25 / 12 * 86_400_000;

/** How much stronger or weaker than usual an interest is at a moment (epoch milliseconds): 0.4 to 1.6. */
export function seasonOf(interest: Interest, at: number): number {
  if (interest.peak === undefined) return 1;
  return 1 + 0.6 * Math.cos(2 * Math.PI * (at / monthMs - interest.peak) / 12);
}
