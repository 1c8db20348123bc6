/** The product page. Opening it is a view, and the shelf on it already follows that view. */
import { type Context, Hono } from "hono";
import { GoneError, NotFoundError } from "../../errors.ts";
import type { Product, Reason } from "../../types.ts";
import { ProductPage } from "../../views/pages/product.tsx";
import { productPath } from "../../views/links.ts";
import type { Message } from "../../views/shell.ts";
import { parseId } from "../ids.ts";
import { answerPage, hereOf } from "./answer.tsx";
import { isReturn } from "./notices.ts";
import { loadPicks, placeOf, reasonsFor } from "./picks.ts";
import { startShelves } from "./shelves.ts";
import {
  learns,
  needUser,
  readVisit,
  readVisitOf,
  recordView,
  type Shop,
  toShell,
  type Visit,
} from "./visit.ts";

const similarCount = 5;
const togetherCount = 2;

export function createProduct(shop: Shop): Hono {
  const routes = new Hono({ strict: false });
  routes.get("/product/:id", async (c) => {
    const product = await findProduct(shop, c.req.param("id"));
    let visit = await readVisit(shop, c);
    // Asked before the view is recorded: afterwards the product would be its own reason.
    const reasons = await reasonsFor(shop, visit, product.id);
    if (isOpening(c) && learns(visit)) visit = await viewed(shop, c, { visit, product });
    return answerPage(c, await renderProduct(shop, visit, { product, reasons, here: hereOf(c) }));
  });
  return routes;
}

/**
 * @throws GoneError for the id of a product that has left the shop
 * @throws NotFoundError for anything else that is not the id of a product
 */
export async function findProduct({ services: { catalogue } }: Shop, text: string): Promise<Product> {
  const id = parseId(text);
  // Added a moment ago by another process: the snapshot may be a few seconds behind.
  const product = id === undefined
    ? undefined
    : catalogue.find(id) ?? (await catalogue.refresh() ? catalogue.find(id) : undefined);
  if (!product && id !== undefined && catalogue.isGone(id)) {
    throw new GoneError(`Cannot show the product: ${id} has left the shop`);
  }
  if (!product) {
    throw new NotFoundError(`Cannot show the product: there is no product ${JSON.stringify(text)}`);
  }
  return product;
}

interface RenderOptions {
  readonly product: Product;
  readonly reasons: readonly Reason[];
  readonly here: string;
  readonly failed?: { readonly message: Message; readonly quantity: string };
}

export async function renderProduct(
  shop: Shop,
  visit: Visit,
  { product, reasons, here, failed }: RenderOptions,
): Promise<ReturnType<typeof ProductPage>> {
  const { recommendations } = shop.services;
  // What belongs to this product comes first; the picks have others to offer.
  const shelves = startShelves(visit, [product.id]);
  const together = shelves.fill(
    togetherCount,
    (options) => recommendations.boughtTogether(product.id, options),
  );
  const similar = shelves.fill(similarCount, (options) => recommendations.similar(product.id, options));
  return (
    <ProductPage
      shell={toShell(shop, visit, here)}
      product={product}
      reasons={reasons}
      rating={await shop.services.ratings.of(product.id)}
      picks={await loadPicks(shop, visit, placeOf(productPath(product))!, shelves)}
      together={together}
      similar={similar}
      {...(failed ? { failed } : {})}
    />
  );
}

/** Records the view. What a shopper came to see is shown even when that fails. */
async function viewed(
  shop: Shop,
  c: Context,
  { visit, product }: { visit: Visit; product: Product },
): Promise<Visit> {
  try {
    const user = await needUser(shop, c, visit);
    await recordView(shop, user, product.id);
    return await readVisitOf(shop, c, user);
  } catch (error) {
    shop.warn("view.lost", { product_id: product.id, error });
    return visit;
  }
}

/** A shopper opened the page: not a preview, not an embedded copy, not a machine that reads the whole shop. */
function isOpening(c: Context): boolean {
  if (c.req.method !== "GET" || isReturn(c)) return false;
  const purpose = `${c.req.header("sec-purpose") ?? ""} ${c.req.header("purpose") ?? ""} ${
    c.req.header("x-moz") ?? ""
  }`;
  if (/prefetch|prerender|preview/i.test(purpose)) return false;
  const destination = c.req.header("sec-fetch-dest");
  if (destination !== undefined && destination !== "document" && destination !== "empty") return false;
  return !/bot\b|crawl|spider|slurp|preview/i.test(c.req.header("user-agent") ?? "");
}
