import assert from "node:assert/strict";
import { createApp } from "../../../app.ts";
import { createLog } from "../../../log.ts";
import { createLiveRoutes } from "../../../routes/api/live.ts";
import type { AppSettings } from "../../../routes/settings.ts";
import { openTestApp, readProblem, type TestApp, testSettings } from "../../fixtures/app.ts";
import { type EventReader, readEvents } from "../../fixtures/events.ts";

const click = async (app: TestApp, userId: number): Promise<number> => {
  const answer = await app.post("/api/interaction", {
    user_id: userId,
    product_id: 1,
    interaction_type: "like",
  });
  assert.equal(answer.status, 201);
  return (await answer.json()).interaction_id;
};

async function follow(
  app: Pick<TestApp, "fetch">,
  path: string,
  headers: Record<string, string> = {},
): Promise<EventReader> {
  return readEvents(await app.fetch(path, { headers }));
}

/** The app behind a port, as sockets need it. Disposing does what the server does when it is told to stop. */
function serve(test: TestApp, settings: Partial<AppSettings> = {}) {
  const { services, telemetry } = test;
  const app = createApp({
    services,
    settings: { ...testSettings, ...settings },
    log: createLog("silent"),
    telemetry,
  });
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, app.fetch);
  const stop = async () => {
    services.close();
    await server.shutdown();
  };
  return { host: `127.0.0.1:${server.addr.port}`, stop, [Symbol.asyncDispose]: stop };
}

/** A socket once it is open, with its messages and the code it was closed with. */
async function openSocket(url: string) {
  const socket = new WebSocket(url);
  const messages: unknown[] = [];
  let wake = () => {};
  socket.onmessage = ({ data }) => {
    messages.push(JSON.parse(data));
    wake();
  };
  const closed = new Promise<number>((resolve) => socket.onclose = ({ code }) => resolve(code));
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error(`no socket at ${url}`));
  });
  const next = async () => {
    while (messages.length === 0) await new Promise<void>((resolve) => wake = resolve);
    return messages.shift();
  };
  return { socket, messages, closed, next };
}

