import assert from "node:assert/strict";
import { sharesOf } from "../../engine/ensemble.ts";
import type { Member } from "../../engine/member.ts";

function member(family: "cf" | "mf", weight: number): Member {
  const rows = new Float32Array(4);
  const name = family === "cf" ? "svd" : "mf";
  return { name, family, factors: 1, stride: 4, fold: rows, out: rows, base: null, weight, exponent: 1 };
}

Deno.test("sharesOf() divides the members' weights by their sum", () => {
  assert.deepEqual(Array.from(sharesOf([member("cf", 1.5), member("mf", 0.5)])), [0.75, 0.25]);
});

Deno.test("sharesOf() gives each family the weight asked for, split by its members' own", () => {
  const members = [member("cf", 3), member("cf", 1), member("mf", 9)];
  assert.deepEqual(Array.from(sharesOf(members, { cf: 1, mf: 1 })), [0.375, 0.125, 0.5]);
  assert.deepEqual(Array.from(sharesOf(members, { cf: 0, mf: 2 })), [0, 0, 1]);
});

Deno.test("sharesOf() refuses weights that say nothing", () => {
  const members = [member("cf", 0.7), member("mf", 0.3)];
  assert.throws(() => sharesOf(members, { cf: 0, mf: 0 }), /all members are 0/);
  assert.throws(() => sharesOf(members, { cf: -1, mf: 2 }), RangeError);
  assert.throws(() => sharesOf(members, { cf: NaN, mf: 2 }), RangeError);
});
