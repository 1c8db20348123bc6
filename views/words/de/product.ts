/** A product on its card and on its page. */
import type { Words } from "../en.ts";

export const product: Words["product"] = {};
