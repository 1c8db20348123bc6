import { ConsentBanner } from "./components/consent.tsx";
import { HiddenPanel } from "./components/dismiss.tsx";
import { Footer } from "./components/footer.tsx";
import { Header } from "./components/header.tsx";
import type { Assets, Shell } from "./shell.ts";
import { shorten } from "./shorten.ts";
import type { Locale } from "./words/locale.ts";

interface Props {
  readonly shell: Shell;
  readonly title: string;
  readonly category?: string;
  readonly query?: string;
  /** The one address of this page, where several lead to the same. */
  readonly canonical?: string;
  /** For search engines, a sentence or two; without it, what the shop says of itself. */
  readonly description?: string;
  /** Search engines leave it out. */
  readonly unlisted?: boolean;
  /** More for the head of the document. */
  readonly head?: unknown;
  readonly children?: unknown;
}

/** A whole page of the shop. */
export function Layout(
  { shell, title, description, category, query, canonical, unlisted, head, children }: Props,
) {
  const { errors } = shell.words;
  return (
    <Document
      title={title}
      locale={shell.site.locale}
      assets={shell.site.assets}
      head={head}
      {...(canonical === undefined ? {} : { canonical: shell.site.publicUrl + canonical })}
      {...(description ? { description } : {})}
      unlisted={unlisted ?? false}
    >
      <Header
        shell={shell}
        {...(category === undefined ? {} : { category })}
        {...(query === undefined ? {} : { query })}
      />
      {shell.asksConsent ? <ConsentBanner shell={shell} /> : null}
      <p
        id="trouble"
        class="trouble"
        role="alert"
        data-unreachable={errors.unreachable}
        data-failed={errors.failed}
        data-gone={errors.gone}
      >
      </p>
      {shell.hidden ? <HiddenPanel shell={shell} notice={shell.hidden} /> : null}
      <main id="main" class="wrap">{children}</main>
      <Footer shell={shell} />
    </Document>
  );
}

// No injected styles, which the policy forbids, and no history of its own: pages have addresses. What answers with a whole
// error page is not swapped into a button; 400 and 409 carry the control with its message.
const htmxConfig = JSON.stringify({
  includeIndicatorCSS: false,
  history: false,
  defaultTimeout: 15_000,
  noSwap: [204, 304, 403, 404, 410, 413, 422, 429, "5xx"],
});

interface DocumentProps {
  readonly title: string;
  readonly locale: Locale;
  readonly assets: Assets;
  readonly canonical?: string;
  readonly description?: string;
  readonly unlisted?: boolean;
  readonly head?: unknown;
  readonly children?: unknown;
}

/** More is cut off by whoever shows it. */
const longestDescription = 155;

/** The frame around every page. The document type is added where the answer is made. */
export function Document(
  { title, locale, assets, canonical, description, unlisted = false, head, children }: DocumentProps,
) {
  const about = shorten(description ?? locale.words.frame.description, longestDescription);
  return (
    <html lang={locale.tag} dir={locale.direction}>
      <head>
        <meta charset="utf-8" />
        <title>{title === "Aisle" ? title : `${title} · Aisle`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="htmx-config" content={htmxConfig} />
        <meta name="description" content={about} />
        {unlisted ? <meta name="robots" content="noindex" /> : null}
        {canonical === undefined ? null : <link rel="canonical" href={canonical} />}
        <link rel="manifest" href="/manifest.webmanifest" />
        <link rel="icon" href="/static/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href={assets.stylesheet} />
        <script src={assets.htmx} defer></script>
        <script src={assets.script} defer></script>
        {head}
      </head>
      <body>{children}</body>
    </html>
  );
}
