/** How interactions are divided into a training part and a test part. */
import { InvalidInputError } from "../../errors.ts";
import { createRandom } from "../random.ts";
import { filter, type Interactions, noInteractions, pick } from "./interactions.ts";
import { parseTime } from "./parse.ts";

export type Split =
  | { readonly kind: "leave-one-out" }
  | { readonly kind: "temporal"; readonly from: number }
  | { readonly kind: "temporal-fraction"; readonly fraction: number }
  | { readonly kind: "last"; readonly fraction: number }
  | { readonly kind: "random"; readonly fraction: number }
  | { readonly kind: "user-holdout"; readonly users: number };

export interface Parts {
  readonly train: Interactions;
  /** What is known of the users held out: their input, never trained on. Empty unless users are held out. */
  readonly foldIn: Interactions;
  readonly test: Interactions;
}

/**
 * Reads `leave-one-out`, `temporal:<ISO date or fraction>`, `last:<fraction>`, `random:<fraction>`,
 * `user-holdout:<users>`. A fraction is the share that
 * is withheld.
 *
 * @throws InvalidInputError quoting the text
 */
export function parseSplit(text: string): Split {
  const [kind, ...rest] = text.split(":");
  const argument = rest.join(":");
  const fraction = /^0?\.\d+$/.test(argument) ? Number(argument) : NaN;
  const inside = fraction > 0 && fraction < 1;
  if (kind === "leave-one-out" && rest.length === 0) return { kind };
  if (kind === "temporal" && inside) return { kind: "temporal-fraction", fraction };
  if (kind === "temporal" && !/^[\d.]{1,4}$/.test(argument)) {
    const from = parseTime(argument);
    if (from !== undefined) return { kind, from };
  }
  if ((kind === "random" || kind === "last") && inside) return { kind, fraction };
  if (kind === "user-holdout" && /^[1-9]\d*$/.test(argument)) return { kind, users: Number(argument) };
  throw new InvalidInputError(
    `Cannot split by --split "${text}": it is not leave-one-out, temporal:<ISO date or fraction>, last:<fraction>, random:<fraction> or ` +
      "user-holdout:<users>, with a fraction between 0 and 1",
  );
}

export interface SplitOptions {
  readonly seed: number;
  /** Share of a held-out user's interactions that is their input. */
  readonly foldIn: number;
}

/**
 * Divides the interactions. Both parts keep the order of the file.
 *
 * - leave-one-out: the last interaction of every user with at least two (by time, of equal times the later line; without times
 *   the last line)
 * - temporal: everything from the moment on; with a fraction, the moment that leaves this share behind it
 * - last: this share of every user's interactions, rounded, the last ones as above
 * - random: each interaction of this share of the file
 * - user-holdout: n users with at least two interactions; of each, a share of `foldIn` at random is the input, the rest the test
 *
 * @throws InvalidInputError when times are missing, or a part would be empty
 */
export function split(from: Interactions, how: Split, options: SplitOptions): Parts {
  const parts = divide(from, how, options);
  for (const part of ["train", "test"] as const) {
    if (parts[part].length === 0) {
      throw new InvalidInputError(
        `Cannot split by --split "${describeSplit(how)}": the ${part} part is empty`,
      );
    }
  }
  return parts;
}

/** The text that `parseSplit` takes. */
export function describeSplit(how: Split): string {
  switch (how.kind) {
    case "leave-one-out":
      return how.kind;
    case "temporal":
      return `temporal:${new Date(how.from).toISOString()}`;
    case "temporal-fraction":
      return `temporal:${how.fraction}`;
    case "last":
    case "random":
      return `${how.kind}:${how.fraction}`;
    case "user-holdout":
      return `user-holdout:${how.users}`;
  }
}

