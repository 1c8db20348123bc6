import { box, dark, dot, fill, type Glyph, line, paper } from "./stage.ts";

export const tent: Glyph = (p) => ({
  foot: [56, 336],
  svg: line("M190 122V88", dark, 6) + fill("M192 88l36 12-36 12z", "#e0523d") +
    line("M68 328l-22 8M334 328l22 8", "#7f5439", 7) +
    fill("M190 118L60 330h266z", p.base) + fill("M190 118l30-2 110 214h-50z", p.side) +
    fill("M190 128l-48 202h96z", p.deep) + fill("M190 128l-48 202h-26zM190 128l48 202h26z", p.accent) +
    line("M176 146L84 312", "#fff", 6, 'opacity=".42"'),
});

export const backpack: Glyph = (p) => ({
  foot: [112, 288],
  svg: line("M168 106c0-48 64-48 64 0", p.deep, 13) + fill(box(92, 226, 40, 90, 14), p.side) +
    fill(box(268, 226, 40, 90, 14), p.side) +
    p.body("M112 306V176c0-52 34-78 88-78s88 26 88 78v130a24 24 0 0 1-24 24H136a24 24 0 0 1-24-24z", [
      112,
      98,
      288,
      330,
    ], {
      inside: fill("M100 90h200v106c-60 14-140 14-200 0z", p.accent),
    }) +
    line("M128 202c50 10 94 10 144 0", p.deep, 3, 'stroke-dasharray="5 6"') +
    line("M164 186v42M236 186v42", p.deep, 10) +
    fill(box(154, 206, 20, 16, 3), paper) + fill(box(226, 206, 20, 16, 3), paper) +
    fill(box(140, 244, 120, 66, 14), p.light) + line("M152 266h96", p.deep, 3, 'stroke-dasharray="5 6"'),
});

export const sneaker: Glyph = (p) => ({
  foot: [64, 344],
  svg: p.body(
    "M66 188c14 16 30 16 44 4 10-8 14-30 30-30 22 0 26 30 36 48 20 36 60 44 104 50 36 6 56 14 58 46H66z",
    [66, 162, 338, 306],
    { shade: 0.2, gleam: false },
  ) + fill("M66 188c10 12 20 14 32 12 8 30 12 74 10 106H66z", p.side) +
    fill("M280 260c36 6 56 14 58 46h-72c-2-18 4-34 14-46z", p.light) +
    line("M154 198l26-12M164 220l28-14M180 240l24-18", paper, 7) +
    line("M122 292c10-34 40-42 76-40", p.accent, 11) +
    line("M204 258c20 4 40 6 58 10", p.deep, 3, 'stroke-dasharray="5 6"') +
    fill("M60 304h284v6a20 20 0 0 1-20 20H80a20 20 0 0 1-20-20z", paper) +
    line("M64 318h276", p.accent, 4, 'opacity=".6"'),
});

export const boot: Glyph = (p) => ({
  foot: [104, 318],
  svg: p.body(
    "M116 96h98v116c0 20 20 26 46 32 34 8 54 22 54 58H116z",
    [116, 96, 314, 302],
    { shade: 0.3 },
  ) + fill("M256 244c36 8 58 22 58 58h-62c-6-20-6-40 4-58z", p.light) +
    fill(box(108, 84, 114, 28, 12), p.side) +
    [128, 152, 176, 200, 222].map((y, i) => line(`M${176 + i * 4} ${y}l34 -6`, p.accent, 7)).join("") +
    fill("M108 300h214v8a10 10 0 0 1-6 9v13h-20l-8-10-8 10h-22l-8-10-8 10h-22l-8-10-8 10h-88z", dark),
});

export const helmet: Glyph = (p) => ({
  foot: [110, 300],
  svg: line("M132 282c6 40 30 48 60 48h14c22 0 34-20 40-40", dark, 8) +
    fill(box(180, 320, 34, 13, 5), paper) +
    p.body("M66 284c-4-92 58-146 138-146 82 0 134 60 134 138-70 26-190 28-272 8z", [66, 138, 338, 292]) +
    [[112, 196, -24], [160, 168, -10], [208, 160, 4], [256, 178, 18], [296, 210, 30]].map(([x, y, turn]) =>
      `<path d="M${x} ${y}c14 18 18 44 14 70-16-6-22-46-14-70z" fill="${p.deep}" transform="rotate(${turn} ${x} ${y})"/>`
    ).join("") +
    line("M70 286c80 20 196 18 266-8", p.accent, 13) +
    line("M96 230c8-28 24-46 44-58", "#fff", 6, 'opacity=".42"'),
});

export const roll: Glyph = (p) => ({
  foot: [72, 330],
  svg: p.body(
    "M104 226h190a52 52 0 0 1 0 104H104a52 52 0 0 1 0-104z",
    [52, 226, 346, 330],
    { shade: 0.2, gleam: false, inside: fill("M150 220h20v120h-20zM238 220h20v120h-20z", p.accent) },
  ) + dot(104, 278, 52, p.light) +
    line("M104 278a10 10 0 0 1 20 0 22 22 0 0 1-44 0 34 34 0 0 1 68 0 44 44 0 0 1-44 44", p.side, 7) +
    fill(box(146, 258, 28, 22, 4), p.deep) + fill(box(234, 258, 28, 22, 4), p.deep) +
    line("M186 242h40", "#fff", 6, 'opacity=".42"'),
});

export const umbrella: Glyph = (p) => ({
  foot: [176, 230],
  svg: line("M200 92V76", "#7f5439", 9) + line("M200 200v106c0 32-42 32-42 4", "#7f5439", 11) +
    p.body(
      "M66 214c10-82 66-122 134-122s124 40 134 122c-14-16-32-16-44 0-14-16-34-16-46 0-14-16-74-16-88 0-12-16-32-16-46 0-12-16-30-16-44 0z",
      [
        66,
        92,
        334,
        214,
      ],
      { gleam: false, inside: fill("M200 90c-40 30-46 80-46 130h92c0-50-6-100-46-130z", p.accent) },
    ) +
    line("M98 186c6-22 16-36 30-48", "#fff", 6, 'opacity=".42"'),
});

export const jacket: Glyph = (p) => ({
  foot: [126, 274],
  svg: line("M200 92V80c0-14 18-14 14-26M150 112l50-20 50 20", "#7f5439", 7) +
    fill("M142 124l-66 158a8 8 0 0 0 5 10l34 10a8 8 0 0 0 10-6l34-120z", p.base) +
    fill("M258 124l66 158a8 8 0 0 1-5 10l-34 10a8 8 0 0 1-10-6l-34-120z", p.side) +
    p.body(
      "M152 118c30-16 66-16 96 0 16 4 24 12 26 30v170a12 12 0 0 1-12 12H138a12 12 0 0 1-12-12V148c2-18 10-26 26-30z",
      [
        126,
        110,
        274,
        330,
      ],
      { inside: fill("M116 206h168v24H116z", p.accent) },
    ) +
    fill("M160 120c-6-46 86-46 80 0-20 30-60 30-80 0z", p.side) +
    fill("M176 116c-2-26 50-26 48 0-12 18-36 18-48 0z", p.deep) +
    line("M200 144v182", paper, 4, 'stroke-dasharray="5 6"') +
    line("M150 258l-8 40M250 258l8 40", p.deep, 6) +
    line("M92 268l30 8M308 268l-30 8", p.accent, 8),
});
