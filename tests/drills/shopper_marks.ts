/** Whether an answer to one shopper holds anything of another, and whether a cache on the way could hand it on. */

export interface Marked {
  readonly userId: number;
  readonly name: string;
  /** Of products that this one alone deals with: the others have hidden their category from every list. */
  readonly products: ReadonlyMap<number, string>;
}

/** An answer as the shopper got it. */
export interface Got {
  readonly request: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface MarkCheck {
  /** `to` has placed an order. */
  ordered(to: Marked, orderId: number): void;
  /** `to` got an answer; whether it held something of their own. */
  answered(to: Marked, got: Got): boolean;
  /** One line for each answer that holds something of another shopper. */
  readonly leaks: readonly string[];
  /** One line for each answer that a shared cache might keep. */
  readonly kept: readonly string[];
  /** Orders of each, by user id. */
  readonly orders: ReadonlyMap<number, ReadonlySet<number>>;
}

export function createMarkCheck(shoppers: readonly Marked[]): MarkCheck {
  const leaks: string[] = [];
  const kept: string[] = [];
  const orders = new Map<number, Set<number>>(shoppers.map(({ userId }) => [userId, new Set()]));
  return {
    leaks,
    kept,
    orders,
    ordered(to, orderId) {
      for (const [userId, ids] of orders) {
        if (userId !== to.userId && ids.has(orderId)) {
          leaks.push(`order ${orderId} was given to two shoppers`);
        }
      }
      orders.get(to.userId)!.add(orderId);
    },
    answered(to, got) {
      for (const other of shoppers) {
        if (other.userId === to.userId) continue;
        const found = findMarks(other, got, orders.get(other.userId)!);
        if (found.length > 0) leaks.push(`${got.request} of ${to.name} (${got.status}): ${found.join(", ")}`);
      }
      if (mayBeKept(got)) kept.push(`${got.request}: ${got.status} ${got.headers.get("cache-control")}`);
      return findMarks(to, got, orders.get(to.userId)!).length > 0;
    },
  };
}

/** What of a shopper an answer holds. */
function findMarks({ userId, name, products }: Marked, got: Got, orders: ReadonlySet<number>): string[] {
  const { text, headers } = got;
  const found = [name, ...products.values()].filter((mark) => text.includes(mark));
  const cookie = headers.getSetCookie().find((set) => set.startsWith(`aisle_visitor=${userId}.`));
  if (cookie !== undefined) found.push("the cookie");
  if (new RegExp(`data-shopper="${userId}"|\\bvisitor ${userId}\\b|"user_id":${userId}\\b`).test(text)) {
    found.push(`user ${userId}`);
  }
  for (const [, id] of `${text} ${headers.get("location")}`.matchAll(/\/orders\/(\d+)/g)) {
    // An answer that there is no such order names the one that was asked for.
    if (orders.has(Number(id)) && got.status !== 404) found.push(`order ${id}`);
  }
  if (/json/.test(headers.get("content-type") ?? "") && got.status === 200) {
    for (const [, id] of text.matchAll(/"product_id":(\d+)/g)) {
      if (products.has(Number(id))) found.push(`product ${id}`);
    }
  }
  return found;
}

/** Caches may keep what no header forbids; a redirect that says nothing (303) is not among it. */
function mayBeKept({ status, headers }: Got): boolean {
  const control = headers.get("cache-control") ?? "";
  const vary = (headers.get("vary") ?? "").toLowerCase().split(/\s*,\s*/);
  if (control.includes("no-store") || control === "" && status === 303) return false;
  return !(control.includes("private") && control.includes("no-cache") && vary.includes("cookie"));
}
