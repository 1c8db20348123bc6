import assert from "node:assert/strict";
import type { CacheFault } from "../../cache/cache.ts";
import type { Channel } from "../../cache/channel.ts";
import { openUpstashChannel, type UpstashChannelOptions } from "../../cache/upstash_channel.ts";
import { type RedisFixture, startRedis } from "../fixtures/redis.ts";
import { ignoreWithout } from "../fixtures/requires.ts";

const ignore = ignoreWithout("redis-server");

interface Heard {
  readonly channel: Channel;
  readonly messages: string[];
  readonly faults: CacheFault[];
  /** How often listening has begun. */
  opened: number;
}

function open(options: Pick<UpstashChannelOptions, "url" | "token"> & Partial<UpstashChannelOptions>): Heard {
  const faults: CacheFault[] = [];
  const channel = openUpstashChannel({
    pauseMs: 20,
    longestPauseMs: 200,
    ...options,
    onFault: (kind) => faults.push(kind),
  });
  const heard: Heard = { channel, messages: [], faults, opened: 0 };
  channel.listen({ onMessage: (text) => void heard.messages.push(text), onOpen: () => void heard.opened++ });
  return heard;
}

/** Waits for something that takes its time; fails after three seconds. */
async function until(what: string, isSo: () => boolean): Promise<void> {
  for (let left = 300; !isSo(); left--) {
    assert.ok(left > 0, `not so after three seconds: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function withRedis(test: (redis: RedisFixture, open: () => Heard) => Promise<void>): Promise<void> {
  const redis = await startRedis();
  const all: Heard[] = [];
  try {
    await test(redis, () => {
      all.push(open(redis));
      return all.at(-1)!;
    });
  } finally {
    for (const { channel } of all) channel.close();
    await redis.close();
  }
}

/** A server that answers as `handler` says, with a channel on it. */
async function withServer(
  handler: (request: Request, count: number) => Response | Promise<Response>,
  test: (heard: Heard, asked: () => number) => Promise<void>,
  options: Partial<UpstashChannelOptions> = {},
): Promise<void> {
  let count = 0;
  const leaving = new AbortController();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, signal: leaving.signal, onListen() {} },
    (request) => handler(request, ++count),
  );
  const heard = open({ url: `http://127.0.0.1:${server.addr.port}`, token: "t", timeoutMs: 100, ...options });
  try {
    await test(heard, () => count);
  } finally {
    heard.channel.close();
    leaving.abort();
    await server.finished;
  }
}

function stream(...lines: readonly string[]): Response {
  const body = new ReadableStream({
    start(controller) {
      for (const line of lines) controller.enqueue(new TextEncoder().encode(line));
    },
  });
  return new Response(body, { headers: { "content-type": "text/event-stream" } });
}

Deno.test({
  name: "channel: everybody hears what one says, in order and unchanged",
  ignore,
  fn: () =>
    withRedis(async (redis, join) => {
      const [one, two] = [join(), join()];
      await until("both listen", () => one.channel.isOpen && two.channel.isOpen);
      const said = ["first", '{"users":[[1,2]],"text":"a, b, ü 🏕"}', ""];
      for (const text of said) await one.channel.publish(text);
      for (const { messages } of [one, two]) await until("heard", () => messages.length === said.length);
      assert.deepEqual(two.messages, said);
      assert.deepEqual(one.messages, said);
      await redis.command("PUBLISH", "another", "not for us");
      two.channel.close();
      await until("left", () => redis.streams === 1);
      assert.equal(two.channel.isOpen, false);
      assert.deepEqual([one.faults, two.faults], [[], []]);
      assert.equal(two.messages.length, said.length);
    }),
});

Deno.test({
  name: "channel: listening begins again after the stream has ended, and says so",
  ignore,
  fn: () =>
    withRedis(async (redis, join) => {
      const heard = join();
      await until("it listens", () => heard.channel.isOpen);
      redis.endStreams();
      await until("it listens again", () => heard.opened === 2 && heard.channel.isOpen);
      await heard.channel.publish("back");
      await until("heard", () => heard.messages.includes("back"));
      assert.deepEqual(heard.faults, ["failed"]);
    }),
});

Deno.test("channel: nothing is heard of a server that answers something else, and it is asked ever less often", async () => {
  const answers = [
    () => new Response("<html>", { headers: { "content-type": "text/html" } }),
    () => new Response("no", { status: 500 }),
    () => Response.json({ error: "Unauthorized" }, { status: 401 }),
    () => stream("data: message,aisle:live,before subscribing\n\n", "data: \n\n", "nonsense\n"),
    () => new Response(null, { status: 204 }),
  ];
  await withServer((_, count) => answers[count % answers.length]!(), async (heard, asked) => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(heard.opened, 0);
    assert.equal(heard.channel.isOpen, false);
    assert.deepEqual(heard.messages, []);
    assert.ok(heard.faults.length >= 2);
    assert.ok(asked() >= 2 && asked() < 20, `asked ${asked()} times`);
  });
});

Deno.test("channel: a server that hangs, and one that is not there, cost a fault and nothing else", async () => {
  await withServer(() => new Promise<Response>(() => {}), async (heard) => {
    await heard.channel.publish("lost");
    assert.deepEqual(heard.faults.includes("timeout"), true);
    await until("listening was tried again", () => heard.faults.length >= 3);
  });
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const heard = open({ url: `http://127.0.0.1:${port}`, token: "t" });
  await heard.channel.publish("lost");
  assert.ok(heard.faults.includes("failed"));
  heard.channel.close();
  await heard.channel.publish("after the end");
});

Deno.test("channel: publishing is not tried any more while it fails again and again", async () => {
  let published = 0;
  const handler = (request: Request) => {
    if (new URL(request.url).pathname.startsWith("/subscribe/")) {
      return stream("data: subscribe,aisle:live,1\n\n");
    }
    published++;
    return new Response("<html>", { status: 502 });
  };
  await withServer(handler, async (heard) => {
    for (let i = 0; i < 20; i++) await heard.channel.publish("lost");
    assert.equal(published, 5);
    assert.equal(heard.faults.filter((kind) => kind === "open").length, 15);
  });
});

Deno.test("channel: a stream that has died without a word is noticed by a message that does not come back", async () => {
  let streams = 0;
  const pings: unknown[] = [];
  const handler = async (request: Request) => {
    if (new URL(request.url).pathname.startsWith("/subscribe/")) {
      streams++;
      return stream("data: subscribe,aisle:live,1\n\n");
    }
    pings.push(await request.json());
    return Response.json({ result: 1 });
  };
  await withServer(handler, async (heard) => {
    await until("another stream", () => streams >= 2 && heard.opened >= 2);
    assert.deepEqual(pings[0], ["publish", "aisle:live", "ping"]);
    assert.ok(heard.faults.includes("timeout"));
    assert.deepEqual(heard.messages, []);
  }, { silenceMs: 50 });
});

Deno.test({
  name: "channel: a silent stream that is alive stays, and its pings are told to nobody",
  ignore,
  fn: async () => {
    const redis = await startRedis();
    const heard = open({ ...redis, silenceMs: 30, timeoutMs: 2000 });
    const pings = () => redis.requests.filter(({ path }) => path === "/").length;
    await until("some pings", () => pings() >= 3);
    assert.equal(heard.opened, 1);
    assert.deepEqual(heard.messages, []);
    assert.deepEqual(heard.faults, []);
    heard.channel.close();
    await redis.close();
  },
});
