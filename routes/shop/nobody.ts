/** A press by nobody: everything about the shopper was deleted meanwhile in another tab, or the cookie is gone. */
import type { Context } from "hono";
import { isFragment } from "./answer.tsx";

/** Shows the page as it is for nobody. A page that htmx presses from is loaded anew: more than its control is out of date. */
export function answerNobody(c: Context, here: string): Response {
  if (!isFragment(c)) return c.redirect(here, 303);
  return c.body(null, 204, { "HX-Refresh": "true", "Cache-Control": "private, no-store" });
}
