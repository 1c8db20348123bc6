/** What pages are made from. Routes fill these; views only show them. */
import type { InteractionType, Product, Recommendation } from "../types.ts";
import type { Words } from "./words/en.ts";
import type { Locale } from "./words/locale.ts";

/** Addresses of our own files, with a hash of the content, so that browsers may keep them for good. */
export interface Assets {
  readonly stylesheet: string;
  readonly htmx: string;
  readonly script: string;
}

/** What every page of one shop in one language shares. */
export interface Site {
  readonly locale: Locale;
  /** What may be chosen instead. */
  readonly locales: readonly Locale[];
  /** BCP 47: what the catalogue is written in, where it is not the page's language. */
  readonly contentLanguage?: string;
  /** ISO 4217. */
  readonly currency: string;
  /** Where the shop is reached from outside, without a trailing slash. */
  readonly publicUrl: string;
  readonly assets: Assets;
  /** Shows the picker of sample shoppers. */
  readonly development: boolean;
}

/** What the shopper has just hidden: a product, or all of its category. */
export interface HiddenNotice {
  readonly product: Product;
  readonly all: boolean;
}

/** What one request knows about who is shopping and where they are. */
export interface Shell {
  readonly site: Site;
  /** Those of the site's language. */
  readonly words: Words;
  /** Epoch milliseconds: what has come lately is marked as new. */
  readonly now: number;
  /** Path and query of the page that the shopper looks at: without script, every action leads back to it. */
  readonly here: string;
  readonly categories: readonly { readonly name: string; readonly count: number }[];
  readonly productCount: number;
  readonly cartCount: number;
  /** Null until the first recorded action. */
  readonly shopper: { readonly id: number; readonly name: string | null } | null;
  readonly liked: ReadonlySet<number>;
  /** The visitor has not said yet whether the shop may learn from them. */
  readonly asksConsent: boolean;
  /** Without script, the page says what was hidden and how to undo it. */
  readonly hidden?: HiddenNotice;
  /** Without script, the page says what was forgotten. */
  readonly forgotten?: readonly Product[];
}

/** Something that the picks follow from. */
export interface UsedAct {
  readonly type: InteractionType;
  readonly product: Product;
}

/** Acts that are taken back as easily as they are done. */
export type UndoableType = Extract<InteractionType, "view" | "like">;

/** Why the picks are as they are now. */
export type PicksNote =
  | { readonly kind: "updated"; readonly act: UsedAct }
  | { readonly kind: "undone"; readonly type: UndoableType; readonly product: Product };

/** The personal picks of one page. */
export interface Picks {
  /** `statement` opens the home page, `shelf` stands under something else. */
  readonly form: "statement" | "shelf";
  /** False without a history: nothing may then be called personal. */
  readonly personal: boolean;
  /** The shopper does not want personal picks, or was not asked yet. */
  readonly off: boolean;
  readonly items: readonly Recommendation[];
  /** How many there are in all. */
  readonly total: number;
  readonly used: readonly UsedAct[];
  /** What the picks were made from: the id of the shopper's newest interaction, and the model. None without a shopper. */
  readonly known?: { readonly epoch: number };
  /** There when the shopper has just done something. */
  readonly note?: PicksNote;
}

/** A message at a control: what went wrong, or what just happened. */
export interface Message {
  readonly kind: "error" | "done";
  readonly text: string;
}
