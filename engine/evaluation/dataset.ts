/** A data set ready to be measured: codes that are positions, a training part, inputs and withheld items per user. */
import { InvalidInputError } from "../../errors.ts";
import type { Interactions } from "./interactions.ts";
import type { Negatives } from "./negatives.ts";
import type { Parts } from "./split.ts";

/** Withheld items of each test user, each once. Entry t belongs to user `users[t]`: items ptr[t] to ptr[t + 1]. */
export interface TestPart {
  readonly users: Int32Array;
  readonly ptr: Int32Array;
  readonly items: Int32Array;
}

export interface Dataset {
  /** Number of users and items: codes are below it, in the order of first appearance (training part, inputs, test part). */
  readonly users: number;
  readonly items: number;
  /** What models are fitted to. */
  readonly train: Interactions;
  /** What is known of the users who are scored; the training part itself unless users were held out. */
  readonly inputs: Interactions;
  readonly test: TestPart;
  /** The test part as it was, for errors of predicted values. */
  readonly testRows: Interactions;
  /** Candidates of each test user, in the order of `test`; null ranks all items. */
  readonly negatives: { readonly ptr: Int32Array; readonly candidates: Int32Array } | null;
}

export interface DatasetOptions {
  readonly negatives?: Negatives | undefined;
  /** Leaves out of the test part what is in the user's own input. */
  readonly newOnly?: boolean;
}

/**
 * Puts the parts together. Users and items get new codes by first appearance, because an item's position decides between equal
 * scores.
 *
 * @throws InvalidInputError when nothing is left to test, or negatives do not belong to the test part
 */
export function createDataset({ train, foldIn, test }: Parts, options: DatasetOptions = {}): Dataset {
  const users = createPositions(), items = createPositions();
  const place = (rows: Interactions): Interactions => ({
    ...rows,
    users: rows.users.map((code) => users.of(code)),
    items: rows.items.map((code) => items.of(code)),
  });
  const placedTrain = place(train);
  const inputs = foldIn.length > 0 ? place(foldIn) : placedTrain;
  const testRows = place(test);
  const withheld = collect(testRows, options.newOnly ? inputs : undefined);
  const negatives = options.negatives && placeNegatives(options.negatives, { users, items, withheld });
  return {
    users: users.size(),
    items: items.size(),
    train: placedTrain,
    inputs,
    test: withheld,
    testRows,
    negatives: negatives ?? null,
  };
}

function createPositions(): { of(code: number): number; find(code: number): number; size(): number } {
  let positions = new Int32Array(1024).fill(-1);
  let size = 0;
  return {
    of(code) {
      if (code >= positions.length) {
        const larger = new Int32Array(Math.max(code + 1, positions.length * 2)).fill(-1);
        larger.set(positions);
        positions = larger;
      }
      if (positions[code]! < 0) positions[code] = size++;
      return positions[code]!;
    },
    find: (code) => positions[code] ?? -1,
    size: () => size,
  };
}

function collect(test: Interactions, known: Interactions | undefined): TestPart {
  const own = new Map<number, Set<number>>();
  if (known) {
    for (let e = 0; e < known.length; e++) {
      const user = known.users[e]!, items = own.get(user);
      if (items) items.add(known.items[e]!);
      else own.set(user, new Set([known.items[e]!]));
    }
  }
  const lists = new Map<number, Set<number>>();
  for (let e = 0; e < test.length; e++) {
    const user = test.users[e]!, item = test.items[e]!;
    if (own.get(user)?.has(item)) continue;
    const list = lists.get(user);
    if (list) list.add(item);
    else lists.set(user, new Set([item]));
  }
  if (lists.size === 0) {
    throw new InvalidInputError("Cannot evaluate: every test item is in the training part of its user");
  }
  const ptr = new Int32Array(lists.size + 1);
  let total = 0, t = 0;
  for (const list of lists.values()) ptr[++t] = total += list.size;
  const items = new Int32Array(total);
  t = 0;
  for (const list of lists.values()) items.set([...list], ptr[t++]!);
  return { users: Int32Array.from(lists.keys()), ptr, items };
}

function placeNegatives(
  from: Negatives,
  { users, items, withheld }: {
    users: ReturnType<typeof createPositions>;
    items: ReturnType<typeof createPositions>;
    withheld: TestPart;
  },
): { ptr: Int32Array; candidates: Int32Array } {
  const listOf = new Map<number, number>();
  from.users.forEach((code, list) => listOf.set(users.find(code), list));
  const ptr = new Int32Array(withheld.users.length + 1);
  const candidates: number[] = [];
  withheld.users.forEach((user, t) => {
    const list = listOf.get(user);
    const size = withheld.ptr[t + 1]! - withheld.ptr[t]!;
    if (
      list === undefined || size !== 1 || items.find(from.items[list]!) !== withheld.items[withheld.ptr[t]!]
    ) {
      throw new InvalidInputError(
        `Cannot rank among --negatives: test user ${t + 1} has ${size} test items and ` +
          `${list === undefined ? "no list" : "a list for another item"}; one line per test user is needed`,
      );
    }
    for (let c = from.ptr[list]!; c < from.ptr[list + 1]!; c++) {
      candidates.push(items.of(from.candidates[c]!));
    }
    ptr[t + 1] = candidates.length;
  });
  return { ptr, candidates: Int32Array.from(candidates) };
}
