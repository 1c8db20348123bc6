/** The storefront: pages, the fragments of their controls, product art and our own static files. */
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import type { Services } from "../services/services.ts";

import { createArt } from "./art.ts";
import { assets, createAssets } from "./assets.ts";
import { createConsents } from "./consent.ts";
import type { Languages } from "./language.ts";
import { refuseCrossSite } from "./same_site.ts";
import type { AppSettings } from "./settings.ts";
import { createAdd } from "./shop/add.tsx";
import { createCart } from "./shop/cart.tsx";
import { createCategory } from "./shop/category.tsx";
import { createCheckout } from "./shop/checkout.tsx";
import { createCrawl } from "./shop/crawl.ts";
import { createDismiss } from "./shop/dismiss.tsx";
import { createFeed } from "./shop/feed.tsx";
import { createForget } from "./shop/forget.tsx";
import { createHome } from "./shop/home.tsx";
import { createHowItWorks } from "./shop/how_it_works.tsx";
import { createLanguageChoice } from "./shop/language.ts";
import { createLike } from "./shop/like.tsx";
import { createLive } from "./shop/live.ts";
import { createMine } from "./shop/mine.tsx";
import { createPrivacy } from "./shop/privacy.tsx";
import { createProduct } from "./shop/product.tsx";
import { createSearch } from "./shop/search.tsx";
import { createShopAs } from "./shop/shop_as.tsx";
import type { Shop } from "./shop/visit.ts";
import { createVisitors } from "./visitor.ts";
import type { Site } from "../views/shell.ts";
import type { Locale } from "../views/words/locale.ts";

interface Options {
  readonly services: Services;
  readonly settings: Pick<AppSettings, "publicUrl" | "currency" | "locale" | "sessionSecret" | "development">;
  readonly languages: Languages;
  readonly log: { warn(event: string, fields?: Record<string, unknown>): void };
  readonly now?: () => number;
}

/** No form of the shop comes near this. */
const mostBytes = 64 * 1024;

/** The whole storefront. What it throws, whoever mounts it turns into an answer. */
export function createShop({ services, settings, languages, log, now = Date.now }: Options): Hono {
  const shop: Shop = {
    services,
    visitors: createVisitors(settings),
    consents: createConsents({ publicUrl: settings.publicUrl, assumed: settings.development }),
    languages,
    currency: settings.currency,
    sites: createSites(settings, languages),
    now,
    warn: (event, fields) => log.warn(event, fields),
  };
  const fromUs = refuseCrossSite(settings.publicUrl);
  const small = bodyLimit({
    maxSize: mostBytes,
    onError: () => {
      throw new HTTPException(413, { message: "Cannot read the form: it is too large" });
    },
  });
  /** Before every POST. */
  const guard: typeof fromUs = (c, next) => fromUs(c, async () => void await small(c, next));

  const routes = new Hono({ strict: false });
  routes.route("/", createAssets());
  routes.route("/", createArt(services.catalogue));
  routes.route("/", createCrawl(services.catalogue, settings.publicUrl));
  routes.route("/", createHome(shop));
  routes.route("/", createFeed(shop));
  routes.route("/", createCategory(shop));
  routes.route("/", createProduct(shop));
  routes.route("/", createSearch(shop));
  routes.route("/", createLike(shop, guard));
  routes.route("/", createDismiss(shop, guard));
  routes.route("/", createMine(shop, guard));
  routes.route("/", createForget(shop, guard));
  routes.route("/", createPrivacy(shop, guard));
  routes.route("/", createLive(shop, settings.publicUrl));
  routes.route("/", createAdd(shop, guard));
  routes.route("/", createCart(shop, guard));
  routes.route("/", createCheckout(shop, guard));
  routes.route("/", createHowItWorks(shop));
  routes.route("/", createLanguageChoice(shop, guard));
  if (settings.development) routes.route("/", createShopAs(shop, guard));
  return routes;
}

/** One for each language. */
function createSites(
  { currency, publicUrl, locale: content, development }: Options["settings"],
  { offered }: Languages,
): ReadonlyMap<Locale, Site> {
  return new Map(offered.map((locale): [Locale, Site] => [locale, {
    locale,
    locales: offered,
    currency,
    publicUrl,
    assets,
    development,
    ...(locale.tag === content ? {} : { contentLanguage: content }),
  }]));
}
