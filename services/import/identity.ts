/** Tells rows apart that carry no id of their own, so that a second run finds what the first has added. */
import { hash } from "node:crypto";
import type { InteractionType } from "../../types.ts";
import type { SourceRow } from "./row.ts";

/** A JavaScript map ends at 2^24 entries; 64 of them hold a thousand million rows. */
const shards = 64;

/**
 * Makes the function that gives each row its event id: a hash of its columns as they stand in the file (sorted by name, empty
 * ones left out, so their order does not matter) and of its type, then its number among the identical rows so far.
 * `at` is the time in the file, before `--rebase-time`.
 * True duplicates differ in that number and stay; the same file gives the same ids whenever it is read.
 */
export function createIdentity(): (row: SourceRow, act: { type: InteractionType; at: number }) => string {
  const seen = Array.from({ length: shards }, () => new Map<string, number>());
  let names: readonly string[] | undefined;
  let order: number[] = [];

  return (row, { type, at }) => {
    if (row.names !== names) {
      names = row.names;
      order = row.names.map((_, i) => i).sort((a, b) => row.names[a]! < row.names[b]! ? -1 : 1);
    }
    let content: string = type;
    for (const i of order) {
      const value = row.values[i]!.trim();
      // The length tells where a value ends, whatever it contains.
      if (value !== "") content += `\n${row.names[i]}=${value.length}:${value}`;
    }
    // 132 bits: a thousand million rows collide with a probability of 1e-22.
    const digest = hash("sha256", content, "base64url").slice(0, 22);
    const shard = seen[digest.charCodeAt(0) % shards]!;
    const occurrence = (shard.get(digest) ?? 0) + 1;
    shard.set(digest, occurrence);
    // The time in front keeps neighbours in the file neighbours in the index of event ids: twice as fast to add.
    return `row:${at.toString(36).padStart(9, "0")}:${digest}:${occurrence}`;
  };
}
