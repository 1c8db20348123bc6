/** Picks and their reasons, what was looked at, liked, hidden. */
import type { Words } from "../en.ts";

export const personal: Words["personal"] = {};
