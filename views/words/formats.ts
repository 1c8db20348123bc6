/** Numbers, counts and times of one language, by Intl. */

/** The forms of a counted word; a language without a form of its own for a count takes `other`. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };

export interface Formats {
  /** "1,234" */
  number(value: number): string;
  /** A share in [0, 1] as whole percent. */
  percent(share: number): string;
  /** The form that fits a count, without the count. */
  plural(count: number, forms: Forms): string;
  /** A date, from epoch milliseconds, in UTC. */
  day(at: number): string;
  /** A date and time, from epoch milliseconds, in UTC. */
  moment(at: number): string;
}

const mostSmall = 1000;

/** `tag`: BCP 47. */
export function createFormats(tag: string): Formats {
  const numbers = new Intl.NumberFormat(tag);
  // Most counts of a page are small, and `Intl` takes longer over one than what stands around it.
  const small: string[] = [];
  const percents = new Intl.NumberFormat(tag, { style: "percent", maximumFractionDigits: 0 });
  const rules = new Intl.PluralRules(tag);
  const days = new Intl.DateTimeFormat(tag, { dateStyle: "long", timeZone: "UTC" });
  const moments = new Intl.DateTimeFormat(tag, { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });
  return {
    number: (value) =>
      Number.isInteger(value) && value >= 0 && value < mostSmall
        ? small[value] ??= numbers.format(value)
        : numbers.format(value),
    percent: (share) => percents.format(share),
    plural: (count, forms) => forms[rules.select(count)] ?? forms.other,
    day: (at) => days.format(at),
    moment: (at) => `${moments.format(at)} UTC`,
  };
}
