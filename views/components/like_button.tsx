import type { Product } from "../../types.ts";
import type { Shell } from "../shell.ts";
import { Icon } from "./icons.tsx";

interface Props {
  /** Its `here` is where the answer without script leads back to. */
  readonly shell: Shell;
  readonly product: Product;
  readonly liked: boolean;
  /** Names the place on the page, so that ids are unique and focus stays on the button. */
  readonly place: string;
  /** With the word beside the heart, on the product page. */
  readonly worded?: boolean;
}

/** The page's form and, after a click, the fragment that replaces it. Pressed once more, it takes the like back. */
export function LikeButton({ shell, product, liked, place, worded = false }: Props) {
  const words = shell.words.product;
  const action = liked ? "/unlike" : "/like";
  return (
    <form
      class={worded ? "like like-worded" : "like"}
      method="post"
      action={action}
      hx-post={action}
      hx-target="this"
      hx-swap="outerHTML"
      hx-sync="drop"
    >
      <input type="hidden" name="product" value={product.id} />
      <input type="hidden" name="to" value={shell.here} />
      <input type="hidden" name="place" value={place} />
      <button
        id={`like-${place}-${product.id}`}
        type="submit"
        class={worded ? "button" : "round"}
        aria-pressed={liked ? "true" : "false"}
        aria-label={liked ? words.likedNamed(product.name) : words.likeNamed(product.name)}
      >
        <Icon name="heart" />
        {worded ? <span class="word">{liked ? words.liked : words.like}</span> : null}
      </button>
    </form>
  );
}
