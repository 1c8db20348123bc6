/** The range of the sample shop: names, descriptions, prices, stock, dates. */
import { createRandom, type Random } from "../../engine/random.ts";
import type { Product } from "../../types.ts";
import { pick, shareOut } from "./draw.ts";
import { type Kind, listKinds, type Style, type Trait } from "./kinds.ts";
import { toRetail } from "./prices.ts";
import { darkColours, ranges } from "./vocabulary.ts";

/** A product with what its name was made of. */
export interface SampleProduct extends Product {
  readonly kind: Kind;
  /** One or two colour words, in the order of the name. */
  readonly colours: readonly string[];
}

/** What all sizes and colours of a design have in common. */
interface Design {
  readonly material: Trait;
  /** Price in major units before the size counts. */
  readonly price: number;
  readonly ending: number;
}

const dayMs = 86_400_000;

/**
 * Makes `count` products with ids from 1, oldest first, and names that do not repeat. Every kind that is there at all has at
 * least one product that is older than `settledDays`, so a shopper could find it all along.
 */
export function makeProducts(
  count: number,
  { seed, now, settledDays }: { seed: number; now: number; settledDays: number },
): SampleProduct[] {
  const random = createRandom(seed);
  const kinds = listKinds();
  const counts = shareOut(count, kinds.map((kind) => kind.share));
  const names = new Set<string>();
  const products: Omit<SampleProduct, "id">[] = [];
  kinds.forEach((kind, k) => {
    const design = createDesigner(kind, random, names);
    for (let i = 0; i < counts[k]!; i++) {
      const product = design();
      const age = i === 0 ? settledDays + random.next() * (730 - settledDays) : drawAge(random);
      products.push({
        ...product,
        externalId: null,
        category: kind.department,
        stock: drawStock(random, product.price),
        imageUrl: null,
        createdAt: Math.floor(now - age * dayMs),
      });
    }
  });
  const order = random.shuffle(Array.from(products.keys()));
  order.sort((a, b) => products[a]!.createdAt - products[b]!.createdAt);
  return order.map((at, i) => ({ id: i + 1, ...products[at]! }));
}

function createDesigner(kind: Kind, random: Random, names: Set<string>) {
  const designs = new Map<string, Design>();
  const sizes = new Map<string, Trait>();

  return () => {
    for (let tries = 0;; tries++) {
      const style = pick(random, kind.styles);
      const colours = drawColours(kind, style, random);
      const drawn = { material: pick(random, style.materials), size: pick(random, style.sizes) };
      const range = tries < 12 ? "" : pick(random, ranges);
      const model = tries < 60 ? "" : `No. ${tries - 58}`;
      const head = style.head.replace("#", drawn.material.name);
      const line = [range, head, drawn.size.name, model].filter(Boolean).join(" ");
      const name = head.includes("%")
        ? line.replace("%", colours[0]!)
        : `${line}, ${describeColours(kind, colours, random)}`;
      if (names.has(name)) continue;
      names.add(name);
      // What a name does not tell is the same for all that share it.
      const design = keep(designs, `${range} ${head}`, () => toDesign(kind, style, { ...drawn, random }));
      const size = keep(sizes, line, () => drawn.size);
      const description = describe(kind, style, { material: design.material, size, random });
      return { name, kind, colours, description, price: toRetail(design.price * size.price, design.ending) };
    }
  };
}

function keep<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}

function drawColours(kind: Kind, style: Style, random: Random): string[] {
  const first = pick(random, kind.colours);
  if (!style.twoTone || random.next() < 0.35) return [first];
  const second = pick(random, kind.colours.filter((colour) => colour !== first));
  return [first, second];
}

const dark = darkColours.split(" ");

function describeColours(kind: Kind, colours: readonly string[], random: Random): string {
  const finish = kind.finish && colours.length === 1 && dark.includes(colours[0]!) && random.next() < 0.5;
  return `${finish ? `${kind.finish} ` : ""}${colours.join(" & ")}`;
}

function toDesign(
  kind: Kind,
  style: Style,
  { material, random }: { material: Trait; random: Random },
): Design {
  const spread = Math.exp(0.08 * random.normal());
  return { material, price: kind.price * style.price * material.price * spread, ending: random.next() };
}

/** Two or three sentences; the design's own comes first or second. */
function describe(
  kind: Kind,
  style: Style,
  { material, size, random }: { material: Trait; size: Trait; random: Random },
): string {
  const note = pick(random, kind.notes);
  const own = style.sentence, of = material.sentence, measure = size.sentence;
  const forms = [
    [own, of, measure],
    [own, of, note],
    [own, measure, note],
    [own, measure, of],
    [of, own, measure],
    [own, note, measure],
    [own, measure],
  ];
  return pick(random, forms).join(" ");
}

/** Age in days: some are new this fortnight, some of this season, most older; at most two years. */
function drawAge(random: Random): number {
  const share = random.next();
  if (share < 0.04) return 0.2 + random.next() * 13.5;
  if (share < 0.16) return 14 + random.next() * 106;
  return 120 + random.next() * 610;
}

function drawStock(random: Random, price: number): number {
  const share = random.next();
  if (share < 0.03) return 0;
  if (share < 0.09) return 1 + random.int(5);
  const usual = Math.min(160, Math.max(10, 400_000 / price));
  return 6 + Math.floor(usual * (0.2 + random.next()));
}
