/** A disk that is full, for a process that has its database there: a small file system, or else a limit of file size. */

export interface SmallDisk extends AsyncDisposable {
  readonly kind: "tmpfs" | "file size limit";
  readonly folder: string;
  /** Leaves no room for the process. */
  fill(pid: number): Promise<void>;
  /** Gives the room back. */
  free(pid: number): Promise<void>;
}

/** A file system of its own of `megabytes`; undefined where none may be mounted. */
export async function mountSmallDisk(megabytes: number): Promise<SmallDisk | undefined> {
  const folder = await Deno.makeTempDir({ prefix: "aisle-small-disk-" });
  if (!await run("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder])) {
    await Deno.remove(folder);
    return undefined;
  }
  const ballast = `${folder}/ballast`;
  return {
    kind: "tmpfs",
    folder,
    fill: () => {
      using file = Deno.openSync(ballast, { create: true, write: true });
      const page = new Uint8Array(4096);
      try {
        for (;;) file.writeSync(page);
      } catch (error) {
        if (!/No space left/.test(String(error))) throw error;
      }
      return Promise.resolve();
    },
    free: () => Deno.remove(ballast),
    async [Symbol.asyncDispose]() {
      // Whoever was killed a moment ago may still hold a file.
      if (!await run("umount", [folder])) await run("umount", ["-l", folder]);
      await Deno.remove(folder);
    },
  };
}

/**
 * A folder in which a process may write no file beyond a few bytes while it is full: what a quota does. The process has to ignore
 * SIGXFSZ.
 */
export async function limitFileSize(): Promise<SmallDisk> {
  const folder = await Deno.makeTempDir({ prefix: "aisle-small-disk-" });
  const limit = async (pid: number, bytes: string) => {
    if (!await run("prlimit", ["--pid", String(pid), `--fsize=${bytes}:unlimited`])) {
      throw new Error(`Cannot drill: the limit of process ${pid} cannot be set`);
    }
  };
  return {
    kind: "file size limit",
    folder,
    fill: (pid) => limit(pid, "4096"),
    free: (pid) => limit(pid, "unlimited"),
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

async function run(command: string, args: readonly string[]): Promise<boolean> {
  try {
    const { success } = await new Deno.Command(command, {
      args: [...args],
      stdout: "null",
      stderr: "null",
    }).output();
    return success;
  } catch {
    return false;
  }
}
