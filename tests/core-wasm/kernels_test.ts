import assert from "node:assert/strict";
import { loadKernels } from "../../core-wasm/kernels.ts";
import { createArena } from "../../core-wasm/layout.ts";
import { fromFileUrl, root } from "../fixtures/paths.ts";
import { createStage } from "./guarded.ts";

const assembly = fromFileUrl("../../core-wasm/assembly");

/** spmm from spmm.ts, topK from top_k.ts. */
const kernelNames = [...Deno.readDirSync(assembly)]
  .filter(({ isFile, name }) => isFile && name !== "index.ts")
  .map(({ name }) => name.replace(/\.ts$/, "").replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()))
  .sort();

Deno.test("loadKernels() gives one function for each file of assembly/, named after it", () => {
  const kernels = loadKernels(createArena().memory);
  assert.deepEqual(Object.keys(kernels).sort(), kernelNames);
  assert.ok(Object.values(kernels).every((kernel) => typeof kernel === "function"));
});

Deno.test("the Kernels interface declares what the module exports", () => {
  const source = Deno.readTextFileSync(`${root}/core-wasm/kernels.ts`);
  const body = source.slice(source.indexOf("export interface Kernels {"), source.indexOf("\n}\n"));
  const declared = [...body.matchAll(/^ {2}(\w+)\(/gm)].map((match) => match[1]!);
  assert.deepEqual(declared.sort(), kernelNames);
  for (const name of kernelNames) {
    const file = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const compiled = Deno.readTextFileSync(`${assembly}/${file}.ts`);
    const kernel = new RegExp(`export function ${name}\\(([^)]*)\\)`).exec(compiled)?.[1] ?? "";
    const typed = new RegExp(`^ {2}${name}\\(([^)]*)\\)`, "m").exec(body)?.[1] ?? "";
    const names = (list: string) => [...list.matchAll(/(\w+)\??:/g)].map((match) => match[1]);
    assert.deepEqual(names(typed), names(kernel), name);
  }
});

Deno.test("loadKernels() over two memories gives kernels that do not touch each other's", () => {
  const one = createStage(1), other = createStage(1);
  const a = one.f32([1, 2, 3, 4]), b = other.f32([1, 2, 3, 4]);
  assert.equal(a.ptr, b.ptr);
  one.kernels.combine(a.ptr, a.ptr, 4, 10, 0, 0);
  assert.deepEqual([...a.read()], [10, 20, 30, 40]);
  assert.deepEqual([...b.read()], [1, 2, 3, 4]);
});

Deno.test("loadKernels() needs no more permission than to read build/", async () => {
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(
      file,
      `import { loadKernels } from "file://${root}/core-wasm/kernels.ts";
       import { createArena } from "file://${root}/core-wasm/layout.ts";
       console.log(Object.keys(loadKernels(createArena().memory)).length);`,
    );
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-lock", "--no-config", "--no-prompt", `--allow-read=${root}/core-wasm/build`, file],
    }).output();
    assert.ok(success, new TextDecoder().decode(stderr));
    assert.equal(new TextDecoder().decode(stdout).trim(), String(kernelNames.length));
  } finally {
    await Deno.remove(file);
  }
});
