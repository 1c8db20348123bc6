import assert from "node:assert/strict";
import { localPath } from "../../views/links.ts";

Deno.test("localPath() takes what a browser would ask our own host for, and nothing else", () => {
  for (const path of ["/", "/static/icon.svg", "/a//b?c=//d", "/javascript:x"]) {
    assert.equal(localPath(path), path);
  }
  const others = [
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/\r\n\\evil.example",
    "\\\\evil.example",
  ];
  for (
    const address of [...others, "https://evil.example", "javascript:x", "data:,x", "icon.svg", "", null]
  ) {
    assert.equal(localPath(address), null, String(address));
  }
});
