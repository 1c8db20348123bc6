/** How a line of a file is cut into fields, and which field is which. */

export type Delimiter = "\t" | "," | "::" | " ";

export type Column = "user" | "item" | "value" | "at" | "type";

/** Position of each column; -1 where the file has none. */
export type Layout = Readonly<Record<Column, number>>;

const positional: readonly Column[] = ["user", "item", "value", "at", "type"];

/** What files call the columns, in lower case without anything but letters and digits. */
const titles: readonly (readonly [Column, RegExp])[] = [
  ["user", /^(user|customer|visitor|member|account|reviewer|profile)(id|ids|no|number|code)?$|^uid$/],
  [
    "item",
    /^(item|product|movie|track|song|artist|book|article|business|stock|sku|parent)(id|ids|no|number|code|asin)?$|^(iid|asin|isbn)$/,
  ],
  ["value", /^(value|rating|ratings|score|stars|strength|weight|count|quantity|plays|playcount|overall)$/],
  [
    "at",
    /^(at|timestamp|time|date|datetime|epoch|epochs|epochms|unixtime|unixreviewtime|createdat|datetimeutc)$/,
  ],
  ["type", /^(type|event|eventtype|interaction|interactiontype|action|behavior|behaviortype)$/],
];

/** The first of tab, `::`, comma that the line holds, else blanks. */
export function delimiterOf(line: string): Delimiter {
  if (line.includes("\t")) return "\t";
  if (line.includes("::")) return "::";
  return line.includes(",") ? "," : " ";
}

/** The fields of a line without their surrounding blanks. In a file with commas, quotes may enclose a field and are doubled inside. */
export function splitFields(line: string, delimiter: Delimiter): string[] {
  if (delimiter === " ") return line.trim().split(/\s+/);
  if (delimiter === "," && line.includes('"')) return splitQuoted(line);
  const fields = line.split(delimiter);
  for (let i = 0; i < fields.length; i++) fields[i] = fields[i]!.trim();
  return fields;
}

/** What programs write for a value that is none: no title. */
const noNumber = /^([+-]?(nan|inf(inity)?)|null|none|n\/?a)$/i;

/**
 * Whether the first line is a header, and then which column is which. Known titles are taken at their word, wherever they stand;
 * a line whose third or fourth field is not a number is a header of the usual order.
 */
export function layoutOf(fields: readonly string[]): { layout: Layout; isHeader: boolean } {
  const named = layoutOfTitles(fields);
  if (named) return { layout: named, isHeader: true };
  const layout = Object.fromEntries(
    positional.map((column, i) => [column, i < fields.length ? i : -1]),
  ) as unknown as Layout;
  const third = fields[2] ?? "", fourth = fields[3] ?? "";
  const isHeader = (third !== "" && !Number.isFinite(Number(third)) && !noNumber.test(third)) ||
    (fourth !== "" && /^[a-z_ ]+$/i.test(fourth));
  return { layout, isHeader };
}

function layoutOfTitles(fields: readonly string[]): Layout | undefined {
  const layout: Record<Column, number> = { user: -1, item: -1, value: -1, at: -1, type: -1 };
  fields.forEach((field, i) => {
    const title = field.toLowerCase().replace(/[^a-z0-9]/g, "");
    const known = titles.find(([, pattern]) => pattern.test(title));
    if (known && layout[known[0]] < 0) layout[known[0]] = i;
  });
  return layout.user >= 0 && layout.item >= 0 ? layout : undefined;
}

function splitQuoted(line: string): string[] {
  const fields: string[] = [];
  let field = "", quoted = false;
  for (let i = 0; i < line.length; i++) {
    const letter = line[i]!;
    if (letter === '"') {
      if (quoted && line[i + 1] === '"') field += line[++i];
      else quoted = !quoted;
    } else if (letter === "," && !quoted) {
      fields.push(field.trim());
      field = "";
    } else field += letter;
  }
  fields.push(field.trim());
  return fields;
}
