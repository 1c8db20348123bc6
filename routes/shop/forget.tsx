/** Everything that the picks follow from, and having it forgotten: one product, the reasons of a pick, the newest act, all. */
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { InvalidInputError } from "../../errors.ts";
import type { Product } from "../../types.ts";
import { ForYou } from "../../views/components/for_you.tsx";
import { ForgottenPanel } from "../../views/components/reason.tsx";
import { isAt, withQuery } from "../../views/links.ts";
import { ForgetAllPage, UsedPage, UsedRegion } from "../../views/pages/used.tsx";
import { parseId } from "../ids.ts";
import { answerAct, answerFragment, answerPage, hereOf, isFragment, renderHearts } from "./answer.tsx";
import { pageSize, toPage } from "./browse.ts";
import { readForm } from "./form.ts";
import { answerNobody } from "./nobody.ts";
import { mostForgotten, withNotice } from "./notices.ts";
import { loadPicks, placeOf } from "./picks.ts";
import { readShown, startShelves } from "./shelves.ts";
import { learns, readVisit, readVisitOf, type Shop, toShell, type Visit } from "./visit.ts";

export function createForget(shop: Shop, guard: MiddlewareHandler): Hono {
  const { catalogue, choices, used } = shop.services;
  const routes = new Hono({ strict: false });

  async function readUsed(visit: Visit, path: string) {
    const all = visit.user ? await used.list(visit.user.id) : [];
    const pages = Math.max(1, Math.ceil(all.length / pageSize));
    const wanted = new URL(path, shop.sites.get(visit.locale)!.publicUrl).searchParams.get("page");
    const page = Math.min(toPage(wanted ?? undefined), pages);
    return {
      ...{ page, pages, off: !learns(visit) },
      items: all.slice((page - 1) * pageSize, page * pageSize),
      pathOf: (n: number) => withQuery("/used", { page: n > 1 ? String(n) : undefined }),
    };
  }

  routes.get("/used", async (c) => {
    const visit = await readVisit(shop, c);
    const forgotten = c.req.query("forgotten") === "all" && visit.history.length === 0
      ? "all"
      : visit.forgotten?.[0];
    return answerPage(
      c,
      <UsedPage
        shell={toShell(shop, visit, hereOf(c))}
        {...await readUsed(visit, c.req.url)}
        {...(forgotten ? { forgotten } : {})}
      />,
    );
  });

  routes.post("/forget", guard, async (c) => {
    const form = await readForm(c);
    const ids = form.all("product").map(readId);
    if (ids.length === 0 || ids.length > mostForgotten) {
      throw new InvalidInputError(`Cannot forget: there are ${ids.length} products, not 1 or 2`);
    }
    const here = form.to("/used");
    const { user } = await readVisit(shop, c);
    if (!user) return answerNobody(c, here);
    await choices.forget(user.id, ids);
    const isPage = isAt(here, "/used");
    if (!isFragment(c)) {
      return c.redirect(withNotice(here, "forgotten", ids.join()) + (isPage ? "" : "#why"), 303);
    }
    const products = ids.flatMap((id) => catalogue.find(id) ?? []);
    const items = isPage ? await readUsed(await readVisitOf(shop, c, user), here) : undefined;
    return await answerAct(shop, c, {
      user,
      here,
      control: (shell) => (
        <>
          {items
            ? <UsedRegion shell={shell} {...items} {...(products[0] ? { forgotten: products[0] } : {})} />
            : <ForgottenPanel shell={shell} names={products.map(({ name }) => name)} />}
          {renderHearts(c, shell, products)}
        </>
      ),
    });
  });

  routes.get(
    "/used/forget",
    async (c) => answerPage(c, <ForgetAllPage shell={toShell(shop, await readVisit(shop, c), hereOf(c))} />),
  );

  routes.post("/used/forget", guard, async (c) => {
    const { user } = await readVisit(shop, c);
    if (user) await choices.forget(user.id);
    return c.redirect(withNotice("/used", "forgotten", "all"), 303);
  });

  routes.post("/undo", guard, async (c) => {
    const form = await readForm(c);
    const id = readId(form.text("product"));
    const type = form.text("type");
    if (type !== "view" && type !== "like") {
      throw new InvalidInputError(`Cannot undo: ${JSON.stringify(type)} is neither a view nor a like`);
    }
    const here = form.to("/");
    const { user } = await readVisit(shop, c);
    if (!user) return answerNobody(c, here);
    await choices.takeBack(user.id, { type, productId: id });
    if (!isFragment(c)) return c.redirect(withNotice(here, "undone", `${type}-${id}`), 303);
    const product = catalogue.find(id);
    return await answerUndo(c, {
      ...await readVisitOf(shop, c, user),
      ...(product ? { undone: { type, product } } : {}),
    }, here);
  });

  /** The shelf, which says what was undone, and the product's hearts. */
  async function answerUndo(c: Context, visit: Visit, here: string): Promise<Response> {
    const shell = toShell(shop, visit, here);
    const place = placeOf(here) ?? placeOf("/")!;
    const picks = await loadPicks(shop, visit, place, startShelves(visit, readShown(c)));
    return answerFragment(
      c,
      <>
        <ForYou shell={shell} picks={picks} />
        {renderHearts(c, shell, visit.undone ? [visit.undone.product] : [])}
      </>,
    );
  }
  return routes;
}

/** @throws InvalidInputError for anything but an id */
function readId(text: string): Product["id"] {
  const id = parseId(text);
  if (id === undefined) throw new InvalidInputError(`Cannot forget: ${JSON.stringify(text)} is no product`);
  return id;
}
