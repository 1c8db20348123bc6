/**
 * What other processes on the same database did. Redis tells within milliseconds, where it is set; what it does not tell, the
 * database does at the next look, every few seconds.
 */
import { z } from "zod";
import type { Channel } from "../cache/channel.ts";
import { findNewestId, streamNews } from "../db/news.ts";
import type { Database } from "../db/open.ts";
import type { Log } from "../log.ts";

const wholeNumber = z.number().int().positive();

const message = z.object({
  /** The instance that speaks: it hears itself. */
  from: z.string().max(64),
  /** Users who acted, each with the id of the newest interaction. */
  users: z.array(z.tuple([wholeNumber, wholeNumber])).max(1000).optional(),
  /** A model version that was published. */
  model: wholeNumber.optional(),
});

type Message = z.infer<typeof message>;

export interface Instances {
  /** Tells the others that interaction `epoch` of the user is committed. Costs the caller nothing, and may be lost. */
  tellInteraction(userId: number, epoch: number): void;
  /** Tells the others that a model was published. */
  tellModel(version: number): void;
  /** Reads from the database who acted since the last look. */
  look(): Promise<void>;
  close(): void;
}

interface Options {
  readonly db: Database;
  /** Undefined: the database alone tells. */
  readonly channel?: Channel;
  readonly log: Log;
  /** Another process, or this one, committed interaction `epoch` of the user. */
  readonly onInteraction: (userId: number, epoch: number) => void;
  /** Another process published a model. Must not reject. */
  readonly onModel: () => Promise<unknown>;
}

/** Users in one message. */
const mostUsers = 1000;

/** Users that wait to be told about, while Redis is slow: beyond this the database will tell. */
const mostWaiting = 10_000;

export async function openInstances(
  { db, channel, log, onInteraction, onModel }: Options,
): Promise<Instances> {
  const self = crypto.randomUUID();
  const waiting = new Map<number, number>();
  let waitingModel: number | undefined;
  let sending = false;
  let looking: Promise<void> | undefined;
  let last = await findNewestId(db);

  /** One message at a time: what comes meanwhile goes together in the next. */
  async function send(to: Channel): Promise<void> {
    if (sending) return;
    sending = true;
    // What is committed together is told together.
    await Promise.resolve();
    while (waiting.size > 0 || waitingModel !== undefined) {
      const users = [...waiting].slice(0, mostUsers);
      for (const [userId] of users) waiting.delete(userId);
      const said: Message = { from: self, users, ...(waitingModel ? { model: waitingModel } : {}) };
      waitingModel = undefined;
      await to.publish(JSON.stringify(said));
    }
    sending = false;
  }

  function hear(text: string): void {
    const said = parse(text);
    if (!said || said.from === self) return;
    for (const [userId, epoch] of said.users ?? []) onInteraction(userId, epoch);
    if (said.model !== undefined) void onModel();
  }

  async function readNews(): Promise<void> {
    for await (const page of streamNews(db, last)) {
      for (const [userId, epoch] of page.users) onInteraction(userId, epoch);
      last = page.last;
    }
  }

  function look(): Promise<void> {
    // A database in memory has no other process.
    if (db.kind === "memory") return Promise.resolve();
    return looking ??= readNews().finally(() => looking = undefined);
  }

  channel?.listen({
    onMessage: hear,
    onOpen() {
      log.info("instances.listening");
      look().catch((error) => log.warn("instances.look_failed", { error }));
    },
  });

  return {
    tellInteraction(userId, epoch) {
      if (!channel || waiting.size >= mostWaiting) return;
      waiting.set(userId, Math.max(epoch, waiting.get(userId) ?? 0));
      void send(channel);
    },
    tellModel(version) {
      if (!channel) return;
      waitingModel = version;
      void send(channel);
    },
    look,
    close: () => channel?.close(),
  };
}

/** Others may speak on the same Redis, and older or newer versions of this program. */
function parse(text: string): Message | undefined {
  try {
    return message.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
