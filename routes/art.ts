/** Product art: drawn from the product's name, so there is no file behind it. */
import { type Context, Hono } from "hono";
import { GoneError } from "../errors.ts";
import type { Catalogue } from "../services/catalogue.ts";
import type { Product } from "../types.ts";
import { artVersion } from "../views/art/choose.ts";
import { renderArt } from "../views/art/render.ts";
import { findScene } from "../views/art/scenes.ts";
import { parseId } from "./ids.ts";
import { answerVersioned } from "./versioned.ts";

/** Serves `/art/{id}.svg?v={version}`. Under its present version a picture may be kept for good. */
export function createArt(catalogue: Pick<Catalogue, "find" | "isGone">): Hono {
  const routes = new Hono({ strict: false });
  const nameOf = (file: string) => file.slice(0, -".svg".length);
  routes.get("/art/scene/:file{[a-z]+\\.svg}", (c) => answerArt(c, findScene(nameOf(c.req.param("file")))));
  routes.get("/art/:file{.+\\.svg}", (c) => {
    const id = parseId(nameOf(c.req.param("file")));
    const product = id === undefined ? undefined : catalogue.find(id);
    if (!product && id !== undefined && catalogue.isGone(id)) {
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
  return answerVersioned(c, {
    version: artVersion(product),
    asked: c.req.query("v"),
    type: "image/svg+xml",
    body: () => renderArt(product),
  });
}
