/** The detector of xss_detector.js, from outside of the browser. */
import type { BrowserContext, Page } from "playwright-core";
import { fromFileUrl } from "../fixtures/paths.ts";

export interface Found {
  /** Where which elements with which attributes stand. */
  readonly marks: readonly string[];
  /** Those of them that do something by themselves or when they are pressed. */
  readonly dangers: readonly string[];
  /** Handlers, and addresses of other hosts or of no host. */
  readonly faults: readonly string[];
  readonly heading: string;
  /** What stands in the search field. */
  readonly field: string;
  /** The page's structured data. */
  readonly data: string;
}

export interface Ask {
  /** Requests of one label are answered with the same page. */
  readonly label: string;
  readonly path: string;
  /** Makes it a POST. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Without the dangers. */
export interface Answer extends Found {
  /** 0 when there was none, or one of another host. */
  readonly status: number;
  readonly type: string;
}

/** Marks that belong to the pages of each label. */
export type Known = Record<string, string[]>;

interface InPage {
  readonly detector: {
    read(): Found;
    parse(text: string): Found;
    ask(requests: readonly Ask[], known: Known): Promise<Answer[]>;
  };
}

/** Puts the detector into every page of the context; gives what it tells of script that ran, or that the policy stopped. */
export async function installDetector(context: BrowserContext): Promise<readonly string[]> {
  const told: string[] = [];
  await context.exposeBinding("tellFault", (_, fault: string) => void told.push(fault));
  await context.addInitScript({ path: fromFileUrl("../e2e/xss_detector.js") });
  context.on("dialog", (dialog) => {
    told.push(`a dialog was opened: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on("weberror", (error) => told.push(`error: ${error.error().message}`));
  return told;
}

/** What the open page is made of, as it is now. */
export function readPage(page: Page): Promise<Found> {
  return page.evaluate(() => (globalThis as unknown as InPage).detector.read());
}

export function parseAll(page: Page, texts: readonly string[]): Promise<Found[]> {
  return page.evaluate(
    (all) => all.map((text) => (globalThis as unknown as InPage).detector.parse(text)),
    texts,
  );
}

/** Asks from within a page of the shop. Marks that `known` has for the label are left out. */
export async function askAll(page: Page, requests: readonly Ask[], known: Known = {}): Promise<Answer[]> {
  return await page.evaluate(
    ([all, marks]) => (globalThis as unknown as InPage).detector.ask(all, marks),
    [requests, known] as const,
  );
}

/** Adds the marks of a page that is as it should be. */
export function learn(known: Known, label: string, { marks }: Pick<Found, "marks">): void {
  known[label] = [...new Set([...known[label] ?? [], ...marks])];
}
