/** Our own stylesheet and scripts. Their addresses carry a hash of the content, so that browsers keep them for good. */
import { Hono } from "hono";
import htmx from "htmx.org/dist/htmx.min.js" with { type: "text" };
import { createHash } from "node:crypto";
import components from "../static/components.css" with { type: "text" };
import icon from "../static/icon.svg" with { type: "text" };
import live from "../static/live.js" with { type: "text" };
import more from "../static/more.js" with { type: "text" };
import pages from "../static/pages.css" with { type: "text" };
import suggest from "../static/suggest.js" with { type: "text" };
import script from "../static/shop.js" with { type: "text" };
import tokens from "../static/tokens.css" with { type: "text" };
import type { Assets } from "../views/shell.ts";

interface File {
  readonly type: string;
  readonly text: string;
  readonly hash: string;
}

const files: ReadonlyMap<string, File> = new Map(Object.entries({
  // The layers are declared in the first part; the order of the rest does not matter.
  "aisle.css": toFile("text/css", tokens + components + pages),
  "htmx.js": toFile("text/javascript", htmx),
  "shop.js": toFile("text/javascript", lean(script + suggest + more + live)),
  "icon.svg": toFile("image/svg+xml", icon),
}));

/** The addresses that pages name. */
export const assets: Assets = {
  stylesheet: addressOf("aisle.css"),
  htmx: addressOf("htmx.js"),
  script: addressOf("shop.js"),
};

/** Serves `/static/{name}?v={hash}`; without the right hash, for error pages and icons, it is asked again each time. */
export function createAssets(): Hono {
  const routes = new Hono({ strict: false });
  routes.get("/static/:name", (c) => {
    const file = files.get(c.req.param("name"));
    if (!file) return c.notFound();
    const etag = `"${file.hash}"`;
    const kept = c.req.query("v") === file.hash;
    c.header("ETag", etag);
    c.header("Cache-Control", kept ? "public, max-age=31536000, immutable" : "public, no-cache");
    if (c.req.header("if-none-match") === etag) return c.body(null, 304);
    return c.body(file.text, 200, { "Content-Type": `${file.type}; charset=utf-8` });
  });
  return routes;
}

function addressOf(name: string): string {
  return `/static/${name}?v=${files.get(name)!.hash}`;
}

/** Our scripts without what only their readers need: indentation, and lines that are comments as a whole. */
function lean(text: string): string {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("//"))
    .join("\n");
}

function toFile(type: string, text: string): File {
  return { type, text, hash: createHash("sha256").update(text).digest("hex").slice(0, 16) };
}
