/** The files that an import reads: which format, where it is, its bytes. */
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { InvalidInputError } from "../../errors.ts";

export type Format = "csv" | "tsv" | "jsonl";

export interface Source {
  /** The option that named the file: `products` or `interactions`. */
  readonly option: string;
  readonly path: string;
  readonly format: Format;
  readonly gzip: boolean;
  /** Size on disk: what `readBytes` counts up to. */
  readonly bytes: number;
}

const extension = /\.(csv|tsv|jsonl)(\.gz)?$/i;

/**
 * Looks at the file without reading it.
 *
 * @throws InvalidInputError when its name has no known extension, or there is no such file
 */
export async function openSource(option: string, path: string): Promise<Source> {
  const match = extension.exec(path);
  if (!match) {
    throw wrong(
      option,
      `Cannot import --${option} "${path}": the name must end in .csv, .tsv or .jsonl, or one of these with .gz`,
    );
  }
  const info = await Deno.stat(path).catch((error) => {
    const state = error instanceof Deno.errors.NotFound ? "there is no such file" : "it cannot be read";
    throw wrong(option, `Cannot import --${option} "${path}": ${state}`);
  });
  if (!info.isFile) throw wrong(option, `Cannot import --${option} "${path}": it is not a file`);
  return {
    option,
    path,
    format: match[1]!.toLowerCase() as Format,
    gzip: match[2] !== undefined,
    bytes: info.size,
  };
}

/** The content, unzipped where the name says so. `onBytes` is told how many bytes of the file have been read so far. */
export async function* readBytes(
  source: Source,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const file = createReadStream(source.path, { highWaterMark: 1 << 16 });
  // Not DecompressionStream: it refuses files of several gzip members, which pigz, bgzip and `cat` make.
  const stream = source.gzip ? pipeline(file, createGunzip({ chunkSize: 1 << 18 }), () => {}) : file;
  let first = true;
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      if (first && !source.gzip && chunk[0] === 0x1f && chunk[1] === 0x8b) {
        throw wrong(
          source.option,
          `Cannot import --${source.option} "${source.path}": it is gzip but its name does not end in .gz`,
        );
      }
      first = false;
      onBytes(file.bytesRead);
      yield chunk;
    }
  } catch (error) {
    throw describeReadError(source, error);
  } finally {
    file.destroy();
    stream.destroy();
  }
}

function describeReadError(source: Source, error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const cannot = `Cannot import --${source.option} "${source.path}"`;
  if (code === "Z_BUF_ERROR") return wrong(source.option, `${cannot}: the gzip data ends early`);
  if (code.startsWith("Z_")) return wrong(source.option, `${cannot}: it is not gzip data, or damaged`);
  if (code === "EACCES" || error instanceof Deno.errors.PermissionDenied) {
    return wrong(source.option, `${cannot}: it cannot be read`);
  }
  return error;
}

function wrong(option: string, message: string): InvalidInputError {
  return new InvalidInputError(message, [{ field: option, message }]);
}
