import { type Matrix, transpose } from "../../engine/csr.ts";
import type { Factors } from "../../engine/diagonal_basis.ts";
import { defaultMfOptions, fitMf } from "../../engine/mf.ts";
import { openTeam } from "../../engine/open_team.ts";
import { placeSide, solveSide } from "../../engine/ridge_side.ts";
import type { Team } from "../../engine/team.ts";
import { partsOf } from "../../engine/ridge_jobs.ts";
import { median } from "../measure.ts";
import { openContext } from "./context.ts";
import { contest, type KernelRow, type Run, show } from "./contest.ts";
import { placeNormal, type Problem } from "./problem.ts";

export const title = "Two workers against one, by the wall clock (means something where nothing else runs)";

const stride = 64, rounds = 3;
const clock = () => performance.now() / 1000;

export async function run(): Promise<KernelRow[]> {
  const { problem } = await openContext();
  const matrix = toMatrix(problem);
  const one = openTeam(1), two = openTeam(2);
  const rows: KernelRow[] = [];
  try {
    for (const [what, bar, work] of listWorks(matrix)) {
      const times = await contest({ one: work(one.team), two: work(two.team) }, { clock, rounds });
      const alone = times.get("one")!, together = times.get("two")!;
      const gain = median(alone.map((seconds, round) => seconds / together[round]!));
      rows.push({
        what,
        figure: `${gain.toFixed(2)}x (${show(median(alone))} / ${show(median(together))})`,
        ratio: 1 / gain,
        ...(bar ? { bar } : {}),
      });
    }
  } finally {
    one.close();
    two.close();
  }
  return rows;
}

type Work = (team: Team) => Run;

function listWorks(matrix: Matrix): [what: string, bar: string, work: Work][] {
  return [
    ["Arithmetic alone (small products in the cache): what the processors give", "", multiply],
    ["iALS epoch, 64 factors, the same bits", "1.5x (1.9x)", (team) => alternate(matrix, team)],
    ["SGD epoch, 64 factors, the same bits", "1.4x (1.7x)", (team) => descend(matrix, team, false)],
    ["SGD epoch, 64 factors, racing", "", (team) => descend(matrix, team, true)],
  ];
}

function toMatrix({ byUser, users, items }: Problem): Matrix {
  return {
    rowPtr: byUser.rowPtr.view.slice(),
    colIdx: byUser.colIdx.view.slice(),
    values: byUser.values.view.slice(),
    userIds: Float64Array.from({ length: users }, (_, u) => u),
    itemIds: Float64Array.from({ length: items }, (_, i) => i),
  };
}

/** Zeros times zeros: no memory beyond the cache, no numbers that take longer than others. */
const multiply: Work = (team) => {
  const rows = 50_000, parts = partsOf(rows);
  const x = team.arena.f32(rows * stride), turn = team.arena.f32(stride * stride);
  const work = team.arena.f32(parts * 4 * stride);
  const job = { kind: "turn", parts, rows, x: x.ptr, stride, turn: turn.ptr, work: work.ptr } as const;
  return () => {
    for (let round = 0; round < 4; round++) team.run(job);
  };
};

/** Users, then items, three steps of conjugate gradients each. */
function alternate(matrix: Matrix, team: Team): Run {
  const place = (rows: number, seed: number): Factors => ({
    ...{ rows, factors: stride, stride },
    span: placeNormal(team.arena, { rows, factors: stride, scale: 0.1, seed }),
  });
  const users = place(matrix.userIds.length, 2), items = place(matrix.itemIds.length, 4);
  const options = { stride, unobserved: 1, ridge: () => 0.1 };
  const userSide = placeSide(team, matrix, options), itemSide = placeSide(team, transpose(matrix), options);
  return () => {
    solveSide(team, userSide, { fixed: items, solved: users, steps: 3 });
    solveSide(team, itemSide, { fixed: users, solved: items, steps: 3 });
  };
}

/** The second epoch of two: what comes before and after is not counted. */
function descend(matrix: Matrix, team: Team, racing: boolean): Run {
  return () => {
    const ends: number[] = [];
    fitMf(matrix, {
      ...defaultMfOptions,
      ...{ factors: stride, epochs: 2, seed: 1, weight: 1, team, racing },
      onEpoch: () => ends.push(clock()),
    });
    return ends[1]! - ends[0]!;
  };
}
