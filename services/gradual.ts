/** Long work that can be done little by little, or at once when somebody needs it before. */

export interface Gradual<T> {
  /** What comes of it; whatever is not done yet is done at once. */
  now(): T;
  /** Does it with the event loop free every few milliseconds. */
  prepare(): Promise<void>;
}

/** The work and a way to interrupt it: it yields wherever it may be. */
export type Steps<T> = Generator<undefined, T>;

/** Longer slices would be noticed by whoever waits for a page. */
const sliceMs = 5;

export function createGradual<T>(steps: () => Steps<T>): Gradual<T> {
  let rest: Steps<T> | undefined;
  let done: { readonly value: T } | undefined;
  /** Works until the moment, at least a step. */
  const work = (until: number): typeof done => {
    rest ??= steps();
    while (!done) {
      const step = rest.next();
      if (step.done) done = { value: step.value };
      else if (performance.now() >= until) break;
    }
    return done;
  };
  return {
    now: () => work(Infinity)!.value,
    async prepare() {
      while (!work(performance.now() + sliceMs)) await new Promise((resolve) => setTimeout(resolve, 0));
    },
  };
}

/** Telling the time at each would take longer than the work. */
const atOnce = 200;

/** Acts on each of a list, to be interrupted now and then. */
export function* gradually<T>(list: readonly T[], act: (one: T, at: number) => void): Steps<void> {
  for (let at = 0; at < list.length; at++) {
    act(list[at]!, at);
    if (at % atOnce === atOnce - 1) yield;
  }
}
