import assert from "node:assert/strict";
import { root } from "../fixtures/paths.ts";

Deno.test("`deno task wasm` gives the committed build/kernels.wasm byte for byte", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const { tasks } = JSON.parse(await Deno.readTextFile(`${root}/deno.json`));
    const command: string = tasks.wasm.command;
    const [deno, ...args] = command.replace("--allow-write=core-wasm/build", `--allow-write=${folder}`).split(
      " ",
    );
    assert.equal(deno, "deno");
    assert.ok(args.includes(`--allow-write=${folder}`), command);
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [...args, "--outFile", `${folder}/kernels.wasm`],
      cwd: root,
    }).output();
    assert.ok(success, new TextDecoder().decode(stderr));
    const rebuilt = await Deno.readFile(`${folder}/kernels.wasm`);
    const committed = await Deno.readFile(`${root}/core-wasm/build/kernels.wasm`);
    assert.ok(rebuilt.length > 1000);
    assert.deepEqual(
      rebuilt,
      committed,
      "core-wasm/build is not what core-wasm/assembly gives: run `deno task wasm`",
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
