import { decompose } from "../../engine/truncated_svd.ts";
import { createSoloTeam } from "../../engine/team.ts";
import { openContext } from "./context.ts";
import { contest, type KernelRow, mapBuilds, mapCalls, type Run, type Times, toRows } from "./contest.ts";
import { placeNormal, type Problem } from "./problem.ts";

export const title = "Truncated SVD, 50 factors, and its product with a sparse matrix";

const factors = 50, width = 8, rowsPerCall = 2_000;
/** Those that bring the singular values of this problem within 1e-5, and as near as `randomized` does. */
const tolerances = { arpack: 2e-3, randomized: 0.07 } as const;

/** The bar names the second of them in double precision, which is what scikit-learn computes in when it is given that. */
const opponents = { arpack: ["arpack f32"], randomized: ["randomized f64", "randomized f32"] } as const;

export async function run(): Promise<KernelRow[]> {
  const context = await openContext();
  const { problem, peers } = context;
  const rows = toRows("Z += A'(A X), 8 columns", await raceProducts());
  const reference = (await peers?.ask("exact", { factors }))?.values;
  const errorOf = (found: ArrayLike<number>) =>
    Math.max(0, ...reference?.map((value, f) => Math.abs(found[f]! / value - 1)) ?? []);
  const matrix = toMatrix(problem), team = createSoloTeam();
  for (const [name, tolerance] of Object.entries(tolerances)) {
    const errors: Record<string, number> = {};
    const contestants: Record<string, Run> = {
      "Aisle": () => {
        errors.Aisle = errorOf(decompose(matrix, { factors, tolerance, seed: 1, team }).singularValues);
      },
    };
    for (const opponent of peers ? opponents[name as keyof typeof opponents] : []) {
      contestants[opponent] = async () => {
        const bits = opponent.endsWith("f64") ? 64 : 32;
        const answer = await peers!.ask(name, { factors, bits });
        if (answer.values) errors[name] = errorOf(answer.values);
        return answer.seconds;
      };
    }
    const times = await contest(contestants, { ...context, rounds: 5 });
    const bars = { "arpack f32": "0.40 (0.22)", "randomized f64": "0.25 (0.12)" };
    rows.push(...toRows(`SVD, ${factors} factors`, times, bars));
    if (!reference) continue;
    rows.push({
      what: `largest relative error of a singular value, Aisle and ${name}`,
      figure: `${errors.Aisle?.toExponential(1)}, ${errors[name]?.toExponential(1)}`,
      bar: name === "arpack" ? "1e-5" : "not above",
    });
  }
  return rows;
}

async function raceProducts(): Promise<Times> {
  const context = await openContext();
  const { problem, native } = context, { arena, byUser, users, items } = problem;
  const mark = arena.mark();
  const x = placeNormal(arena, { rows: items, factors: width }), z = arena.f32(items * width);
  const calls = native?.load("sparse", "normal_product", ["u32", "u32", "i32", "u32", "u32"]);
  const times = await contest({
    ...mapBuilds(problem, (kernels) => () => {
      for (let r = 0; r < users; r += rowsPerCall) {
        const end = Math.min(users, r + rowsPerCall);
        kernels.normalProduct(byUser.rowPtr.ptr, byUser.pairs.ptr, r, end, x.ptr, z.ptr);
      }
    }),
    "TypeScript": () => multiplyPlainly(problem, x.view, z.view),
    ...mapCalls(calls, (call) => () => {
      call(arena.memory, byUser.rowPtr.ptr, byUser.pairs.ptr, users, x.ptr, z.ptr);
    }),
  }, context);
  arena.reset(mark);
  return times;
}

function toMatrix({ users, items, byUser }: Problem) {
  return {
    userIds: new Float64Array(users),
    itemIds: new Float64Array(items),
    rowPtr: byUser.rowPtr.view.slice(),
    colIdx: byUser.colIdx.view.slice(),
    values: byUser.values.view.slice(),
  };
}

function multiplyPlainly({ byUser, users }: Problem, x: Float32Array, z: Float32Array): void {
  const rowPtr = byUser.rowPtr.view, colIdx = byUser.colIdx.view, values = byUser.values.view;
  const sums = new Float32Array(width);
  for (let u = 0; u < users; u++) {
    sums.fill(0);
    for (let e = rowPtr[u]!; e < rowPtr[u + 1]!; e++) {
      const from = colIdx[e]! * width, value = values[e]!;
      for (let c = 0; c < width; c++) sums[c]! += value * x[from + c]!;
    }
    for (let e = rowPtr[u]!; e < rowPtr[u + 1]!; e++) {
      const to = colIdx[e]! * width, value = values[e]!;
      for (let c = 0; c < width; c++) z[to + c]! += value * sums[c]!;
    }
  }
}
