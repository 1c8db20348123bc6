/** Where the products of a model stand in it. */
import { positionsOf } from "./csr.ts";

/** A table takes at most so many cells per product. */
const sparsest = 4;

/**
 * Position of a product id, -1 for one that is not among `ids` (without repeats). Every event of a history is looked up: ids of a
 * database are mostly dense, and then a table answers in a fraction of the time that hashing takes.
 */
export function createPositions(ids: Float64Array): (id: number) => number {
  let largest = 0;
  for (const id of ids) largest = Math.max(largest, id);
  if (!(largest < sparsest * ids.length)) {
    const positions = positionsOf(ids);
    return (id) => positions.get(id) ?? -1;
  }
  const table = new Int32Array(largest + 1).fill(-1);
  ids.forEach((id, position) => table[id] = position);
  return (id) => table[id] ?? -1;
}
