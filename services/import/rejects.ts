/** The reject file: which rows were not taken, and why. */
import type { SourceRow } from "./row.ts";

export interface Rejects {
  readonly path: string;
  readonly count: number;
  add(row: SourceRow, reason: string): void;
  /** Writes what has gathered, in the order of lines. */
  flush(): Promise<void>;
  close(): void;
}

/** Enough to find the row again. */
const longestRaw = 10_000;

/**
 * Opens `path` when the first row is rejected; what an earlier run left there is removed at once. Tab separated: line, reason,
 * and the row as it stands in the file, with tab, line breaks and backslash written `\t`, `\n`, `\r`, `\\`.
 */
export async function openRejects(path: string): Promise<Rejects> {
  await Deno.remove(path).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  const gathered: { line: number; text: string }[] = [];
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  let file: Deno.FsFile | undefined;
  let count = 0;

  return {
    path,
    get count() {
      return count;
    },
    add(row, reason) {
      count++;
      const raw = (typeof row.raw === "string" ? row.raw : decoder.decode(row.raw)).slice(0, longestRaw);
      gathered.push({ line: row.line, text: `${row.line}\t${escape(reason)}\t${escape(raw)}\n` });
    },
    async flush() {
      if (gathered.length === 0) return;
      file ??= await openWithHeader(path);
      gathered.sort((a, b) => a.line - b.line);
      const bytes = encoder.encode(gathered.splice(0).map(({ text }) => text).join(""));
      for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
    },
    close() {
      file?.close();
      file = undefined;
    },
  };
}

async function openWithHeader(path: string): Promise<Deno.FsFile> {
  const file = await Deno.open(path, { write: true, create: true, truncate: true });
  await file.write(new TextEncoder().encode("line\treason\trow\n"));
  return file;
}

const escapes: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

function escape(text: string): string {
  return text.replace(/[\\\t\n\r]/g, (character) => escapes[character]!);
}
