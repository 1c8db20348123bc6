import { box, dark, dot, ellipse, fill, glow, type Glyph, line } from "./stage.ts";

export const deskLamp: Glyph = (p) => ({
  foot: [92, 208],
  svg: fill("M226 176l94 60 26 94H200z", glow, 'opacity=".42"') + line("M150 318l-24-96 96-88", dark, 10) +
    dot(126, 222, 13, p.accent) +
    `<g transform="rotate(-32 244 136)">${fill(box(222, 70, 44, 30, 12), p.side)}` +
    p.body("M212 94h64l30 82H182z", [182, 94, 306, 176]) +
    `${fill("M182 176h124c-14 16-110 16-124 0z", glow)}</g>` +
    p.body("M94 330c0-28 28-36 56-36s56 8 56 36z", [94, 294, 206, 330], { gleam: false }),
});

export const tableLamp: Glyph = (p) => ({
  foot: [150, 250],
  svg: fill("M112 198l-36 132h248l-36-132z", glow, 'opacity=".42"') + line("M200 200v96", "#cca447", 13) +
    p.body("M160 330c-8-34 12-60 40-60s48 26 40 60z", [156, 270, 244, 330], { fill: p.accent }) +
    p.body("M154 78h92l44 124H110z", [110, 78, 290, 202]) +
    fill("M110 200h180v7a5 5 0 0 1-5 5H115a5 5 0 0 1-5-5z", glow),
});

export const lantern: Glyph = (p) => ({
  foot: [136, 264],
  svg: line("M144 176c-12-120 124-120 112 0", p.deep, 9) + fill("M146 190h108v96H146z", glow) +
    fill("M200 202c30 30 26 72 0 72s-30-42 0-72z", "#f7bf4a") +
    fill("M200 232c14 14 12 38 0 38s-14-24 0-38z", "#fffaf0") +
    line("M158 186v104M242 186v104", p.side, 8) +
    fill("M136 190c4-46 44-50 64-50s60 4 64 50z", p.base) + fill("M222 142c24 6 40 22 42 48h-36z", p.side) +
    p.body(box(134, 282, 132, 48, 8), [134, 282, 266, 330], { gleam: false }) + dot(200, 308, 9, p.light),
});

export const clock: Glyph = (p) => ({
  foot: [110, 310],
  hanging: true,
  svg: `<circle cx="210" cy="198" r="98" fill="#1d1238" opacity=".2"/>` +
    p.body("M200 88a98 98 0 0 1 0 196 98 98 0 0 1 0-196z", [102, 88, 298, 284], {
      shade: 0.2,
      gleam: false,
    }) +
    dot(200, 186, 80, "#fffaf0") +
    line("M200 116v16M200 240v16M130 186h16M254 186h16", dark, 7) +
    line("M200 186v-44M200 186l34 20", dark, 10) +
    line("M188 206l40-60", p.accent, 4) + dot(200, 186, 8, dark) +
    line("M130 150c10-22 26-34 40-38", "#fff", 6, 'opacity=".42"'),
});

export const chair: Glyph = (p) => ({
  foot: [112, 288],
  svg: line("M132 262l-14 64M156 266l-2 56M268 262l14 64M244 266l2 56", dark, 11) +
    p.body("M150 78h100a22 22 0 0 1 22 24l-14 150H142l-14-150a22 22 0 0 1 22-24z", [128, 78, 272, 252], {
      inside: [128, 172, 216].map((y) =>
        dot(168, y, 5, p.deep) + dot(200, y + 16, 5, p.deep) + dot(232, y, 5, p.deep)
      ).join(""),
    }) + p.body(box(104, 234, 192, 40, 18), [104, 234, 296, 274], { fill: p.light, gleam: false }),
});

export const cushion: Glyph = (p) => ({
  foot: [96, 304],
  svg: p.body("M86 128c60 14 168 14 228 0-16 66-16 136 0 202-60-14-168-14-228 0 16-66 16-136 0-202z", [
    86,
    128,
    314,
    330,
  ], {
    inside: p.shape % 2 === 0
      ? line(
        "M80 206l40-22 40 26 40-26 40 26 40-26 40 22M80 264l40-22 40 26 40-26 40 26 40-26 40 22",
        p.accent,
        10,
      )
      : fill("M60 330L260 110h40L100 330zM170 340L360 130h30L220 340z", p.accent),
  }) + line("M106 146c56 10 132 10 188 0M106 312c56-10 132-10 188 0", p.deep, 3, 'stroke-dasharray="5 6"'),
});

