/** Settings that a model carries on to the next one. */
import type { ModelSettings } from "../model.ts";
import type { TrainOptions } from "../train.ts";
import type { Open } from "./due.ts";

/** What was found for a model and nobody has set on purpose since; nothing of a model whose settings were never searched for. */
export function reuse(settings: ModelSettings, open: Open): Partial<TrainOptions> {
  const { svd, mf: { racing: _racing, ...mf }, members, shares, tasteDecayPerDay, tuned } = settings;
  if (!tuned) return {};
  return {
    ...{ svd, mf },
    ...(open.ensemble && shares ? { shares, ...(members ? { members } : {}) } : {}),
    ...(open.decay && tasteDecayPerDay !== undefined ? { tasteDecayPerDay } : {}),
    // Weights that were given up for others are to be found again once these are gone.
    tuned: { ...tuned, ensemble: tuned.ensemble && open.ensemble },
  } as Partial<TrainOptions>;
}
