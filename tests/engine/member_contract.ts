/** What every member of the ensemble must do, whatever it learns by. A test file for each member runs it. */
import assert from "node:assert/strict";
import { buildMatrix, type Events, type Matrix } from "../../engine/csr.ts";
import { recallCapped } from "../../engine/metrics.ts";
import { checkMember, findNonFinite, type Member, transformStrength } from "../../engine/member.ts";
import { asOf, checkerboard, planted, type Row, toEvents, weights } from "./planted.ts";

export interface FitOptions {
  readonly seed?: number;
  readonly onProgress?: (done: number) => void;
  /** What the matrix was built from, for members that look at times. */
  readonly events?: Events;
}

export type Fit = (matrix: Matrix, options?: FitOptions) => Member;

export function toMatrix(rows: readonly Row[]): Matrix {
  return buildMatrix(toEvents(rows), { weights, decayPerDay: 0.1, asOf });
}

/** w_ji of member.ts in double precision, looked up in the plainest way. */
export function weightBetween(member: Member, of: number, to: number): number {
  switch (member.kind) {
    case "constant":
      return 0;
    case "factors": {
      const { stride, fold, out } = member;
      let dot = 0;
      for (let f = 0; f < stride; f++) dot += fold[of * stride + f]! * out[to * stride + f]!;
      return dot;
    }
    case "neighbours": {
      const from = member.ptr[of]!;
      const at = member.items.subarray(from, member.ptr[of + 1]).indexOf(to);
      return at < 0 ? 0 : member.weights[from + at]!;
    }
  }
}

export function itemsOf(member: Member): number {
  if (member.kind === "factors") return member.out.length / member.stride;
  return member.kind === "constant" ? member.base.length : member.ptr.length - 1;
}

/** Raw scores of all items by the formula of member.ts, in double precision. */
export function rawScores(member: Member, history: ReadonlyMap<number, number>): Float64Array {
  const { base, exponent } = member;
  return Float64Array.from({ length: itemsOf(member) }, (_, i) => {
    let score = base?.[i] ?? 0;
    for (const [j, strength] of history) {
      score += transformStrength(strength, exponent) * weightBetween(member, j, i);
    }
    return score;
  });
}

/** One item's part in another's raw score. */
export function contribution(
  member: Member,
  { of, strength, to }: { of: number; strength: number; to: number },
): number {
  return transformStrength(strength, member.exponent) * weightBetween(member, of, to);
}

/** The history of a row of the matrix, as position -> strength. */
export function historyOf({ rowPtr, colIdx, values }: Matrix, row: number): Map<number, number> {
  const history = new Map<number, number>();
  for (let e = rowPtr[row]!; e < rowPtr[row + 1]!; e++) history.set(colIdx[e]!, values[e]!);
  return history;
}

/** Unseen positions, best first. */
export function rankUnseen(scores: Float64Array, history: ReadonlyMap<number, number>): number[] {
  return Array.from(scores, (_, i) => i).filter((i) => !history.has(i)).sort((a, b) =>
    scores[b]! - scores[a]! || a - b
  );
}

/**
 * Registers the suite under the name of the member.
 *
 * @param options.constant it scores the same for everybody: there is no taste to find, and nothing that takes time
 */
