/** What a shopper of the drill does next, and the request of it. */
import type { Random } from "../../engine/random.ts";
import type { ShopProcess } from "./process.ts";
import type { Marked } from "./shopper_marks.ts";

export interface Shopper extends Marked {
  /** As sent; empty for nobody. */
  readonly cookie: string;
  readonly category: string;
  /** Ids of the products of that category. */
  readonly own: readonly number[];
  /** The word that the name of one of them ends with, far from those of the other shopper. */
  readonly toMark: (productId: number) => string;
  /** Ids of products that everybody deals with. */
  readonly shared: readonly number[];
}

export interface Act {
  readonly path: string;
  /** Makes it a POST. */
  readonly fields?: Readonly<Record<string, string>>;
  /** As htmx sends it. */
  readonly pressed?: boolean;
  /** It asks for what is the other's. */
  readonly others?: boolean;
}

/** The page or control that an act is of, without what differs from one to the next. */
export function kindOf({ path }: Act): string {
  return path.replace(/[?].*/, "").replace(/\/\d+$/, "").replace(/^\/category\/.*/, "/category") || "/";
}

/** `own` and `others`: ids of the shopper's orders and of the other's. */
export function chooseAct(
  random: Random,
  shopper: Shopper,
  orders: { readonly own: readonly number[]; readonly others: readonly number[] },
): Act {
  const pick = <T>(list: readonly T[]) => list[random.int(list.length)]!;
  const product = String(pick(random.int(3) > 0 ? shopper.own : shopper.shared));
  const to = pick(["/", "/cart", `/product/${product}`, "/liked"]);
  // Search shows everything to everybody: only what is one's own is looked for.
  const mark = shopper.toMark(pick(shopper.own));
  const get = (path: string): Act => ({ path });
  const post = (path: string, fields: Record<string, string> = {}): Act => ({
    ...{ path, pressed: random.int(3) > 0 },
    fields: { product, to, place: "for-you", ...fields },
  });
  const acts: readonly (() => Act)[] = [
    () => get("/"),
    () => get("/"),
    () => get(`/product/${product}`),
    () => get(`/product/${product}`),
    () => get(`/for-you?to=${encodeURIComponent(to)}`),
    () => get("/cart"),
    () => get("/checkout"),
    () => get(pick(["/recent", "/liked"])),
    () => get(pick(["/privacy", "/privacy/export", "/privacy/delete"])),
    () => get("/privacy/export"),
    () => get(`/category/${encodeURIComponent(shopper.category)}?page=1`),
    () => get(pick(["/search?q=zeppelin", `/search?q=${mark}`, `/suggest?q=${mark}`])),
    () => get(pick(["/how-it-works", "/nowhere", "/product/none"])),
    () => get(orders.own.length > 0 ? `/orders/${pick(orders.own)}` : "/orders/1"),
    () => orders.others.length > 0 ? { path: `/orders/${pick(orders.others)}`, others: true } : get("/"),
    () => get(shopper.userId > 0 ? `/api/recommendations/${shopper.userId}?count=${pick([10, 20])}` : "/"),
    () => post("/like"),
    () => post("/unlike"),
    () => post("/cart/add", { quantity: pick(["1", "2", "none"]) }),
    () => post("/cart/add", { quantity: "1" }),
    () => post("/cart/quantity", { quantity: pick(["1", "3", "x"]), step: pick(["1", "-1", ""]) }),
    () => post("/cart/remove"),
    () => post("/checkout", { key: pick([crypto.randomUUID(), crypto.randomUUID(), "?"]) }),
    () => post("/not-interested"),
    () => post("/not-interested/undo"),
    () => post("/recent/remove"),
    () => post("/privacy/choice", { choice: "yes" }),
  ];
  // Nobody stays nobody: the first act would make a shopper.
  return pick(shopper.cookie ? acts : acts.slice(0, 16))();
}

export function toRequest({ base }: Pick<ShopProcess, "base">, { cookie }: Shopper, act: Act): Request {
  const { path, fields, pressed } = act;
  return new Request(base + path, {
    redirect: "manual",
    headers: {
      ...(cookie ? { cookie } : {}),
      ...(pressed ? { "HX-Request": "true" } : {}),
      ...(fields ? { "Sec-Fetch-Site": "same-origin" } : {}),
    },
    ...(fields ? { method: "POST", body: new URLSearchParams(fields) } : {}),
  });
}