/** Waits until as many are connected: a client that leaves is noticed a moment later. */
async function untilConnected(app: TestApp, count: number): Promise<void> {
  for (let left = 100; app.services.live.connections !== count; left--) {
    assert.ok(left > 0, `${app.services.live.connections} connections instead of ${count}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

Deno.test("GET /api/live sends an event within 200 ms of the interaction's 201, with its id", async () => {
  await using app = await openTestApp({ trained: true });
  await using events = await follow(app, "/api/live/?user_id=1");
  const { response } = events;
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.equal(response.headers.get("x-accel-buffering"), "no");
  assert.equal((await events.next()).retry, "2000");
  const start = await events.next();
  assert.ok(Number(start.id) > 0);
  assert.equal(start.data, undefined);

  const id = await click(app, 1);
  const acknowledged = performance.now();
  const event = await events.nextEvent();
  assert.ok(event.at - acknowledged < 200, `${event.at - acknowledged} ms`);
  assert.equal(event.id, id);
  assert.deepEqual(event.data, { type: "recommendations", user_id: 1, model_version: 1 });

  await click(app, 2);
  assert.ok(await events.isQuiet(30), "an event of another user");
});

Deno.test("GET /api/live: what is fetched on the event knows the interaction", async () => {
  await using app = await openTestApp({ trained: true });
  const list = async () => (await app.fetch("/api/recommendations/11?count=5")).json();
  assert.equal((await list()).strategy, "popular");
  await using events = await follow(app, "/api/live?user_id=11");
  const clicking = click(app, 11);
  await events.nextEvent();
  assert.equal((await list()).strategy, "personal");
  await clicking;
});

Deno.test("GET /api/live reaches 100 followers of one user, and 503 with Retry-After meets the next", async () => {
  await using app = await openTestApp();
  await using stack = new AsyncDisposableStack();
  const all: EventReader[] = [];
  for (let i = 0; i < 100; i++) all.push(stack.use(await follow(app, "/api/live?user_id=3")));
  const refused = await app.fetch("/api/live?user_id=3");
  assert.equal(refused.headers.get("retry-after"), "5");
  assert.equal((await readProblem(refused)).status, 503);

  const id = await click(app, 3);
  const acknowledged = performance.now();
  for (const events of all) {
    const event = await events.nextEvent();
    assert.equal(event.id, id);
    assert.ok(event.at - acknowledged < 200, `${event.at - acknowledged} ms`);
  }
  const ready = await (await app.fetch("/api/health/ready")).json();
  assert.equal(ready.live_connections, 100);
  assert.match(await (await app.fetch("/api/metrics")).text(), /^aisle_live_connections 100$/m);

  await all[0]!.close();
  await untilConnected(app, 99);
  await using again = await follow(app, "/api/live?user_id=3");
  assert.equal(again.response.status, 200);
});

Deno.test("GET /api/live sends an event at once to whoever comes back with an older id", async () => {
  await using app = await openTestApp();
  const old = await click(app, 1);
  const newest = await click(app, 1);
  const cases: [string, Record<string, string>, boolean][] = [
    ["", { "last-event-id": String(old) }, true],
    ["", { "last-event-id": String(newest) }, false],
    ["", { "last-event-id": "0" }, true],
    ["", { "last-event-id": "nonsense" }, true],
    [`&last_event_id=${old}`, {}, true],
    [`&last_event_id=${newest}`, {}, false],
    // A browser connects again with the address it was given and the id it saw last.
    [`&last_event_id=${old}`, { "last-event-id": String(newest) }, false],
  ];
  for (const [query, headers, told] of cases) {
    const label = query + JSON.stringify(headers);
    await using events = await follow(app, `/api/live?user_id=1${query}`, headers);
    if (told) assert.equal((await events.nextEvent()).id, newest, label);
    else assert.equal(Number((await events.next(({ id }) => id !== undefined)).id), newest, label);
    assert.ok(await events.isQuiet(10), label);
  }
});

Deno.test("GET /api/live tells everybody when another model ranks", async () => {
  await using app = await openTestApp({ trained: true });
  await using one = await follow(app, "/api/live?user_id=1");
  await using fresh = await follow(app, "/api/live?user_id=12");
  await app.services.models.train();
  assert.deepEqual((await one.nextEvent()).data, { type: "recommendations", user_id: 1, model_version: 2 });
  const event = await fresh.nextEvent();
  assert.equal(event.id, 0);
  assert.deepEqual(event.data, { type: "recommendations", user_id: 12, model_version: 2 });
});

Deno.test("GET /api/live sends a comment now and then, and lets go of who has left", async () => {
  await using app = await openTestApp();
  const routes = createLiveRoutes(app.services, testSettings, { heartbeatMs: 20 });
  const events = await follow({ fetch: async (path) => await routes.request(path) }, "/api/live?user_id=1");
  for (let beats = 0; beats < 3; beats++) await events.next(({ comment }) => comment !== undefined);
  assert.equal(app.services.live.connections, 1);
  await events.close();
  assert.equal(app.services.live.connections, 0);

  assert.equal((await app.fetch("/api/live?user_id=1", { method: "HEAD" })).status, 200);
  assert.equal(app.services.live.connections, 0);
});

Deno.test("GET /api/live and /api/live/ws refuse wrong ids, unknown users, and who has no key", async () => {
  await using app = await openTestApp();
  for (const path of ["/api/live", "/api/live/ws"]) {
    for (const id of ["", "0", "01", "1e3", "+1", "1.0", "abc", "9007199254740993", "1&user_id=2"]) {
      const problem = await readProblem(await app.fetch(`${path}?user_id=${id}`));
      assert.equal(problem.status, 400, id);
      assert.equal(problem.errors?.[0]?.field, "user_id", id);
    }
    assert.equal((await readProblem(await app.fetch(path))).status, 400);
    const later = await readProblem(await app.fetch(`${path}?user_id=1&last_event_id=-1`));
    assert.equal(later.errors?.[0]?.field, "last_event_id");
  }
  assert.equal((await readProblem(await app.fetch("/api/live?user_id=13"))).status, 404);
  assert.equal((await readProblem(await app.fetch("/api/live/ws?user_id=1"))).status, 400);
  assert.equal(app.services.live.connections, 0);

  await using guarded = await openTestApp({ settings: { apiKey: "sixteen letters." } });
  for (const path of ["/api/live?user_id=1", "/api/live/ws?user_id=1"]) {
    assert.equal((await readProblem(await guarded.fetch(path))).status, 401);
  }
  const headers = { authorization: "Bearer sixteen letters." };
  await using events = await follow(guarded, "/api/live?user_id=1", headers);
  assert.equal(events.response.status, 200);
});

Deno.test("GET /api/live over a port: a client that leaves is let go, and the stop ends every stream", async () => {
  await using app = await openTestApp();
  const server = serve(app);
  const origin = `http://${server.host}`;
  const leaving = new AbortController();
  const left = readEvents(await fetch(`${origin}/api/live?user_id=1`, { signal: leaving.signal }));
  const stays = readEvents(await fetch(`${origin}/api/live?user_id=1`));
  await untilConnected(app, 2);
  leaving.abort();
  await left.ended;
  await untilConnected(app, 1);
  const id = await click(app, 1);
  assert.equal((await stays.nextEvent()).id, id);
  await server.stop();
  await stays.ended;
  const refused = await app.fetch("/api/live?user_id=1");
  assert.equal((await readProblem(refused)).status, 503);
});

Deno.test("GET /api/live/ws sends the same events over a socket, and closes when the server does", async () => {
  await using app = await openTestApp({ trained: true });
  const old = await click(app, 1);
  // With CORS there are headers on the answer before it is made.
  await using server = serve(app, { corsOrigins: ["https://elsewhere.example"] });
  const address = `ws://${server.host}/api/live/ws?user_id=1`;
  const { socket, messages, next, closed } = await openSocket(address);
  socket.send("what clients say is ignored");
  const id = await click(app, 1);
  const event = { "type": "recommendations", "user_id": 1, "model_version": 1, "event_id": id };
  assert.deepEqual(await next(), event);
  assert.equal(messages.length, 0);

  const back = await openSocket(`${address}&last_event_id=${old}`);
  assert.deepEqual(await back.next(), event);
  const upToDate = await openSocket(`${address}&last_event_id=${id}`);
  await untilConnected(app, 3);
  back.socket.close();
  await back.closed;
  await untilConnected(app, 2);
  const last = { ...event, "event_id": await click(app, 1) };
  assert.deepEqual(await upToDate.next(), last);
  assert.deepEqual(await next(), last);

  await server.stop();
  assert.deepEqual(await Promise.all([closed, upToDate.closed]), [1001, 1001]);
  assert.equal(app.services.live.connections, 0);
});

Deno.test("GET /api/live/ws is refused to pages of other sites", async () => {
  await using app = await openTestApp();
  const headers = { upgrade: "websocket", connection: "upgrade" };
  const ask = (origin: string, settings: Partial<AppSettings> = {}) => {
    const routes = createLiveRoutes(app.services, { ...testSettings, ...settings });
    routes.onError((error) => new Response(error.message, { status: "status" in error ? 403 : 500 }));
    return routes.request("/api/live/ws?user_id=13", { headers: { ...headers, origin } });
  };
  for (const origin of ["https://elsewhere.example", "null", "http://localhost:8001"]) {
    assert.match(await (await ask(origin)).text(), /another site/, origin);
  }
  // These come further: to the user that does not exist.
  for (
    const answer of [
      ask("http://localhost:8000"),
      ask("https://elsewhere.example", { corsOrigins: ["https://elsewhere.example"] }),
      ask("https://elsewhere.example", { corsOrigins: ["*"] }),
    ]
  ) {
    assert.match(await (await answer).text(), /there is no user 13/);
  }
});
