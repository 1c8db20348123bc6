/** Gathers pages of interactions in columns that grow: never a row as an object, and never all pages beside their copy. */
import type { Events } from "./csr.ts";

export interface EventColumns {
  /** Interactions so far. */
  readonly length: number;
  /** Takes a page's columns over; the page must not be used afterwards. */
  append(page: Events): void;
  /** Everything that was appended; empties the columns. */
  take(): Events;
}

type Column = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;
const names = ["users", "products", "types", "at", "sessions"] as const;

/** Empty columns. They double when full, one after another, so that only one of them is there twice, and only for a moment. */
export function createEventColumns(): EventColumns {
  let columns: Record<typeof names[number], Column> | undefined;
  let length = 0;
  return {
    get length() {
      return length;
    },
    append(page) {
      const size = page.users.length, wanted = length + size;
      // The first page is kept as it is: training from one page copies nothing.
      if (!columns) columns = { ...page } as Record<typeof names[number], Column>;
      else {
        for (const name of names) {
          if (columns[name].length < wanted) columns[name] = grow(columns[name], wanted);
          columns[name].set(page[name], length);
        }
      }
      length = wanted;
    },
    take() {
      if (!columns) throw new RangeError("Cannot take columns: no page was appended");
      const taken = Object.fromEntries(names.map((name) => [name, columns![name].subarray(0, length)]));
      columns = undefined;
      length = 0;
      return taken as unknown as Events;
    },
  };
}

/** Room for at least `wanted`, the old content in front. Memory behind it that is never written is never taken from the system. */
function grow<T extends Column>(column: T, wanted: number): T {
  const room = Math.max(wanted, 2 * column.length);
  const grown = new (column.constructor as new (length: number) => T)(room);
  grown.set(column);
  // Gives the old bytes back at once rather than when they are collected.
  if (column.byteLength === column.buffer.byteLength) column.buffer.transfer(0);
  return grown;
}
