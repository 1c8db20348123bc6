/** Product art: drawn from the product's name, so there is no file behind it. */
import { Hono } from "hono";
import type { Catalogue } from "../services/catalogue.ts";
import { artVersion } from "../views/art/choose.ts";
import { renderArt } from "../views/art/render.ts";
import { parseId } from "./ids.ts";

/** Serves `/art/{id}.svg?v={version}`. Under its present version a picture may be kept for good. */
export function createArt(catalogue: Pick<Catalogue, "find">): Hono {
  const routes = new Hono({ strict: false });
  routes.get("/art/:file{.+\\.svg}", (c) => {
    const id = parseId(c.req.param("file").slice(0, -".svg".length));
    const product = id === undefined ? undefined : catalogue.find(id);
    if (!product) return c.notFound();
    const version = artVersion(product);
    const etag = `"${product.id}-${version}"`;
    const kept = c.req.query("v") === version;
    c.header("ETag", etag);
    c.header("Cache-Control", kept ? "public, max-age=31536000, immutable" : "public, no-cache");
    if (c.req.header("if-none-match") === etag) return c.body(null, 304);
    return c.body(renderArt(product), 200, { "Content-Type": "image/svg+xml; charset=utf-8" });
  });
  return routes;
}
