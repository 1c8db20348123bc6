/**
 * Sampled negatives in the form of He et al., "Neural Collaborative Filtering" (WWW 2017): lines `(user,item)<TAB>neg<TAB>neg...`,
 * one per test user, whose test item is ranked among them.
 */
import { InvalidInputError } from "../../errors.ts";
import type { Names } from "./interactions.ts";

/** List t of user `users[t]`: the test item `items[t]`, candidates from `ptr[t]` to `ptr[t + 1]`. */
export interface Negatives {
  readonly users: Int32Array;
  readonly items: Int32Array;
  readonly ptr: Int32Array;
  readonly candidates: Int32Array;
}

/**
 * A parser of one such file. Repeated negatives collapse, and one that is the test item itself is dropped.
 *
 * @throws InvalidInputError from `add` and `finish`, naming the source, the line and the value
 */
export function createNegativesParser(
  { source, users, items }: { source: string; users: Names; items: Names },
): { add(line: string): void; finish(): Negatives } {
  const lists = new Map<number, { item: number; candidates: number[] }>();
  let number = 0;
  return {
    add(line) {
      number++;
      const [pair = "", ...rest] = line.trim().split(/\t+/);
      if (pair === "") return;
      const cannot = `Cannot read ${source}: line ${number}`;
      const match = /^\(\s*(.+?)\s*,\s*(.+?)\s*\)$/.exec(pair);
      if (!match) {
        throw new InvalidInputError(`${cannot}: "${pair.slice(0, 60)}" is not of the form (user,item)`);
      }
      const user = users.codeOf(unquote(match[1]!)), item = items.codeOf(unquote(match[2]!));
      if (lists.has(user)) {
        throw new InvalidInputError(`${cannot}: user "${users.idOf(user)}" has a list already`);
      }
      const candidates = new Set(rest.map((id) => items.codeOf(id.trim())));
      candidates.delete(item);
      if (candidates.size === 0) {
        throw new InvalidInputError(`${cannot}: user "${users.idOf(user)}" has no negatives`);
      }
      lists.set(user, { item, candidates: [...candidates] });
    },
    finish() {
      if (lists.size === 0) throw new InvalidInputError(`Cannot read ${source}: it holds no negatives`);
      const ptr = new Int32Array(lists.size + 1);
      let t = 0;
      for (const { candidates } of lists.values()) ptr[t + 1] = ptr[t++]! + candidates.length;
      return {
        users: Int32Array.from(lists.keys()),
        items: Int32Array.from(lists.values(), ({ item }) => item),
        ptr,
        candidates: Int32Array.from([...lists.values()].flatMap(({ candidates }) => candidates)),
      };
    },
  };
}

/** Some files write the pair as Python does, with quotes around text. */
function unquote(id: string): string {
  return /^(['"]).*\1$/.test(id) ? id.slice(1, -1) : id;
}
