/** A browser without script, as far as cookies and forms go. */
import type { TestApp } from "../fixtures/app.ts";

export interface Shopper {
  /** Follows no redirect. */
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(
    path: string,
    fields: Record<string, string | readonly string[]>,
    headers?: Record<string, string>,
  ): Promise<Response>;
  /** As htmx sends it. */
  press(path: string, fields: Record<string, string>): Promise<Response>;
  readonly cookie: string;
}

/** `cookies`: what the browser holds from before, as its header has it. */
export function createShopper(app: TestApp, cookies = ""): Shopper {
  const jar = new Map(
    cookies.split("; ").filter(Boolean).map((pair): [string, string] => [pair.split("=")[0]!, pair]),
  );
  const header = () => [...jar.values()].join("; ");
  const send = async (path: string, init: RequestInit, headers: Record<string, string>) => {
    const answer = await app.fetch(path, {
      ...init,
      redirect: "manual",
      headers: { ...(jar.size > 0 ? { cookie: header() } : {}), ...headers },
    });
    for (const set of answer.headers.getSetCookie()) {
      const pair = set.split(";")[0]!;
      const name = pair.split("=")[0]!;
      if (/max-age=0/i.test(set)) jar.delete(name);
      else jar.set(name, pair);
    }
    return answer;
  };
  const post: Shopper["post"] = (path, fields, headers = {}) => {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(fields)) {
      for (const one of [value].flat()) body.append(name, one as string);
    }
    return send(path, { method: "POST", body }, { "sec-fetch-site": "same-origin", ...headers });
  };
  return {
    get: (path, headers = {}) => send(path, {}, headers),
    post,
    press: (path, fields) => post(path, fields, { "hx-request": "true" }),
    get cookie() {
      return header();
    },
  };
}

/** Orders what the checkout shows now. */
export async function placeOrder(
  shopper: Pick<Shopper, "get" | "post">,
  key: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  const page = await (await shopper.get("/checkout", headers)).text();
  const seen = /name="seen" value="([^"]+)"/.exec(page)?.[1] ?? "";
  return await shopper.post("/checkout", { key, seen }, headers);
}
