/** The stage that every object stands on, and the strokes that give it volume. All output is ours: no text from outside. */
import { type Art, tones } from "./choose.ts";

const ink = "#1d1238";
export const dark = "#343743";
export const paper = "#fffaf0";
export const glow = "#fff3c4";
export const floorLine = 330;

/** What a glyph draws with. */
export interface Paint {
  readonly base: string;
  readonly accent: string;
  readonly side: string;
  readonly deep: string;
  readonly light: string;
  readonly accentSide: string;
  readonly accentLight: string;
  readonly shape: number;
  readonly words: readonly string[];
  /** Fills a closed path with a colour, its finish, the shade at the right and the light at the left. */
  body(path: string, box: Box, options?: BodyOptions): string;
}

/** left, top, right, bottom. */
export type Box = readonly [number, number, number, number];

interface BodyOptions {
  readonly fill?: string;
  /** Share of the width that lies in shade. */
  readonly shade?: number;
  /** Draws the product's finish; for vessels. */
  readonly finished?: boolean;
  /** Marks inside the body, under the shade. */
  readonly inside?: string;
  readonly gleam?: boolean;
}

export interface Drawing {
  readonly svg: string;
  /** Left and right end of what touches the floor. */
  readonly foot: readonly [number, number];
  /** Things on the wall throw their shadow there themselves. */
  readonly hanging?: boolean;
}

export type Glyph = (paint: Paint) => Drawing;

export function createPaint(art: Art): Paint {
  const { base, accent } = art;
  let clips = 0;
  return {
    base,
    accent,
    ...tones(base),
    accentSide: tones(accent).side,
    accentLight: tones(accent).light,
    shape: art.shape,
    words: art.words,
    body(path, box, { fill = base, shade = 0.3, finished = false, inside = "", gleam = true } = {}) {
      const [left, top, right, bottom] = box;
      const width = right - left;
      const height = bottom - top;
      const edge = round(right - shade * width);
      const x = round(left + 0.13 * width);
      const id = `c${clips++}`;
      return `<clipPath id="${id}"><path d="${path}"/></clipPath><g clip-path="url(#${id})">` +
        `<path d="${path}" fill="${fill}"/>${finished ? drawFinish(art, box) : ""}${inside}` +
        `<path d="M${edge} ${top}Q${edge + 32} ${round(top + height / 2)} ${edge} ${bottom}H${
          right + 9
        }V${top}Z" ` +
        `fill="${ink}" opacity=".17"/></g>` +
        (gleam
          ? `<path d="M${x} ${round(top + 0.2 * height)}v${
            round(0.34 * height)
          }" stroke="#fff" stroke-width="6" ` +
            `opacity=".42"/>`
          : "");
    },
  };
}

/** The whole picture: scene, floor, contact shadow, object. The wall is painted by the page. */
export function drawStage(scene: number, { svg, foot: [left, right], hanging }: Drawing): string {
  const reach = round(0.55 * (right - left));
  const shadow = hanging
    ? ""
    : `<ellipse cx="${
      round((left + right) / 2 + 0.16 * reach)
    }" cy="332" rx="${reach}" ry="11" fill="${ink}" ` +
      `opacity=".2"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" fill="none" stroke-linecap="round" ` +
    `stroke-linejoin="round">${
      scenes[scene] ?? ""
    }<path d="M0 286h400v114H0z" fill="${ink}" opacity=".08"/>` +
    `${shadow}${svg}</svg>`;
}

const scenes: readonly string[] = [
  "",
  '<circle cx="272" cy="150" r="104" fill="#fff" opacity=".24"/>',
  '<path d="M150 0h86L126 286H40zM266 0h34L190 286h-34z" fill="#fff" opacity=".24"/>',
  '<path d="M76 286V166a124 124 0 0 1 248 0v120z" fill="#fff" opacity=".24"/>',
];

/** Nine speckles at fixed places, as shares of the box. */
// deno-fmt-ignore
const speckles = [
  [0.2, 0.3, 5], [0.45, 0.22, 4], [0.7, 0.32, 6], [0.3, 0.52, 5], [0.58, 0.46, 5],
  [0.14, 0.72, 4], [0.42, 0.76, 6], [0.68, 0.66, 4], [0.84, 0.52, 5],
] as const;

function drawFinish({ finish, accent }: Art, [left, top, right, bottom]: Box): string {
  const width = right - left;
  const height = bottom - top;
  const band = (from: number, share: number) =>
    `M${left - 9} ${round(top + from * height)}h${width + 18}v${round(share * height)}h-${width + 18}z`;
  switch (finish) {
    case "plain":
      return "";
    case "dipped":
      return `<path d="${band(0.58, 0.5)}" fill="${accent}"/>`;
    case "banded":
      return `<path d="${band(0.3, 0.1)}${band(0.48, 0.1)}" fill="${accent}"/>`;
    case "speckled":
      return speckles.map(([x, y, r]) =>
        `<circle cx="${round(left + x * width)}" cy="${round(top + y * height)}" r="${r}" fill="${accent}"/>`
      ).join("");
  }
}

/** A stroke without fill. */
export function line(path: string, stroke: string, width: number, more = ""): string {
  return `<path d="${path}" stroke="${stroke}" stroke-width="${width}"${more ? ` ${more}` : ""}/>`;
}

export function fill(path: string, colour: string, more = ""): string {
  return `<path d="${path}" fill="${colour}"${more ? ` ${more}` : ""}/>`;
}

export function ellipse(cx: number, cy: number, rx: number, ry: number, colour: string): string {
  return `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" fill="${colour}"/>`;
}

export function dot(cx: number, cy: number, r: number, colour: string): string {
  return `<circle cx="${cx}" cy="${cy}" r="${r}" fill="${colour}"/>`;
}

/** A closed box with rounded corners as path data. */
export function box(x: number, y: number, width: number, height: number, r: number): string {
  return `M${x + r} ${y}h${width - 2 * r}a${r} ${r} 0 0 1 ${r} ${r}v${
    height - 2 * r
  }a${r} ${r} 0 0 1-${r} ${r}` +
    `h-${width - 2 * r}a${r} ${r} 0 0 1-${r}-${r}v-${height - 2 * r}a${r} ${r} 0 0 1 ${r}-${r}z`;
}

function round(value: number): number {
  return Math.round(value);
}
