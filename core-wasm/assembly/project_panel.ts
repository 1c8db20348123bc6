/**
 * out += X'Y for panels of 16 columns; products and sums in f64
 *
 * x, y: f32[rows x 16]; out: f64[16 x stride], out[i, j] for columns i of x and j of y < 16; stride at least 16, even
 * Call it in chunks of rows by moving x and y; fill out with zeros first.
 */
import { cell } from "./inline/vector_f64";

const blockRows = 128;

export function projectPanel(x: usize, y: usize, rows: i32, out: usize, stride: i32): void {
  const outBytes = <usize> stride << 3;
  const end = x + (<usize> rows << 6);
  const toY = y - x;
  for (let block = x; block < end; block += blockRows << 6) {
    const blockEnd = min(block + (blockRows << 6), end);
    for (let i = 0; i < 16; i += 4) {
      for (let j = 0; j < 16; j += 4) {
        addTile(block + (<usize> i << 2), block + toY + (<usize> j << 2), blockEnd - block, cell(out, outBytes, i, j), outBytes);
      }
    }
  }
}

function addTile(p: usize, q: usize, bytes: usize, out: usize, outBytes: usize): void {
  const out1 = out + outBytes, out2 = out1 + outBytes, out3 = out2 + outBytes;
  let a0 = v128.load(out), a1 = v128.load(out, 16), b0 = v128.load(out1), b1 = v128.load(out1, 16);
  let c0 = v128.load(out2), c1 = v128.load(out2, 16), d0 = v128.load(out3), d1 = v128.load(out3, 16);
  for (const end = p + bytes; p < end; p += 64, q += 64) {
    const l = v128.load(p), r = v128.load(q);
    const r0 = f64x2.promote_low_f32x4(r), r1 = f64x2.promote_low_f32x4(v128.shuffle<f32>(r, r, 2, 3, 2, 3));
    const l0 = f64x2.splat(<f64> f32x4.extract_lane(l, 0)), l1 = f64x2.splat(<f64> f32x4.extract_lane(l, 1));
    const l2 = f64x2.splat(<f64> f32x4.extract_lane(l, 2)), l3 = f64x2.splat(<f64> f32x4.extract_lane(l, 3));
    a0 = f64x2.add(a0, f64x2.mul(l0, r0));
    a1 = f64x2.add(a1, f64x2.mul(l0, r1));
    b0 = f64x2.add(b0, f64x2.mul(l1, r0));
    b1 = f64x2.add(b1, f64x2.mul(l1, r1));
    c0 = f64x2.add(c0, f64x2.mul(l2, r0));
    c1 = f64x2.add(c1, f64x2.mul(l2, r1));
    d0 = f64x2.add(d0, f64x2.mul(l3, r0));
    d1 = f64x2.add(d1, f64x2.mul(l3, r1));
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
  v128.store(out1, b0);
  v128.store(out1, b1, 16);
  v128.store(out2, c0);
  v128.store(out2, c1, 16);
  v128.store(out3, d0);
  v128.store(out3, d1, 16);
}
