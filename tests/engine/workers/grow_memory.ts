/** Leads a team in a process of its own, and grows the memory right before each job. */
import { openTeam } from "../../../engine/open_team.ts";

const { team, close } = openTeam(2);
try {
  for (let round = 0; round < 50; round++) {
    // Each job reads its rows, none, from the last page.
    const parts = 64, starts = team.arena.i32(16_384 + parts + 1), at = starts.ptr + 4 * 16_384;
    const places = {
      rowPtr: at,
      colIdx: at,
      weights: at,
      fixed: at,
      diagonal: at,
      ridge: at,
      solved: at,
      work: at,
    };
    team.run({ kind: "ridge", parts, starts: at, stride: 4, steps: 1, ...places });
  }
} finally {
  close();
}
