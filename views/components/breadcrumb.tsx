import type { Shell } from "../shell.ts";

interface Props {
  readonly shell: Shell;
  readonly steps: readonly { readonly name: string; readonly path: string }[];
  readonly last: string;
}

/** The way from the home page to this one. All but the first step are named by the merchant. */
export function Breadcrumb({ shell: { site, words: { browse } }, steps, last }: Props) {
  return (
    <nav class="breadcrumb" aria-label={browse.where}>
      <ol>
        {steps.map(({ name, path }) => (
          <li>
            <a href={path} lang={path === "/" ? undefined : site.contentLanguage}>{name}</a>
          </li>
        ))}
        <li aria-current="page" lang={site.contentLanguage}>{last}</li>
      </ol>
    </nav>
  );
}
