/** The sum of the four lanes, always as (0 + 1) + (2 + 3): `sumRows` adds in the same order, so both give the same bits. */
@inline
export function sumLanes(v: v128): f32 {
  return (f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1)) +
    (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

/** Lane r of the result is `sumLanes` of the r-th argument: a 4 x 4 transposition instead of four chains of extractions. */
@inline
export function sumRows(a: v128, b: v128, c: v128, d: v128): v128 {
  const abLow = v128.shuffle<f32>(a, b, 0, 4, 1, 5); // a0 b0 a1 b1
  const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7); // a2 b2 a3 b3
  const cdLow = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  const first = f32x4.add(
    v128.shuffle<f32>(abLow, cdLow, 0, 1, 4, 5),
    v128.shuffle<f32>(abLow, cdLow, 2, 3, 6, 7),
  );
  const second = f32x4.add(
    v128.shuffle<f32>(abHigh, cdHigh, 0, 1, 4, 5),
    v128.shuffle<f32>(abHigh, cdHigh, 2, 3, 6, 7),
  );
  return f32x4.add(first, second);
}
