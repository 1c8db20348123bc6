/** Cart, checkout, order. */
import type { Words } from "../en.ts";

export const cart: Words["cart"] = {};
