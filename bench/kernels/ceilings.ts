/** What the processor gives at most, measured in the same run: whoever reads a ratio sees what the widths of vectors explain of it. */
import { openContext } from "./context.ts";
import { contest, type KernelRow, type Run } from "./contest.ts";
import { median } from "../measure.ts";

export const title = "Ceilings of this processor, one thread";

const turns = 4_000_000;
/** One that fits in the second cache, and one that fits in none of a usual processor. */
const ranges = { "1 MiB, over and over": 2 ** 20, "256 MiB, once": 2 ** 28 } as const;

export async function run(): Promise<KernelRow[]> {
  const { problem: { arena }, native, clock } = await openContext();
  if (!native) return [];
  const operations: Record<string, number> = {}, contestants: Record<string, Run> = {};
  const widths = {
    separate_128: "128-bit multiply, then add",
    fused_128: "128-bit fused multiply-add",
    fused_512: "512-bit fused multiply-add",
  };
  for (const [name, what] of Object.entries(widths)) {
    const call = native.load("ceilings", name, ["i32"])["C native"];
    if (!call?.(arena.memory, 1)) continue;
    contestants[what] = () => void (operations[what] = call(arena.memory, turns));
  }
  const mark = arena.mark(), bytes = arena.u8(2 ** 28);
  bytes.view.fill(1);
  const read = native.load("ceilings", "read_bytes", ["u32", "u32"])["C native"]!;
  for (const [name, size] of Object.entries(ranges)) {
    contestants[`read ${name}`] = () => {
      for (let i = 0; i < 2 ** 28 / size; i++) read(arena.memory, bytes.ptr, size);
      operations[`read ${name}`] = 2 ** 28;
    };
  }
  const times = await contest(contestants, { clock, rounds: 7 });
  arena.reset(mark);
  return [...times].map(([what, seconds]) => ({
    what,
    figure: `${(operations[what]! / median(seconds) / 1e9).toFixed(1)} ${
      what.startsWith("read") ? "GB/s" : "GFLOP/s"
    }`,
  }));
}
