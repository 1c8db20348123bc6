/** Who may do a thing that only one process may do at a time, such as training. */
import type { Writer } from "./writer.ts";

export interface LeaseRequest {
  readonly name: string;
  /** Unlike every other process's. */
  readonly holder: string;
  readonly now: number;
  readonly ttlMs: number;
}

/** No lease is taken for longer, and no two clocks that are in order differ by more. */
const longestMs = 10 * 60_000;

/** Takes the lease, or renews it where `holder` has it. False: somebody else has it and it has not run out. */
export async function acquireLease(
  writer: Writer,
  { name, holder, now, ttlMs }: LeaseRequest,
): Promise<boolean> {
  const [result] = await writer.write([{
    sql: `INSERT INTO leases (name, holder, expires_at) VALUES (?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
      WHERE leases.holder = excluded.holder OR leases.expires_at <= ? OR leases.expires_at > ?`,
    // One that lasts longer than any lease was taken while a clock ran ahead: it must not lock everybody out until then.
    args: [name, holder, now + ttlMs, now, now + longestMs],
  }]);
  return result!.changes === 1;
}

/** Gives the lease back; of another holder's nothing happens. */
export async function releaseLease(
  writer: Writer,
  { name, holder }: { name: string; holder: string },
): Promise<void> {
  await writer.write([{ sql: "DELETE FROM leases WHERE name = ? AND holder = ?", args: [name, holder] }]);
}
