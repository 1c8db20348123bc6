/** English, the language that the others are measured against: a key that is here is everywhere. */
import { browse } from "./en/browse.ts";
import { cart } from "./en/cart.ts";
import { errors } from "./en/errors.ts";
import { frame } from "./en/frame.ts";
import { personal } from "./en/personal.ts";
import { privacy } from "./en/privacy.ts";
import { product } from "./en/product.ts";

export const en = { browse, cart, errors, frame, personal, privacy, product };

/** Every message of the shop. */
export type Words = typeof en;
