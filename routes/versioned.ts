/** Answers with files whose address may carry their version. */
import type { Context } from "hono";

interface VersionedFile {
  /** Letters, digits and hyphens; another one whenever the content is. */
  readonly version: string;
  /** The version that the address names. */
  readonly asked: string | undefined;
  readonly type: string;
  /** What the body is compressed with already. */
  readonly coding?: string | undefined;
  readonly body: () => string | Uint8Array<ArrayBuffer>;
}

/** Under its present version a file may be kept for good; under any other it is asked for again each time. */
export function answerVersioned(c: Context, { version, asked, type, coding, body }: VersionedFile): Response {
  const etag = `"${version}"`;
  c.header("ETag", coding === undefined ? etag : `W/${etag}`);
  c.header("Cache-Control", asked === version ? "public, max-age=31536000, immutable" : "public, no-cache");
  if (isKnown(c.req.header("if-none-match"), etag)) return c.body(null, 304, { Vary: "Accept-Encoding" });
  if (coding !== undefined) c.header("Content-Encoding", coding);
  return c.body(body(), 200, { "Content-Type": `${type}; charset=utf-8` });
}

/** RFC 9110, 13.1.2: a list, compared weakly. Compressed answers carry the weak form of the tag. */
function isKnown(header: string | undefined, etag: string): boolean {
  return header !== undefined && header.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);
}
