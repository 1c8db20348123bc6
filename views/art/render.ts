/** A product's picture as an SVG document with a transparent ground. */
import type { Product } from "../../types.ts";
import { chooseArt } from "./choose.ts";
import * as desk from "./glyphs_desk.ts";
import * as home from "./glyphs_home.ts";
import * as kitchen from "./glyphs_kitchen.ts";
import * as outdoor from "./glyphs_outdoor.ts";
import * as tech from "./glyphs_tech.ts";
import type { Kind } from "./kinds.ts";
import { createPaint, drawStage, type Glyph } from "./stage.ts";

const glyphs: Readonly<Record<Kind, Glyph>> = {
  mug: kitchen.mug,
  teapot: kitchen.teapot,
  kettle: kitchen.kettle,
  grinder: kitchen.grinder,
  pan: kitchen.pan,
  bowl: kitchen.bowl,
  board: kitchen.board,
  toaster: kitchen.toaster,
  bottle: kitchen.bottle,
  "desk-lamp": home.deskLamp,
  "table-lamp": home.tableLamp,
  lantern: home.lantern,
  candle: kitchen.candle,
  clock: home.clock,
  chair: home.chair,
  cushion: home.cushion,
  blanket: home.blanket,
  plant: home.plant,
  vase: home.vase,
  shelf: home.shelf,
  notebook: desk.notebook,
  "pencil-cup": desk.pencilCup,
  headphones: tech.headphones,
  watch: tech.watch,
  camera: tech.camera,
  speaker: tech.speaker,
  phone: tech.phone,
  laptop: tech.laptop,
  keyboard: tech.keyboard,
  tent: outdoor.tent,
  backpack: outdoor.backpack,
  sneaker: outdoor.sneaker,
  boot: outdoor.boot,
  helmet: outdoor.helmet,
  roll: outdoor.roll,
  umbrella: outdoor.umbrella,
  jacket: outdoor.jacket,
  parcel: tech.parcel,
};

export function renderArt(product: Pick<Product, "id" | "name" | "category">): string {
  const art = chooseArt(product);
  return drawStage(art.scene, glyphs[art.kind](createPaint(art)));
}
