/** All picks on pages of their own; for htmx, the personal shelf of an open page by itself. */
import { type Context, Hono } from "hono";
import { CartLink } from "../../views/components/header.tsx";
import { ForYou } from "../../views/components/for_you.tsx";
import { withQuery } from "../../views/links.ts";
import { FeedPage } from "../../views/pages/feed.tsx";
import { parseLocalPath } from "../same_site.ts";
import { answerFragment, answerPage, hereOf, isFragment } from "./answer.tsx";
import { pageSize, toPage } from "./browse.ts";
import { everyPick, listPicks, loadPicks, placeOf, usedActs } from "./picks.ts";
import { readShown, startShelves } from "./shelves.ts";
import { readVisit, type Shop, toShell } from "./visit.ts";

export function createFeed(shop: Shop): Hono {
  const { recommendations } = shop.services;
  const routes = new Hono({ strict: false });

  routes.get("/for-you", async (c) => {
    const answer = await (isFragment(c) ? answerShelf(c) : answerFeed(c));
    answer.headers.append("Vary", "HX-Request");
    return answer;
  });

  async function answerFeed(c: Context): Promise<Response> {
    const visit = await readVisit(shop, c);
    const { personal, off, items } = await listPicks(shop, visit);
    const all = personal ? items : startShelves(visit)
      .fill(everyPick, (options) => recommendations.popular(options)).map((product) => ({ product }));
    const pages = Math.max(1, Math.ceil(all.length / pageSize));
    const page = Math.min(toPage(c.req.query("page")), pages);
    return answerPage(
      c,
      <FeedPage
        shell={toShell(shop, visit, hereOf(c))}
        personal={personal}
        off={off}
        used={personal ? usedActs(shop, visit) : []}
        items={all.slice((page - 1) * pageSize, page * pageSize)}
        total={all.length}
        page={page}
        pages={pages}
        pathOf={(n) => withQuery("/for-you", { page: n > 1 ? String(n) : undefined })}
      />,
    );
  }

  // After an act elsewhere, or for a page that Back has brought up again as it was left.
  async function answerShelf(c: Context): Promise<Response> {
    const here = parseLocalPath(c.req.query("to")) ?? "/";
    const visit = await readVisit(shop, c);
    const shell = toShell(shop, visit, here);
    const place = placeOf(here) ?? placeOf("/")!;
    const picks = await loadPicks(shop, visit, place, startShelves(visit, readShown(c)));
    return answerFragment(
      c,
      <>
        <ForYou shell={shell} picks={picks} />
        <hx-partial hx-target="#cart-link" hx-swap="outerHTML">
          <CartLink shell={shell} />
        </hx-partial>
      </>,
    );
  }
  return routes;
}
