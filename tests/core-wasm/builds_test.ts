import assert from "node:assert/strict";
import {
  type Build,
  chooseBuild,
  compileBuild,
  type Host,
  probeHost,
  probes,
} from "../../core-wasm/builds.ts";
import { loadKernels } from "../../core-wasm/kernels.ts";
import { createArena } from "../../core-wasm/layout.ts";

const able: Host = { simd: true, relaxedSimd: true, threads: true };

Deno.test("probeHost() finds what V8 has: a module with a damaged instruction is not taken for one", () => {
  assert.deepEqual(probeHost(), able);
  for (const probe of Object.values(probes)) {
    assert.equal(WebAssembly.validate(probe), true);
    const damaged = probe.slice();
    // Behind its prefix the instruction has no meaning.
    damaged[damaged.findLastIndex((byte) => byte === 0xfd || byte === 0xfe) + 1] = 0x9a;
    assert.equal(WebAssembly.validate(damaged), false);
  }
});

Deno.test("chooseBuild() takes the strict build unless the memory is shared or the relaxed one is wanted and can run", () => {
  const cases: [boolean, boolean, Partial<Host>, Build][] = [
    [false, false, {}, "strict"],
    [false, true, {}, "relaxed"],
    [false, true, { relaxedSimd: false }, "strict"],
    [true, false, {}, "shared"],
    [true, true, {}, "shared"],
    [false, false, { relaxedSimd: false, threads: false }, "strict"],
  ];
  for (const [shared, relaxed, host, build] of cases) {
    assert.equal(chooseBuild({ shared, relaxed }, { ...able, ...host }), build);
  }
  assert.throws(
    () => chooseBuild({ shared: false, relaxed: true }, { ...able, simd: false }),
    /^Error: Cannot load kernels: this host's WebAssembly has no SIMD$/,
  );
  assert.throws(() => chooseBuild({ shared: true, relaxed: false }, { ...able, threads: false }), {
    message: "Cannot load kernels: this host's WebAssembly has no shared memory",
  });
});

Deno.test("every build imports a memory and nothing else, and exports the same functions", () => {
  const exportsOf = (build: Build) => WebAssembly.Module.exports(compileBuild(build));
  for (const build of ["strict", "relaxed", "shared"] as const) {
    assert.deepEqual(WebAssembly.Module.imports(compileBuild(build)), [
      { module: "env", name: "memory", kind: "memory" },
    ]);
    assert.deepEqual(exportsOf(build), exportsOf("strict"));
  }
});

Deno.test("loadKernels() over a shared memory works on what other threads see, also after it has grown", () => {
  const arena = createArena({ shared: true });
  const kernels = loadKernels(arena.memory);
  arena.u8(1_000_000);
  const span = arena.f32(8);
  assert.ok((arena.memory.buffer as ArrayBufferLike) instanceof SharedArrayBuffer);
  span.view.set([1, 2, 3, 4, 5, 6, 7, 8]);
  kernels.combine(span.ptr, span.ptr, 8, 2, 0, 0);
  assert.deepEqual([...span.view], [2, 4, 6, 8, 10, 12, 14, 16]);
});
