import assert from "node:assert/strict";
import fc from "fast-check";
import type { Member, NeighboursMember } from "../../engine/member.ts";
import { ArtifactError, fromArtifact, type Model, toArtifact } from "../../engine/model.ts";
import { settingsOf, train, type TrainOptions } from "../../engine/train.ts";
import { sealed, section, withHeader } from "./forged.ts";
import { allMembers, allShares, plantedEvents, trainSmall } from "./trained.ts";

const model = train(plantedEvents(), allMembers);
const artifact = toArtifact(model);

const formatOf = (bytes: Uint8Array) => bytes[6];

Deno.test("fromArtifact() gives back members of every kind, as views of the same bytes", () => {
  const read = fromArtifact(artifact);
  assert.deepEqual(read, model);
  assert.deepEqual(read.members.map(({ name }) => name), Object.keys(allShares));
  assert.equal(read.members.find((member) => member.kind === "neighbours")!.items.buffer, artifact.buffer);
  assert.deepEqual(fromArtifact(artifact, { trusted: true }), read);
});

Deno.test("toArtifact() writes format 2 for what format 1 cannot hold, and format 1 for an SVD and MF by their ensemble", () => {
  assert.equal(formatOf(artifact), 2);
  assert.equal(formatOf(toArtifact(trainSmall())), 1);
  const shared = train(plantedEvents(), { ...allMembers, shares: { svd: 1 } });
  assert.equal(formatOf(toArtifact(shared)), 2);
  assert.deepEqual(fromArtifact(toArtifact(shared)), shared);
});

Deno.test("a model can be fitted again from its settings alone", () => {
  const { settings } = fromArtifact(artifact), { asOf, createdAt, version } = model;
  assert.deepEqual(settings, settingsOf(allMembers));
  const again = train(plantedEvents(), { ...settings, asOf, createdAt, version } as TrainOptions);
  assert.deepEqual(toArtifact(again), artifact);
});

Deno.test("fromArtifact() refuses truncated and damaged artifacts with members of every kind", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: artifact.length - 1 }), (length) => {
    assert.throws(() => fromArtifact(artifact.slice(0, length)), ArtifactError);
  }));
  fc.assert(fc.property(fc.nat(artifact.length - 1), fc.nat(7), (at, bit) => {
    const damaged = artifact.slice();
    damaged[at]! ^= 1 << bit;
    assert.throws(() => fromArtifact(damaged), ArtifactError);
  }));
});

Deno.test("fromArtifact() of forged members never throws anything but ArtifactError", () => {
  const header = 32 + new DataView(artifact.buffer).getUint32(8, true);
  const at = fc.oneof(fc.integer({ min: 8, max: header }), fc.nat(artifact.length - 1));
  fc.assert(
    fc.property(fc.array(fc.tuple(at, fc.nat(255)), { minLength: 1, maxLength: 4 }), (changes) => {
      const forged = artifact.slice();
      for (const [position, value] of changes) forged[position] = value;
      try {
        fromArtifact(sealed(forged));
      } catch (error) {
        assert.ok(error instanceof ArtifactError, String(error));
      }
    }),
    { numRuns: 500 },
  );
});

Deno.test("fromArtifact() refuses members that are not what their name says", () => {
  const wrong: [RegExp, Parameters<typeof withHeader>[1]][] = [
    [/header is wrong in "members"/, (h) => h.members[2]!.kind = "constant"],
    [/header is wrong in "members"/, (h) => h.members[2]!.family = "cf"],
    [/header is wrong in "members"/, (h) => h.members[2]!.name = "toString"],
    [/header is wrong in "members"/, (h) => h.members[0]!.kind = "neighbours"],
    [/header is wrong in "members"/, (h) => h.members[4]!.weight = null],
    [/section "ease.items" is missing/, (h) => section(h, "ease.items").name = "else"],
    [/section "ease.ptr" is missing or of another type/, (h) => section(h, "ease.ptr").type = "f32"],
    [/part "ease": weights has \d+ values/, (h) => section(h, "ease.weights").length--],
    [/part "item-knn": its rows do not fit/, (h) => section(h, "item-knn.ptr").length--],
    [/section "rp3beta.items" is missing/, (h) => section(h, "rp3beta.items").name = "else"],
    [/section "first-popularity.base" is missing/, (h) => section(h, "first-popularity.base").name = "else"],
    [/header is wrong in "model.settings.shares"/, (h) => settingsIn(h).shares = { svd: "1" }],
    [/header is wrong in "model.settings.members"/, (h) => settingsIn(h).members = { ease: 1 }],
  ];
  for (const [message, change] of wrong) {
    assert.throws(() => fromArtifact(withHeader(artifact, change)), message);
  }
});

Deno.test("fromArtifact() refuses weights between items that there are not, and rows out of order", () => {
  const broken = (change: (ease: NeighboursMember, all: readonly Member[]) => void) => {
    const copy = structuredClone(model) as Model;
    change(copy.members[2] as NeighboursMember, copy.members);
    return () => fromArtifact(toArtifact(copy));
  };
  assert.throws(broken((ease) => ease.items[3] = 45), /part "ease": row 0 names item "45" of 45 after/);
  assert.throws(broken((ease) => ease.items[3] = -1), /row 0 names item "-1" of 45/);
  assert.throws(
    broken((ease) => ease.items[1] = ease.items[0]!),
    /row 0 names item "(\d+)" of 45 after "\1"/,
  );
  assert.throws(broken((ease) => ease.ptr[4] = -1), /part "ease": its rows do not fit its \d+ entries/);
  assert.throws(broken((ease) => ease.ptr[0] = 1), /its rows do not fit/);
  assert.throws(broken((ease) => ease.weights[7] = NaN), /part "ease": weights holds "NaN" at 7/);
  assert.throws(
    broken((_, all) => all.at(-1)!.base![2] = -Infinity),
    /part "first-popularity": base holds "-Infinity" at 2/,
  );
});

function settingsIn(header: { model: Record<string, unknown> }): Record<string, unknown> {
  return header.model.settings as Record<string, unknown>;
}
