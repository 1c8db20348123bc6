/** Fits a model to rows and gives the scores of users, for the tests of models. */
import { loadKernels } from "../../../core-wasm/kernels.ts";
import { createArena } from "../../../core-wasm/layout.ts";
import { InteractionBuilder, type Interactions } from "../../../engine/evaluation/interactions.ts";
import { toParameters } from "../../../engine/evaluation/parameters.ts";
import { type ModelData, newestOf } from "../../../engine/evaluation/strengths.ts";
import { type ModelName, recommenders } from "../../../engine/models/registry.ts";

const width = 16;

export interface Pair {
  readonly user: number;
  readonly item: number;
  readonly value?: number;
  readonly at?: number;
}

export function toInteractions(pairs: readonly Pair[]): Interactions {
  const rows = new InteractionBuilder();
  for (const pair of pairs) rows.add(pair);
  return rows.finish();
}

export function toData(
  pairs: readonly Pair[],
  { users, items }: { users: number; items: number },
): ModelData {
  const events = toInteractions(pairs);
  const weights = { view: 1, like: 2, cart: 3, purchase: 5 };
  return { users, items, events, asOf: newestOf(events), weights, binary: false };
}

export function fit(
  name: ModelName,
  data: ModelData,
  { given = {}, seed = 1 }: { given?: Record<string, unknown>; seed?: number } = {},
): unknown {
  return recommenders[name].fit(data, toParameters(name, given), {
    seed,
    repeats: false,
    onProgress: () => {},
  });
}

/** The scores of each user over all items. */
export function scoresOf(
  name: ModelName,
  state: unknown,
  { inputs, users }: { inputs: ModelData; users: readonly number[] },
): Float32Array[] {
  const arena = createArena();
  const kernels = loadKernels(arena.memory);
  const score = recommenders[name].open(state, inputs, { arena, kernels, width });
  const tile = arena.f32(inputs.items * width);
  const all: Float32Array[] = [];
  for (let from = 0; from < users.length; from += width) {
    const batch = Int32Array.from(users.slice(from, from + width));
    score(batch, tile);
    const view = tile.view;
    for (let c = 0; c < batch.length; c++) {
      all.push(Float32Array.from({ length: inputs.items }, (_, i) => view[i * width + c]!));
    }
  }
  return all;
}
