/** Counters and histograms behind GET /api/metrics, in the Prometheus text format (prom-client). */
import type * as prom from "prom-client";
// The package as a whole also starts its cluster, its push gateway and an HTTP client: a tenth of the time of a start.
import Counter from "prom-client/lib/counter.js";
import Gauge from "prom-client/lib/gauge.js";
import Histogram from "prom-client/lib/histogram.js";
import Registry from "prom-client/lib/registry.js";

/** The parts themselves carry no types. */
const of = { Counter, Gauge, Histogram, Registry } as Pick<
  typeof prom,
  "Counter" | "Gauge" | "Histogram" | "Registry"
>;

export interface Telemetry {
  readonly requests: prom.Counter<"method" | "route" | "status">;
  readonly requestSeconds: prom.Histogram<"route">;
  /** Which layer answered a list: memory, redis, computed. */
  readonly lists: prom.Counter<"source">;
  /** Lists computed before anybody asked for them. */
  readonly precomputed: prom.Counter;
  readonly interactions: prom.Counter<"type">;
  readonly trainings: prom.Counter<"result">;
  readonly cacheFaults: prom.Counter<"kind">;
  readonly channelFaults: prom.Counter<"kind">;
  /** Pages and clients that follow a list now. */
  readonly liveConnections: prom.Gauge;
  readonly liveEvents: prom.Counter;
  /** Faults that nothing caught: the process goes on, an operator should look. */
  readonly uncaught: prom.Counter;
  /** How often the server ran out of descriptors and listened anew. */
  readonly serverRestarts: prom.Counter;
  readonly registry: prom.Registry;
}

/** One registry per call, so that tests do not share counts. */
export function createTelemetry(): Telemetry {
  const registry = new of.Registry();
  const registers = [registry];
  return {
    registry,
    requests: new of.Counter({
      name: "aisle_http_requests_total",
      help: "Requests answered",
      labelNames: ["method", "route", "status"],
      registers,
    }),
    requestSeconds: new of.Histogram({
      name: "aisle_http_request_seconds",
      help: "Time to answer a request",
      labelNames: ["route"],
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers,
    }),
    lists: new of.Counter({
      name: "aisle_lists_total",
      help: "Recommendation lists answered, by the layer that answered",
      labelNames: ["source"],
      registers,
    }),
    precomputed: new of.Counter({
      name: "aisle_precomputed_lists_total",
      help: "Lists computed before anybody asked for them",
      registers,
    }),
    interactions: new of.Counter({
      name: "aisle_interactions_total",
      help: "Interactions recorded durably",
      labelNames: ["type"],
      registers,
    }),
    trainings: new of.Counter({
      name: "aisle_trainings_total",
      help: "Training runs",
      labelNames: ["result"],
      registers,
    }),
    cacheFaults: new of.Counter({
      name: "aisle_cache_faults_total",
      help: "Calls of the second cache layer that failed or returned something unusable",
      labelNames: ["kind"],
      registers,
    }),
    channelFaults: new of.Counter({
      name: "aisle_channel_faults_total",
      help: "Faults of the channel on which instances tell each other what they did",
      labelNames: ["kind"],
      registers,
    }),
    liveConnections: new of.Gauge({
      name: "aisle_live_connections",
      help: "Open pages and clients that follow a list",
      registers,
    }),
    liveEvents: new of.Counter({
      name: "aisle_live_events_total",
      help: "Events sent to open pages and clients",
      registers,
    }),
    uncaught: new of.Counter({
      name: "aisle_uncaught_errors_total",
      help: "Errors and rejections that nothing caught",
      registers,
    }),
    serverRestarts: new of.Counter({
      name: "aisle_server_restarts_total",
      help:
        "Times that the server stopped listening by itself, as when descriptors run out, and listened anew",
      registers,
    }),
  };
}
