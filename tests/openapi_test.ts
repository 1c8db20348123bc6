import assert from "node:assert/strict";
import { Validator } from "@seriousme/openapi-schema-validator";
import { createApp } from "../app.ts";
import { createLog } from "../log.ts";
import { createTelemetry } from "../telemetry.ts";
import { openTestApp, testSettings } from "./fixtures/app.ts";

Deno.test("GET /api/openapi.json is OpenAPI 3.1 that a strict validator accepts, with and without a key", async () => {
  for (const settings of [{}, { apiKey: "sixteen letters." }]) {
    await using app = await openTestApp({ settings });
    const response = await app.fetch("/api/openapi.json");
    assert.match(response.headers.get("content-type") ?? "", /^application\/json/);
    const document = await response.json();
    const validator = new Validator();
    const result = await validator.validate(document);
    assert.deepEqual(result.errors ?? [], []);
    assert.ok(result.valid);
    assert.equal(validator.version, "3.1");
    assert.match(document.openapi, /^3\.1\.\d$/);
  }
});

Deno.test("every route of the API is described, and everything described is a route", async () => {
  await using test = await openTestApp();
  const app = createApp({
    services: test.services,
    settings: testSettings,
    log: createLog("silent"),
    telemetry: createTelemetry(),
  });
  const routes = new Set(
    app.routes.filter(({ path, method }) => path.startsWith("/api/") && method !== "ALL")
      .map(({ path, method }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`),
  );
  routes.delete("GET /api/docs/style.css");
  const document = await (await test.fetch("/api/openapi.json")).json();
  const described = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item as object).map((method) => `${method.toUpperCase()} ${path}`)
  );
  assert.deepEqual([...routes].sort(), described.sort());
});

interface Schema {
  readonly $ref?: string;
  readonly type?: string | string[];
  readonly enum?: unknown[];
  readonly required?: string[];
  readonly properties?: Record<string, Schema>;
  readonly items?: Schema;
  readonly anyOf?: Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/** What of `value` the schema does not describe: for the parts of JSON Schema that the document uses. */
function* mismatches(
  schema: Schema,
  value: unknown,
  schemas: Record<string, Schema>,
  at = "$",
): Generator<string> {
  if (schema.$ref) return yield* mismatches(schemas[schema.$ref.split("/").at(-1)!]!, value, schemas, at);
  if (schema.anyOf) {
    if (!schema.anyOf.some((choice) => mismatches(choice, value, schemas).next().done)) {
      yield `${at} fits no choice`;
    }
    return;
  }
  const types = [schema.type ?? []].flat();
  const actual = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  const fits = types.includes(actual) || (types.includes("integer") && Number.isInteger(value));
  if (types.length > 0 && !fits) yield `${at} is ${actual}, not ${types}`;
  if (schema.enum && !schema.enum.includes(value)) yield `${at} is ${value}`;
  if (
    typeof value === "number" &&
    (value < (schema.minimum ?? -Infinity) || value > (schema.maximum ?? Infinity))
  ) {
    yield `${at} is ${value}`;
  }
  if (actual === "array") {
    for (const [i, part] of (value as unknown[]).entries()) {
      yield* mismatches(schema.items ?? {}, part, schemas, `${at}[${i}]`);
    }
  }
  if (actual === "object" && schema.properties) {
    const object = value as Record<string, unknown>;
    for (const name of schema.required ?? []) if (!(name in object)) yield `${at}.${name} is missing`;
    for (const [name, part] of Object.entries(object)) {
      const property = schema.properties[name];
      if (property) yield* mismatches(property, part, schemas, `${at}.${name}`);
      else yield `${at}.${name} is not described`;
    }
  }
}

Deno.test("answers are what the document says, field by field", async () => {
  await using app = await openTestApp({ trained: true });
  const document = await (await app.fetch("/api/openapi.json")).json();
  const interaction = { "user_id": 1, "product_id": 2, "interaction_type": "view" };
  const requests: [string, string, Promise<Response>][] = [
    ["get", "/api/recommendations/{user_id}", app.fetch("/api/recommendations/1?explain=true")],
    ["get", "/api/recommendations/{user_id}", app.fetch("/api/recommendations/12")],
    ["get", "/api/recommendations/{user_id}", app.fetch("/api/recommendations/x")],
    ["get", "/api/products", app.fetch("/api/products?limit=3")],
    ["get", "/api/products/{id}", app.fetch("/api/products/1")],
    ["get", "/api/products/{id}", app.fetch("/api/products/77")],
    ["get", "/api/products/{id}/similar", app.fetch("/api/products/1/similar")],
    ["get", "/api/products/popular", app.fetch("/api/products/popular")],
    ["get", "/api/search", app.fetch("/api/search?q=tent&user_id=1")],
    ["get", "/api/users/{id}", app.fetch("/api/users/1")],
    ["get", "/api/health/live", app.fetch("/api/health/live")],
    ["get", "/api/health/ready", app.fetch("/api/health/ready")],
    ["post", "/api/users", app.post("/api/users", {})],
    ["post", "/api/interaction", app.post("/api/interaction", interaction)],
    ["post", "/api/interaction", app.post("/api/interaction", { ...interaction, rating: 7 })],
    ["post", "/api/interactions", app.post("/api/interactions", { interactions: [interaction, 7] })],
  ];
  for (const [method, path, promise] of requests) {
    const response = await promise;
    const described = document.paths[path][method].responses[response.status];
    assert.ok(described, `${method} ${path} ${response.status}`);
    const type = response.headers.get("content-type")!.split(";")[0]!;
    const schema = described.content[type]?.schema;
    assert.ok(schema, `${path} ${type}`);
    const wrong = [...mismatches(schema, await response.json(), document.components.schemas)];
    assert.deepEqual(wrong, [], `${method} ${path} ${response.status}`);
  }
});
