/** Text in places that take only so much of it. */

/** The text on one line, cut behind a word and marked so where it is longer than `most` characters. */
export function shorten(text: string, most: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (line.length <= most) return line;
  const cut = line.slice(0, most);
  const end = cut.lastIndexOf(" ");
  // A language without spaces is cut between characters, never inside one.
  const kept = end > most / 2 ? cut.slice(0, end) : cut.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "");
  return `${kept.replace(/[\s.,;:!?–-]+$/, "")}…`;
}
