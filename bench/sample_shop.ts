/** The sample shop, or one that another function fills, in a temporary folder with everything that serves it. */
import { createMemoryCache } from "../cache/memory.ts";
import { openDatabase } from "../db/open.ts";
import { openWriter } from "../db/writer.ts";
import { createLog } from "../log.ts";
import { type CachedList, sizeOfCachedList } from "../services/cached_list.ts";
import { fillSample } from "../services/sample.ts";
import { openServices } from "../services/services.ts";
import { createTelemetry } from "../telemetry.ts";

interface Size {
  readonly products?: number;
  readonly users?: number;
  readonly interactions?: number;
}

interface Options {
  /** Fills the database file; default: the sample shop of a size. */
  readonly fill?: (path: string) => Promise<void>;
  /** Bytes for lists in memory. With 1 none fits: every list is computed. */
  readonly memoryBytes?: number;
  /** Ranks with the relaxed build of the kernels, as `KERNELS=relaxed` does. */
  readonly relaxed?: boolean;
}

export async function openSampleShop(
  size: Size = {},
  { fill, memoryBytes = 256 * 2 ** 20, relaxed = false }: Options = {},
) {
  const folder = await Deno.makeTempDir({ prefix: "aisle-bench-" });
  await fill?.(`${folder}/aisle.db`);
  const db = await openDatabase({ url: `file:${folder}/aisle.db` });
  const writer = openWriter(db);
  if (!fill) await fillSample({ db, writer }, { now: Date.now(), ...size });
  const memory = createMemoryCache<CachedList>({ maxBytes: memoryBytes, sizeOf: sizeOfCachedList });
  const services = await openServices({
    db,
    writer,
    memory,
    ranking: {
      weights: { view: 1, like: 2, cart: 3, purchase: 5 },
      decayPerDay: 0.1,
      relaxedKernels: relaxed,
    },
    ttlSeconds: { memory: 1800, cache: 1800 },
    log: createLog("silent"),
    telemetry: createTelemetry(),
    now: Date.now,
  });
  return {
    db,
    writer,
    services,
    async close() {
      await writer.close();
      db.close();
      await Deno.remove(folder, { recursive: true });
    },
  };
}
