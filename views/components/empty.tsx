import { scenePath, type ScenePicture } from "../art/scenes.ts";

interface Props {
  /** What stands on the tile: it says nothing that the words do not. */
  readonly picture: ScenePicture;
  readonly title: string;
  readonly level?: 1 | 2;
  /** Of an error. */
  readonly status?: number;
  readonly button?: { readonly name: string; readonly path: string };
  /** One line. */
  readonly children?: unknown;
}

const walls: Readonly<Record<ScenePicture, string>> = {
  shelf: "wall-peach",
  umbrella: "wall-sky",
  lantern: "wall-butter",
  tent: "wall-mint",
};

/** A place with nothing in it: a picture, what it is, one line, and one way on. */
export function Empty({ picture, title, level = 2, status, button, children }: Props) {
  return (
    <div class="empty">
      <span class={`tile ${walls[picture]}`}>
        <img src={scenePath(picture)} alt="" width="180" height="180" class="art" />
      </span>
      {status === undefined ? null : <p class="error-status">{status}</p>}
      {level === 1 ? <h1>{title}</h1> : <h2>{title}</h2>}
      <p>{children}</p>
      {button ? <a class="button" href={button.path}>{button.name}</a> : null}
    </div>
  );
}
