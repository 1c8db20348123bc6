/** German. */
import { browse } from "./de/browse.ts";
import { cart } from "./de/cart.ts";
import { errors } from "./de/errors.ts";
import { frame } from "./de/frame.ts";
import { personal } from "./de/personal.ts";
import { privacy } from "./de/privacy.ts";
import { product } from "./de/product.ts";
import type { Words } from "./en.ts";

export const de: Words = { browse, cart, errors, frame, personal, privacy, product };
