import assert from "node:assert/strict";
import { openTestApp } from "../fixtures/app.ts";
import { createShopper } from "./shopper.ts";

const forms: readonly { path: string; fields: Record<string, string>; here: string }[] = [
  { path: "/unlike", fields: { product: "4", to: "/", place: "popular" }, here: "/" },
  { path: "/cart/quantity", fields: { product: "4", quantity: "2" }, here: "/cart" },
  { path: "/cart/remove", fields: { product: "4" }, here: "/cart" },
  { path: "/cart/save", fields: { product: "4" }, here: "/cart" },
  { path: "/cart/noticed", fields: {}, here: "/cart" },
  { path: "/forget", fields: { product: "4", to: "/used?page=2" }, here: "/used?page=2" },
  { path: "/undo", fields: { product: "4", type: "like", to: "/" }, here: "/" },
  { path: "/recent/remove", fields: { product: "4" }, here: "/recent" },
  { path: "/recent/clear", fields: {}, here: "/recent" },
  { path: "/not-interested/undo", fields: { product: "4", to: "/", place: "popular" }, here: "/" },
];

for (const { path, fields, here } of forms) {
  Deno.test(`POST ${path} by nobody has htmx load the page anew, leads there without script, and makes nobody`, async () => {
    await using app = await openTestApp();
    const shopper = createShopper(app);
    const pressed = await shopper.press(path, fields);
    assert.equal(pressed.status, 204);
    assert.equal(pressed.headers.get("hx-refresh"), "true");
    assert.equal(pressed.headers.get("location"), null);
    const sent = await shopper.post(path, fields);
    assert.equal(sent.status, 303);
    assert.equal(sent.headers.get("location"), here);
    assert.equal(shopper.cookie, "");
  });
}
