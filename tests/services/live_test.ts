import assert from "node:assert/strict";
import { addInteractions, findLatestId } from "../../db/interactions.ts";
import { NotFoundError, UnavailableError } from "../../errors.ts";
import { createLive, type LiveBounds, type LiveEvent } from "../../services/live.ts";
import { createTelemetry } from "../../telemetry.ts";
import { addShop, interaction, type Setup, withDatabase } from "../db/setup.ts";

interface Bus extends Setup {
  readonly live: ReturnType<typeof createLive>;
  readonly gauge: () => Promise<number>;
  /** The model that ranks. */
  version: number | null;
}

/** Users 1 and 2 have one interaction each, user 3 has none. */
function withBus(test: (bus: Bus) => Promise<void>, bounds?: LiveBounds): Promise<void> {
  return withDatabase("memory", async (setup) => {
    await addShop(setup.writer, { users: 3, products: 2 });
    await addInteractions(setup.writer, [interaction({ userId: 1 }), interaction({ userId: 2 })]);
    const telemetry = createTelemetry();
    const bus: Bus = {
      ...setup,
      version: 7,
      gauge: async () => (await telemetry.liveConnections.get()).values[0]!.value,
      live: createLive({
        db: setup.db,
        modelVersion: () => bus.version,
        telemetry,
        ...(bounds ? { bounds } : {}),
      }),
    };
    await test(bus);
  });
}

function createListener() {
  const heard: LiveEvent[] = [];
  const listener = { heard, closed: 0, onEvent: (event: LiveEvent) => void heard.push(event), onClose };
  function onClose() {
    listener.closed++;
  }
  return listener;
}

const later = () => new Promise((resolve) => setTimeout(resolve, 5));

Deno.test("publish() reaches everybody who follows the user, and nobody else", () =>
  withBus(async ({ live, gauge }) => {
    const [one, two, other] = [createListener(), createListener(), createListener()];
    const following = await live.follow(1, one);
    assert.deepEqual(following.start, { userId: 1, epoch: 1, modelVersion: 7 });
    await live.follow(1, two);
    await live.follow(2, other);
    assert.equal(live.connections, 3);
    assert.equal(await gauge(), 3);
    live.publish(1, 10);
    const event = { userId: 1, epoch: 10, modelVersion: 7 };
    assert.deepEqual([one.heard, two.heard, other.heard], [[event], [event], []]);

    following.stop();
    following.stop();
    assert.equal(live.connections, 2);
    assert.equal(await gauge(), 2);
    live.publish(1, 11);
    assert.equal(one.heard.length, 1);
    assert.equal(two.heard.length, 2);
    assert.equal(one.closed, 0);
  }));

Deno.test("publish() tells of an interaction once, and of none that is older", () =>
  withBus(async ({ live }) => {
    const listener = createListener();
    await live.follow(1, listener);
    for (const epoch of [1, 5, 5, 4, 6]) live.publish(1, epoch);
    assert.deepEqual(listener.heard.map(({ epoch }) => epoch), [5, 6]);
  }));

Deno.test("publishModel() reaches everybody with their own epoch, once per version", () =>
  withBus(async (bus) => {
    const [one, three] = [createListener(), createListener()];
    await bus.live.follow(1, one);
    await bus.live.follow(3, three);
    bus.live.publishModel();
    assert.equal(one.heard.length, 0);
    bus.version = 8;
    bus.live.publishModel();
    bus.live.publishModel();
    assert.deepEqual(one.heard, [{ userId: 1, epoch: 1, modelVersion: 8 }]);
    assert.deepEqual(three.heard, [{ userId: 3, epoch: 0, modelVersion: 8 }]);
  }));

Deno.test("follow() sends an event at once when there is something newer than the caller knows", () =>
  withBus(async ({ live }) => {
    const cases = [
      [{}, 0],
      [{ epoch: 1 }, 0],
      [{ epoch: 0 }, 1],
      [{ epoch: 1, modelVersion: 7 }, 0],
      [{ epoch: 1, modelVersion: 6 }, 1],
      // From another database: it cannot be compared.
      [{ epoch: 99 }, 1],
    ] as const;
    for (const [after, events] of cases) {
      const listener = createListener();
      const { stop } = await live.follow(1, listener, after);
      assert.equal(listener.heard.length, events, JSON.stringify(after));
      live.publish(1, 1);
      assert.equal(listener.heard.length, events, "told twice");
      live.publish(1, 2);
      assert.equal(listener.heard.length, events + 1);
      stop();
    }
  }));

Deno.test("follow() misses nothing that is committed while it begins", () =>
  withBus(async ({ db, writer, live }) => {
    for (const after of [{}, { epoch: 1 }]) {
      const listener = createListener();
      // The look at the database is made before the commit, the answer comes after it.
      const beginning = live.follow(1, listener, after);
      await addInteractions(writer, [interaction({ userId: 1 })]);
      const epoch = await findLatestId(db, 1);
      live.publish(1, epoch);
      const { start, stop } = await beginning;
      assert.ok(start.epoch === epoch || listener.heard.some((event) => event.epoch === epoch));
      stop();
    }
  }));

Deno.test("follow() refuses an unknown user and holds nothing for it", () =>
  withBus(async ({ live }) => {
    await assert.rejects(live.follow(4, createListener()), NotFoundError);
    await live.follow(3, createListener());
    assert.equal(live.connections, 1);
  }));

Deno.test("follow() refuses what is beyond the bounds, and takes others again when some have left", () =>
  withBus(async ({ live }) => {
    const first = await live.follow(1, createListener());
    await live.follow(1, createListener());
    const tooMany = { name: "UnavailableError", message: /^Cannot follow: user 1 has as many/ };
    await assert.rejects(live.follow(1, createListener()), tooMany);
    await live.follow(2, createListener());
    await assert.rejects(
      live.follow(3, createListener()),
      /^UnavailableError: Cannot follow: there are as many/,
    );
    assert.equal(live.connections, 3);
    first.stop();
    await live.follow(3, createListener());
  }, { total: 3, perUser: 2 }));

Deno.test("close() ends every connection once and refuses new ones", () =>
  withBus(async ({ live, gauge }) => {
    const listeners = [createListener(), createListener()];
    const { stop } = await live.follow(1, listeners[0]!);
    await live.follow(2, listeners[1]!);
    const late = createListener();
    const beginning = live.follow(1, late).then(() => "held", (error) => error);
    live.close();
    assert.deepEqual(listeners.map(({ closed }) => closed), [1, 1]);
    stop();
    live.close();
    await later();
    assert.equal(live.connections, 0);
    assert.equal(await gauge(), 0);
    assert.ok(await beginning instanceof UnavailableError);
    await assert.rejects(live.follow(1, createListener()), UnavailableError);
    live.publish(1, 10);
    assert.equal(listeners[0]!.heard.length, 0);
  }));
