import assert from "node:assert/strict";
import { fromFileUrl } from "./fixtures/paths.ts";

interface Config {
  readonly imports: Record<string, string>;
  readonly compilerOptions: Record<string, unknown>;
}

const read = (path: string): Config => JSON.parse(Deno.readTextFileSync(fromFileUrl(`../../${path}`)));

// Tests and benchmarks have their own configuration, so that their heavy tools are not downloaded by `deno task dev`.
// What they share with the root must not drift.
for (const path of ["tests/deno.json", "bench/deno.json"]) {
  Deno.test(`${path} pins what deno.json pins, with the same compiler options`, () => {
    const root = read("deno.json");
    const config = read(path);
    for (const [name, specifier] of Object.entries(root.imports)) {
      assert.equal(config.imports[name], specifier, name);
    }
    assert.deepEqual(config.compilerOptions, root.compilerOptions);
  });
}

Deno.test("every dependency is pinned to one exact version from npm", () => {
  for (const path of ["deno.json", "tests/deno.json", "bench/deno.json"]) {
    for (const specifier of Object.values(read(path).imports)) {
      assert.match(specifier, /^npm:(@[\w.-]+\/)?[\w.-]+@\d+\.\d+\.\d+(-[\w.]+)?$/);
    }
  }
});
