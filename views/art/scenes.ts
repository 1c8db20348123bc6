/** Pictures for places with nothing in them: products that are in no shop. */
import { artVersion } from "./choose.ts";

/** Kind and colours follow from the name, as with any product. */
const scenes = {
  shelf: { id: 1, name: "Oak Shelf", category: "Home" },
  umbrella: { id: 3, name: "Tomato Umbrella", category: "Outdoor" },
  lantern: { id: 2, name: "Brass Lantern", category: "Outdoor" },
  tent: { id: 5, name: "Apricot Tent", category: "Outdoor" },
} as const;

export type ScenePicture = keyof typeof scenes;

export function findScene(name: string): (typeof scenes)[ScenePicture] | undefined {
  return Object.hasOwn(scenes, name) ? scenes[name as ScenePicture] : undefined;
}

/** Its address, which may be kept for good. */
export function scenePath(picture: ScenePicture): string {
  return `/art/scene/${picture}.svg?v=${artVersion(scenes[picture])}`;
}
