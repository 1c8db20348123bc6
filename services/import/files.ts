/** Looks at the files of an import and at their columns, before anything is written. */
import { InvalidInputError } from "../../errors.ts";
import type { InteractionType } from "../../types.ts";
import {
  type ColumnPair,
  type Columns,
  type FileColumns,
  type InteractionColumn,
  interactionColumns,
  listUnknown,
  type ProductColumn,
  productColumns,
  refuseUnknown,
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

export interface FileOptions {
  /** Path of the products file: .csv, .tsv or .jsonl, each also with .gz. */
  readonly products?: string;
  readonly interactions?: string;
  readonly pairs?: readonly ColumnPair[];
  /** The type of interactions that name none. */
  readonly type?: InteractionType;
  /** Where reject files go. */
  readonly folder: string;
}

/**
 * @throws InvalidInputError when a file is not there or not of a known format, a required column is missing, or a pair of
 * `--map` names a column that no file has
 */
export async function openFiles(options: FileOptions): Promise<ImportFiles> {
  const { pairs = [], folder } = options;
  if (options.products === undefined && options.interactions === undefined) {
    throw new InvalidInputError("Cannot import: neither --products nor --interactions is given");
  }
  const required: InteractionColumn[] = ["user_id", "product_id", "timestamp"];
  if (options.type === undefined) required.push("interaction_type");
  const products = await look("products", options.products, {
    columns: productColumns,
    required: ["id", "name"],
    pairs,
  });
  const interactions = await look("interactions", options.interactions, {
    columns: interactionColumns,
    required,
    pairs,
  });
  const files = [products, interactions].filter((file) => file !== undefined);
  await refuseUnknownPairs(pairs, files);

  // Two files of one name in different folders must not share a reject file.
  const isSame = products && interactions && baseName(products.source) === baseName(interactions.source);
  const toRejectsPath = ({ source }: { source: Source }) =>
    `${folder}/${isSame ? `${source.option}-` : ""}${baseName(source)}.rejects.tsv`;
  return {
    ...(products && {
      products: {
        source: products.source,
        columns: resolveColumns(products, products.schema),
        rejectsPath: toRejectsPath(products),
      },
    }),
    ...(interactions && {
      interactions: {
        source: interactions.source,
        columns: resolveColumns(interactions, interactions.schema),
        rejectsPath: toRejectsPath(interactions),
      },
    }),
  };
}

interface Schema<C extends string> {
  readonly columns: readonly C[];
  readonly required: readonly C[];
  readonly pairs: readonly ColumnPair[];
}

async function look<C extends string>(
  option: "products" | "interactions",
  path: string | undefined,
  schema: Schema<C>,
): Promise<FileColumns & { schema: Schema<C> } | undefined> {
  if (path === undefined) return undefined;
  const source = await openSource(option, path);
  const { columns, required, pairs } = schema;
  const own = pairs.filter(({ ours }) => (columns as readonly string[]).includes(ours));
  const names = await listColumns(source, (found) =>
    own.every(({ theirs }) => found.has(theirs)) &&
    required.every((column) => found.has(column) || own.some(({ ours }) => ours === column)));
  return { source, names, isOpen: source.format === "jsonl", schema };
}

/** Reads JSON lines to their end before it calls a column unknown. */
async function refuseUnknownPairs(
  pairs: readonly ColumnPair[],
  files: readonly FileColumns[],
): Promise<void> {
  const unknown = listUnknown(pairs, files);
  if (unknown.length === 0) return;
  const whole = await Promise.all(
    files.filter(({ isOpen }) => isOpen).map(async ({ source }) => ({
      names: await listColumns(source, (found) => unknown.every(({ theirs }) => found.has(theirs))),
    })),
  );
  refuseUnknown(listUnknown(unknown, whole), { files: files.length });
}

function baseName({ path }: Source): string {
  return path.replace(/^.*[\\/]/, "");
}
