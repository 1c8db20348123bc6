/** Looks at the files of an import and at their columns, before anything is written. */
import { InvalidInputError } from "../../errors.ts";
import type { InteractionType } from "../../types.ts";
import {
  type ColumnPair,
  type Columns,
  type InteractionColumn,
  interactionColumns,
  type ProductColumn,
  productColumns,
  refuseUnknownColumns,
  resolveColumns,
} from "./columns.ts";
import { listColumns } from "./rows.ts";
import { openSource, type Source } from "./source.ts";

export interface ImportFile<C extends string> {
  readonly source: Source;
  readonly columns: Columns<C>;
  /** Where its rejected rows go. */
  readonly rejectsPath: string;
}

export interface ImportFiles {
  readonly products?: ImportFile<ProductColumn>;
  readonly interactions?: ImportFile<InteractionColumn>;
}

interface FileOptions {
  readonly products?: string;
  readonly interactions?: string;
  readonly pairs: readonly ColumnPair[];
  readonly type?: InteractionType;
  readonly folder: string;
}

/**
 * @throws InvalidInputError when a file is not there or not of a known format, a required column is missing, or a pair of
 * `--map` names a column that no file has
 */
export async function openFiles(options: FileOptions): Promise<ImportFiles> {
  const { pairs, folder } = options;
  if (options.products === undefined && options.interactions === undefined) {
    throw new InvalidInputError("Cannot import: neither --products nor --interactions is given");
  }
  const products = await open("products", options.products, [...toTheirs(pairs), ...productColumns]);
  const interactions = await open("interactions", options.interactions, [
    ...toTheirs(pairs),
    ...interactionColumns,
  ]);
  refuseUnknownColumns(pairs, [products, interactions].flatMap((file) => file ? [file.names] : []));

  // Two files of one name in different folders must not share a reject file.
  const isSame = products && interactions && baseName(products.source) === baseName(interactions.source);
  const toRejectsPath = ({ source }: { source: Source }) =>
    `${folder}/${isSame ? `${source.option}-` : ""}${baseName(source)}.rejects.tsv`;
  const required: InteractionColumn[] = ["user_id", "product_id", "timestamp"];
  if (options.type === undefined) required.push("interaction_type");
  return {
    ...(products && {
      products: {
        source: products.source,
        columns: resolveColumns(products, { columns: productColumns, required: ["id", "name"], pairs }),
        rejectsPath: toRejectsPath(products),
      },
    }),
    ...(interactions && {
      interactions: {
        source: interactions.source,
        columns: resolveColumns(interactions, { columns: interactionColumns, required, pairs }),
        rejectsPath: toRejectsPath(interactions),
      },
    }),
  };
}

async function open(
  option: "products" | "interactions",
  path: string | undefined,
  wanted: readonly string[],
): Promise<{ source: Source; names: readonly string[] } | undefined> {
  if (path === undefined) return undefined;
  const source = await openSource(option, path);
  return { source, names: await listColumns(source, (names) => wanted.every((name) => names.has(name))) };
}

function toTheirs(pairs: readonly ColumnPair[]): string[] {
  return pairs.map(({ theirs }) => theirs);
}

function baseName({ path }: Source): string {
  return path.replace(/^.*[\\/]/, "");
}
