import assert from "node:assert/strict";
import type { Matrix } from "../../engine/csr.ts";
import { createSpace, growSpace, isFull, sizeOf, type Space } from "../../engine/krylov_space.ts";
import { createSoloTeam } from "../../engine/team.ts";

/** A matrix with these singular values; its vectors are the axes, which random panels do not know. */
function diagonalOf(spectrum: readonly number[]): Matrix {
  const n = spectrum.length;
  return {
    userIds: Float64Array.from(spectrum, (_, i) => i + 1),
    itemIds: Float64Array.from(spectrum, (_, i) => i + 1),
    rowPtr: Int32Array.from({ length: n + 1 }, (_, i) => i),
    colIdx: Int32Array.from(spectrum, (_, i) => i),
    values: Float32Array.from(spectrum),
  };
}

function createSpaceOf(spectrum: readonly number[], seed: number, team = createSoloTeam()): Space {
  return createSpace(diagonalOf(spectrum), { steps: Math.ceil(spectrum.length / 8), seed, team });
}

/** The largest entry of |Q'Q - I| for the first columns of the basis. */
function findLoss({ basis, items }: Space, columns: number): number {
  const cells = basis.view, at = (i: number, c: number) => cells[((c >> 3) * items + i) * 8 + (c & 7)]!;
  let loss = 0;
  for (let a = 0; a < columns; a++) {
    for (let b = 0; b <= a; b++) {
      let dot = a === b ? -1 : 0;
      for (let i = 0; i < items; i++) dot += at(i, a) * at(i, b);
      loss = Math.max(loss, Math.abs(dot));
    }
  }
  return loss;
}

const spectra: Record<string, readonly number[]> = {
  "that more than halve each time": Array.from({ length: 160 }, (_, i) => 0.4 ** i),
  "that fall with the cube of their number": Array.from({ length: 160 }, (_, i) => (1 + i) ** -3),
  "of which one is far above the others": Array.from({ length: 120 }, (_, i) => i > 0 ? 1 + i / 1000 : 100),
};

for (const [name, spectrum] of Object.entries(spectra)) {
  Deno.test(`growSpace() keeps the whole basis orthonormal beside singular values ${name}`, () => {
    for (let seed = 1; seed <= 4; seed++) {
      const space = createSpaceOf(spectrum, seed);
      while (!isFull(space)) growSpace(space);
      const loss = findLoss(space, sizeOf(space));
      assert.ok(loss < 2e-5, `seed ${seed}: ${loss}`);
    }
  });
}

Deno.test("createSpace() makes a panel orthonormal however near to each other its random directions are", () => {
  const team = createSoloTeam(), start = team.arena.mark();
  // Of as many directions as there are dimensions, one is now and then almost a sum of the others.
  for (let items = 1; items <= 8; items++) {
    for (let seed = 1; seed <= 1_000; seed++) {
      const loss = findLoss(createSpaceOf(Array(items).fill(1), seed, team), items);
      assert.ok(loss < 2e-5, `${items} items, seed ${seed}: ${loss}`);
      team.arena.reset(start);
    }
  }
});
