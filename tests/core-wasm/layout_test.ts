import assert from "node:assert/strict";
import fc from "fast-check";
import { createArena, strideOf } from "../../core-wasm/layout.ts";

Deno.test("strideOf() rounds up to whole vectors of four", () => {
  assert.deepEqual([1, 3, 4, 5, 8, 50, 64, 65].map(strideOf), [4, 4, 4, 8, 8, 52, 64, 68]);
});

Deno.test("Arena gives spans of each type that neither overlap nor stand at address 0, aligned to 16 bytes", () => {
  const kinds = ["f32", "f64", "i32", "u32", "u8"] as const;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...kinds), fc.nat(5000)), { maxLength: 30 }),
      (requests) => {
        const arena = createArena();
        let end = 1;
        for (const [kind, length] of requests) {
          const span = arena[kind](length);
          assert.equal(span.ptr % 16, 0);
          assert.ok(span.ptr >= end, `${span.ptr} is before ${end}`);
          assert.equal(span.view.length, length);
          assert.equal(span.length, length);
          assert.equal(span.view.byteOffset, span.ptr);
          end = span.ptr + span.view.byteLength;
        }
      },
    ),
  );
});

Deno.test("Span.view stays good after the memory has grown", () => {
  const arena = createArena({ initialBytes: 0 });
  const span = arena.f32(10);
  span.view.fill(3);
  const stale = span.view;
  arena.f64(1_000_000);
  assert.equal(stale.length, 0);
  assert.deepEqual(span.view, new Float32Array(10).fill(3));
});

Deno.test("Arena.reset() gives the memory back, and what is given out again is zero", () => {
  const arena = createArena();
  arena.u8(100).view.fill(9);
  const mark = arena.mark();
  const first = arena.f32(40_000);
  first.view.fill(7);
  const size = arena.memory.buffer.byteLength;
  arena.reset(mark);
  const second = arena.i32(20_000);
  assert.equal(second.ptr, first.ptr);
  assert.ok(second.view.every((value) => value === 0));
  const third = arena.f64(20_000);
  assert.ok(third.view.every((value) => value === 0));
  arena.reset(mark);
  arena.f32(40_000);
  assert.ok(arena.memory.buffer.byteLength <= size + 3 * 65536);
});

Deno.test("Arena.reset() refuses what is not a mark before its end", () => {
  const arena = createArena();
  for (const mark of [-16, 0, NaN, arena.mark() + 16]) {
    assert.throws(() => arena.reset(mark), { name: "RangeError", message: /^Cannot reset the arena: "/ });
  }
});

Deno.test("Arena names wanted and available bytes when its limit is reached, and goes on afterwards", () => {
  const arena = createArena({ maximumBytes: 2 * 65536 });
  arena.f32(10_000);
  const before = arena.mark();
  assert.throws(() => arena.f64(20_000), {
    name: "RangeError",
    message: "Cannot allocate 160000 bytes: 91008 of at most 131072 bytes are available",
  });
  assert.equal(arena.mark(), before);
  assert.equal(arena.u8(91_008).view.length, 91_008);
  assert.throws(() => arena.u8(1), {
    message: "Cannot allocate 1 bytes: 0 of at most 131072 bytes are available",
  });
});

Deno.test("Arena refuses what 32-bit addresses cannot reach, without trying", () => {
  const arena = createArena();
  const size = arena.memory.buffer.byteLength;
  assert.throws(() => arena.f32(2 ** 30), {
    name: "RangeError",
    message: /^Cannot allocate 4294967296 bytes: \d+ of at most 4294901760 bytes are available$/,
  });
  assert.throws(() => arena.f64(Number.MAX_SAFE_INTEGER), RangeError);
  assert.equal(arena.memory.buffer.byteLength, size);
});

Deno.test("Arena refuses lengths that are not whole numbers", () => {
  const arena = createArena();
  for (const length of [-1, 0.5, NaN, Infinity]) {
    assert.throws(() => arena.f32(length), {
      name: "RangeError",
      message: `Cannot allocate a span: its length, "${length}", is not a whole number`,
    });
  }
});

Deno.test("createArena() refuses sizes out of order or beyond 4 GiB", () => {
  for (
    const options of [{ initialBytes: 10, maximumBytes: 5 }, { maximumBytes: 2 ** 32 }, { initialBytes: NaN }]
  ) {
    assert.throws(() => createArena(options), { name: "RangeError", message: /^Cannot create an arena: "/ });
  }
});
