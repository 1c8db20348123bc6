import type { Shell } from "../shell.ts";
import type { Part } from "../words/rich.ts";

/** Words that come from the merchant, for a sentence of ours: marked where they are in another language than the page. */
export function merchantText(shell: Shell, text: string): Part {
  const { contentLanguage } = shell.site;
  return contentLanguage === undefined ? text : <span lang={contentLanguage}>{text}</span>;
}

/** Names of products, each emphasised, for a sentence of ours. */
export function namesOf(shell: Shell, products: readonly { readonly name: string }[]): readonly Part[] {
  const strong = (name: string) => <strong>{merchantText(shell, name)}</strong>;
  return products.map(({ name }) => strong(name));
}
