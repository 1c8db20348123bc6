/** The libraries that a shop would otherwise install, in a process of their own, asked in turn with ours. */
import type { Problem } from "./problem.ts";

export interface Answer {
  /** CPU seconds of the work alone. */
  readonly seconds: number;
  /** What there is to compare: singular values, a count. */
  readonly values?: readonly number[];
}

export interface Peers {
  /** Names and versions, for the machine's facts, and what is missing. */
  readonly present: string;
  /** Runs one piece of work; NaN seconds when its library is missing. */
  ask(work: string, options?: Record<string, number>): Promise<Answer>;
  close(): Promise<void>;
}

/** One piece of work of each library, by which it is known to be there. */
const libraries: Readonly<Record<string, string>> = {
  "scikit-learn": "arpack",
  "implicit": "implicit_cg",
  "Surprise": "surprise_sgd",
  "LIBMF": "libmf_sgd",
};

const oneThread = Object.fromEntries(
  ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"].map((
    name,
  ) => [name, "1"]),
);

/**
 * Starts `python3 peers.py` (or AISLE_BENCH_PYTHON) with the problem's entries as files; undefined where there is no Python with numpy.
 */
export async function openPeers({ byUser }: Problem): Promise<Peers | undefined> {
  const folder = await Deno.makeTempDir({ prefix: "aisle-peers-" });
  for (const name of ["rowPtr", "colIdx", "values"] as const) {
    const { view } = byUser[name];
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    await Deno.writeFile(`${folder}/${name}`, bytes);
  }
  const script = new URL("./peers.py", import.meta.url).pathname;
  let process: Deno.ChildProcess;
  try {
    process = new Deno.Command(Deno.env.get("AISLE_BENCH_PYTHON") ?? "python3", {
      args: [script, folder, String(byUser.columns)],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
      env: oneThread,
    }).spawn();
  } catch {
    await Deno.remove(folder, { recursive: true });
    return undefined;
  }
  const writer = process.stdin.getWriter();
  const lines = process.stdout.pipeThrough(new TextDecoderStream()).pipeThrough(new LineStream())
    [Symbol.asyncIterator]();
  const close = async () => {
    await writer.close().catch(() => undefined);
    await process.status;
    await Deno.remove(folder, { recursive: true });
  };
  const first = await lines.next();
  if (first.done) {
    await close();
    return undefined;
  }
  const { versions, works }: { versions: string; works: readonly string[] } = JSON.parse(first.value);
  const missing = Object.keys(libraries).filter((name) => !works.includes(libraries[name]!));
  return {
    present: missing.length > 0 ? `${versions}; missing: ${missing.join(", ")}` : versions,
    async ask(work, options = {}) {
      if (!works.includes(work)) return { seconds: NaN };
      await writer.write(new TextEncoder().encode(JSON.stringify({ work, options }) + "\n"));
      const line = await lines.next();
      if (line.done) throw new Error(`Cannot measure "${work}": the peers' process has ended`);
      return JSON.parse(line.value);
    },
    close,
  };
}

class LineStream extends TransformStream<string, string> {
  constructor() {
    let rest = "";
    super({
      transform(chunk, controller) {
        const lines = (rest + chunk).split("\n");
        rest = lines.pop()!;
        for (const line of lines) controller.enqueue(line);
      },
    });
  }
}
