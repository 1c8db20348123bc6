/** A number that is not finite reaches what is computed from it and nothing else. */
import assert from "node:assert/strict";
import { createStage, type Guarded, type Stage } from "./guarded.ts";
import { createSparse, placeSparse } from "./sparse.ts";

type Numbers = Guarded<Float32Array> | Guarded<Float64Array>;

interface Trial {
  /** Where the bad number is put. */
  readonly input: Numbers;
  readonly at: number;
  readonly output: Numbers;
  run(): void;
  /** Whether element i of the output is computed from the bad number. */
  reaches(i: number): boolean;
  /** What is reached may also stay as it was. */
  readonly mayStay?: boolean;
}

/** With infinity instead of NaN, what is reached may be infinite or NaN. */
function check(name: string, prepare: (stage: Stage) => Trial): void {
  Deno.test(`${name} passes numbers that are not finite on to what depends on them alone`, () => {
    for (const bad of [NaN, Infinity, -Infinity]) {
      const clean = prepare(createStage(161)), stage = createStage(161), dirty = prepare(stage);
      clean.run();
      dirty.input.view[dirty.at] = bad;
      const expected = clean.output.read(), before = dirty.output.read();
      dirty.run();
      let reached = 0;
      dirty.output.read().forEach((value, i) => {
        if (dirty.reaches(i)) {
          reached++;
          const stays = dirty.mayStay && value === before[i];
          assert.ok(stays || !Number.isFinite(value), `${bad}: element ${i} is ${value}`);
        } else {assert.ok(
            Object.is(value, expected[i]),
            `${bad}: element ${i} is ${value}, not ${expected[i]}`,
          );}
      });
      assert.ok(reached > 0);
    }
  });
}

const stride = 20, rows = 37, badRow = 18;

/** Numbers of which none is 0. */
function normal(stage: Stage, length: number): Guarded<Float32Array> {
  return stage.f32(Array.from({ length }, () => stage.random.normal() || 1));
}

check("spmm()", (stage) => {
  const matrix = createSparse(stage.random, { rows, columns: 30, perRow: 4 });
  const { rowPtr, colIdx, values } = placeSparse(stage, matrix);
  const x = normal(stage, 30 * stride), output = stage.f32(rows * stride);
  return {
    ...{ input: x, at: 7 * stride + 3, output },
    run: () => stage.kernels.spmm(rowPtr.ptr, colIdx.ptr, values.ptr, 0, rows, x.ptr, output.ptr, stride),
    reaches(i) {
      const row = Math.floor(i / stride);
      const own = matrix.colIdx.subarray(matrix.rowPtr[row], matrix.rowPtr[row + 1]);
      return i % stride === 3 && own.includes(7);
    },
  };
});

check("gram()", (stage) => {
  const x = normal(stage, rows * stride), output = stage.f64(stride * stride);
  return {
    ...{ input: x, at: badRow * stride + 6, output },
    run: () => stage.kernels.gram(x.ptr, rows, stride, output.ptr),
    reaches: (i) => i % stride === 6 || Math.floor(i / stride) === 6,
  };
});

check("multiply()", (stage) => {
  const x = normal(stage, rows * stride), output = stage.f32(rows * stride);
  const b = stage.f64(Array.from({ length: stride * stride }, () => stage.random.normal() || 1));
  return {
    ...{ input: x, at: badRow * stride + 6, output },
    run: () => stage.kernels.multiply(x.ptr, rows, stride, b.ptr, stride, output.ptr, stride),
    reaches: (i) => Math.floor(i / stride) === badRow,
  };
});

check("solveTriangularRight()", (stage) => {
  const x = normal(stage, rows * stride);
  const l = stage.f64(
    Array.from({ length: stride * stride }, (_, i) => {
      const row = Math.floor(i / stride), column = i % stride;
      return column > row ? 0 : 1 + stage.random.next();
    }),
  );
  return {
    ...{ input: x, at: badRow * stride + 6, output: x },
    run: () => stage.kernels.solveTriangularRight(x.ptr, rows, stride, l.ptr, stride),
    reaches: (i) => Math.floor(i / stride) === badRow && i % stride >= 6,
  };
});

check("score()", (stage) => {
  const out = normal(stage, rows * stride), base = normal(stage, rows), vec = normal(stage, stride);
  const output = stage.f32(rows);
  return {
    ...{ input: out, at: badRow * stride + 6, output },
    run: () => stage.kernels.score(out.ptr, base.ptr, vec.ptr, stride, output.ptr, 0, rows),
    reaches: (i) => i === badRow,
  };
});

check("scoreTile()", (stage) => {
  const columns = 32, a = normal(stage, rows * stride), b = normal(stage, stride * columns);
  const output = stage.f32(rows * columns);
  return {
    ...{ input: b, at: 5 * columns + 11, output },
    run: () =>
      stage.kernels.scoreTile(
        ...[a.ptr, stride, stride, b.ptr, columns, columns, 0, output.ptr, 0, rows, 0] as const,
      ),
    reaches: (i) => i % columns === 11,
  };
});

