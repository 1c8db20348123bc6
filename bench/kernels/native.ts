/** The same loops in C, compiled on the spot and called in this process over the same memory. */

/**
 * How C is compiled: for the width of WebAssembly's vectors, for this processor as the compiler sees fit, and for its widest vectors,
 * which the compiler avoids by itself.
 */
const builds = {
  "C 128-bit": ["-O3", "-msse4.2", "-ffast-math"],
  "C native": ["-O3", "-march=native", "-ffast-math"],
  "C AVX-512": ["-O3", "-march=native", "-mprefer-vector-width=512", "-ffast-math"],
} as const;

export type Build = keyof typeof builds;

/** One number per parameter behind the memory: addresses and counts are u32, the rest by its letter. */
export type Signature = readonly ("u32" | "i32" | "f32")[];

type Call = (memory: WebAssembly.Memory, ...numbers: number[]) => number;

export interface Native {
  /** `cc` and its version. */
  readonly compiler: string;
  /** CPU seconds of this thread. */
  readonly seconds: () => number;
  /** A function of c/<file>.c, in each build that this processor can run. */
  load(file: string, name: string, signature: Signature): Partial<Record<Build, Call>>;
  close(): void;
}

/** Opens a temporary folder for compiled code; undefined where there is no C compiler. */
export function openNative(): Native | undefined {
  const version = runCompiler(["--version"]);
  if (version === undefined) return undefined;
  const macros = runCompiler(["-march=native", "-dM", "-E", "-x", "c", "/dev/null"]) ?? "";
  const possible = (Object.keys(builds) as Build[]).filter((build) =>
    build !== "C AVX-512" || macros.includes("__AVX512F__")
  );
  const folder = Deno.makeTempDirSync({ prefix: "aisle-native-" });
  const libraries: { close(): void }[] = [];

  function compile(file: string, build: Build): string {
    const to = `${folder}/${file}-${build.replaceAll(" ", "-")}.so`;
    const source = new URL(`./c/${file}.c`, import.meta.url).pathname;
    const refusal = runCompiler([...builds[build], "-shared", "-fPIC", "-o", to, source, "-lm"]);
    if (refusal === undefined) throw new Error(`Cannot compile ${file}.c: cc refused it`);
    return to;
  }

  function open(file: string, name: string, signature: Signature, build: Build): Call {
    const library = Deno.dlopen(compile(file, build), {
      [name]: { parameters: ["buffer", ...signature], result: "f64" },
    });
    libraries.push(library);
    const call = library.symbols[name] as (buffer: Uint8Array, ...numbers: number[]) => number;
    return (memory, ...numbers) => call(new Uint8Array(memory.buffer), ...numbers);
  }

  const empty = new WebAssembly.Memory({ initial: 1 });
  const clock = open("clock", "thread_seconds", [], "C 128-bit");
  return {
    compiler: version.split("\n")[0]!,
    seconds: () => clock(empty),
    load: (file, name, signature) =>
      Object.fromEntries(possible.map((build) => [build, open(file, name, signature, build)])),
    close() {
      for (const library of libraries) library.close();
      Deno.removeSync(folder, { recursive: true });
    },
  };
}

function runCompiler(args: readonly string[]): string | undefined {
  try {
    const { success, stdout } = new Deno.Command("cc", { args: [...args], stderr: "inherit" }).outputSync();
    return success ? new TextDecoder().decode(stdout) : undefined;
  } catch {
    return undefined;
  }
}
