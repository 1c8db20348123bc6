import assert from "node:assert/strict";
import { sharesOf } from "../../engine/ensemble.ts";
import type { Family, Member } from "../../engine/member.ts";

function member(family: Family, weight: number): Member {
  const rows = new Float32Array(4), base = new Float32Array(1);
  if (family === "other") {
    return { kind: "constant", name: "first-popularity", family, base, weight, exponent: 1 };
  }
  const name = family === "cf" ? "svd" : "mf";
  return {
    ...{ kind: "factors", name, family, factors: 1, stride: 4, fold: rows, out: rows },
    ...{ base: null, weight, exponent: 1 },
  };
}

Deno.test("sharesOf() divides the members' weights by their sum", () => {
  assert.deepEqual(Array.from(sharesOf([member("cf", 1.5), member("mf", 0.5)])), [0.75, 0.25]);
});

Deno.test("sharesOf() gives each family the weight asked for, split by its members' own", () => {
  const members = [member("cf", 3), member("cf", 1), member("mf", 9)];
  assert.deepEqual(Array.from(sharesOf(members, { cf: 1, mf: 1 })), [0.375, 0.125, 0.5]);
  assert.deepEqual(Array.from(sharesOf(members, { cf: 0, mf: 2 })), [0, 0, 1]);
});

Deno.test("sharesOf() counts the two families alone, as they were weighted, where weights are given", () => {
  const members = [member("cf", 0.5), member("mf", 0.2), member("other", 0.3)];
  assert.deepEqual(Array.from(sharesOf(members)), [0.5, 0.2, 0.3]);
  assert.deepEqual(Array.from(sharesOf(members, { cf: 0.75, mf: 0.25 })), [0.75, 0.25, 0]);
  assert.deepEqual(Array.from(sharesOf(members, { cf: 0, mf: 0.25 })), [0, 1, 0]);
});

Deno.test("sharesOf() goes by the members' own weights where the model holds none that weights are given for", () => {
  const members = [member("cf", 0.5), member("other", 1.5)];
  assert.deepEqual(Array.from(sharesOf(members, { cf: 0, mf: 1 })), [0.25, 0.75]);
  assert.deepEqual(Array.from(sharesOf(members, { cf: 0.1, mf: 1 })), [1, 0]);
  assert.deepEqual(Array.from(sharesOf([member("other", 2)], { cf: 0.7, mf: 0.3 })), [1]);
});

Deno.test("sharesOf() refuses weights that say nothing", () => {
  const members = [member("cf", 0.7), member("mf", 0.3)];
  assert.throws(() => sharesOf(members, { cf: 0, mf: 0 }), /all members are 0/);
  assert.throws(() => sharesOf(members, { cf: -1, mf: 2 }), RangeError);
  assert.throws(() => sharesOf(members, { cf: NaN, mf: 2 }), RangeError);
});
