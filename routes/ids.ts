/** Ids as they stand in addresses and forms: canonical decimal integers and nothing else. */

/** The id, or undefined for any other spelling: "007", "1e3" and " 1" are not ids. */
export function parseId(text: unknown): number | undefined {
  if (typeof text !== "string" || !/^[1-9]\d{0,15}$/.test(text)) return undefined;
  const id = Number(text);
  return Number.isSafeInteger(id) ? id : undefined;
}
