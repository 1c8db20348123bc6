import { openTeam } from "../../engine/open_team.ts";

// In a file of its own: only a thread whose code is still cold takes up late that another one has grown their memory.
Deno.test("a helper reaches what stands behind the old end of a memory that has just grown, from the first job on", () => {
  const { team, close } = openTeam(2);
  try {
    for (let round = 0; round < 200; round++) {
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
});
