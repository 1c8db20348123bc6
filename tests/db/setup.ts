import { type Database, openDatabase } from "../../db/open.ts";
import { addProducts } from "../../db/products.ts";
import { addUsers } from "../../db/users.ts";
import { openWriter, type Writer, type WriterOptions } from "../../db/writer.ts";
import type { NewInteraction, NewProduct } from "../../types.ts";
import { ignoreWithoutSqld, startSqld } from "../fixtures/sqld.ts";

export interface Setup {
  readonly db: Database;
  readonly writer: Writer;
  /** Of the database; `:memory:` has none of its own. */
  readonly url: string;
}

/** Both ways to write: through the Worker, and through the client. */
export const kinds = ["file", "memory"] as const;

/** Runs `test` on a new database with a writer, and leaves nothing behind. "remote" is a libSQL server of its own. */
export async function withDatabase(
  kind: (typeof kinds)[number] | "remote",
  test: (setup: Setup) => Promise<void>,
  options: WriterOptions = {},
): Promise<void> {
  await using server = kind === "remote" ? await startSqld() : undefined;
  const folder = await Deno.makeTempDir({ prefix: "aisle-db-" });
  const url = server?.url ?? (kind === "file" ? `file:${folder}/aisle.db` : ":memory:");
  const db = await openDatabase({ url });
  const writer = openWriter(db, options);
  try {
    await test({ db, writer, url });
  } finally {
    await writer.close();
    db.close();
    await Deno.remove(folder, { recursive: true });
  }
}

/** Declares the test once for each kind, and for a real libSQL server. */
export function testEach(name: string, test: (setup: Setup) => Promise<void>): void {
  for (const kind of kinds) Deno.test(`${name} (${kind})`, () => withDatabase(kind, test));
  Deno.test({
    name: `${name} (libSQL server)`,
    ignore: ignoreWithoutSqld(),
    fn: () => withDatabase("remote", test),
  });
}

export function product(name: string, given: Partial<NewProduct> = {}): NewProduct {
  return {
    externalId: name,
    name,
    description: "",
    category: "Kitchen",
    price: 1000,
    stock: 10,
    imageUrl: null,
    createdAt: 1,
    ...given,
  };
}

export function interaction(given: Partial<NewInteraction> = {}): NewInteraction {
  return {
    userId: 1,
    productId: 1,
    type: "view",
    rating: null,
    at: 1000,
    sessionId: null,
    eventId: null,
    ...given,
  };
}

/** Users and products with ids from 1. */
export async function addShop(writer: Writer, { users, products }: { users: number; products: number }) {
  const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
  await addUsers(writer, numbers(users).map((n) => ({ externalId: `u${n}`, name: null, createdAt: n })));
  await addProducts(writer, numbers(products).map((n) => product(`p${n}`)));
}
