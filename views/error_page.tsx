import { SearchForm, Wordmark } from "./components/header.tsx";
import { Document } from "./layout.tsx";
import type { Assets } from "./shell.ts";

interface Props {
  readonly status: number;
  readonly title: string;
  /** One plain sentence; nothing internal. */
  readonly detail: string;
  /** Named to the shopper, so that they can quote it. */
  readonly requestId?: string | undefined;
  /** The hashed addresses; without them the plain ones are used. */
  readonly assets?: Assets;
}

const plainAssets: Assets = {
  stylesheet: "/static/aisle.css",
  htmx: "/static/htmx.js",
  script: "/static/shop.js",
};

/** Every error that a browser sees. It needs no database, so that it can be shown when that is what failed. */
export function ErrorPage({ status, title, detail, requestId, assets = plainAssets }: Props) {
  return (
    <Document title={title} assets={assets} unlisted>
      <header class="header">
        <div class="header-bar wrap">
          <Wordmark />
          <SearchForm placeholder="Search" query="" />
        </div>
      </header>
      <main id="main" class="wrap">
        <div class="empty empty-page">
          <p class="error-status">{status}</p>
          <h1>{title}</h1>
          <p>{detail}</p>
          <a class="button" href="/">To the home page</a>
          {requestId ? <p class="request-id">Request {requestId}</p> : null}
        </div>
      </main>
    </Document>
  );
}
