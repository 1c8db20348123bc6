/**
 * A trained model and its artifact: one buffer that is stored, sent and loaded as it is.
 *
 *     0   "AISLE" and a zero byte          16  length of the whole artifact, u64
 *     6   format version, u16              24  zero
 *     8   length of the header JSON, u32   32  header JSON, UTF-8
 *     12  CRC-32 of everything else, u32   ..  sections, each at a multiple of 16
 *
 * Numbers are little-endian, as in every memory that WebAssembly runs on. The header names each section with its offset and
 * length, both checked against the buffer before anything is read or made, so a claimed size never decides an allocation.
 */
import { crc32 } from "node:zlib";
import type { InteractionWeights } from "../types.ts";
import type { Together } from "./candidates.ts";
import { type ArrayType, arrayTypes, findWrong } from "./artifact_header.ts";
import { checkMember, findNonFinite, type Member, type MemberName } from "./member.ts";
import {
  type MemberHeader,
  type Numbers,
  readMember,
  sectionsOf,
  toMemberHeader,
} from "./member_sections.ts";
import type { Repeats } from "./repeats.ts";

export interface ModelSettings {
  readonly weights: InteractionWeights;
  readonly decayPerDay: number;
  readonly seed: number;
  readonly ensemble: { readonly cf: number; readonly mf: number };
  /** What each member was fitted with. */
  readonly svd: Readonly<Record<string, number>>;
  readonly mf: Readonly<Record<string, number>>;
  /** The same of the further members; absent where there are none. */
  readonly members?: Readonly<Partial<Record<MemberName, Readonly<Record<string, number>>>>>;
  /** Weight of each member that was fitted; absent where `ensemble` says it. */
  readonly shares?: Readonly<Partial<Record<MemberName, number>>>;
  /** Decay in what the members are fitted to and in the histories that are folded in; absent: `decayPerDay`. */
  readonly tasteDecayPerDay?: number;
  /** When these settings were last searched for; absent: never. */
  readonly tuned?: Tuned;
}

/** When settings were chosen automatically (tuning/), and on how much. */
export interface Tuned {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly interactions: number;
  /** Whether the weights of the members were open too. */
  readonly ensemble: boolean;
}

/** The decay that histories are folded in with. */
export function tasteDecayOf({ decayPerDay, tasteDecayPerDay = decayPerDay }: ModelSettings): number {
  return tasteDecayPerDay;
}

/** What training saw and reached. Without durations, so that the same data and seed give the same bytes. */
export interface TrainReport {
  /** Distinct user-item pairs. */
  readonly entries: number;
  /** Share of pairs that are filled, entries / (users x items). */
  readonly density: number;
  /** Factors that the SVD kept; 0 without it. */
  readonly svdRank: number;
  /** Mean squared error of each MF epoch; none without it. */
  readonly mfLosses: readonly number[];
  /** How often people buy a product again; not in models that were trained before this was counted. */
  readonly repeats?: Repeats;
}

export interface Model {
  readonly version: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Epoch milliseconds from which decay was counted. */
  readonly asOf: number;
  readonly users: number;
  readonly interactions: number;
  readonly settings: ModelSettings;
  /** Product id of each item position, ascending. */
  readonly itemIds: Float64Array;
  /** Decayed strength per item. */
  readonly popularity: Float32Array;
  /** Excess of the last week per item, 0 where there is none. */
  readonly trending: Float32Array;
  readonly together: Together;
  readonly members: readonly Member[];
  readonly report: TrainReport;
}

/** The bytes are not an artifact that this version can load; the message says why. */
export class ArtifactError extends Error {
  override readonly name = "ArtifactError";
  constructor(why: string, options?: ErrorOptions) {
    super(`Cannot load model: ${why}`, options);
  }
}

const magic = "AISLE\0";
/** 1: an SVD and MF alone. 2: may hold further kinds of members, and their settings. Each is written where it suffices. */
const formatVersions = [1, 2];
const prefixBytes = 32;
const alignment = 16;