function divide(from: Interactions, how: Split, { seed, foldIn }: SplitOptions): Parts {
  switch (how.kind) {
    case "leave-one-out":
      return byMask(from, lastOfEach(from));
    case "temporal":
      return byTime(from, how.from);
    case "temporal-fraction": {
      const sorted = timesOf(from).slice().sort();
      return byTime(from, sorted[Math.min(from.length - 1, Math.ceil((1 - how.fraction) * from.length))]!);
    }
    case "last":
      return byMask(from, lastShares(from, how.fraction));
    case "random": {
      const order = createRandom(seed).shuffle(Int32Array.from({ length: from.length }, (_, e) => e));
      const mask = new Uint8Array(from.length);
      for (const e of order.subarray(0, Math.round(how.fraction * from.length))) mask[e] = 1;
      return byMask(from, mask);
    }
    case "user-holdout":
      return holdOut(from, how.users, { seed, foldIn });
  }
}

function byMask(from: Interactions, mask: Uint8Array): Parts {
  return {
    train: filter(from, (e) => mask[e] === 0),
    foldIn: noInteractions(),
    test: filter(from, (e) => mask[e] === 1),
  };
}

function byTime(from: Interactions, moment: number): Parts {
  const at = timesOf(from);
  return byMask(from, Uint8Array.from(at, (time) => time >= moment ? 1 : 0));
}

function timesOf({ at }: Interactions): Float64Array {
  if (!at) throw new InvalidInputError('Cannot split by --split "temporal": the file has no timestamps');
  return at;
}

function lastOfEach({ users, at, length }: Interactions): Uint8Array {
  const last = new Map<number, number>(), counts = new Map<number, number>();
  for (let e = 0; e < length; e++) {
    const user = users[e]!, best = last.get(user);
    counts.set(user, (counts.get(user) ?? 0) + 1);
    if (best === undefined || !at || at[e]! >= at[best]!) last.set(user, e);
  }
  const mask = new Uint8Array(length);
  for (const [user, e] of last) if (counts.get(user)! > 1) mask[e] = 1;
  return mask;
}

function lastShares({ users, at, length }: Interactions, fraction: number): Uint8Array {
  const rowsOf = new Map<number, number[]>();
  for (let e = 0; e < length; e++) {
    const rows = rowsOf.get(users[e]!);
    if (rows) rows.push(e);
    else rowsOf.set(users[e]!, [e]);
  }
  const mask = new Uint8Array(length);
  for (const rows of rowsOf.values()) {
    // Sorting is stable: equal times stay in the order of the lines.
    if (at) rows.sort((a, b) => at[a]! - at[b]!);
    for (const e of rows.slice(rows.length - Math.round(fraction * rows.length))) mask[e] = 1;
  }
  return mask;
}

function holdOut(from: Interactions, count: number, { seed, foldIn }: SplitOptions): Parts {
  const rowsOf = new Map<number, number[]>();
  for (let e = 0; e < from.length; e++) {
    const user = from.users[e]!, rows = rowsOf.get(user);
    if (rows) rows.push(e);
    else rowsOf.set(user, [e]);
  }
  const eligible = [...rowsOf.keys()].filter((user) => rowsOf.get(user)!.length > 1);
  if (count > eligible.length || count >= rowsOf.size) {
    throw new InvalidInputError(
      `Cannot hold out ${count} users: of ${rowsOf.size}, ${eligible.length} have at least two interactions`,
    );
  }
  const random = createRandom(seed);
  // 0 trains, 1 is input, 2 is test.
  const part = new Uint8Array(from.length);
  for (const user of random.shuffle(eligible).slice(0, count)) {
    const rows = random.shuffle(rowsOf.get(user)!.slice());
    // At least one on either side, or the user would measure nothing.
    const inputs = Math.min(rows.length - 1, Math.max(1, Math.round(foldIn * rows.length)));
    rows.forEach((e, i) => part[e] = i < inputs ? 1 : 2);
  }
  const take = (wanted: number) => {
    const rows: number[] = [];
    for (let e = 0; e < from.length; e++) if (part[e] === wanted) rows.push(e);
    return pick(from, rows);
  };
  return { train: take(0), foldIn: take(1), test: take(2) };
}
