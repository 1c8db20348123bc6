import assert from "node:assert/strict";
import { root } from "./fixtures/paths.ts";

Deno.test("SIGTERM ends open streams and sockets, and the process with them", async () => {
  const folder = await Deno.makeTempDir({ prefix: "aisle-main-live-" });
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", `${root}/main.ts`],
    cwd: root,
    env: {
      LOG_LEVEL: "info",
      PORT: "0",
      DATABASE_URL: `file:${folder}/aisle.db`,
      SESSION_SECRET: "0123456789abcdef",
      RETRAIN_CRON: "",
    },
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let output = "";
  const opened = Promise.withResolvers<string>();
  const reading = (async () => {
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
      output += text;
      const [, port] = /Aisle is open at http:\/\/localhost:(\d+)/.exec(output) ?? [];
      if (port) opened.resolve(`localhost:${port}`);
    }
    opened.reject(new Error(output));
  })();
  opened.promise.catch(() => {});
  try {
    const host = await opened.promise;
    const made = await fetch(`http://${host}/api/users`, { method: "POST" });
    const { id } = await made.json();
    const stream = await fetch(`http://${host}/api/live?user_id=${id}`);
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    assert.match((await reader.read()).value!, /^retry: /);
    const socket = new WebSocket(`ws://${host}/api/live/ws?user_id=${id}`);
    await new Promise((resolve) => socket.onopen = resolve);
    const closed = new Promise<number>((resolve) => socket.onclose = ({ code }) => resolve(code));

    const asked = performance.now();
    child.kill("SIGTERM");
    while (!(await reader.read()).done);
    assert.equal(await closed, 1001);
    assert.equal((await child.status).code, 0);
    await reading;
    assert.match(output, /"event":"server.closed"/);
    // Far below the time after which whatever is still open is cut off.
    assert.ok(performance.now() - asked < 3000);
  } finally {
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    await child.status;
    await reading;
    await Deno.remove(folder, { recursive: true });
  }
});
