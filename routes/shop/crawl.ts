/** What machines ask a shop for: which pages there are, which are none of their business, how it looks as an installed page. */
import { Hono } from "hono";
import { NotFoundError } from "../../errors.ts";
import { categoryPath, productPath } from "../../views/links.ts";
import type { Catalogue } from "../../services/catalogue.ts";

/** A sitemap may name no more (sitemaps.org). */
const mostAddresses = 50_000;

/**
 * Pages of one visitor, and fragments. Of searches there is no end, but no link leads to one, so what machines meet was linked to by
 * somebody: its first page is open to them, as people find it useful, and one that finds nothing asks not to be listed, so that no
 * stranger's words get into search engines under our name. What follows the first page is closed.
 */
const closed = [
  "/api/",
  "/cart",
  "/checkout",
  "/orders/",
  "/search?*&",
  "/suggest",
  "/recent",
  "/liked",
  "/used",
  "/privacy/",
  "/for-you",
  "/live",
];

export function createCrawl(catalogue: Catalogue, publicUrl: string): Hono {
  const routes = new Hono({ strict: false });
  const keepFor = (seconds: number) => `public, max-age=${seconds}`;

  routes.get("/robots.txt", (c) => {
    c.header("Cache-Control", keepFor(3600));
    const lines = [
      "User-agent: *",
      ...closed.map((path) => `Disallow: ${path}`),
      "",
      `Sitemap: ${publicUrl}/sitemap.xml`,
    ];
    return c.text(lines.join("\n") + "\n");
  });

  // One file while the shop is small enough, otherwise an index of numbered ones.
  routes.get("/sitemap.xml", (c) => {
    const addresses = listAddresses(catalogue);
    const files = Math.ceil(addresses.length / mostAddresses);
    c.header("Cache-Control", keepFor(3600));
    c.header("Content-Type", "application/xml; charset=utf-8");
    return c.body(
      files <= 1 ? toUrlSet(addresses, publicUrl) : toIndex(files, publicUrl),
    );
  });

  routes.get("/sitemap/:number{[1-9][0-9]{0,3}}", (c) => {
    const number = Number(c.req.param("number"));
    const addresses = listAddresses(catalogue).slice((number - 1) * mostAddresses, number * mostAddresses);
    if (addresses.length === 0) {
      throw new NotFoundError(`Cannot show the sitemap: there is no part ${number}`);
    }
    c.header("Cache-Control", keepFor(3600));
    c.header("Content-Type", "application/xml; charset=utf-8");
    return c.body(toUrlSet(addresses, publicUrl));
  });

  routes.get("/manifest.webmanifest", (c) => {
    c.header("Cache-Control", keepFor(86_400));
    c.header("Content-Type", "application/manifest+json");
    return c.body(JSON.stringify({
      id: "/",
      name: "Aisle",
      short_name: "Aisle",
      start_url: "/",
      display: "minimal-ui",
      background_color: "#ffffff",
      theme_color: "#ffd02e",
      icons: [
        { src: "/static/icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" },
        // Its edges may be cut off, to a circle at the most.
        { src: "/static/icon_maskable.svg", sizes: "any", type: "image/svg+xml", purpose: "maskable" },
      ],
    }));
  });

  // Old browsers and many machines ask for it unasked.
  routes.get("/favicon.ico", (c) => c.redirect("/static/icon.svg", 301));
  return routes;
}

function listAddresses({ categories, products }: Catalogue): readonly string[] {
  return [
    "/",
    "/how-it-works",
    ...categories.map(({ name }) => categoryPath(name)),
    ...products.map(productPath),
  ];
}

function toUrlSet(addresses: readonly string[], publicUrl: string): string {
  const entries = addresses.map((path) => `<url><loc>${escapeXml(publicUrl + path)}</loc></url>`).join("\n");
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${entries}
</urlset>
`;
}

function toIndex(files: number, publicUrl: string): string {
  const entries = Array.from(
    { length: files },
    (_, i) => `<sitemap><loc>${escapeXml(`${publicUrl}/sitemap/${i + 1}`)}</loc></sitemap>`,
  ).join("\n");
  return `<?xml version="1.0" encoding="UTF-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${entries}
</sitemapindex>
`;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("'", "&apos;").replaceAll(
    '"',
    "&quot;",
  );
}
