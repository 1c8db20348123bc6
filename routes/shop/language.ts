/** The choice of a language, in the footer. */
import { Hono, type MiddlewareHandler } from "hono";
import { readForm } from "./form.ts";
import type { Shop } from "./visit.ts";

export function createLanguageChoice({ languages }: Shop, guard: MiddlewareHandler): Hono {
  const routes = new Hono({ strict: false });
  routes.post("/language", guard, async (c) => {
    const form = await readForm(c);
    languages.save(c, form.text("language"));
    return c.redirect(form.to("/"), 303);
  });
  return routes;
}
