/** Interactions as columns of codes, and how they are collected and picked. */

/** Columns of equal length, in the order of the file. */
export interface Interactions {
  readonly length: number;
  /** Code of each user and item: a whole number from 0. */
  readonly users: Int32Array;
  readonly items: Int32Array;
  /** null where the file has no such column. */
  readonly values: Float32Array | null;
  /** Epoch milliseconds. */
  readonly at: Float64Array | null;
  /** Index into `interactionTypes`. */
  readonly types: Uint8Array | null;
}

/** One interaction, as read; what is missing stays undefined. */
export interface Row {
  readonly user: number;
  readonly item: number;
  readonly value?: number | undefined;
  readonly at?: number | undefined;
  readonly type?: number | undefined;
}

/** Codes for the ids of a file, counted up from 0 in the order of their first appearance. */
export interface Names {
  readonly size: number;
  /** The code of an id, given now if it has none. */
  codeOf(id: string): number;
  /** The code of an id, or undefined. */
  find(id: string): number | undefined;
  idOf(code: number): string;
}

export function createNames(): Names {
  const codes = new Map<string, number>();
  const ids: string[] = [];
  return {
    get size() {
      return ids.length;
    },
    codeOf(id) {
      let code = codes.get(id);
      if (code === undefined) {
        code = ids.length;
        codes.set(id, code);
        ids.push(id);
      }
      return code;
    },
    find: (id) => codes.get(id),
    idOf: (code) => ids[code]!,
  };
}

/** Collects rows in columns that double when they are full: 13 bytes a row, up to 25 with every column. */
export class InteractionBuilder {
  #size = 0;
  #users = new Int32Array(1024);
  #items = new Int32Array(1024);
  #values: Float32Array | null = null;
  #at: Float64Array | null = null;
  #types: Uint8Array | null = null;

  /** Rows so far. */
  get length(): number {
    return this.#size;
  }

  add({ user, item, value, at, type }: Row): void {
    const e = this.#size;
    if (e === this.#users.length) this.#grow(e * 2);
    this.#users[e] = user;
    this.#items[e] = item;
    // A column begins with its first value; a row without one counts 1, time 0, the weakest type.
    if (value !== undefined) {
      this.#values ??= new Float32Array(this.#users.length).fill(1);
      this.#values[e] = value;
    }
    if (at !== undefined) {
      this.#at ??= new Float64Array(this.#users.length);
      this.#at[e] = at;
    }
    if (type !== undefined) {
      this.#types ??= new Uint8Array(this.#users.length);
      this.#types[e] = type;
    }
    this.#size++;
  }

  finish(): Interactions {
    const length = this.#size;
    return {
      length,
      users: this.#users.slice(0, length),
      items: this.#items.slice(0, length),
      values: this.#values?.slice(0, length) ?? null,
      at: this.#at?.slice(0, length) ?? null,
      types: this.#types?.slice(0, length) ?? null,
    };
  }

  #grow(capacity: number): void {
    this.#users = grown(this.#users, new Int32Array(capacity));
    this.#items = grown(this.#items, new Int32Array(capacity));
    if (this.#values) this.#values = grown(this.#values, new Float32Array(capacity).fill(1));
    if (this.#at) this.#at = grown(this.#at, new Float64Array(capacity));
    if (this.#types) this.#types = grown(this.#types, new Uint8Array(capacity));
  }
}

/** The rows at the given positions, in their order. */
export function pick(from: Interactions, rows: ArrayLike<number>): Interactions {
  const { users, items, values, at, types } = from;
  return {
    length: rows.length,
    users: Int32Array.from(rows, (e) => users[e]!),
    items: Int32Array.from(rows, (e) => items[e]!),
    values: values && Float32Array.from(rows, (e) => values[e]!),
    at: at && Float64Array.from(rows, (e) => at[e]!),
    types: types && Uint8Array.from(rows, (e) => types[e]!),
  };
}

/** The rows of which `keep` is true. */
export function filter(from: Interactions, keep: (row: number) => boolean): Interactions {
  const rows: number[] = [];
  for (let e = 0; e < from.length; e++) if (keep(e)) rows.push(e);
  return pick(from, rows);
}

/** No rows. */
export function noInteractions(): Interactions {
  return new InteractionBuilder().finish();
}

function grown<T extends Int32Array | Float32Array | Float64Array | Uint8Array>(from: T, to: T): T {
  to.set(from as never);
  return to;
}
