import assert from "node:assert/strict";
import type { Cache, CacheFault } from "../../cache/cache.ts";
import { createUpstashCache } from "../../cache/upstash.ts";

type Handler = (request: Request) => Response | Promise<Response>;

/** A server on a real socket that answers as `handler` says, counting the requests. */
async function withServer(
  handler: Handler,
  use: (url: string, asked: () => number) => Promise<void>,
): Promise<void> {
  let count = 0;
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    count++;
    return handler(request);
  });
  try {
    await use(`http://127.0.0.1:${server.addr.port}`, () => count);
  } finally {
    await server.shutdown();
  }
}

/** The address of a port on which nothing listens. */
function refusedUrl(): string {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return `http://127.0.0.1:${port}`;
}

function open(url: string, options: { timeoutMs?: number; pauseMs?: number } = {}) {
  const faults: CacheFault[] = [];
  const cache = createUpstashCache<number>({
    url,
    token: "t",
    parse: (value) => typeof value === "number" ? value : undefined,
    onFault: (kind) => faults.push(kind),
    pauseMs: 60_000,
    ...options,
  });
  return { cache, faults };
}

/** Every method once; fails if one of them is not settled long before a library's default would give up. */
async function settles(cache: Cache<number>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("a call did not settle")), 2000);
  });
  const calls = Promise.all([cache.get("k"), cache.set("k", 1, 60), cache.delete("k", "l")]);
  const [found] = await Promise.race([calls, tooLate]).finally(() => clearTimeout(timer));
  assert.equal(found, undefined);
}

Deno.test("redis cache: a refused port is a miss", async () => {
  const { cache, faults } = open(refusedUrl(), { timeoutMs: 1000 });
  await settles(cache);
  assert.deepEqual(faults, ["failed", "failed", "failed"]);
});

Deno.test("redis cache: a server that takes the connection and says nothing is a miss after the timeout", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const taken: Deno.Conn[] = [];
  const accepting = (async () => {
    for await (const connection of listener) taken.push(connection);
  })();
  try {
    const { cache, faults } = open(`http://127.0.0.1:${listener.addr.port}`);
    await settles(cache);
    assert.deepEqual(faults, ["timeout", "timeout", "timeout"]);
  } finally {
    listener.close();
    for (const connection of taken) connection.close();
    await accepting;
  }
});

Deno.test("redis cache: an answer that starts and never ends is a miss after the timeout", async () => {
  let timers: ReturnType<typeof setInterval>[] = [];
  const trickle = () =>
    new Response(
      new ReadableStream({
        start(controller) {
          timers.push(setInterval(() => {
            try {
              controller.enqueue(new TextEncoder().encode(" "));
            } catch {
              // The client has gone.
            }
          }, 5));
        },
      }),
    );
  await withServer(trickle, async (url) => {
    const { cache, faults } = open(url);
    await settles(cache);
    assert.deepEqual(faults, ["timeout", "timeout", "timeout"]);
    for (const timer of timers) clearInterval(timer);
    timers = [];
  });
});

const answers: Record<string, Handler> = {
  "an HTML page": () =>
    new Response("<html><h1>Welcome</h1></html>", { headers: { "content-type": "text/html" } }),
  "an HTML error page": () => new Response("<html>Bad gateway</html>", { status: 502 }),
  "bytes that are no text": () => new Response(new Uint8Array([0xff, 0x00, 0xfe, 0x80])),
  "JSON cut short": () => new Response('{"result": "1'),
  "JSON without a result": () => Response.json({}),
  "JSON null": () => new Response("null"),
  "nothing at all": () => new Response(null, { status: 204 }),
  "a refusal of the token": () => Response.json({ error: "Unauthorized" }, { status: 401 }),
  "an error of Redis": () => Response.json({ error: "OOM command not allowed" }, { status: 400 }),
  "a redirect in a circle": (request) => Response.redirect(request.url),
};

for (const [what, handler] of Object.entries(answers)) {
  Deno.test(`redis cache: ${what} is a miss and counts as a failure`, async () => {
    await withServer(handler, async (url) => {
      const { cache, faults } = open(url, { timeoutMs: 1000 });
      await settles(cache);
      assert.deepEqual(faults, ["failed", "failed", "failed"]);
    });
  });
}

Deno.test("redis cache: after five failures in a row no call is sent until the pause is over, then one", async () => {
  let well = false;
  const handler = () => well ? Response.json({ result: "7" }) : new Response("down", { status: 503 });
  await withServer(handler, async (url, asked) => {
    const { cache, faults } = open(url, { timeoutMs: 1000, pauseMs: 400 });
    for (let i = 0; i < 20; i++) await cache.get("k");
    assert.equal(asked(), 5, "a failed call is not sent again, and the sixth is not sent");
    assert.deepEqual(faults.slice(4, 6), ["failed", "open"]);

    await new Promise((resolve) => setTimeout(resolve, 500));
    await cache.get("k");
    await cache.get("k");
    assert.equal(asked(), 6, "one call looks whether Redis is back; it is not, so the pause starts again");

    well = true;
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(await cache.get("k"), 7);
    assert.equal(await cache.get("k"), 7);
    assert.equal(asked(), 8);
  });
});

Deno.test("redis cache: while one call looks whether Redis is back, the others do not wait for it", async () => {
  const gate = Promise.withResolvers<void>();
  let failing = true;
  const handler = async () => {
    if (failing) return new Response("down", { status: 503 });
    await gate.promise;
    return Response.json({ result: "7" });
  };
  await withServer(handler, async (url, asked) => {
    const { cache } = open(url, { timeoutMs: 5000, pauseMs: 50 });
    for (let i = 0; i < 5; i++) await cache.get("k");
    failing = false;
    await new Promise((resolve) => setTimeout(resolve, 80));
    const probe = cache.get("k");
    assert.deepEqual(await Promise.all([cache.get("k"), cache.get("k")]), [undefined, undefined]);
    gate.resolve();
    assert.equal(await probe, 7);
    assert.equal(asked(), 6);
  });
});

Deno.test("redis cache: a success between failures starts the count anew", async () => {
  let call = 0;
  const handler = () =>
    ++call % 5 === 0 ? Response.json({ result: "7" }) : new Response("down", { status: 503 });
  await withServer(handler, async (url, asked) => {
    const { cache, faults } = open(url, { timeoutMs: 1000 });
    for (let i = 0; i < 20; i++) await cache.get("k");
    assert.equal(asked(), 20);
    assert.ok(!faults.includes("open"));
  });
});
