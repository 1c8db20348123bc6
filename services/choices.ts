/**
 * What shoppers decided for themselves: what they do not want to see, what they take back, whether their acts choose for them.
 * Each change is in force for the next list: it makes a new epoch, as a click does.
 */
import {
  type Dismissed,
  findChoices,
  listDismissals,
  toDismiss,
  toPersonal,
  toUndismiss,
  writeChange,
} from "../db/choices.ts";
import { listLiked, toDelete, toForget } from "../db/interactions.ts";
import type { Database } from "../db/open.ts";
import type { Statement, Writer } from "../db/writer.ts";
import { NotFoundError } from "../errors.ts";
import type { InteractionType, Product } from "../types.ts";

export interface ChoicesInForce {
  /** False: lists are the popular ones. */
  readonly personal: boolean;
  readonly hiddenProducts: ReadonlySet<number>;
  readonly hiddenCategories: ReadonlySet<string>;
}

/** Somebody who has decided nothing. */
export const noChoices: ChoicesInForce = {
  personal: true,
  hiddenProducts: new Set(),
  hiddenCategories: new Set(),
};

/** What a shopper does not want to see; a product that has left the catalogue is left out. */
export type Hidden = { readonly product: Product } | { readonly category: string };

export interface Choices {
  /** What holds for the user now. */
  inForce(userId: number): Promise<ChoicesInForce>;
  /** What is hidden, the newest first. */
  hidden(userId: number): Promise<readonly Hidden[]>;
  /** "Not interested"; a second time changes nothing. Gives the epoch of the change. @throws NotFoundError unknown user */
  dismiss(userId: number, what: Dismissed): Promise<number>;
  /** Takes "not interested" back. */
  restore(userId: number, what: Dismissed): Promise<number>;
  /** Whether the user's acts may choose what they see. */
  setPersonal(userId: number, personal: boolean): Promise<number>;
  /** Removes the interactions of a type, with one product or with all, as if they had not happened. */
  takeBack(userId: number, what: { type: InteractionType; productId?: number }): Promise<number>;
  /** Removes every interaction with some products, or with all, in one commit. Orders and the cart stay. */
  forget(userId: number, productIds?: readonly number[]): Promise<number>;
  /** The products that the user likes, the newest like first. */
  liked(userId: number, limit: number): Promise<readonly Product[]>;
}

interface Options {
  readonly db: Database;
  readonly writer: Writer;
  readonly now: () => number;
  readonly findProduct: (id: number) => Product | undefined;
  /** Drops every list of the user that does not know the epoch. */
  readonly onChanged: (userId: number, epoch: number) => Promise<void>;
}

export function createChoices({ db, writer, now, findProduct, onChanged }: Options): Choices {
  async function change(userId: number, statement: Statement): Promise<number> {
    let written;
    try {
      written = await writeChange(writer, userId, [statement]);
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      throw new NotFoundError(`Cannot change the choices: there is no user ${userId}, or no such product`, {
        cause: error,
      });
    }
    await onChanged(userId, written.epoch);
    return written.epoch;
  }

  return {
    async inForce(userId) {
      const { personal, productIds, categories } = await findChoices(db, userId);
      return { personal, hiddenProducts: new Set(productIds), hiddenCategories: new Set(categories) };
    },
    async hidden(userId) {
      return (await listDismissals(db, userId)).flatMap(({ productId, category }): Hidden[] => {
        if (category !== null) return [{ category }];
        const product = findProduct(productId!);
        return product ? [{ product }] : [];
      });
    },
    dismiss: (userId, what) => change(userId, toDismiss(userId, what, now())),
    restore: (userId, what) => change(userId, toUndismiss(userId, what)),
    setPersonal: (userId, personal) => change(userId, toPersonal(userId, personal)),
    takeBack: (userId, what) => change(userId, toDelete({ userId, ...what })),
    forget: (userId, productIds) => change(userId, toForget(userId, productIds)),
    async liked(userId, limit) {
      return (await listLiked(db, userId, limit)).flatMap((id) => findProduct(id) ?? []);
    },
  };
}
