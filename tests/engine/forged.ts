/** Artifacts that were changed by somebody who knows their format. */
import assert from "node:assert/strict";
import { crc32 } from "node:zlib";

/** An artifact with its header changed, length and checksum set right again. */
export function withHeader(artifact: Uint8Array<ArrayBuffer>, change: (header: Header) => void): Uint8Array {
  const view = new DataView(artifact.buffer);
  const length = view.getUint32(8, true);
  const header = JSON.parse(new TextDecoder().decode(artifact.subarray(32, 32 + length))) as Header;
  change(header);
  const json = new TextEncoder().encode(JSON.stringify(header));
  const align = (n: number) => Math.ceil(n / 16) * 16;
  const body = artifact.subarray(align(32 + length));
  const bytes = new Uint8Array(align(32 + json.length) + body.length);
  bytes.set(artifact.subarray(0, 32));
  bytes.set(json, 32);
  bytes.set(body, align(32 + json.length));
  const out = new DataView(bytes.buffer);
  out.setUint32(8, json.length, true);
  out.setBigUint64(16, BigInt(bytes.length), true);
  return sealed(bytes);
}

/** The checksum set right. */
export function sealed(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  new DataView(bytes.buffer).setUint32(12, crc32(bytes.subarray(16), crc32(bytes.subarray(0, 12))), true);
  return bytes;
}

export interface Header {
  model: Record<string, unknown>;
  members: Record<string, unknown>[];
  sections: { name: string; type: string; offset: number; length: number }[];
}

export function section(header: Header, name: string): Header["sections"][number] {
  const found = header.sections.find((candidate) => candidate.name === name);
  assert.ok(found, name);
  return found;
}
