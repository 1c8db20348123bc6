import type { Shell } from "../shell.ts";
import { StructuredData } from "./structured_data.tsx";

interface Step {
  readonly name: string;
  readonly path: string;
  /** The name comes from the merchant. */
  readonly foreign?: boolean;
}

interface Props {
  readonly shell: Shell;
  readonly steps: readonly Step[];
  readonly last: string;
}

/** Where the page stands in the shop, for people and, as schema.org/BreadcrumbList, for machines. */
export function Breadcrumb({ shell, steps, last }: Props) {
  const { publicUrl, contentLanguage } = shell.site;
  return (
    <>
      <nav class="breadcrumb" aria-label={shell.words.product.breadcrumb}>
        <ol>
          {steps.map(({ name, path, foreign }) => (
            <li>
              <a href={path} lang={foreign ? contentLanguage : undefined}>{name}</a>
            </li>
          ))}
          <li aria-current="page" lang={contentLanguage}>{last}</li>
        </ol>
      </nav>
      <StructuredData
        data={{
          "@type": "BreadcrumbList",
          itemListElement: [...steps, { name: last, path: undefined }].map(({ name, path }, i) => ({
            "@type": "ListItem",
            position: i + 1,
            name,
            ...(path === undefined ? {} : { item: publicUrl + path }),
          })),
        }}
      />
    </>
  );
}
