/** A Redis behind REST that is none, in a thread of its own; the name of the Worker says how it behaves. Posts its port. */

type Behaviour = () => Response | Promise<Response>;

const html: Behaviour = () =>
  new Response("<!doctype html><title>502 Bad Gateway</title>", { headers: { "Content-Type": "text/html" } });

/** A list as the cache keeps it, of a user who never saw it: what it names does not exist. */
const poison = {
  id: "poison",
  epoch: 1,
  strategy: "personal",
  modelVersion: 1,
  items: [{ p: 999_999, s: 2, c: -1, m: 0.5, r: [] }],
};

const answer = (result: unknown) => Response.json({ result });

export const behaviours: Record<string, Behaviour> = {
  hanging: () => new Promise(() => {}),
  late: async () => {
    await new Promise((resolve) => setTimeout(resolve, 200));
    return answer(null);
  },
  html,
  "wrong-json": () => Response.json({ nothing: ["of", "ours"] }),
  poisoned: () => answer(JSON.stringify(poison)),
  truncated: () => answer(JSON.stringify(poison).slice(0, 40)),
  flapping: () => Math.floor(Date.now() / 500) % 2 === 0 ? answer(null) : html(),
};

if (typeof WorkerGlobalScope !== "undefined" && self.name in behaviours) {
  const behaviour = behaviours[self.name]!;
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => behaviour());
  (self as unknown as { postMessage(port: number): void }).postMessage(server.addr.port);
}
