/** Whole pages and fragments as answers. One component serves both. */
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { CartLink } from "../../views/components/header.tsx";
import { ForYou } from "../../views/components/for_you.tsx";
import { LikeButton } from "../../views/components/like_button.tsx";
import type { Product } from "../../types.ts";
import type { Shell } from "../../views/shell.ts";
import { withoutNotices } from "./notices.ts";
import { loadPicks, placeOf } from "./picks.ts";
import { readShown, startShelves } from "./shelves.ts";
import { readVisitOf, type Shop, toShell, type Visit } from "./visit.ts";

type Html = ReturnType<typeof CartLink>;

/** Whether htmx asks: it wants the fragment, a browser wants to be sent on. */
export function isFragment(c: Context): boolean {
  return c.req.header("hx-request") === "true";
}

/** A whole page. It is personal, and asked for again on each visit; Back may show it as it was left. */
export function answerPage(c: Context, page: Html, status: ContentfulStatusCode = 200): Response {
  return withHeaders(c.html(`<!doctype html>${page}`, status), {
    "Cache-Control": "private, no-cache",
    "Vary": "Cookie, Accept-Language",
  });
}

export function answerFragment(c: Context, fragment: Html, status: ContentfulStatusCode = 200): Response {
  return withHeaders(c.html(String(fragment), status), { "Cache-Control": "private, no-store" });
}

/** Where both are at one address: no cache may give the one for the other. */
export function answerEither(
  c: Context,
  { page, fragment, status }: {
    readonly page: () => Html;
    /** For htmx; without one it gets the page. */
    readonly fragment: (() => Html) | undefined;
    readonly status: ContentfulStatusCode;
  },
): Response {
  const answer = fragment && isFragment(c) ? answerFragment(c, fragment()) : answerPage(c, page(), status);
  answer.headers.append("Vary", "HX-Request");
  return answer;
}

/**
 * Sets them afterwards: an answer that starts with more than its type is at once copied out of JavaScript, and once more when
 * app.ts adds the headers of every answer. For a page of 30 KB the first copy takes a tenth of its time.
 */
function withHeaders(answer: Response, headers: Readonly<Record<string, string>>): Response {
  for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
  return answer;
}

/** The address of the page that is being answered, without what only we read. */
export function hereOf(c: Context): string {
  return withoutNotices(new URL(c.req.url));
}

/**
 * What changes on a page beside the control that was pressed: the cart's count and, where the page has one, the
 * personal shelf.
 */
export async function renderConsequences(
  shop: Shop,
  visit: Visit,
  { here, shown }: { readonly here: string; readonly shown: readonly number[] },
): Promise<Html> {
  const shell = toShell(shop, visit, here);
  const place = placeOf(here);
  const picks = place && await loadPicks(shop, visit, place, startShelves(visit, shown));
  return (
    <>
      <hx-partial hx-target="#cart-link" hx-swap="outerHTML">
        <CartLink shell={shell} />
      </hx-partial>
      {picks
        ? (
          <hx-partial hx-target="#for-you" hx-swap="outerMorph">
            <ForYou shell={shell} picks={picks} />
          </hx-partial>
        )
        : null}
    </>
  );
}

/** The hearts of products wherever an open page shows them pressed, as its script tells with a request. */
export function renderHearts(c: Context, shell: Shell, products: readonly Product[]): Html {
  const ids = (c.req.header("x-liked") ?? "").split(",", mostHearts);
  return (
    <>
      {products.flatMap((product) =>
        ids.flatMap((id) => {
          const place = /^like-([a-z-]{1,20})-(\d+)$/.exec(id);
          return place?.[2] === String(product.id) ? [[product, place[1]!] as const] : [];
        })
      ).map(([product, place]) => (
        <hx-partial hx-target={`form:has(> #like-${place}-${product.id})`} hx-swap="outerHTML">
          <LikeButton
            shell={shell}
            product={product}
            liked={shell.liked.has(product.id)}
            place={place}
            worded={place === "product"}
          />
        </hx-partial>
      ))}
    </>
  );
}

/** More than any page shows. */
const mostHearts = 200;

/** After an act: the control as it is now, with everything that follows from it. */
export async function answerAct(
  shop: Shop,
  c: Context,
  { user, here, control, status = 200 }: {
    readonly user: NonNullable<Visit["user"]>;
    readonly here: string;
    readonly control: (shell: Shell, visit: Visit) => Html;
    readonly status?: ContentfulStatusCode;
  },
): Promise<Response> {
  const visit = await readVisitOf(shop, c, user);
  const consequences = await renderConsequences(shop, visit, { here, shown: readShown(c) });
  return answerFragment(c, <>{control(toShell(shop, visit, here), visit)}{consequences}</>, status);
}
