/** Category, search, filters, pages. */
import type { Words } from "../en.ts";

export const browse: Words["browse"] = {};
