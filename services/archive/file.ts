/**
 * The file that old interactions go to: JSON lines, which `deno task import` reads. Each batch is a gzip member of its own that tells its
 * length in a field of its header (as bgzip's do), so that the end of a file is found without unpacking it, and what a killed run left
 * half written is cut off.
 */
import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";
import { InvalidInputError } from "../../errors.ts";

/** gzip, deflate, with an extra field, no time, unknown system; then the extra field "AI": 4 bytes, the length of the whole member. */
const head = Uint8Array.of(0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 8, 0, 0x41, 0x49, 4, 0);
/** A batch of a hundred lines, each as long as its fields may be, is far below. */
const mostMemberBytes = 2 ** 20;
const headBytes = head.length + 4;
const tailBytes = 8;

export interface ArchiveFile {
  /** The lines of the batch that was written last, by whichever run: what they tell of may still be in the database. */
  readonly lastLines: ReadonlySet<string>;
  /** Adds a batch of lines and resolves when it is on the disk. */
  append(lines: readonly object[]): Promise<void>;
  close(): void;
}

/**
 * Opens the file, or makes it.
 *
 * @throws InvalidInputError when it is there and no archive, or cannot be written
 */
export async function openArchiveFile(path: string): Promise<ArchiveFile> {
  if (!/\.jsonl\.gz$/i.test(path)) {
    throw new InvalidInputError(`Cannot archive to "${path}": the name must end in .jsonl.gz`);
  }
  let file: Deno.FsFile;
  try {
    file = await Deno.open(path, { read: true, write: true, create: true });
  } catch (error) {
    throw new InvalidInputError(`Cannot archive to "${path}": ${(error as Error).message}`, [], {
      cause: error,
    });
  }
  try {
    // Two databases may have been given one file.
    await file.lock(true);
    const { end, last } = await findEnd(file, path);
    // Whatever it is, it may be all there is of it.
    const { size } = await file.stat();
    if (end < size) await Deno.writeFile(`${path}.cut`, await readAt(file, end, size - end));
    await file.truncate(end);
    await file.seek(end, Deno.SeekMode.Start);
    await file.sync();
    syncFolder(path);
    return {
      lastLines: new Set(last ? linesOf(last) : []),
      async append(lines) {
        const member = toMember(
          new TextEncoder().encode(lines.map((line) => JSON.stringify(line) + "\n").join("")),
        );
        for (let at = 0; at < member.length;) at += await file.write(member.subarray(at));
        await file.sync();
      },
      close: () => file.close(),
    };
  } catch (error) {
    file.close();
    throw error;
  }
}

/**
 * Where the last whole member ends, and that member. What follows it may be cut off only if it is what a killed run leaves: the start of
 * one batch.
 */
async function findEnd(file: Deno.FsFile, path: string): Promise<{ end: number; last?: Uint8Array }> {
  const { size } = await file.stat();
  const refuse = (why: string) => new InvalidInputError(`Cannot archive to "${path}": ${why}`);
  let end = 0, last: { from: number; length: number } | undefined;
  while (end < size) {
    const start = await readAt(file, end, Math.min(headBytes, size - end));
    if (head.some((byte, i) => i < start.length && start[i] !== byte)) {
      throw refuse(
        end === 0
          ? "it is there and was not made by deno task archive"
          : `it is damaged, or goes on with something else, at byte ${end}`,
      );
    }
    if (start.length < headBytes) break;
    const length = new DataView(start.buffer).getUint32(head.length, true);
    if (length <= headBytes + tailBytes || length > mostMemberBytes) {
      throw refuse(`it is damaged at byte ${end}: a batch of ${length} bytes`);
    }
    if (end + length > size) {
      const rest = await readAt(file, end, size - end);
      if (holdsHead(rest, headBytes)) {
        throw refuse(`it is damaged at byte ${end}: batches follow that cannot be read`);
      }
      break;
    }
    last = { from: end, length };
    end += length;
  }
  if (!last) return { end };
  const member = await readAt(file, last.from, last.length);
  if (!isWhole(member)) throw refuse(`it is damaged at byte ${last.from}: a checksum does not match`);
  return { end, last: member };
}

/** Whether the head of a member stands somewhere from a byte on. */
function holdsHead(bytes: Uint8Array, from: number): boolean {
  for (let at = from; at + head.length <= bytes.length; at++) {
    if (head.every((byte, i) => bytes[at + i] === byte)) return true;
  }
  return false;
}

function isWhole(member: Uint8Array): boolean {
  try {
    const bytes = inflateRawSync(member.subarray(headBytes, -tailBytes));
    const view = new DataView(member.buffer, member.byteOffset, member.byteLength);
    return view.getUint32(member.length - 8, true) === crc32(bytes) &&
      view.getUint32(member.length - 4, true) === bytes.length;
  } catch {
    return false;
  }
}

async function readAt(file: Deno.FsFile, at: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  await file.seek(at, Deno.SeekMode.Start);
  for (let filled = 0; filled < length;) {
    const count = await file.read(bytes.subarray(filled));
    if (count === null) throw new Error(`Cannot read the archive: it ends before byte ${at + length}`);
    filled += count;
  }
  return bytes;
}

function toMember(bytes: Uint8Array<ArrayBuffer>): Uint8Array {
  const packed = deflateRawSync(bytes);
  const member = new Uint8Array(headBytes + packed.length + tailBytes), view = new DataView(member.buffer);
  member.set(head);
  view.setUint32(head.length, member.length, true);
  member.set(packed, headBytes);
  view.setUint32(member.length - 8, crc32(bytes), true);
  view.setUint32(member.length - 4, bytes.length, true);
  return member;
}

function linesOf(member: Uint8Array): string[] {
  const text = new TextDecoder().decode(inflateRawSync(member.subarray(headBytes, -tailBytes)));
  return text.split("\n").filter((line) => line !== "");
}

/** A new name is on the disk only when its folder is. */
function syncFolder(path: string): void {
  const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/") + 1) : ".";
  try {
    using opened = Deno.openSync(folder, { read: true });
    opened.syncSync();
  } catch {
    // Not every system lets a folder be opened; there the file alone has to do.
  }
}
