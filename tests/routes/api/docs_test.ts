import assert from "node:assert/strict";
import { openTestApp } from "../../fixtures/app.ts";

Deno.test("GET /api/docs shows every operation, problem and schema, and needs no other host and no script", async () => {
  await using app = await openTestApp();
  const response = await app.fetch("/api/docs/");
  assert.match(response.headers.get("content-type") ?? "", /^text\/html/);
  const html = await response.text();
  assert.match(html, /^<!doctype html><html lang="en">/);
  const document = await (await app.fetch("/api/openapi.json")).json();
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of Object.keys(item as object)) {
      assert.ok(html.includes(`<code>${method.toUpperCase()} ${path}</code>`), path);
    }
  }
  for (const name of Object.keys(document.components.schemas)) {
    assert.ok(html.includes(`id="schema-${name}"`), name);
  }
  for (const name of ["invalid-input", "unauthorized", "reused-key", "internal"]) {
    assert.ok(html.includes(`<tr id="${name}">`), name);
  }
  assert.ok(html.includes("<code>repeats=true</code>"));
  assert.ok(!html.includes("`"));
  assert.ok(!/<script|<style|\son\w+=|\sstyle=/.test(html));
  for (const [, address] of html.matchAll(/(?:href|src)="([^"]*)"/g)) assert.match(address!, /^(#|\/[^/])/);
});

Deno.test("every link within the page has its target, and the style sheet is served", async () => {
  await using app = await openTestApp();
  const html = await (await app.fetch("/api/docs")).text();
  const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  const links = [...html.matchAll(/href="#([^"]+)"/g)];
  assert.ok(links.length > 30);
  for (const [, target] of links) assert.ok(ids.has(target), `#${target}`);
  const style = await app.fetch("/api/docs/style.css");
  assert.match(style.headers.get("content-type") ?? "", /^text\/css/);
  assert.match(await style.text(), /body \{/);
});

Deno.test("the curl commands on the page are answered as they stand", async () => {
  await using app = await openTestApp({ trained: true });
  const html = await (await app.fetch("/api/docs")).text();
  const commands = [...html.matchAll(/<pre><code>([^<]+)<\/code>/g)]
    .map(([, text]) => text!.replaceAll("&#39;", "'").replaceAll("&quot;", '"').replaceAll("&amp;", "&"));
  assert.ok(commands.length >= 15);
  assert.ok(commands.includes("curl 'ws://localhost:8000/api/live/ws?user_id=1'"));
  for (const command of commands.filter((text) => !text.includes("'ws:"))) {
    const address = /'http:\/\/localhost:8000([^']*)'/.exec(command)![1]!;
    const body = / -d '([^']*)'/.exec(command)?.[1];
    const response = body === undefined && !command.includes("-X POST")
      ? await app.fetch(address)
      : await app.post(address, body ?? "");
    assert.ok(response.ok, `${response.status} ${command}`);
    await response.body?.cancel();
  }
});