export const blanket: Glyph = (p) => ({
  foot: [96, 312],
  svg: [198, 242, 286].map((y, i) => {
    const x = 94 + (i % 2) * 8;
    return line(`M310 ${y + 8}h18M310 ${y + 18}h20M310 ${y + 28}h18M310 ${y + 38}h16`, p.light, 4) +
      p.body(box(x, y, 222 - (i % 2) * 8, 44, 14), [x, y, 316, y + 44], {
        shade: 0.2,
        fill: i === 1 ? p.light : p.base,
        inside: fill(`M236 ${y}h12v44h-12zM258 ${y}h24v44h-24z`, p.accent),
      });
  }).join(""),
});

export const plant: Glyph = (p) => ({
  foot: [152, 248],
  svg: (p.words.includes("cactus") || p.shape === 3 && !p.words.includes("aloe") ? cactus : leaves) +
    p.body("M142 238h116l-16 84a9 9 0 0 1-9 8h-66a9 9 0 0 1-9-8z", [142, 238, 258, 330], { finished: true }) +
    p.body(box(132, 220, 136, 30, 7), [132, 220, 268, 250], { fill: p.light, gleam: false }),
});

const leaves = fill("M178 226c-60-6-80-44-72-96 48 10 74 48 82 96z", "#2f6b50") +
  fill("M222 226c60-6 80-44 72-96-48 10-74 48-82 96z", "#2f6b50") +
  fill("M184 226c-46-34-48-84-30-122 34 26 46 70 46 122z", "#4d8a5c") +
  fill("M216 226c46-34 48-84 30-122-34 26-46 70-46 122z", "#4d8a5c") +
  fill("M200 228c-40-40-40-110 0-152 40 42 40 112 0 152z", "#82ad6c");

const cactus = line("M200 224V120", "#4d8a5c", 60) + line("M200 190h-58v-40M200 170h56v-46", "#4d8a5c", 26) +
  line("M188 120v96M212 120v96", "#2f6b50", 3, 'stroke-dasharray="5 6"') + dot(200, 88, 14, "#d86f8e");

export const vase: Glyph = (p) => ({
  foot: [150, 250],
  svg: line("M196 190c-2-40-20-60-34-76M202 190c2-50 6-70 10-92M208 190c6-30 22-44 40-52", "#2f6b50", 6) +
    fill("M190 170c-30 4-44-8-46-24 24-2 42 8 46 24z", "#2f6b50") +
    [[158, 108, 22], [214, 88, 24], [252, 134, 19]].map(([x, y, r]) =>
      dot(x!, y!, r!, p.accent) + dot(x!, y!, r! * 0.55, p.accentLight) + dot(x!, y!, r! * 0.22, "#54302a")
    ).join("") +
    p.body("M172 186h56c-2 34 34 50 34 92 0 26-14 44-32 52h-60c-18-8-32-26-32-52 0-42 36-58 34-92z", [
      138,
      186,
      262,
      330,
    ], {
      finished: true,
    }) + ellipse(200, 186, 28, 7, p.deep),
});

export const shelf: Glyph = (p) => ({
  foot: [92, 308],
  svg: fill("M112 150V98h22v52zM138 150V88h20v62zM162 150v-46h18v46z", "#3059c6") +
    fill("M138 150V88h20v62z", "#e0523d") + fill(box(232, 104, 40, 46, 10), "#c96f4a") +
    fill("M118 234v-44h50v44z", "#e2b03a") + fill(box(216, 176, 52, 58, 16), "#26898a") +
    fill(box(124, 270, 64, 40, 6), "#f5ecd9") + fill("M236 310v-48h20v48zM260 310v-40h18v40z", "#7a4c93") +
    [150, 234, 308].map((y) => fill(box(92, y, 216, 14, 4), p.base)).join("") +
    fill(box(86, 72, 16, 258, 5), p.base) + fill(box(298, 72, 16, 258, 5), p.side),
});
