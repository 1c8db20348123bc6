import assert from "node:assert/strict";
import { root } from "./fixtures/paths.ts";

interface Run {
  readonly code: number;
  readonly output: string;
}

/** Starts main.ts as the tasks do, in a folder of its own, until it exits or says that it is open; then SIGTERM. */
async function run(args: readonly string[], env: Record<string, string>): Promise<Run> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", `${root}/main.ts`, ...args],
    cwd: root,
    env: { LOG_LEVEL: "info", PORT: "0", ...env },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let output = "";
  const read = async (stream: ReadableStream<Uint8Array>) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      output += text;
      if (/Aisle is open at/.test(text)) child.kill("SIGTERM");
    }
  };
  const [{ code }] = await Promise.all([child.status, read(child.stdout), read(child.stderr)]);
  return { code, output };
}

async function withFolder(use: (url: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "aisle-main-" });
  try {
    await use(`file:${folder}/aisle.db`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("the production start serves an empty shop, and closes cleanly at SIGTERM", () =>
  withFolder(async (url) => {
    const { code, output } = await run([], { DATABASE_URL: url, SESSION_SECRET: "0123456789abcdef" });
    assert.equal(code, 0, output);
    assert.match(output, /Aisle is open at http:\/\/localhost:\d+/);
    assert.match(output, /"event":"server.closed"/);
  }));

Deno.test("the production start refuses unsafe settings by name", async () => {
  const { code, output } = await run([], { HOST: "0.0.0.0" });
  assert.equal(code, 2);
  assert.match(output, /SESSION_SECRET is not set/);
  assert.match(output, /API_KEY is not set/);
});

Deno.test("a port that is taken ends the start with one clear line", () =>
  withFolder(async (url) => {
    const taken = Deno.listen({ port: 0, hostname: "127.0.0.1" });
    try {
      const port = String((taken.addr as Deno.NetAddr).port);
      const env = { DATABASE_URL: url, SESSION_SECRET: "0123456789abcdef", PORT: port };
      const { code, output } = await run([], env);
      assert.equal(code, 1);
      assert.match(output, new RegExp(`Cannot start: 127.0.0.1:${port} is in use`));
    } finally {
      taken.close();
    }
  }));

Deno.test("the first start in development makes the sample shop and trains before it listens; the second keeps both", () =>
  withFolder(async (url) => {
    const first = await run(["--dev"], { DATABASE_URL: url });
    assert.equal(first.code, 0, first.output);
    assert.match(first.output, /Making the sample shop[\s\S]*Training the first model[\s\S]*Aisle is open/);
    const second = await run(["--dev"], { DATABASE_URL: url });
    assert.equal(second.code, 0, second.output);
    assert.doesNotMatch(second.output, /Making the sample shop|Training/);
    assert.match(second.output, /"event":"model.loaded","version":1/);
  }));

Deno.test("deno task dev ends where the shop cannot start, and at SIGTERM", async () => {
  const start = (env: Record<string, string>) =>
    new Deno.Command(Deno.execPath(), {
      args: ["run", "--allow-all", `${root}/tasks/dev.ts`, "--allow-all"],
      cwd: root,
      env: { PORT: "0", LOG_LEVEL: "silent", ...env },
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  const wrong = await start({ PORT: "many" }).output();
  assert.equal(wrong.code, 2);
  assert.match(new TextDecoder().decode(wrong.stderr), /PORT="many"/);

  await withFolder(async (url) => {
    const child = start({ DATABASE_URL: url });
    void child.stderr.cancel();
    let output = "";
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
      output += text;
      if (/Aisle is open at/.test(output)) break;
    }
    child.kill("SIGTERM");
    assert.equal((await child.status).code, 0);
  });
});

Deno.test("a first start that is killed in its training does not keep the next one closed for long", () =>
  withFolder(async (url) => {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--allow-all", `${root}/main.ts`, "--dev"],
      cwd: root,
      env: { PORT: "0", LOG_LEVEL: "info", DATABASE_URL: url },
      stdout: "piped",
      stderr: "null",
    }).spawn();
    let output = "";
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
      output += text;
      if (/Training the first model/.test(output)) break;
    }
    child.kill("SIGKILL");
    await child.status;
    const { code, output: next } = await run(["--dev"], { DATABASE_URL: url });
    assert.equal(code, 0, next);
    assert.match(next, /"event":"model.published"/);
  }));
