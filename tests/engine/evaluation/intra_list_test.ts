import assert from "node:assert/strict";
import { intraListDiversity } from "../../../engine/evaluation/intra_list.ts";
import { countItems, ownersOf } from "../../../engine/evaluation/owners.ts";
import { createRandom } from "../../../engine/random.ts";
import { toInteractions } from "../models/score_users.ts";

const near = (got: number, expected: number) =>
  assert.ok(Math.abs(got - expected) < 1e-12, `${got}, not ${expected}`);

/** Item 0 is had by users 0 to 3, item 1 by 2 and 3, item 2 by 3, item 3 by 0, item 4 by nobody. */
const size = { users: 4, items: 5 };
const owners = ownersOf(
  toInteractions([
    { user: 3, item: 2 },
    { user: 3, item: 0, value: 4 },
    { user: 0, item: 3 },
    { user: 2, item: 1 },
    { user: 1, item: 0 },
    { user: 3, item: 1 },
    { user: 3, item: 0 },
    { user: 0, item: 0 },
    { user: 2, item: 0 },
  ]),
  size,
);

Deno.test("ownersOf() gives the users of each item, ascending and each once", () => {
  assert.deepEqual([...owners.ptr], [0, 4, 6, 7, 8, 8]);
  assert.deepEqual([...owners.users], [0, 1, 2, 3, 2, 3, 3, 0]);
  assert.deepEqual([...countItems(owners, size.users)], [2, 1, 2, 3]);
});

Deno.test("intraListDiversity() is the mean over pairs of 1 - cosine of a case worked out by hand", () => {
  const lists = Int32Array.of(0, 1, 2, 3, 1, 4, 4, 3, -1, -1, -1, -1);
  const [two, three] = intraListDiversity(lists, { owners, ...size, longest: 3, cutoffs: [2, 3] });
  // Cosines: 0 and 1: 2 / sqrt(4 x 2); 0 and 2: 1 / sqrt(4 x 1); 1 and 2: 1 / sqrt(2 x 1).
  near(two![0]!, 1 - 1 / Math.sqrt(2));
  near(three![0]!, 1 - (1 / Math.sqrt(2) + 1 / 2 + 1 / Math.sqrt(2)) / 3);
  // Nobody has both 3 and 1, and nobody has 4.
  near(two![1]!, 1);
  near(three![1]!, 1);
});

Deno.test("intraListDiversity() counts the pairs that a short list has, and gives 0 where it has none", () => {
  const lists = Int32Array.of(0, 1, -1, 0, -1, -1, -1, -1, -1);
  const [one, two, three] = intraListDiversity(lists, { owners, ...size, longest: 3, cutoffs: [1, 2, 3] });
  assert.deepEqual([...one!], [0, 0, 0]);
  near(two![0]!, 1 - 1 / Math.sqrt(2));
  assert.deepEqual(three, two);
  assert.deepEqual([...two!.subarray(1)], [0, 0]);
});

Deno.test("intraListDiversity() is 0 for items that the same users have, never a hair below", () => {
  const pairs = Array.from({ length: 30 }, (_, e) => ({ user: e % 3, item: Math.floor(e / 3) }));
  const same = ownersOf(toInteractions(pairs), { users: 3, items: 10 });
  const lists = Int32Array.from({ length: 10 }, (_, i) => i);
  for (
    const values of intraListDiversity(lists, { owners: same, users: 3, longest: 10, cutoffs: [2, 7, 10] })
  ) {
    assert.ok(values[0]! >= 0 && values[0]! < 1e-12, `${values[0]}`);
  }
});

Deno.test("intraListDiversity() agrees with a loop over all pairs", () => {
  const random = createRandom(3);
  const pairs = Array.from({ length: 4000 }, () => ({ user: random.int(90), item: random.int(60) }));
  const some = ownersOf(toInteractions(pairs), { users: 90, items: 60 });
  const longest = 12, lists = new Int32Array(40 * longest);
  for (let l = 0; l < 40; l++) {
    const order = random.shuffle(Int32Array.from({ length: 60 }, (_, i) => i));
    lists.set(order.subarray(0, longest), l * longest);
  }
  const usersOf = (item: number) => new Set(some.users.subarray(some.ptr[item], some.ptr[item + 1]));
  const cutoffs = [2, 5, 12];
  const found = intraListDiversity(lists, { owners: some, users: 90, longest, cutoffs });
  cutoffs.forEach((k, c) => {
    for (let l = 0; l < 40; l++) {
      const sets = [...lists.subarray(l * longest, l * longest + k)].map(usersOf);
      let sum = 0;
      for (let a = 0; a < k; a++) {
        for (let b = 0; b < a; b++) {
          const both = sets[a]!.intersection(sets[b]!).size;
          sum += 1 - both / Math.sqrt(sets[a]!.size * sets[b]!.size);
        }
      }
      near(found[c]![l]!, sum / (k * (k - 1) / 2));
    }
  });
});
