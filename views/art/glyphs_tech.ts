import { box, dark, dot, fill, type Glyph, line, paper } from "./stage.ts";

export const headphones: Glyph = (p) => ({
  foot: [86, 314],
  svg: line("M112 240C92 66 308 66 288 240", p.base, 20) + line("M158 116c24-18 60-18 84 0", p.deep, 24) +
    fill(box(134, 214, 30, 112, 14), p.accentSide) + fill(box(236, 214, 30, 112, 14), p.accentSide) +
    p.body(box(82, 210, 60, 120, 26), [82, 210, 142, 330]) +
    p.body(box(258, 210, 60, 120, 26), [258, 210, 318, 330], { gleam: false }) +
    dot(112, 270, 11, p.accent) + dot(288, 270, 11, p.accent),
});

export const watch: Glyph = (p) => ({
  foot: [166, 234],
  svg: p.body("M170 150l10-80a12 12 0 0 1 12-10h16a12 12 0 0 1 12 10l10 80z", [170, 60, 230, 150]) +
    p.body("M170 242l10 80a10 10 0 0 0 12 8h16a10 10 0 0 0 12-8l10-80z", [170, 242, 230, 330], {
      gleam: false,
    }) +
    [272, 290, 308].map((y) => dot(200, y, 4, p.deep)).join("") + fill(box(268, 184, 18, 24, 5), "#a9863a") +
    (p.words.includes("smart")
      ? fill(box(134, 130, 132, 132, 34), dark) + fill(box(146, 142, 108, 108, 26), "#1d2030") +
        line("M166 214a38 38 0 1 1 68 0", p.accent, 9) + line("M174 226h52", p.light, 7)
      : dot(200, 196, 72, p.words.includes("steel") ? "#b9c2ca" : "#cca447") + dot(200, 196, 56, paper) +
        line("M200 150v10M200 232v10M154 196h10M236 196h10", dark, 6) +
        line("M200 196v-32M200 196l22 12", dark, 8) +
        line("M190 214l26-50", p.accent, 3)) +
    dot(200, 196, 6, dark),
});

export const camera: Glyph = (p) => ({
  foot: [76, 324],
  svg: fill("M152 182l12-32a12 12 0 0 1 11-8h50a12 12 0 0 1 11 8l12 32z", "#b9b2ad") +
    fill(box(178, 154, 44, 14, 5), "#d7e6f5") +
    fill(box(92, 164, 42, 18, 6), dark) + fill(box(272, 160, 34, 22, 6), p.accent) +
    p.body(box(76, 178, 248, 152, 18), [76, 178, 324, 330], {
      inside: fill("M60 214h280v72H60z", dark),
      shade: 0.2,
    }) +
    dot(200, 250, 70, "#c8d0da") + dot(200, 250, 60, dark) + dot(200, 250, 44, "#1f2434") +
    dot(200, 250, 30, "#2b3f9a") +
    dot(200, 250, 14, "#141826") + dot(186, 234, 10, "#fff") + dot(216, 262, 5, "#8fb0ff") +
    dot(298, 200, 6, "#e0523d"),
});

export const speaker: Glyph = (p) => ({
  foot: [126, 274],
  svg: p.body(box(126, 78, 148, 252, 20), [126, 78, 274, 330]) + dot(200, 134, 28, p.deep) +
    dot(200, 134, 12, p.accent) +
    dot(200, 238, 58, p.deep) + dot(200, 238, 44, dark) + dot(200, 238, 19, p.accent) +
    dot(192, 230, 5, p.accentLight) +
    dot(256, 96, 4, p.light),
});

export const phone: Glyph = (p) => ({
  foot: [118, 292],
  svg:
    `<g transform="rotate(-6 150 330)">${
      p.body(box(106, 78, 118, 250, 22), [106, 78, 224, 328], { gleam: false })
    }${fill(box(118, 92, 50, 64, 16), p.light)}${dot(142, 110, 11, dark)}${dot(142, 138, 11, dark)}</g>` +
    fill(box(172, 74, 126, 256, 24), p.side) + fill(box(172, 74, 118, 256, 24), p.base) +
    `<clipPath id="s"><path d="${box(182, 86, 98, 232, 14)}"/></clipPath><g clip-path="url(#s)">` +
    fill("M182 86h98v232h-98z", "#d7e6f5") + dot(252, 162, 16, "#fff3c4") +
    fill("M182 262c26-60 46-10 60-40 14 20 26 30 38 40v60h-98z", "#75468e") +
    fill("M182 292c40-40 60 10 98-12v50h-98z", "#4b3b86") + "</g>" + line("M222 98h18", dark, 8) +
    line("M196 132h38M196 148h22", "#fff", 6),
});

export const laptop: Glyph = (p) => ({
  foot: [52, 348],
  svg: p.body(box(88, 116, 224, 172, 16), [88, 116, 312, 288], { gleam: false }) +
    fill(box(102, 130, 196, 144, 6), "#20263a") +
    fill("M102 274v-40c40-44 70 10 98-26 34 22 60-30 98-8v74z", "#3059c6") + dot(250, 168, 18, p.accent) +
    line("M124 158h60M124 178h38", "#fff", 7, 'opacity=".7"') +
    fill("M52 288h296v14a28 28 0 0 1-28 28H80a28 28 0 0 1-28-28z", p.light) +
    fill("M268 288h80v14a28 28 0 0 1-28 28h-58z", p.base) +
    fill(box(168, 288, 64, 12, 6), p.side),
});

export const keyboard: Glyph = (p) => ({
  foot: [56, 344],
  svg: p.body(
    "M62 214h276a12 12 0 0 1 12 12l6 88a16 16 0 0 1-16 16H60a16 16 0 0 1-16-16l6-88a12 12 0 0 1 12-12z",
    [
      44,
      214,
      356,
      330,
    ],
    { shade: 0.2, gleam: false },
  ) +
    [0, 1, 2].map((row) =>
      Array.from(
        { length: 9 },
        (_, i) =>
          fill(
            box(66 + i * 30 + row * 2, 228 + row * 26, 24, 19, 5),
            i === 0 && row === 0 ? p.accent : p.side,
          ),
      ).join("")
    ).join("") + fill(box(120, 305, 160, 16, 5), p.side) + fill(box(72, 305, 40, 16, 5), p.accent) +
    fill(box(288, 305, 40, 16, 5), p.side),
});

export const parcel: Glyph = (p) => ({
  foot: [104, 296],
  svg: p.body(box(104, 148, 192, 182, 10), [104, 148, 296, 330]) +
    fill("M176 148h48v182h-48z", p.accent, 'opacity=".8"') +
    fill("M104 158a10 10 0 0 1 10-10h172a10 10 0 0 1 10 10v26H104z", p.side, 'opacity=".35"') +
    fill(box(120, 256, 68, 52, 5), paper) + line("M132 274h44M132 290h28", p.deep, 6),
});
