/**
 * The first-popularity member: how popular an item is among those who take it up, alike for everybody,
 *
 *     raw_i = log(sum over users of the strength of their first interaction with i + floor)
 *
 * What people come back for does not tell what they will try. The logarithm because popularity spans magnitudes; the floor, a thousandth
 * of the mean, is what an item has that nobody took up lately.
 */
import { interactionTypes } from "../types.ts";
import { encode, type Events } from "./csr.ts";
import { checkMember, type ConstantMember } from "./member.ts";
import { decayOf, type StrengthOptions } from "./strength.ts";

export const defaultFirstPopularityOptions = { decayPerDay: 0.15 } as const;

/** The floor in units of the mean. */
const floorShare = 1e-3;

/**
 * Fits the member.
 *
 * @param options.decayPerDay its own: what is taken up now changes faster than what is liked
 * @throws Error "Cannot train: no interactions" without any
 * @throws RangeError for a decay that is no number from 0
 */
export function fitFirstPopularity(
  events: Events,
  { weights, decayPerDay, asOf, weight }: StrengthOptions & { readonly weight: number },
): ConstantMember {
  if (events.users.length === 0) throw new Error("Cannot train: no interactions");
  if (!(decayPerDay >= 0 && Number.isFinite(decayPerDay))) {
    throw new RangeError(
      `Cannot train: decayPerDay of first-popularity is "${decayPerDay}", not a number from 0`,
    );
  }
  const users = encode(events.users), products = encode(events.products);
  const items = products.ids.length, sums = new Float64Array(items);
  const weightOf = interactionTypes.map((type) => weights[type]);
  const columns = { users: users.codes, items: products.codes, at: events.at };
  for (const e of findFirst(columns, { users: users.ids.length, items })) {
    sums[products.codes[e]!]! += weightOf[events.types[e]!]! * decayOf(events.at[e]!, decayPerDay, asOf);
  }
  const floor = floorShare * sums.reduce((sum, x) => sum + x, 0) / items || 1;
  const member: ConstantMember = {
    kind: "constant",
    name: "first-popularity",
    family: "other",
    base: Float32Array.from(sums, (sum) => Math.log(sum + floor)),
    weight,
    exponent: 1,
  };
  checkMember(member, items);
  return member;
}

/**
 * Positions of each user's first interaction with each item, user by user: by time, of equal times and without any the first in the
 * order given.
 */
export function findFirst(
  { users, items, at }: {
    readonly users: Int32Array;
    readonly items: Int32Array;
    readonly at: ArrayLike<number> | null;
  },
  counts: { readonly users: number; readonly items: number },
): Int32Array {
  const starts = new Int32Array(counts.users + 1);
  for (const user of users) starts[user + 1]!++;
  for (let u = 0; u < counts.users; u++) starts[u + 1]! += starts[u]!;
  const order = new Int32Array(users.length), fill = starts.slice(0, -1);
  for (let e = 0; e < users.length; e++) order[fill[users[e]!]!++] = e;
  const slotOf = new Int32Array(counts.items), seenBy = new Int32Array(counts.items).fill(-1);
  // What is found takes the place of what was read.
  let size = 0;
  for (let u = 0; u < counts.users; u++) {
    for (let o = starts[u]!; o < starts[u + 1]!; o++) {
      const e = order[o]!, item = items[e]!;
      if (seenBy[item] !== u) {
        seenBy[item] = u;
        slotOf[item] = size;
        order[size++] = e;
      } else if (at && at[e]! < at[order[slotOf[item]!]!]!) order[slotOf[item]!] = e;
    }
  }
  return order.subarray(0, size);
}