export function testMember(name: string, fitMatrix: Fit, { constant = false } = {}): void {
  const learn = (rows: readonly Row[], options: FitOptions = {}) => {
    const matrix = toMatrix(rows);
    return { matrix, member: fitMatrix(matrix, { ...options, events: toEvents(rows) }) };
  };
  const test = constant ? () => {} : (title: string, run: () => void) => Deno.test(title, run);

  test(`${name} puts the withheld item of a checkerboard first for every user`, () => {
    for (const [users, products] of [[40, 20], [101, 13]] as const) {
      const { rows, withheld } = checkerboard(users, products);
      const { matrix, member } = learn(rows);
      matrix.userIds.forEach((user, row) => {
        const history = historyOf(matrix, row);
        const [best] = rankUnseen(rawScores(member, history), history);
        assert.equal(matrix.itemIds[best!], withheld.get(user), `user ${user} of ${users} x ${products}`);
      });
    }
  });

  test(`${name} recovers planted tastes far above popularity`, () => {
    const { rows, withheld } = planted({
      users: 600,
      products: 240,
      groups: 8,
      interactions: 30,
      days: 60,
      seed: 11,
    });
    const { matrix, member } = learn(rows);
    const popularity = new Float64Array(matrix.itemIds.length);
    matrix.colIdx.forEach((item, e) => popularity[item]! += matrix.values[e]!);
    let reached = 0, byPopularity = 0;
    matrix.userIds.forEach((user, row) => {
      const history = historyOf(matrix, row);
      const hidden = withheld.get(user) ?? new Set<number>();
      const recall = (scores: Float64Array) =>
        recallCapped(rankUnseen(scores, history).map((i) => matrix.itemIds[i]!), hidden, 20);
      reached += recall(rawScores(member, history)) / matrix.userIds.length;
      byPopularity += recall(popularity) / matrix.userIds.length;
    });
    assert.ok(reached > 2 * byPopularity && reached > 0.3, `${reached} against popularity ${byPopularity}`);
  });

  Deno.test(`${name} is the same, bit for bit, for the same data and seed`, () => {
    const { rows } = checkerboard(30, 16);
    assert.deepEqual(learn(rows, { seed: 4 }), learn(rows, { seed: 4 }));
  });

  Deno.test(`${name} is affine in the history: without an item a score lacks exactly its contribution`, () => {
    const { matrix, member } = learn(
      planted({ users: 80, products: 40, groups: 4, interactions: 12, days: 30, seed: 2 }).rows,
    );
    for (let row = 0; row < 10; row++) {
      const history = historyOf(matrix, row);
      const whole = rawScores(member, history);
      for (const [item, strength] of history) {
        const rest = new Map(history);
        rest.delete(item);
        rawScores(member, rest).forEach((score, to) => {
          const part = contribution(member, { of: item, strength, to });
          assert.ok(Math.abs(whole[to]! - score - part) < 1e-9 * (1 + Math.abs(whole[to]!)));
        });
      }
    }
  });

  Deno.test(`${name} scores an empty history by its base alone`, () => {
    const { member } = learn(checkerboard(20, 10).rows);
    const scores = rawScores(member, new Map());
    assert.deepEqual(Array.from(scores), Array.from(member.base ?? new Float32Array(scores.length)));
  });

  Deno.test(`${name} stays finite for one user, one item, lone pairs, old strengths and twins`, () => {
    const cases: Row[][] = [
      [{ user: 1, product: 1 }],
      [{ user: 1, product: 1 }, { user: 1, product: 2 }, { user: 1, product: 3 }],
      [{ user: 1, product: 1 }, { user: 2, product: 1 }, { user: 3, product: 1 }],
      Array.from({ length: 9 }, (_, i) => ({ user: i + 1, product: i + 1, days: 40 * i })),
      [{ user: 1, product: 1, days: 9_000 }, { user: 2, product: 2, days: 9_000 }],
      [1, 2, 3, 4].flatMap((user) => [5, 6, 7].map((product) => ({ user, product, type: 3 }))),
    ];
    for (const rows of cases) {
      const { matrix, member } = learn(rows);
      checkMember(member, matrix.itemIds.length);
      matrix.userIds.forEach((_, row) => {
        assert.equal(findNonFinite(rawScores(member, historyOf(matrix, row))), -1);
      });
    }
  });

  Deno.test(`${name} refuses a matrix without interactions`, () => {
    assert.throws(() => learn([]), /^Error: Cannot train: no interactions$/);
  });

  Deno.test(`${name} knows every item of the matrix, each seen once, and no other`, () => {
    const rows = Array.from({ length: 7 }, (_, i) => ({ user: 1 + i % 3, product: 10 + 5 * i }));
    const { matrix, member } = learn(rows);
    assert.equal(itemsOf(member), 7);
    assert.throws(() => checkMember(member, 6), /^RangeError: Cannot use model part/);
    assert.throws(() => checkMember(member, 8), /^RangeError: Cannot use model part/);
    assert.equal(rawScores(member, historyOf(matrix, 0)).length, 7);
  });

  Deno.test(`${name} with a number that is none is refused`, () => {
    const { member } = learn(checkerboard(20, 10).rows);
    for (const key of ["base", "fold", "out", "weights"] as const) {
      const array = (member as unknown as Record<string, unknown>)[key];
      if (!(array instanceof Float32Array)) continue;
      for (const value of [NaN, Infinity, -Infinity]) {
        const broken = { ...member, [key]: array.with(3, value) } as unknown as Member;
        assert.throws(
          () => checkMember(broken, 10),
          new RegExp(`part "${name}": ${key} holds "${value}" at 3`),
        );
      }
    }
  });

  test(`${name} reports progress that rises to 1`, () => {
    const seen: number[] = [];
    learn(checkerboard(60, 30).rows, { onProgress: (done) => seen.push(done) });
    assert.ok(seen.length > 2);
    assert.deepEqual(seen, seen.toSorted((a, b) => a - b));
    assert.equal(seen.at(-1), 1);
  });
}
