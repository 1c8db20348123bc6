/** How much memory a training needs (docs/memory.md), and what would fit where it is too much. */
import { mostArenaBytes, strideOf } from "../core-wasm/layout.ts";
import { mostEaseItems } from "./ease.ts";
import { limits } from "./gate/held_out.ts";
import { inverseBytesFor } from "./inverse.ts";
import type { NeighboursName } from "./neighbours_member.ts";
import { svdBytesFor } from "./truncated_svd.ts";
import {
  mostFactors,
  mostMatrices,
  mostNeighbours,
  mostSearched,
  mostWalked,
  rungsShare,
} from "./tuning/bounds.ts";

/** The size of a training. */
export interface TrainingSize {
  readonly users: number;
  readonly items: number;
  /** Interactions; those of one user with one item count as one where the matrix is meant. */
  readonly entries: number;
  /** The larger number of factors of the members; 0 where none has any. */
  readonly factors: number;
  /** Of each product, by the members of neighbours that are fitted. */
  readonly neighbours?: Readonly<Partial<Record<NeighboursName, number>>>;
  /** Whether first-popularity is fitted. */
  readonly firstPopularity?: boolean;
  /** Whether settings are searched for before. */
  readonly tuned?: boolean;
}

/** Bytes of WebAssembly memory at the peak: the SVD's matrix and space, the MF's matrix and model, or the inverse of EASE. */
export function arenaBytesFor(size: TrainingSize): number {
  const { users, items, entries, factors, neighbours = {} } = size;
  const stride = strideOf(factors);
  const mf = 8 * entries + 8 * users + 4 * items + 4 * stride * (users + 2 * items) + 8 * 2 * stride * stride;
  const inverse = "ease" in neighbours ? inverseBytesFor(items) : 0;
  return Math.max(factors > 0 ? svdBytesFor(size) : 0, factors > 0 ? mf : 0, inverse) + 1e6;
}

/** Bytes of the whole training thread at the peak: the columns of events, and the search, the gate or the fit to all, whichever needs most. */
export function trainingBytesFor(size: TrainingSize): number {
  const search = size.tuned ? tuningBytesFor(size) : 0;
  return columnBytes * size.entries + Math.max(fitBytesFor(size), gateBytesFor(size), search);
}

/** Two ids, a type, a time and a session. */
const columnBytes = 29;

/**
 * The matrix, its normalised values, the arena, the finished factors of both members, and the lists of neighbours; and for those twice as
 * much again while they are joined and turned, and for item-knn and rp3beta the matrix by item with the values of a step; or the order
 * of first-popularity.
 */
function fitBytesFor(size: TrainingSize): number {
  const { entries, items, factors, neighbours = {}, firstPopularity = false } = size;
  const lists = listBytesFor(size), walked = "item-knn" in neighbours || "rp3beta" in neighbours;
  const turning = 2 * lists + (walked ? 16 * entries : 0);
  const passing = Math.max(turning, firstPopularity ? 12 * entries : 0);
  return 12 * entries + arenaBytesFor(size) + 16 * strideOf(factors) * items + lists + passing;
}

/** The finished lists: an item and a weight for each neighbour, and where each row ends. */
function listBytesFor({ items, neighbours = {} }: TrainingSize): number {
  return Object.values(neighbours).reduce(
    (sum, kept) => sum + 8 * items * Math.min(kept, items) + 4 * items,
    0,
  );
}

/**
 * The publish gate (gate/held_out.ts): the columns of the sample where one is taken, those before the cut, 12 bytes an interaction for
 * their order and the search for the cut, a fit, the serving model, and each of the two loaded to rank.
 */
function gateBytesFor(size: TrainingSize): number {
  const { users, items, entries, factors } = size;
  const share = Math.min(1, limits.mostInteractions / entries), stride = strideOf(factors);
  const part = { ...size, users: Math.ceil(users * share), entries: Math.ceil(entries * share) };
  const columns = (share < 1 ? 2 : 1) * columnBytes * part.entries;
  const models = 16 * stride * items + 2 * 2 * (9 * stride + 20) * items + 2 * listBytesFor(size) +
    32 * items;
  return columns + 12 * part.entries + 16 * part.users + fitBytesFor(part) + models;
}

/**
 * The search for settings (tuning/): the columns of the gate's past, those of each rung with their cut and order, matrices, a fit of the
 * largest member, and of SVD and MF what is set, what is best and what is under trial, some of them loaded to rank.
 */
function tuningBytesFor({ users, items, entries }: TrainingSize): number {
  const known = Math.min(entries, limits.mostInteractions), part = Math.min(known, mostSearched);
  const share = part / entries, ease = items <= mostEaseItems ? { ease: mostNeighbours } : {};
  const size = { users: Math.ceil(users * share), items, entries: part, factors: mostFactors };
  const walked = entries <= mostWalked ? { "item-knn": mostNeighbours, "rp3beta": mostNeighbours } : {};
  const largest = { ...size, neighbours: { ...ease, ...walked }, firstPopularity: true };
  const cuts = columnBytes * known + rungsShare * (2 * columnBytes + 12) * part + 16 * users;
  const ranked = 2 * 2 * (9 * mostFactors + 20) * items + 32 * items;
  const kept = 2 * 3 * 8 * mostFactors * items + 2 * listBytesFor(largest);
  return cuts + 12 * mostMatrices * part + fitBytesFor(largest) + kept + ranked;
}

/**
 * Refuses a training that WebAssembly cannot address, before anything is placed.
 *
 * @throws RangeError naming what would fit
 */
export function checkSize(size: TrainingSize, limit: number = mostArenaBytes): void {
  const bytes = arenaBytesFor(size);
  if (bytes <= limit) return;
  const { users, items, entries, factors } = size;
  const fits = [
    ...largest(factors, (n) => ({ ...size, factors: n }), limit).map((n) => `${n} factors`),
    ...largest(entries, (n) => ({ ...size, entries: n }), limit).map((n) => `${n} interactions`),
  ];
  throw new RangeError(
    `Cannot train: ${entries} entries of ${users} users and ${items} products with ${factors} factors need ` +
      `${toGb(bytes)} of the ${toGb(limit)} that WebAssembly can address; ` +
      (fits.length > 0 ? `${fits.join(" or ")} would fit` : "take fewer users or products"),
  );
}

/** The largest number from 1 to below `most` whose size fits, if any. */
function largest(most: number, sizeFor: (n: number) => TrainingSize, limit: number): number[] {
  let low = 0, high = most;
  while (low + 1 < high) {
    const middle = Math.floor((low + high) / 2);
    if (arenaBytesFor(sizeFor(middle)) <= limit) low = middle;
    else high = middle;
  }
  return low > 0 ? [low] : [];
}

/** For messages. */
export function toGb(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
