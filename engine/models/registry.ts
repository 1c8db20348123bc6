/** The models by the names that `--models` takes. */
import { ensemble } from "./ensemble.ts";
import { type MemberName, memberNames, members } from "./members.ts";
import type { Recommender } from "./recommender.ts";

export type ModelName = MemberName | "ensemble";

export const recommenders: Readonly<Record<ModelName, Recommender>> = {
  ...members,
  // As with the members: it is handed back only its own state and parameters.
  ensemble: ensemble as unknown as Recommender,
};

export const modelNames: readonly ModelName[] = [...memberNames, "ensemble"];
