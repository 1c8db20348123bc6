import { SearchForm, Wordmark } from "./components/header.tsx";
import { Empty } from "./components/empty.tsx";
import { Document } from "./layout.tsx";
import type { Assets } from "./shell.ts";
import type { Words } from "./words/en.ts";
import type { Locale } from "./words/locale.ts";

interface Props {
  readonly status: number;
  readonly locale: Locale;
  /** Seconds after which it is worth another try. */
  readonly retryAfter?: number;
  /** Named to the shopper, so that they can quote it. */
  readonly requestId?: string | undefined;
  readonly assets: Assets;
}

/** Every error that a browser sees. It needs no database, so that it can be shown when that is what failed. */
export function ErrorPage({ status, locale, retryAfter, requestId, assets }: Props) {
  const { errors, frame } = locale.words;
  const { title, line } = errors[toPageStatus(status)];
  return (
    <Document title={title} locale={locale} assets={assets} unlisted>
      <header class="header">
        <div class="header-bar wrap">
          <Wordmark words={locale.words} />
          <SearchForm words={locale.words} placeholder={frame.search} query="" />
        </div>
      </header>
      <main id="main" class="wrap">
        <Empty
          picture="tent"
          title={title}
          level={1}
          status={status}
          button={{ name: frame.toHome, path: "/" }}
        >
          {line} {retryAfter === undefined ? "" : errors.retry(retryAfter)}
        </Empty>
        {requestId ? <p class="request-id">{errors.request(requestId)}</p> : null}
      </main>
    </Document>
  );
}

type PageStatus = Extract<keyof Words["errors"], number>;

/** The status itself where there are words for it, else the plainest one of its hundred. */
function toPageStatus(status: number): PageStatus {
  switch (status) {
    case 403:
    case 404:
    case 405:
    case 409:
    case 410:
    case 413:
    case 429:
    case 503:
      return status;
    default:
      return status >= 500 ? 500 : 400;
  }
}