check("foldIn()", (stage) => {
  const items = stage.i32([3, 9, 4]), weights = normal(stage, 3), fold = normal(stage, rows * stride);
  const output = stage.f32(stride);
  return {
    ...{ input: fold, at: 9 * stride + 6, output },
    run: () => stage.kernels.foldIn(items.ptr, weights.ptr, 3, fold.ptr, stride, output.ptr),
    reaches: (i) => i === 6,
  };
});

check("explain()", (stage) => {
  const items = stage.i32([3, 9, 4]), weights = normal(stage, 3), fold = normal(stage, rows * stride);
  const shown = stage.i32([1, 0, 6, 2, 5]), outs = normal(stage, rows * stride), output = stage.f32(5 * 3);
  return {
    ...{ input: outs, at: 6 * stride + 6, output },
    run: () =>
      stage.kernels.explain(
        ...[items.ptr, weights.ptr, 3, fold.ptr, shown.ptr, 5, outs.ptr, stride, 0.5, output.ptr] as const,
      ),
    reaches: (i) => Math.floor(i / 3) === 2,
  };
});

check("combine()", (stage) => {
  const src = normal(stage, rows), output = normal(stage, rows);
  return {
    ...{ input: src, at: badRow, output },
    run: () => stage.kernels.combine(output.ptr, src.ptr, rows, 0.5, 1, 1),
    reaches: (i) => i === badRow,
  };
});

check("normalProduct()", (stage) => {
  const columns = 30, matrix = createSparse(stage.random, { rows, columns, perRow: 3 });
  const pairs = new Int32Array(2 * matrix.colIdx.length), numbers = new Float32Array(pairs.buffer);
  matrix.colIdx.forEach((column, e) => {
    pairs[2 * e] = column;
    numbers[2 * e + 1] = matrix.values[e]!;
  });
  const rowPtr = stage.i32(matrix.rowPtr), entries = stage.i32(pairs);
  const x = normal(stage, columns * 8), output = normal(stage, columns * 8);
  const together = new Set<number>();
  for (let r = 0; r < rows; r++) {
    const own = matrix.colIdx.subarray(matrix.rowPtr[r], matrix.rowPtr[r + 1]);
    if (own.includes(7)) own.forEach((column) => together.add(column));
  }
  return {
    ...{ input: x, at: 7 * 8 + 3, output },
    run: () => stage.kernels.normalProduct(rowPtr.ptr, entries.ptr, 0, rows, x.ptr, output.ptr),
    reaches: (i) => i % 8 === 3 && together.has(Math.floor(i / 8)),
  };
});

check("projectPanel()", (stage) => {
  const x = normal(stage, rows * 8), y = normal(stage, rows * 8), output = stage.f64(8 * 8);
  return {
    ...{ input: y, at: badRow * 8 + 6, output },
    run: () => stage.kernels.projectPanel(x.ptr, y.ptr, rows, output.ptr),
    reaches: (i) => i % 8 === 6,
  };
});

check("subtractPanel()", (stage) => {
  const x = normal(stage, rows * 8), c = normal(stage, 8 * 8), output = normal(stage, rows * 8);
  return {
    ...{ input: x, at: badRow * 8 + 6, output },
    run: () => stage.kernels.subtractPanel(x.ptr, c.ptr, rows, output.ptr),
    reaches: (i) => Math.floor(i / 8) === badRow,
  };
});

for (const name of ["solveRows", "solveRowsDirectly"] as const) {
  check(`${name}()`, (stage) => {
    const matrix = createSparse(stage.random, { rows, columns: 30, perRow: 4 });
    const { rowPtr, colIdx } = placeSparse(stage, matrix);
    const weights = stage.f32(Float32Array.from(matrix.colIdx, () => 1 + stage.random.next()));
    const y = normal(stage, 30 * stride), output = stage.f32(rows * stride);
    const gram = stage.f32(stride * stride), ridge = stage.f32(new Float32Array(rows).fill(1));
    const work = stage.f32((stride + 72) * (stride + 4));
    const system = [
      ...[rowPtr.ptr, colIdx.ptr, weights.ptr, 0, rows, y.ptr, stride, gram.ptr, ridge.ptr, output.ptr],
    ] as unknown as [number, number, number, 0, number, number, number, number, number, number];
    return {
      ...{ input: y, at: 7 * stride + 3, output },
      // Conjugate gradients stop where the residual is no number.
      mayStay: name === "solveRows",
      run() {
        if (name === "solveRows") stage.kernels.solveRows(...system, 5, work.ptr);
        else stage.kernels.solveRowsDirectly(...system, work.ptr);
      },
      reaches(i) {
        const row = Math.floor(i / stride);
        return matrix.colIdx.subarray(matrix.rowPtr[row], matrix.rowPtr[row + 1]).includes(7);
      },
    };
  });
}
