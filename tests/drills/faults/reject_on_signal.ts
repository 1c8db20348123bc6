/**
 * Run before main.ts (`--preload`): each SIGUSR2 makes a fault that nobody handles, of three kinds in turn: a rejected promise, one
 * that is rejected with something that is no Error, and an error thrown from a timer.
 */
let count = 0;

const kinds = [
  () => void Promise.reject(new Error("drill: nobody waits for this")),
  () => void Promise.reject({ drill: "not even an Error" }),
  () =>
    void setTimeout(() => {
      throw new Error("drill: thrown from a timer");
    }, 0),
];

Deno.addSignalListener("SIGUSR2", () => kinds[count++ % kinds.length]!());
