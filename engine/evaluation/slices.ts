/** Measures of users about whom little or much is known: a mean over all says nothing of newcomers. */

/** Largest number of distinct items in the input, and the name, of each slice. */
const slices = [
  { upTo: 0, interactions: "0" },
  { upTo: 5, interactions: "1-5" },
  { upTo: 20, interactions: "6-20" },
  { upTo: Infinity, interactions: "21+" },
] as const;

/** The users with so many distinct items in their input, as `--json` prints them. */
export interface Slice {
  readonly interactions: (typeof slices)[number]["interactions"];
  /** At least 1: slices without test users are left out. */
  readonly users: number;
  /** Means over these users. */
  readonly metrics: Readonly<Record<string, number>>;
}

/**
 * Means of each slice. Every user is in one of them, so the means weighted by `users` give those of all.
 *
 * @param byUser for each metric the value of each test user
 * @param known for each test user the number of distinct items in the input
 * @returns from the fewest items to the most; nothing without metrics
 */
export function sliceUsers(byUser: Readonly<Record<string, Float64Array>>, known: Int32Array): Slice[] {
  const titles = Object.keys(byUser);
  if (titles.length === 0) return [];
  const sliceOf = known.map((items) => slices.findIndex(({ upTo }) => items <= upTo));
  return slices.flatMap(({ interactions }, s) => {
    const users = sliceOf.reduce((n, of) => n + (of === s ? 1 : 0), 0);
    if (users === 0) return [];
    const meanOf = (values: Float64Array) =>
      values.reduce((sum, value, t) => sum + (sliceOf[t] === s ? value : 0), 0) / users;
    return [{
      interactions,
      users,
      metrics: Object.fromEntries(titles.map((title) => [title, meanOf(byUser[title]!)])),
    }];
  });
}
