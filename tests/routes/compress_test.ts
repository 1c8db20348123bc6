import assert from "node:assert/strict";
import { Hono } from "hono";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { compress } from "../../routes/compress.ts";
import { serve } from "../../server.ts";
import { openTestApp } from "../fixtures/app.ts";

const text = "A shelf of the same things. ".repeat(200);

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly accept?: string | undefined;
}

type Handler = (request: Request) => Response | Promise<Response>;

/** An answer as it is sent through a port: fetch would ask for compression and undo it. */
async function ask(handler: Handler, { method = "GET", path = "/", accept }: Asked = {}) {
  const server = serve(handler, { hostname: "127.0.0.1", port: 0 });
  const connection = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
  const lines = [`${method} ${path} HTTP/1.1`, "Host: localhost:8000", "Connection: close"];
  if (accept !== undefined) lines.push(`Accept-Encoding: ${accept}`);
  await connection.write(new TextEncoder().encode(lines.join("\r\n") + "\r\n\r\n"));
  const sent = new Uint8Array(await new Response(connection.readable).arrayBuffer());
  await server.close(1_000);
  const latin = new TextDecoder("latin1").decode(sent);
  const end = latin.indexOf("\r\n\r\n");
  const [status, ...head] = latin.slice(0, end).split("\r\n");
  const headers = new Headers(head.map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]));
  return { status: Number(status!.split(" ")[1]), headers, body: sent.slice(end + 4) };
}

function answering(answer: () => Response): Handler {
  return new Hono().use(compress()).get("/", answer).fetch;
}

const page = () =>
  new Response(text, { headers: { "Content-Type": "text/html", "ETag": '"1"', "Vary": "Cookie" } });

Deno.test("whoever takes gzip gets it, with a weak tag, and caches learn what it depends on", async () => {
  for (const accept of ["gzip, deflate, br, zstd", "br;q=1, GZIP ; q=0.5", "*"]) {
    const { headers, body } = await ask(answering(page), { accept });
    assert.equal(headers.get("content-encoding"), "gzip", accept);
    assert.equal(new TextDecoder().decode(gunzipSync(body)), text);
    assert.equal(headers.get("content-length"), String(body.length));
    assert.equal(headers.get("etag"), 'W/"1"');
    assert.equal(headers.get("vary"), "Cookie, Accept-Encoding");
  }
  for (const accept of [undefined, "", "br", "gzip;q=0, *", "gzip;q=0.000"]) {
    const { headers, body } = await ask(answering(page), { accept });
    assert.equal(headers.get("content-encoding"), null, String(accept));
    assert.equal(new TextDecoder().decode(body), text);
    assert.equal(headers.get("etag"), '"1"');
    assert.equal(headers.get("vary"), "Cookie, Accept-Encoding");
  }
});

Deno.test("short answers, pictures and what must not be transformed stay as they are", async () => {
  const as = (headers: Record<string, string>, body = text) => new Response(body, { headers });
  const answers: Record<string, () => Response> = {
    short: () => as({ "Content-Type": "text/plain" }, "ok"),
    picture: () => as({ "Content-Type": "image/png" }),
    fixed: () => as({ "Content-Type": "text/html", "Cache-Control": "private, no-transform" }),
    encoded: () => as({ "Content-Type": "text/html", "Content-Encoding": "x-own" }),
  };
  for (const [name, answer] of Object.entries(answers)) {
    const { headers, body } = await ask(answering(answer), { accept: "gzip" });
    assert.notEqual(headers.get("content-encoding"), "gzip", name);
    assert.equal(new TextDecoder().decode(body), await answer().text(), name);
  }
});

Deno.test("each event of a stream goes out when it happens, also to clients that take gzip", async () => {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const handler = answering(() =>
    new Response(readable, { headers: { "Content-Type": "text/event-stream" } })
  );
  const server = serve(handler, { hostname: "127.0.0.1", port: 0 });
  const writer = writable.getWriter();
  const send = (data: string) => writer.write(new TextEncoder().encode(`data: ${data}\n\n`));
  const first = send("one");
  const answer = await fetch(`http://127.0.0.1:${server.port}`, { headers: { "Accept-Encoding": "gzip" } });
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  await first;
  assert.equal((await reader.read()).value, "data: one\n\n");
  await send("two");
  assert.equal((await reader.read()).value, "data: two\n\n");
  await writer.close();
  assert.equal((await reader.read()).done, true);
  await server.close(1_000);
});

Deno.test("the shop's pages, files, pictures, errors and API are compressed, and HEAD has the headers of GET", async () => {
  await using app = await openTestApp();
  const fetch: Handler = (request) => app.fetch(new URL(request.url).pathname, request);
  const paths = [
    "/",
    "/nowhere",
    "/static/aisle.css",
    "/static/htmx.js",
    "/art/1.svg",
    "/api/products?limit=20",
  ];
  for (const path of [...paths, "/api/openapi.json", "/sitemap.xml"]) {
    for (const accept of ["gzip", undefined]) {
      const get = await ask(fetch, { path, accept });
      const head = await ask(fetch, { path, accept, method: "HEAD" });
      assert.equal(get.headers.get("content-encoding"), accept ?? null, path);
      assert.match(get.headers.get("vary")!, /Accept-Encoding/, path);
      assert.equal(head.body.length, 0);
      assert.equal(head.status, get.status, path);
      for (const name of ["content-type", "content-encoding", "etag", "vary", "cache-control"]) {
        assert.equal(head.headers.get(name), get.headers.get(name), `${name} of ${path}`);
      }
      const [long, said] = [get, head].map(({ headers }) => Number(headers.get("content-length")));
      // Pages with an id of the request in them, and the like, differ by a few bytes.
      assert.ok(said! > 0 && Math.abs(long! - said!) < 50, `${path}: ${long}, HEAD ${said}`);
    }
  }
  const unchanged = await app.fetch("/static/aisle.css");
  const etag = `W/${unchanged.headers.get("etag")}`;
  await unchanged.body?.cancel();
  const again = await app.fetch("/static/aisle.css", {
    headers: { "If-None-Match": etag, "Accept-Encoding": "gzip" },
  });
  assert.equal(again.status, 304);
  assert.equal(again.headers.get("vary"), "Accept-Encoding");
});

Deno.test("styles and scripts come in brotli too, each coding with a length that HEAD knows", async () => {
  await using app = await openTestApp();
  const text = await (await app.fetch("/static/htmx.js")).text();
  const lengths: number[] = [];
  for (const coding of ["br", "gzip"]) {
    const headers = { "Accept-Encoding": `${coding}, identity` };
    const answer = await app.fetch("/static/htmx.js", { headers });
    assert.equal(answer.headers.get("content-encoding"), coding);
    assert.equal(answer.headers.get("vary"), "Accept-Encoding");
    assert.match(answer.headers.get("etag")!, /^W\//);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const plain = coding === "br" ? brotliDecompressSync(bytes) : gunzipSync(bytes);
    assert.equal(new TextDecoder().decode(plain), text);
    const head = await app.fetch("/static/htmx.js", { method: "HEAD", headers });
    assert.equal(head.headers.get("content-length"), String(bytes.length));
    lengths.push(bytes.length);
  }
  assert.ok(lengths[0]! < lengths[1]! && lengths[1]! < text.length / 2);
});