interface Section {
  readonly name: string;
  readonly type: ArrayType;
  readonly offset: number;
  readonly length: number;
}

interface Header {
  readonly model: Pick<
    Model,
    "version" | "createdAt" | "asOf" | "users" | "interactions" | "settings" | "report"
  >;
  readonly members: readonly MemberHeader[];
  readonly sections: readonly Section[];
}

/** Writes a model as one buffer. */
export function toArtifact(model: Model): Uint8Array<ArrayBuffer> {
  const arrays: [string, Numbers][] = [
    ["itemIds", model.itemIds],
    ["popularity", model.popularity],
    ["trending", model.trending],
    ["together.ptr", model.together.ptr],
    ["together.items", model.together.items],
    ["together.scores", model.together.scores],
  ];
  for (const member of model.members) arrays.push(...sectionsOf(member));
  // Offsets are relative to the end of the header, whose length depends on them.
  const sections: Section[] = [];
  let end = 0;
  for (const [name, array] of arrays) {
    sections.push({ name, type: typeOf(array), offset: end, length: array.length });
    end = align(end + array.byteLength);
  }
  const { version, createdAt, asOf, users, interactions, settings, report } = model;
  const header: Header = {
    model: { version, createdAt, asOf, users, interactions, settings, report },
    members: model.members.map(toMemberHeader),
    sections,
  };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = align(prefixBytes + json.length);
  const bytes = new Uint8Array(start + end);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(magic));
  view.setUint16(6, formatOf(model), true);
  view.setUint32(8, json.length, true);
  view.setBigUint64(16, BigInt(bytes.length), true);
  bytes.set(json, prefixBytes);
  arrays.forEach(([, array], s) => {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), start + sections[s]!.offset);
  });
  view.setUint32(12, checksumOf(bytes), true);
  return bytes;
}

/**
 * Reads an artifact. The arrays of the model are views of `bytes`, not copies, so `bytes` must not change afterwards; only a
 * buffer that does not start at a multiple of 8 is copied once.
 *
 * @param options.trusted the bytes were read like this before and stayed in memory: checksum and factors, whose check takes a while,
 * are taken as they are
 * @throws ArtifactError when the bytes are truncated, damaged, of another format, or hold shapes or values that cannot be
 */
