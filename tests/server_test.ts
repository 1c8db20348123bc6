import assert from "node:assert/strict";
import { serve } from "../server.ts";

const local = { hostname: "127.0.0.1", port: 0 };

function pausing(request: Request): Promise<Response> {
  const ms = Number(new URL(request.url).searchParams.get("ms"));
  return new Promise((resolve) => setTimeout(() => resolve(new Response("answered")), ms));
}

Deno.test("serve() answers what is under way before it is closed, and takes nothing more", async () => {
  const server = serve(pausing, local);
  const base = `http://127.0.0.1:${server.port}`;
  const halfOpen = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
  await halfOpen.write(new TextEncoder().encode("GET / HT"));
  const underWay = fetch(`${base}/?ms=200`).then((response) => response.text());
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(await server.close(5_000), true);
  assert.equal(await underWay, "answered");
  await assert.rejects(fetch(base));
  halfOpen.close();
});

Deno.test("serve() waits no longer than it is given", async () => {
  const server = serve(pausing, local);
  const slow = fetch(`http://127.0.0.1:${server.port}/?ms=600`).then((response) => response.text());
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(await server.close(100), false);
  await slow;
});

Deno.test("serve() says that a port is taken", async () => {
  const server = serve(pausing, local);
  try {
    assert.throws(() => serve(pausing, { ...local, port: server.port }), Deno.errors.AddrInUse);
  } finally {
    await server.close(1_000);
  }
});

Deno.test("serve() upgrades to WebSockets", async () => {
  const server = serve((request) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onmessage = ({ data }) => socket.send(`heard ${data}`);
    return response;
  }, local);
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}`);
  const heard = Promise.withResolvers<string>();
  socket.onopen = () => socket.send("this");
  socket.onmessage = ({ data }) => heard.resolve(data);
  socket.onerror = () => heard.reject(new Error("no socket"));
  assert.equal(await heard.promise, "heard this");
  const closed = new Promise((resolve) => socket.onclose = resolve);
  socket.close();
  await closed;
  await server.close(1_000);
});
