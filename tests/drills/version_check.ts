/** Whether each list is of one model, and none older than one that somebody had before. */

export interface VersionCheck {
  /** Request `i` goes out. */
  asked(i: number): void;
  /** The whole answer to it, a list of a user who does nothing meanwhile. */
  answered(i: number, userId: number, text: string): void;
  /** One line for each list that is not as it should be. */
  readonly faults: readonly string[];
  /** Every version that was seen, in order. */
  readonly versions: readonly number[];
  readonly lists: number;
}

const shownFields = ["product_id", "confidence_score", "cf_score", "mf_score"];

export function createVersionCheck(): VersionCheck {
  const faults: string[] = [];
  const versions = new Set<number>();
  /** What every list of a version for a user looks like. */
  const known = new Map<string, string>();
  /** The newest version that anybody had when the request went out. */
  const floors = new Map<number, number>();
  let newest = 0;
  let lists = 0;
  return {
    faults,
    get versions() {
      return [...versions].sort((a, b) => a - b);
    },
    get lists() {
      return lists;
    },
    asked(i) {
      floors.set(i, newest);
    },
    answered(i, userId, text) {
      lists++;
      const { model_version: version, recommendations } = JSON.parse(text);
      const floor = floors.get(i) ?? 0;
      floors.delete(i);
      if (version < floor) faults.push(`user ${userId} got version ${version} after ${floor} was served`);
      newest = Math.max(newest, version);
      versions.add(version);
      const shown = (recommendations as Readonly<Record<string, number>>[])
        .map((item) => shownFields.map((name) => item[name]).join(" ")).join();
      const key = `${version} ${userId}`;
      const before = known.get(key);
      if (before === undefined) known.set(key, shown);
      else if (before !== shown) faults.push(`user ${userId} got two different lists of version ${version}`);
    },
  };
}
