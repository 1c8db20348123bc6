import assert from "node:assert/strict";
import { root } from "../fixtures/paths.ts";

const { tasks } = JSON.parse(Deno.readTextFileSync(`${root}/deno.json`));
const commands = (tasks.wasm.command as string).split(" && ");
const files = ["kernels.wasm", "kernels_relaxed.wasm", "kernels_shared.wasm"];

Deno.test("`deno task wasm` makes the strict, the relaxed and the shared build", () => {
  assert.deepEqual(commands.map((command) => command.split("--target ")[1]), ["strict", "relaxed", "shared"]);
  const built = [...Deno.readDirSync(`${root}/core-wasm/build`)].map(({ name }) => name).sort();
  assert.deepEqual(built, files);
});

files.forEach((file, i) => {
  Deno.test(`\`deno task wasm\` gives the committed build/${file} byte for byte, under 40 KB`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      const command = commands[i]!;
      const [deno, ...args] = command.replace("--allow-write=core-wasm/build", `--allow-write=${folder}`)
        .split(" ");
      assert.equal(deno, "deno");
      assert.ok(args.includes(`--allow-write=${folder}`), command);
      const { success, stderr } = await new Deno.Command(Deno.execPath(), {
        args: [...args, "--outFile", `${folder}/${file}`],
        cwd: root,
      }).output();
      assert.ok(success, new TextDecoder().decode(stderr));
      const rebuilt = await Deno.readFile(`${folder}/${file}`);
      const committed = await Deno.readFile(`${root}/core-wasm/build/${file}`);
      assert.ok(rebuilt.length > 1000 && rebuilt.length < 40_000, `${rebuilt.length} bytes`);
      assert.deepEqual(
        rebuilt,
        committed,
        "core-wasm/build is not what core-wasm/assembly gives: run `deno task wasm`",
      );
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
});