export function fromArtifact(bytes: Uint8Array, { trusted = false } = {}): Model {
  if (bytes.length < prefixBytes) throw new ArtifactError(`${bytes.length} bytes are too few`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (new TextDecoder("latin1").decode(bytes.subarray(0, magic.length)) !== magic) {
    throw new ArtifactError("the bytes are not a model artifact");
  }
  const format = view.getUint16(6, true);
  if (!formatVersions.includes(format)) {
    const known = formatVersions.map((version) => `"${version}"`).join(" and ");
    throw new ArtifactError(`format version is "${format}", this program reads ${known}`);
  }
  const claimed = view.getBigUint64(16, true);
  if (claimed !== BigInt(bytes.length)) {
    throw new ArtifactError(`${bytes.length} bytes are there, "${claimed}" were written`);
  }
  if (!trusted && view.getUint32(12, true) !== checksumOf(bytes)) {
    throw new ArtifactError("the checksum differs: the bytes are damaged");
  }
  const headerBytes = view.getUint32(8, true);
  if (prefixBytes + headerBytes > bytes.length) {
    throw new ArtifactError(`the header claims ${headerBytes} of ${bytes.length} bytes`);
  }
  const header = parseHeader(bytes.subarray(prefixBytes, prefixBytes + headerBytes));
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  return readModel(header, aligned.subarray(align(prefixBytes + headerBytes)), trusted);
}

function readModel({ model, members, sections }: Header, body: Uint8Array, trusted: boolean): Model {
  const arrays = new Map<string, Numbers>();
  for (const section of sections) arrays.set(section.name, readSection(section, body));

  function take<T extends Numbers>(name: string, type: new (length: number) => T, length?: number): T {
    const array = find(name, type, length);
    const at = array instanceof Int32Array ? -1 : findNonFinite(array);
    if (at >= 0) throw new ArtifactError(`section "${name}" holds "${array[at]}" at ${at}`);
    return array;
  }

  function find<T extends Numbers>(name: string, type: new (length: number) => T, length?: number): T {
    const array = arrays.get(name);
    if (!(array instanceof type)) throw new ArtifactError(`section "${name}" is missing or of another type`);
    if (length !== undefined && array.length !== length) {
      throw new ArtifactError(`section "${name}" has ${array.length} values, not ${length}`);
    }
    return array;
  }

  const itemIds = take("itemIds", Float64Array), items = itemIds.length;
  if (items === 0) throw new ArtifactError("it has no items");
  for (let i = 0; i < items; i++) {
    if (!Number.isSafeInteger(itemIds[i]) || itemIds[i]! < 0 || (i > 0 && itemIds[i]! <= itemIds[i - 1]!)) {
      throw new ArtifactError(
        `product id "${itemIds[i]}" at ${i} is not a whole number above the one before`,
      );
    }
  }
  const together = {
    ptr: take("together.ptr", Int32Array, items + 1),
    items: take("together.items", Int32Array),
    scores: take("together.scores", Float32Array),
  };
  checkTogether(together, items);
  // Their values are looked at by checkMember.
  const findSection = Object.assign(find, { has: (name: string) => arrays.has(name) });
  const read = members.map((member) => readMember(member, findSection));
  try {
    for (const member of read) checkMember(member, items, { values: !trusted });
  } catch (cause) {
    throw new ArtifactError((cause as Error).message, { cause });
  }
  return {
    ...model,
    itemIds,
    popularity: take("popularity", Float32Array, items),
    trending: take("trending", Float32Array, items),
    together,
    members: read,
  };
}

function formatOf({ members, settings }: Model): number {
  const plain = members.every(({ kind }) => kind === "factors") && !settings.members && !settings.shares;
  return plain ? 1 : 2;
}

function readSection({ name, type, offset, length }: Section, body: Uint8Array): Numbers {
  const array = arrayTypes[type];
  if (offset % alignment !== 0 || offset + length * array.BYTES_PER_ELEMENT > body.length) {
    throw new ArtifactError(
      `section "${name}" claims ${length} values at ${offset} of ${body.length} bytes`,
    );
  }
  return new array(body.buffer as ArrayBuffer, body.byteOffset + offset, length);
}

function checkTogether({ ptr, items, scores }: Together, size: number): void {
  const entries = items.length;
  let falls = ptr[0] !== 0 || ptr[size] !== entries || scores.length !== entries;
  for (let i = 0; i < size && !falls; i++) falls = ptr[i + 1]! < ptr[i]!;
  if (falls) throw new ArtifactError("the rows of bought-together do not fit its entries");
  for (let e = 0; e < entries; e++) {
    if (items[e]! < 0 || items[e]! >= size) {
      throw new ArtifactError(`bought-together names item "${items[e]}" of ${size}`);
    }
  }
}

function parseHeader(json: Uint8Array): Header {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(json));
  } catch (cause) {
    throw new ArtifactError("the header is not JSON", { cause });
  }
  const wrong = findWrong(value);
  if (wrong !== undefined) throw new ArtifactError(`the header is wrong in "${wrong}"`);
  return value as Header;
}

function typeOf(array: Numbers): ArrayType {
  return array instanceof Float64Array ? "f64" : array instanceof Float32Array ? "f32" : "i32";
}

function checksumOf(bytes: Uint8Array): number {
  return crc32(bytes.subarray(16), crc32(bytes.subarray(0, 12)));
}

function align(offset: number): number {
  return Math.ceil(offset / alignment) * alignment;
}
