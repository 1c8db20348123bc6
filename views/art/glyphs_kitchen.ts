import { box, dark, dot, ellipse, fill, glow, type Glyph, line, paper } from "./stage.ts";

export const mug: Glyph = (p) => ({
  foot: [118, 262],
  svg: line("M166 128c-12-14 10-22 0-40M204 128c-12-14 10-22 0-40", "#fff", 8, 'opacity=".8"') +
    line("M250 222h18a32 32 0 0 1 32 32v6a32 32 0 0 1-32 32h-18", p.side, 20) +
    p.body("M118 166h136v126a38 38 0 0 1-38 38h-60a38 38 0 0 1-38-38z", [118, 166, 254, 330], {
      finished: true,
    }) +
    ellipse(186, 166, 68, 15, p.light) + ellipse(186, 168, 58, 10, "#54302a"),
});

export const teapot: Glyph = (p) => ({
  foot: [132, 268],
  svg: fill("M124 262c-20-4-26-24-34-62l28-8c8 28 14 36 22 40z", p.side) +
    line("M280 228c44-14 52 66-8 64", p.side, 18) +
    p.body("M200 196c60 0 88 34 88 72 0 34-22 54-48 62h-80c-26-8-48-28-48-62 0-38 28-72 88-72z", [
      112,
      196,
      288,
      330,
    ], {
      finished: true,
    }) +
    fill("M148 204c6-30 98-30 104 0-30 12-74 12-104 0z", p.light) + dot(200, 172, 14, p.accent),
});

export const kettle: Glyph = (p) => ({
  foot: [124, 284],
  svg: line("M140 296c-38-8-24-96-66-110", p.side, 20) + line("M74 186l12 5", p.light, 20) +
    line("M256 214c60-18 62 6 52 82", dark, 18) +
    p.body("M162 206h78c12 0 18 6 21 18l21 98H120l21-98c3-12 9-18 21-18z", [120, 206, 282, 322], {
      finished: true,
    }) +
    fill("M154 206c4-42 90-42 94 0z", p.light) + dot(201, 164, 14, dark) +
    fill(box(114, 316, 176, 15, 7), dark),
});

export const grinder: Glyph = (p) => ({
  foot: [142, 258],
  svg: line("M200 146v-34h72", p.deep, 10) + dot(276, 112, 13, "#7f5439") +
    p.body("M150 216h100l-12 54 16 52a7 7 0 0 1-7 8H153a7 7 0 0 1-7-8l16-52z", [146, 216, 254, 330], {
      finished: true,
    }) +
    fill("M152 208c0-74 96-74 96 0z", p.light) + fill(box(140, 204, 120, 16, 8), p.side) +
    dot(200, 300, 12, p.light),
});

export const pan: Glyph = (p) => ({
  foot: [76, 262],
  svg: line("M270 286h92", dark, 16) +
    p.body("M52 274h226l-16 42a22 22 0 0 1-20 14H88a22 22 0 0 1-20-14z", [52, 274, 278, 330], {
      gleam: false,
    }) +
    ellipse(165, 274, 113, 17, p.light) + ellipse(165, 276, 100, 12, p.deep) +
    ellipse(158, 273, 56, 9, paper) + ellipse(154, 268, 20, 8, "#f2b33a") +
    line("M76 300l6 12", "#fff", 6, 'opacity=".42"'),
});

export const bowl: Glyph = (p) => ({
  foot: [150, 250],
  svg: dot(160, 208, 38, "#e0523d") + dot(238, 210, 36, "#f0a254") + dot(200, 192, 40, "#8b984c") +
    line("M200 156c0-12 6-18 14-20", "#7f5439", 7) +
    p.body("M92 222h216c0 58-36 98-74 108h-68c-38-10-74-50-74-108z", [92, 222, 308, 330], {
      finished: true,
    }) +
    fill(box(86, 214, 228, 16, 8), p.light),
});

export const board: Glyph = (p) => ({
  foot: [128, 304],
  svg: p.body(
    "M184 66h36a14 14 0 0 1 14 14v28h28a12 12 0 0 1 12 12v198a12 12 0 0 1-12 12H142a12 12 0 0 1-12-12V120a12 12 0 0 1 12-12h28V80a14 14 0 0 1 14-14z",
    [130, 66, 274, 330],
    {
      shade: 0.2,
      inside: line(
        "M166 150c-6 60 6 110 0 170M206 160c8 50-6 110 2 160M244 140c-6 60 4 120-2 180",
        p.side,
        3,
        'opacity=".5"',
      ),
    },
  ) + dot(202, 90, 10, p.deep) +
    fill("M316 96c-24 40-28 100-28 144h28z", "#d3d8dd") + fill(box(286, 234, 34, 96, 10), dark) +
    [254, 280, 306].map((y) => dot(303, y, 4, "#8f95a0")).join(""),
});

export const toaster: Glyph = (p) => ({
  foot: [92, 308],
  svg: fill("M154 210v-54a14 14 0 0 1 10-14c20-8 52-8 72 0a14 14 0 0 1 10 14v54z", "#e6b877") +
    fill("M166 210v-50c20-8 48-8 68 0v50z", "#f5dfb3") +
    fill(box(98, 318, 38, 14, 5), dark) + fill(box(258, 318, 38, 14, 5), dark) +
    p.body(box(72, 200, 252, 122, 30), [72, 200, 324, 322]) +
    line("M112 208h160", p.deep, 12) + line("M322 230h26", dark, 11) + dot(280, 272, 18, p.light) +
    line("M280 272v-10", dark, 5) + line("M98 292h80", p.accent, 6),
});

export const bottle: Glyph = (p) => ({
  foot: [154, 246],
  svg: line("M178 98c0-34 44-34 44 0", p.deep, 9) + fill(box(168, 96, 64, 44, 10), "#b9c2ca") +
    p.body("M172 138h56c22 10 28 30 28 52v112a28 28 0 0 1-28 28h-56a28 28 0 0 1-28-28V190c0-22 6-42 28-52z", [
      144,
      138,
      256,
      330,
    ], { finished: true }),
});

export const candle: Glyph = (p) => ({
  foot: [136, 264],
  svg: `<circle cx="200" cy="128" r="84" fill="${glow}" opacity=".5"/>` + line("M200 190v-26", "#54302a", 6) +
    fill("M200 84c30 38 28 82 0 82s-30-44 0-82z", "#f5a12b") +
    fill("M200 120c14 20 12 44 0 44s-14-24 0-44z", glow) +
    p.body("M132 196h136v112a22 22 0 0 1-22 22h-92a22 22 0 0 1-22-22z", [132, 196, 268, 330]) +
    ellipse(200, 196, 68, 15, p.light) + ellipse(200, 197, 56, 10, paper) +
    fill(box(166, 236, 68, 58, 6), paper) +
    line("M180 256h40M180 272h26", p.accent, 6),
});
