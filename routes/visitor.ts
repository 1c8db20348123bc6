/** Who is shopping: a signed cookie with the user's id, set with the first recorded action and not before. */
import type { Context } from "hono";
import { deleteCookie, getSignedCookie, setSignedCookie } from "hono/cookie";
import { parseId } from "./ids.ts";

const name = "aisle_visitor";
const yearSeconds = 365 * 24 * 60 * 60;

interface Options {
  readonly sessionSecret: string;
  readonly publicUrl: string;
}

export interface Visitors {
  /** The user id of the cookie; undefined without one, or when it was not signed by us. */
  read(c: Context): Promise<number | undefined>;
  save(c: Context, userId: number): Promise<void>;
  forget(c: Context): void;
}

export function createVisitors({ sessionSecret, publicUrl }: Options): Visitors {
  const secure = publicUrl.startsWith("https:");
  return {
    async read(c) {
      return parseId(await getSignedCookie(c, sessionSecret, name));
    },
    async save(c, userId) {
      await setSignedCookie(c, name, String(userId), sessionSecret, {
        path: "/",
        httpOnly: true,
        sameSite: "Lax",
        secure,
        maxAge: yearSeconds,
      });
    },
    forget(c) {
      deleteCookie(c, name, { path: "/", secure });
    },
  };
}
