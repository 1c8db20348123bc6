import assert from "node:assert/strict";
import { problemKinds } from "../routes/errors.ts";
import { createTelemetry } from "../telemetry.ts";
import { openTestApp } from "./fixtures/app.ts";
import { root } from "./fixtures/paths.ts";

const reference = Deno.readTextFileSync(`${root}/docs/reference.md`);

Deno.test("docs/reference.md names every route, parameter and field of the API", async () => {
  await using app = await openTestApp();
  const document = await (await app.fetch("/api/openapi.json")).json();
  const words = new Set(reference.match(/[\w-]+/g));
  for (
    const [path, item] of Object.entries<Record<string, { parameters?: { name: string }[] }>>(document.paths)
  ) {
    for (const [method, { parameters = [] }] of Object.entries(item)) {
      assert.ok(reference.includes(`\`${method.toUpperCase()} ${path}\``), `${method} ${path}`);
      for (const { name } of parameters) assert.ok(words.has(name), `${name} of ${path}`);
    }
  }
  for (const [name, schema] of Object.entries<{ properties?: object }>(document.components.schemas)) {
    for (const field of Object.keys(schema.properties ?? {})) {
      assert.ok(words.has(field), `${field} of ${name}`);
    }
  }
});

Deno.test("docs/reference.md names every setting with its default, every command, metric and problem", () => {
  const settings = Deno.readTextFileSync(`${root}/.env.example`).matchAll(/^#([A-Z0-9_]+)=(.*)$/gm);
  let count = 0;
  for (const [, name, value] of settings) {
    count++;
    const line = reference.split("\n").find((text) => text.startsWith("|") && text.includes(`\`${name}\``));
    assert.ok(line, `${name}`);
    if (value) assert.ok(line.includes(`\`${value}\``), `${name}=${value}`);
  }
  assert.ok(count > 20);
  const { tasks } = JSON.parse(Deno.readTextFileSync(`${root}/deno.json`));
  for (const name of Object.keys(tasks)) assert.ok(reference.includes(`\`deno task ${name}\``), name);
  for (const { name } of createTelemetry().registry.getMetricsAsArray()) {
    assert.ok(reference.includes(name), name);
  }
  for (const [status, { name }] of Object.entries(problemKinds)) {
    assert.match(reference, new RegExp(`^\\| ${status} +\\| \`${name}\` `, "m"));
  }
});
