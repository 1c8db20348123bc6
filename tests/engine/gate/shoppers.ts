/** Shoppers with tastes who come all through the time, so that a cut anywhere has something on both sides. */
import { createRandom } from "../../../engine/random.ts";
import type { Row } from "../planted.ts";

export const products = 120;

/** Users 1 to `users`, each with one favourite of six groups of products, 24 interactions in the last 40 days. */
export function shoppers({ users = 300, seed = 1 } = {}): Row[] {
  const random = createRandom(seed);
  const rows: Row[] = [];
  for (let user = 1; user <= users; user++) {
    for (let n = 0; n < 24; n++) {
      const group = random.next() < 0.8 ? user % 6 : random.int(6);
      const product = 1 + group + 6 * Math.floor(random.next() ** 1.5 * (products / 6));
      rows.push({ user, product, type: Math.min(3, random.int(6)), days: 40 * random.next() });
    }
  }
  return rows;
}

/** The same rows with each product given to another of them: what is popular stays, who likes what is lost. */
export function shuffled(rows: readonly Row[]): Row[] {
  const taken = createRandom(3).shuffle(rows.map(({ product }) => product));
  return rows.map((row, i) => ({ ...row, product: taken[i]! }));
}

/** Interactions of the same users with anything, in the time before the last `after` days. */
export function noise(
  { count, users = 300, after, seed = 5 }: { count: number; users?: number; after: number; seed?: number },
): Row[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => ({
    user: 1 + random.int(users),
    product: 1 + random.int(products),
    type: random.int(4),
    days: after + (40 - after) * random.next(),
  }));
}
