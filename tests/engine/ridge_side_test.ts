import assert from "node:assert/strict";
import { transpose } from "../../engine/csr.ts";
import { diagonalise, type Factors } from "../../engine/diagonal_basis.ts";
import { openTeam } from "../../engine/open_team.ts";
import { createRandom } from "../../engine/random.ts";
import { placeSide, solveSide } from "../../engine/ridge_side.ts";
import { createSoloTeam, type Team } from "../../engine/team.ts";

const rows = 5_003, columns = 601, factors = 10, stride = 12;

/** A few rows have most entries, some have none. */
function createMatrix() {
  const random = createRandom(3);
  const rowPtr = new Int32Array(rows + 1);
  for (let r = 0; r < rows; r++) rowPtr[r + 1] = rowPtr[r]! + (r % 97 === 0 ? 300 : random.int(9));
  const colIdx = new Int32Array(rowPtr[rows]!);
  for (let r = 0; r < rows; r++) {
    const count = rowPtr[r + 1]! - rowPtr[r]!, first = random.int(columns);
    for (let e = 0; e < count; e++) colIdx[rowPtr[r]! + e] = (first + e) % columns;
    colIdx.subarray(rowPtr[r]!, rowPtr[r + 1]!).sort();
  }
  const values = Float32Array.from(colIdx, () => 0.5 + random.next());
  return { rowPtr, colIdx, values, userIds: new Float64Array(rows), itemIds: new Float64Array(columns) };
}

function placeFactors({ arena }: Team, count: number, seed: number): Factors {
  const random = createRandom(seed), span = arena.f32(count * stride);
  for (let r = 0; r < count; r++) {
    for (let f = 0; f < factors; f++) span.view[r * stride + f] = random.normal() * 0.3;
  }
  return { rows: count, factors, stride, span };
}

Deno.test("diagonalise() turns both sides together: inner products stay, and one Gram matrix becomes the diagonal", () => {
  const team = createSoloTeam();
  const a = placeFactors(team, 333, 1), b = placeFactors(team, 57, 2);
  const product = (r: number, c: number) => {
    let sum = 0;
    for (let f = 0; f < stride; f++) sum += a.span.view[r * stride + f]! * b.span.view[c * stride + f]!;
    return sum;
  };
  const before = Array.from({ length: 333 * 57 }, (_, at) => product(at % 333, Math.floor(at / 333)));
  const end = team.arena.mark(), diagonal = diagonalise(team, a, b);
  assert.equal(team.arena.mark(), end);
  before.forEach((value, at) => {
    assert.ok(Math.abs(product(at % 333, Math.floor(at / 333)) - value) < 1e-5);
  });
  assert.equal(diagonal.length, factors);
  for (let f = 0; f < stride; f++) {
    for (let g = 0; g < stride; g++) {
      let sum = 0;
      for (let r = 0; r < a.rows; r++) sum += a.span.view[r * stride + f]! * a.span.view[r * stride + g]!;
      assert.ok(Math.abs(sum - (f === g ? diagonal[f] ?? 0 : 0)) < 1e-3, `${f}, ${g}: ${sum}`);
    }
  }
});

Deno.test("solveSide() ends where the gradient of the whole loss is zero", () => {
  const team = createSoloTeam(), matrix = createMatrix();
  const users = placeFactors(team, rows, 1), items = placeFactors(team, columns, 2);
  const side = placeSide(team, matrix, { stride, unobserved: 0.1, ridge: (entries) => 0.5 + 0.01 * entries });
  solveSide(team, side, { fixed: items, solved: users, steps: 60 });
  const p = users.span.view, q = items.span.view;
  for (let u = 0; u < rows; u += 97 * 13) {
    for (const user of [u, u + 1]) {
      const from = matrix.rowPtr[user]!, to = matrix.rowPtr[user + 1]!;
      const gradient = new Float64Array(stride);
      for (let f = 0; f < stride; f++) gradient[f] = (0.5 + 0.01 * (to - from)) * p[user * stride + f]!;
      for (let i = 0; i < columns; i++) {
        let along = 0;
        for (let f = 0; f < stride; f++) along += p[user * stride + f]! * q[i * stride + f]!;
        let pull = 0.1 * along;
        const e = matrix.colIdx.subarray(from, to).indexOf(i);
        if (e >= 0) pull += matrix.values[from + e]! * (along - 1);
        for (let f = 0; f < stride; f++) gradient[f]! += pull * q[i * stride + f]!;
      }
      assert.ok(gradient.every((value) => Math.abs(value) < 1e-3), `user ${user}: ${gradient.join()}`);
    }
  }
});

/** Both sides after two epochs. */
function alternate(team: Team): Float32Array[] {
  const matrix = createMatrix(), start = team.arena.mark();
  const users = placeFactors(team, rows, 1), items = placeFactors(team, columns, 2);
  const options = { stride, unobserved: 0.1, ridge: () => 0.5 };
  const userSide = placeSide(team, matrix, options), itemSide = placeSide(team, transpose(matrix), options);
  for (let epoch = 0; epoch < 2; epoch++) {
    solveSide(team, userSide, { fixed: items, solved: users, steps: 3 });
    solveSide(team, itemSide, { fixed: users, solved: items, steps: 3 });
  }
  const results = [users.span.view.slice(), items.span.view.slice()];
  team.arena.reset(start);
  return results;
}

for (const threads of [1, 2, 4]) {
  Deno.test(`solveSide() computes the same bytes on ${threads} threads as on one`, () => {
    const alone = alternate(createSoloTeam());
    assert.ok(alone[0]!.every(Number.isFinite));
    const { team, close } = openTeam(threads);
    try {
      for (let round = 0; round < 3; round++) assert.deepEqual(alternate(team), alone);
    } finally {
      close();
    }
  });
}
