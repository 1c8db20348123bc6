/** Publish and subscribe over Upstash's REST API: a command for each message sent, one open stream for those heard. */
import { Redis } from "@upstash/redis";
import { circuitBreaker, ConsecutiveBreaker, handleAll } from "cockatiel";
import type { OnFault } from "./cache.ts";
import type { Channel, ChannelListener } from "./channel.ts";
import { toFault } from "./upstash.ts";

export interface UpstashChannelOptions {
  readonly url: string;
  readonly token: string;
  /** Instances that name the same one hear each other. */
  readonly name?: string;
  /** How long publishing may take, and how long a new stream may take to say that it listens. */
  readonly timeoutMs?: number;
  /** How long the stream may be silent before it is tried with a message of our own. */
  readonly silenceMs?: number;
  /** The first wait before listening again; each further one doubles up to `longestPauseMs`. */
  readonly pauseMs?: number;
  readonly longestPauseMs?: number;
  readonly onFault?: OnFault;
}

/** Heard by everybody and told to nobody: it only shows that the stream still brings what is published. */
const ping = "ping";
const failuresBeforePause = 5;
/** No message of ours comes near this; what is longer is not from us. */
const longestLine = 2 ** 20;

/**
 * Opens a channel in Redis. The stream is read here and not by @upstash/redis, whose subscriber does not tell when its stream
 * has ended. A server that refuses, hangs or answers something else costs a try now and then and never a request.
 */
export function openUpstashChannel({
  url,
  token,
  name = "aisle:live",
  timeoutMs = 2000,
  silenceMs = 30_000,
  pauseMs = 250,
  longestPauseMs = 10_000,
  onFault = () => {},
}: UpstashChannelOptions): Channel {
  const redis = new Redis({
    url,
    token,
    retry: { retries: 0 },
    signal: () => AbortSignal.timeout(timeoutMs),
    enableTelemetry: false,
    automaticDeserialization: false,
    enableAutoPipelining: false,
    responseEncoding: false,
  });
  const breaker = circuitBreaker(handleAll, {
    halfOpenAfter: 3000,
    breaker: new ConsecutiveBreaker(failuresBeforePause),
  });
  const closing = new AbortController();
  const { signal: closed } = closing;
  let isOpen = false;

  async function publish(message: string): Promise<void> {
    if (closed.aborted) return;
    try {
      await breaker.execute(() => redis.publish(name, message));
    } catch (error) {
      onFault(toFault(error), error);
    }
  }

  /** Reads one stream until it ends or nothing comes through it any more. */
  async function hear({ onMessage, onOpen }: ChannelListener): Promise<void> {
    const stream = new AbortController();
    let timer = setTimeout(() => stream.abort(timeoutError()), timeoutMs);
    // Silence may be a stream that has died without a word: a message of our own must come back through it.
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        timer = setTimeout(() => stream.abort(timeoutError()), timeoutMs);
        void publish(ping);
      }, silenceMs);
    };
    try {
      const response = await fetch(`${url.replace(/\/+$/, "")}/subscribe/${encodeURIComponent(name)}`, {
        method: "POST",
        headers: { Authorization: `Bearer ${token}`, Accept: "text/event-stream" },
        signal: AbortSignal.any([stream.signal, closed]),
      });
      if (!response.ok || !response.body) {
        await response.body?.cancel();
        throw new Error(`Cannot subscribe: the server answered ${response.status}`);
      }
      for await (const line of readLines(response.body)) {
        const heard = parseLine(line);
        if (!heard) continue;
        if (heard.kind === "subscribe" && !isOpen) {
          isOpen = true;
          onOpen();
        }
        if (!isOpen) continue;
        wait();
        if (heard.kind === "message" && heard.text !== ping) onMessage(heard.text);
      }
    } finally {
      clearTimeout(timer);
      isOpen = false;
    }
  }

  async function listen(listener: ChannelListener): Promise<void> {
    for (let pause = pauseMs; !closed.aborted;) {
      const started = performance.now();
      try {
        await hear(listener);
        if (!closed.aborted) onFault("failed", new Error("Cannot listen: the stream has ended"));
      } catch (error) {
        if (!closed.aborted) onFault(toFault(error), error);
      }
      // A stream that had held for long ended for a reason of its own; one that breaks again and again is left alone longer.
      if (performance.now() - started > longestPauseMs) pause = pauseMs;
      await sleep(pause * (0.5 + Math.random()), closed);
      pause = Math.min(longestPauseMs, pause * 2);
    }
  }

  return {
    publish,
    listen: (listener) => void listen(listener),
    get isOpen() {
      return isOpen;
    },
    close: () => closing.abort(),
  };
}

async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop()!;
    if (rest.length > longestLine) throw new Error("Cannot listen: a line has no end");
    yield* lines;
  }
}

/** `data: message,CHANNEL,TEXT` and `data: subscribe,CHANNEL,COUNT`; undefined for anything else. */
function parseLine(line: string): { readonly kind: string; readonly text: string } | undefined {
  const [, kind, text] = /^data: ?(message|subscribe),[^,]*,(.*?)\r?$/.exec(line) ?? [];
  return kind === undefined || text === undefined ? undefined : { kind, text };
}

function sleep(ms: number, until: AbortSignal): Promise<void> {
  if (until.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      until.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    until.addEventListener("abort", done);
  });
}

function timeoutError(): DOMException {
  return new DOMException("Cannot listen: nothing comes through the stream", "TimeoutError");
}
