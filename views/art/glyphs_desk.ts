import { box, dark, fill, type Glyph, line, paper } from "./stage.ts";

export const notebook: Glyph = (p) => ({
  foot: [124, 300],
  svg: fill(box(136, 96, 138, 234, 10), p.deep) + fill(box(132, 94, 136, 230, 8), paper) +
    `<g transform="rotate(14 310 330)">${fill("M296 128h20v178l-10 26-10-26z", "#e2b03a")}` +
    `${fill("M296 120a10 10 0 0 1 20 0v14h-20z", "#ef8268")}${fill("M296 306h20l-10 26z", "#f5ecd9")}` +
    `${fill("M302 322h8l-4 10z", dark)}</g>` +
    p.body(box(124, 88, 138, 236, 12), [124, 88, 262, 324], { shade: 0.2 }) +
    fill(box(124, 88, 22, 236, 10), p.side) +
    fill(box(164, 126, 66, 46, 5), paper) + line("M176 142h42M176 156h28", p.accent, 6) +
    line("M244 90v232", p.accent, 8) +
    fill("M184 324h18v30l-9-8-9 8z", p.accent),
});

export const pencilCup: Glyph = (p) => ({
  foot: [148, 252],
  svg:
    `<g transform="rotate(-10 170 240)">${fill("M158 118h26v130h-26z", "#f5ecd9")}${
      fill("M158 118h26l-13-34z", "#e6c79a")
    }` +
    `${fill("M166 98h10l-5-14z", dark)}</g>` + fill(box(190, 84, 26, 160, 12), dark) +
    fill(box(190, 84, 26, 40, 12), "#ef8268") +
    `<g transform="rotate(14 240 240)">${fill(box(226, 116, 22, 130, 6), "#5ba5d6")}` +
    `${fill("M224 120c0-20 6-36 14-48 8 12 12 28 12 48z", "#f8f6f1")}</g>` +
    p.body("M136 208h128l-12 114a9 9 0 0 1-9 8h-86a9 9 0 0 1-9-8z", [136, 208, 264, 330], {
      inside: fill("M120 256h160v22H120z", p.accent),
    }) + fill(box(132, 200, 136, 16, 8), p.light),
});
