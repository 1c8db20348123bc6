import type { Shell } from "../shell.ts";
import type { Part } from "../words/rich.ts";

/** Words that come from the merchant, for a sentence of ours: marked where they are in another language than the page. */
export function merchantText(shell: Shell, text: string): Part {
  const { contentLanguage } = shell.site;
  return contentLanguage === undefined ? text : <span lang={contentLanguage}>{text}</span>;
}
