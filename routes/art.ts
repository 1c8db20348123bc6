/** Product art: drawn from the product's name, so there is no file behind it. */
import { type Context, Hono } from "hono";
import { GoneError } from "../errors.ts";
import type { Catalogue } from "../services/catalogue.ts";
import type { Product } from "../types.ts";
import { artVersion } from "../views/art/choose.ts";
import { renderArt } from "../views/art/render.ts";
import { findScene } from "../views/art/scenes.ts";
import { parseId } from "./ids.ts";

/** Serves `/art/{id}.svg?v={version}`. Under its present version a picture may be kept for good. */
export function createArt(catalogue: Pick<Catalogue, "find" | "isGone">): Hono {
  const routes = new Hono({ strict: false });
  const nameOf = (file: string) => file.slice(0, -".svg".length);
  routes.get("/art/scene/:file{[a-z]+\\.svg}", (c) => answerArt(c, findScene(nameOf(c.req.param("file")))));
  routes.get("/art/:file{.+\\.svg}", async (c) => {
    const id = parseId(nameOf(c.req.param("file")));
    const product = id === undefined ? undefined : catalogue.find(id);
    if (!product && id !== undefined && await catalogue.isGone(id)) {
      throw new GoneError(`Cannot draw the product: ${id} has left the shop`);
    }
    return answerArt(c, product);
  });
  return routes;
}

function answerArt(
  c: Context,
  product: Pick<Product, "id" | "name" | "category"> | undefined,
): Response | Promise<Response> {
  if (!product) return c.notFound();
  const version = artVersion(product);
  const etag = `"${product.id}-${version}"`;
  const kept = c.req.query("v") === version;
  c.header("ETag", etag);
  c.header("Cache-Control", kept ? "public, max-age=31536000, immutable" : "public, no-cache");
  if (c.req.header("if-none-match") === etag) return c.body(null, 304);
  return c.body(renderArt(product), 200, { "Content-Type": "image/svg+xml; charset=utf-8" });
}
