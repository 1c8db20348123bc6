import assert from "node:assert/strict";
import fc from "fast-check";
import { ArtifactError, fromArtifact, type Model, toArtifact } from "../../engine/model.ts";
import { type Header, sealed, section, withHeader } from "./forged.ts";
import { factorsOf, trainSmall } from "./trained.ts";

const model = trainSmall();
const artifact = toArtifact(model);

Deno.test("fromArtifact() gives back the model that toArtifact() wrote, as views of the same bytes", () => {
  const read = fromArtifact(artifact);
  assert.deepEqual(read, model);
  assert.equal(read.itemIds.buffer, artifact.buffer);
  assert.equal(factorsOf(read)[1]!.fold.buffer, artifact.buffer);
});

Deno.test("fromArtifact() reads bytes at any address", () => {
  const shifted = new Uint8Array(artifact.length + 3);
  shifted.set(artifact, 3);
  assert.deepEqual(fromArtifact(shifted.subarray(3)), model);
  const half = new Uint8Array(artifact.length + 8);
  half.set(artifact, 8);
  assert.deepEqual(fromArtifact(half.subarray(8)), model);
});

Deno.test("fromArtifact() refuses every truncation", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: artifact.length - 1 }), (length) => {
    assert.throws(() => fromArtifact(artifact.slice(0, length)), ArtifactError);
  }));
  assert.throws(
    () => fromArtifact(artifact.slice(0, -1)),
    /^ArtifactError: Cannot load model: \d+ bytes are there, "\d+"/,
  );
});

Deno.test("fromArtifact() refuses any flipped bit", () => {
  const bit = fc.record({ at: fc.nat(artifact.length - 1), bit: fc.nat(7) });
  const early = fc.record({ at: fc.nat(47), bit: fc.nat(7) });
  fc.assert(
    fc.property(fc.oneof(bit, early), ({ at, bit }) => {
      const damaged = artifact.slice();
      damaged[at]! ^= 1 << bit;
      assert.throws(() => fromArtifact(damaged), ArtifactError);
    }),
    { numRuns: 300 },
  );
});

Deno.test("fromArtifact() never throws anything but ArtifactError, also where the checksum is right", () => {
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
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
    assert.throws(() => fromArtifact(bytes), ArtifactError);
  }));
});

Deno.test("fromArtifact() makes nothing of a size that the header merely claims", () => {
  const wrong: [RegExp, (header: Header) => void][] = [
    [
      /section "svd.fold" claims 1e\+?12|section "svd.fold" claims 1000000000000/,
      (h) => section(h, "svd.fold").length = 1e12,
    ],
    [/section "popularity" claims/, (h) => section(h, "popularity").offset = 2 ** 52],
    [/section "popularity" claims/, (h) => section(h, "popularity").offset += 4],
    [/header is wrong in "sections"/, (h) => section(h, "popularity").length = -1],
    [/header is wrong in "sections"/, (h) => section(h, "popularity").type = "toString"],
    [/section "popularity" has 44 values, not 45/, (h) => section(h, "popularity").length--],
    [/section "trending" is missing/, (h) => section(h, "trending").name = "else"],
    [/section "popularity" is missing or of another type/, (h) => section(h, "popularity").type = "i32"],
    [/part "svd": fold has/, (h) => h.members[0]!.stride = 12],
    [/part "mf": 9 factors in rows of 8/, (h) => h.members[1]!.factors = 9],
    [/part "mf": exponent is "0"/, (h) => h.members[1]!.exponent = 0],
    [/header is wrong in "members"/, (h) => h.members = []],
    [/header is wrong in "members"/, (h) => h.members[1] = h.members[0]!],
    [/header is wrong in "model.version"/, (h) => h.model.version = "7"],
    [
      /header is wrong in "model.settings.weights"/,
      (h) => h.model.settings = { ...h.model.settings as object, weights: {} },
    ],
  ];
  for (const [message, change] of wrong) {
    assert.throws(() => fromArtifact(withHeader(artifact, change)), message);
  }
});

Deno.test("fromArtifact() refuses numbers that cannot be", () => {
  const broken = (change: (copy: Model) => void) => {
    const copy = structuredClone(model);
    change(copy);
    return () => fromArtifact(toArtifact(copy));
  };
  assert.throws(broken((m) => factorsOf(m)[0]!.fold[5] = NaN), /model part "svd": fold holds "NaN" at 5/);
  assert.throws(broken((m) => m.popularity[1] = Infinity), /section "popularity" holds "Infinity" at 1/);
  assert.throws(broken((m) => m.itemIds[1] = m.itemIds[0]!), /product id "\d+" at 1 is not/);
  assert.throws(broken((m) => m.together.items[0] = 45), /bought-together names item "45" of 45/);
  assert.throws(broken((m) => m.together.ptr[1] = -1), /rows of bought-together/);
});

Deno.test("fromArtifact() says when the bytes are of another kind or format", () => {
  assert.throws(() => fromArtifact(new Uint8Array(500)), /the bytes are not a model artifact/);
  const newer = artifact.slice();
  newer[6] = 9;
  assert.throws(() => fromArtifact(newer), /format version is "9", this program reads "1" and "2"/);
});
