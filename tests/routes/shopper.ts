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

export function createShopper(app: TestApp): Shopper {
  let cookie = "";
  const send = async (path: string, init: RequestInit, headers: Record<string, string>) => {
    const answer = await app.fetch(path, {
      ...init,
      redirect: "manual",
      headers: { ...(cookie ? { cookie } : {}), ...headers },
    });
    const set = answer.headers.get("set-cookie");
    if (set) cookie = set.split(";")[0]!;
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
      return cookie;
    },
  };
}
