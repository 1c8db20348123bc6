import assert from "node:assert/strict";
import { createLog } from "../log.ts";

function capture(
  level: Parameters<typeof createLog>[0],
): { log: ReturnType<typeof createLog>; lines: string[] } {
  const lines: string[] = [];
  return { log: createLog(level, (line) => lines.push(line), () => 0), lines };
}

Deno.test("createLog() writes one JSON line per event, whatever the fields hold", () => {
  const { log, lines } = capture("info");
  log.info("order.placed", { name: 'line\nbreak "quoted"', total: 12n });
  assert.equal(lines.length, 1);
  assert.doesNotMatch(lines[0]!, /\n/);
  assert.deepEqual(JSON.parse(lines[0]!), {
    at: "1970-01-01T00:00:00.000Z",
    level: "info",
    event: "order.placed",
    name: 'line\nbreak "quoted"',
    total: 12,
  });
});

Deno.test("createLog() drops what lies below its level", () => {
  const { log, lines } = capture("warn");
  log.debug("a");
  log.info("b");
  log.warn("c");
  log.error("d");
  assert.deepEqual(lines.map((line) => JSON.parse(line).event), ["c", "d"]);
});

Deno.test("createLog() writes errors with message, stack and cause", () => {
  const { log, lines } = capture("error");
  log.error("failed", {
    error: new TypeError("outer", { cause: new Error("inner") }),
  });
  const { error } = JSON.parse(lines[0]!);
  assert.equal(error.name, "TypeError");
  assert.equal(error.message, "outer");
  assert.match(error.stack, /log_test/);
  assert.equal(error.cause.message, "inner");
});
