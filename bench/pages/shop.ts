/** The shop as README.md starts it for production, over the full sample shop in a temporary folder. */
const root = new URL("../../", import.meta.url).pathname;

export interface OpenShop extends AsyncDisposable {
  /** Without a trailing slash. */
  readonly origin: string;
}

/** Fills, trains and starts it, each as a process of its own; `await using` ends it and removes the folder. */
export async function openShop(): Promise<OpenShop> {
  await using stack = new AsyncDisposableStack();
  const folder = await Deno.makeTempDir({ prefix: "aisle-pages-" });
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  const port = freePort();
  const origin = `http://localhost:${port}`;
  const env = {
    DATABASE_URL: `file:${folder}/aisle.db`,
    SESSION_SECRET: crypto.randomUUID(),
    PORT: String(port),
    PUBLIC_URL: origin,
    LOG_LEVEL: "warn",
  };
  await finish("tasks/sample.ts", env);
  await finish("tasks/train.ts", env);
  const shop = deno("main.ts", env).spawn();
  stack.defer(async () => {
    shop.kill("SIGTERM");
    await shop.status;
  });
  await untilOpen(`${origin}/api/health/ready`);
  const opened = stack.move();
  return { origin, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

function deno(program: string, env: Record<string, string>): Deno.Command {
  const args = ["run", "--allow-all", "--no-check", "--quiet", root + program];
  return new Deno.Command(Deno.execPath(), { args, cwd: root, env, stdout: "null", stderr: "inherit" });
}

async function finish(program: string, env: Record<string, string>): Promise<void> {
  const { success, code } = await deno(program, env).output();
  if (!success) throw new Error(`Cannot measure: ${program} ended with ${code}`);
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  return port;
}

async function untilOpen(url: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const ready = await fetch(url).then(async (answer) => {
      await answer.body?.cancel();
      return answer.ok;
    }, () => false);
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("Cannot measure: the shop did not start within 30 s");
}
