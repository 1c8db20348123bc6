/** Our stylesheet, joined from its parts: within a layer a later rule wins, and those for a width come last. */
import cards from "../static/components/cards.css" with { type: "text" };
import controls from "../static/components/controls.css" with { type: "text" };
import frame from "../static/components/frame.css" with { type: "text" };
import header from "../static/components/header.css" with { type: "text" };
import lists from "../static/components/lists.css" with { type: "text" };
import shelves from "../static/components/shelves.css" with { type: "text" };
import componentWidths from "../static/components/widths.css" with { type: "text" };
import browse from "../static/pages/browse.css" with { type: "text" };
import bundle from "../static/pages/bundle.css" with { type: "text" };
import cart from "../static/pages/cart.css" with { type: "text" };
import others from "../static/pages/others.css" with { type: "text" };
import product from "../static/pages/product.css" with { type: "text" };
import used from "../static/pages/used.css" with { type: "text" };
import pageWidths from "../static/pages/widths.css" with { type: "text" };
import tokens from "../static/tokens.css" with { type: "text" };

/** The layers are declared in the first part. */
export const styles = [
  tokens,
  header,
  frame,
  controls,
  cards,
  shelves,
  lists,
  componentWidths,
  browse,
  product,
  used,
  bundle,
  cart,
  others,
  pageWidths,
].join("");
