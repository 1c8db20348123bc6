/**
 * Three builds of the same kernels. `strict` and `shared` give the same bits on every machine; `shared` can run on one memory in
 * several threads, which costs a little in one; `relaxed` may fuse a product and a sum into one rounding, so it is faster and its last
 * bits depend on the processor.
 */
export type Build = "strict" | "relaxed" | "shared";

/** What the host's WebAssembly can run. */
export interface Host {
  readonly simd: boolean;
  readonly relaxedSimd: boolean;
  /** Atomics on a shared memory, SharedArrayBuffer, and Workers to use them. */
  readonly threads: boolean;
}

const file: Record<Build, string> = {
  strict: "./build/kernels.wasm",
  relaxed: "./build/kernels_relaxed.wasm",
  shared: "./build/kernels_shared.wasm",
};

/** A module of one function without a name: `type` and `body` as in the binary format, `memory` a section of its own. */
function toModule(type: number[], body: number[], memory: number[] = []): Uint8Array<ArrayBuffer> {
  const section = (id: number, bytes: number[]) => [id, bytes.length, ...bytes];
  // No locals in front, `end` behind.
  const code = [0, ...body, 0x0b];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, ...type]),
    ...section(3, [1, 0]),
    ...memory,
    ...section(10, [1, code.length, ...code]),
  ]);
}

const toVector = [0, 1, 0x7b], toNothing = [0, 0];
const splat = (byte: number) => [0x41, byte, 0xfd, 0x0f];

/** The smallest modules that use a feature, for `WebAssembly.validate`. */
export const probes = {
  /** i8x16.splat, i8x16.popcnt. */
  simd: toModule(toVector, [...splat(0), 0xfd, 0x62]),
  /** i8x16.relaxed_swizzle. */
  relaxedSimd: toModule(toVector, [...splat(1), ...splat(2), 0xfd, 0x80, 0x02]),
  /** i32.atomic.load from a shared memory of one page. */
  threads: toModule(toNothing, [0x41, 0, 0xfe, 0x10, 2, 0, 0x1a], [5, 4, 1, 3, 1, 1]),
} as const;

/** Asks the host, in a few microseconds. */
export function probeHost(): Host {
  return {
    simd: WebAssembly.validate(probes.simd),
    relaxedSimd: WebAssembly.validate(probes.relaxedSimd),
    threads: typeof SharedArrayBuffer === "function" && typeof Worker === "function" &&
      WebAssembly.validate(probes.threads),
  };
}

/**
 * The build for a memory: the shared one where it is shared, else the relaxed one where it is wanted and the host can run it, else the
 * strict one.
 *
 * @throws Error where the host lacks what no build can do without
 */
export function chooseBuild(
  { shared, relaxed }: { readonly shared: boolean; readonly relaxed: boolean },
  host: Host = probeHost(),
): Build {
  if (!host.simd) throw new Error("Cannot load kernels: this host's WebAssembly has no SIMD");
  if (shared) {
    if (!host.threads) throw new Error("Cannot load kernels: this host's WebAssembly has no shared memory");
    return "shared";
  }
  return relaxed && host.relaxedSimd ? "relaxed" : "strict";
}

const compiled = new Map<Build, WebAssembly.Module>();

/** The compiled module: read once per build and thread. */
export function compileBuild(build: Build): WebAssembly.Module {
  let module = compiled.get(build);
  if (!module) {
    module = new WebAssembly.Module(Deno.readFileSync(new URL(file[build], import.meta.url)));
    compiled.set(build, module);
  }
  return module;
}
