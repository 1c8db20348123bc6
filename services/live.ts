/**
 * The bus to open pages and clients: it says that a user's list has changed, never what is in it. Each event carries the
 * user's epoch, the id of the newest interaction, so that whoever comes back knows whether anything was missed.
 */
import { findLatestId } from "../db/interactions.ts";
import type { Database } from "../db/open.ts";
import { findUser } from "../db/users.ts";
import { NotFoundError, UnavailableError } from "../errors.ts";
import type { Telemetry } from "../telemetry.ts";

export interface LiveEvent {
  readonly userId: number;
  /** Id of the user's newest interaction; 0 without any. */
  readonly epoch: number;
  /** Null before the first training. */
  readonly modelVersion: number | null;
}

export interface LiveListener {
  /** Called at most once for the same epoch and model. */
  readonly onEvent: (event: LiveEvent) => void;
  /** Nothing more will come: the server is closing. Not called after `stop`. */
  readonly onClose: () => void;
}

export interface Following {
  /** What the user's newest list knew when following began. */
  readonly start: LiveEvent;
  /** Ends it; a second call does nothing. */
  stop(): void;
}

export interface Live {
  /** How many follow now. */
  readonly connections: number;
  /**
   * Follows a user's list. With `after`, an epoch or model version that the caller knows, an event comes at once if there is
   * a newer one.
   *
   * @throws NotFoundError for an unknown user
   * @throws UnavailableError when as many follow as can, or the server is closing
   */
  follow(
    userId: number,
    listener: LiveListener,
    after?: { readonly epoch?: number; readonly modelVersion?: number },
  ): Promise<Following>;
  /** Interaction `epoch` of the user is committed, and no list that lacks it will be served. */
  publish(userId: number, epoch: number): void;
  /** Another model ranks from now on: every list has changed. */
  publishModel(): void;
  /** Ends every connection and refuses new ones. */
  close(): void;
}

export interface LiveBounds {
  readonly total: number;
  readonly perUser: number;
}

/** Each open connection costs a descriptor and about 20 KB. One user's tabs and devices must not use them all up. */
const defaultBounds: LiveBounds = { total: 1000, perUser: 100 };

const retryAfterSeconds = 5;

interface Options {
  readonly db: Database;
  readonly modelVersion: () => number | null;
  readonly telemetry: Telemetry;
  readonly bounds?: LiveBounds;
}

interface Subscription {
  readonly listener: LiveListener;
  /** What the listener knows. */
  epoch: number;
  modelVersion: number | null;
}

export function createLive({ db, modelVersion, telemetry, bounds = defaultBounds }: Options): Live {
  const byUser = new Map<number, Set<Subscription>>();
  let connections = 0;
  let closed = false;

  function add(userId: number, subscription: Subscription): () => void {
    const present = byUser.get(userId);
    if (closed) throw closing();
    if (connections >= bounds.total || (present?.size ?? 0) >= bounds.perUser) {
      const whose = connections >= bounds.total ? "there are" : `user ${userId} has`;
      throw new UnavailableError(
        `Cannot follow: ${whose} as many connections as can be held`,
        retryAfterSeconds,
      );
    }
    const subscriptions = present ?? new Set();
    subscriptions.add(subscription);
    byUser.set(userId, subscriptions);
    telemetry.liveConnections.set(++connections);
    return () => {
      if (!subscriptions.delete(subscription)) return;
      if (subscriptions.size === 0) byUser.delete(userId);
      telemetry.liveConnections.set(--connections);
    };
  }

  function tell(userId: number, subscription: Subscription, epoch: number): void {
    const version = modelVersion();
    if (epoch <= subscription.epoch && version === subscription.modelVersion) return;
    subscription.epoch = Math.max(epoch, subscription.epoch);
    subscription.modelVersion = version;
    telemetry.liveEvents.inc();
    subscription.listener.onEvent({ userId, epoch: subscription.epoch, modelVersion: version });
  }

  return {
    get connections() {
      return connections;
    },
    async follow(userId, listener, after = {}) {
      const version = modelVersion();
      // First the subscription, then the look at the database: nothing that is committed in between is missed.
      const subscription: Subscription = {
        listener,
        epoch: after.epoch ?? 0,
        modelVersion: after.modelVersion ?? version,
      };
      const stop = add(userId, subscription);
      try {
        const epoch = await findLatestId(db, userId);
        if (epoch === 0 && !await findUser(db, userId)) {
          throw new NotFoundError(`Cannot follow: there is no user ${userId}`);
        }
        if (closed) throw closing();
        if (after.epoch === undefined) subscription.epoch = Math.max(subscription.epoch, epoch);
        // Of another database, or of a copy that is ahead of this one: what the caller knows cannot be compared.
        else if (after.epoch > epoch) subscription.epoch = -1;
        tell(userId, subscription, epoch);
        return { start: { userId, epoch, modelVersion: version }, stop };
      } catch (error) {
        stop();
        throw error;
      }
    },
    publish(userId, epoch) {
      for (const subscription of byUser.get(userId) ?? []) tell(userId, subscription, epoch);
    },
    publishModel() {
      for (const [userId, subscriptions] of byUser) {
        for (const subscription of subscriptions) tell(userId, subscription, 0);
      }
    },
    close() {
      closed = true;
      const listeners: LiveListener[] = [];
      for (const subscriptions of byUser.values()) {
        for (const { listener } of subscriptions) listeners.push(listener);
        subscriptions.clear();
      }
      byUser.clear();
      telemetry.liveConnections.set(connections = 0);
      for (const listener of listeners) listener.onClose();
    },
  };
}

function closing(): UnavailableError {
  return new UnavailableError("Cannot follow: the server is closing", retryAfterSeconds);
}
