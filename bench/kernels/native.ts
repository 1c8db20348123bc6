/** The same loops in C, compiled on the spot and called in this process over the same memory. */

/** How C is compiled: the width of WebAssembly's vectors, and all that the processor has. */
const builds = {
  "C 128-bit": ["-O3", "-msse4.2", "-ffast-math"],
  "C native": ["-O3", "-march=native", "-ffast-math"],
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
  /** A function of c/<file>.c, in both builds. */
  load(file: string, name: string, signature: Signature): Record<Build, Call>;
  close(): void;
}

/** Opens a temporary folder for compiled code; undefined where there is no C compiler. */
export function openNative(): Native | undefined {
  const version = runCompiler(["--version"]);
  if (version === undefined) return undefined;
  const folder = Deno.makeTempDirSync({ prefix: "aisle-native-" });
  const libraries: { close(): void }[] = [];

  function compile(file: string, build: Build): string {
    const to = `${folder}/${file}-${build.replaceAll(" ", "-")}.so`;
    const source = new URL(`./c/${file}.c`, import.meta.url).pathname;
    const refusal = runCompiler([...builds[build], "-shared", "-fPIC", "-o", to, source, "-lm"]);
    if (refusal === undefined) throw new Error(`Cannot compile ${file}.c: cc refused it`);
    return to;
  }

  function load(file: string, name: string, signature: Signature): Record<Build, Call> {
    const open = (build: Build): Call => {
      const library = Deno.dlopen(compile(file, build), {
        [name]: { parameters: ["buffer", ...signature], result: "f64" },
      });
      libraries.push(library);
      const call = library.symbols[name] as (buffer: Uint8Array, ...numbers: number[]) => number;
      return (memory, ...numbers) => call(new Uint8Array(memory.buffer), ...numbers);
    };
    return { "C 128-bit": open("C 128-bit"), "C native": open("C native") };
  }

  const empty = new WebAssembly.Memory({ initial: 1 });
  const clock = load("clock", "thread_seconds", [])["C 128-bit"];
  return {
    compiler: version.split("\n")[0]!,
    seconds: () => clock(empty),
    load,
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
