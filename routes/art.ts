/** Product art: drawn from the product's name, so there is no file behind it. */
import { Hono } from "hono";
import type { Catalogue } from "../services/catalogue.ts";
import { artVersion } from "../views/art/choose.ts";
import { renderArt } from "../views/art/render.ts";
import { parseId } from "./ids.ts";
import { answerVersioned } from "./versioned.ts";

/** Serves `/art/{id}.svg?v={version}`. Under its present version a picture may be kept for good. */
export function createArt(catalogue: Pick<Catalogue, "find">): Hono {
  const routes = new Hono({ strict: false });
  routes.get("/art/:file{.+\\.svg}", (c) => {
    const id = parseId(c.req.param("file").slice(0, -".svg".length));
    const product = id === undefined ? undefined : catalogue.find(id);
    if (!product) return c.notFound();
    return answerVersioned(c, {
      version: artVersion(product),
      asked: c.req.query("v"),
      type: "image/svg+xml",
      body: () => renderArt(product),
    });
  });
  return routes;
}
