/** Run before main.ts (`--preload`): the process's clock jumps a day ahead at SIGUSR1 and a day back at SIGUSR2. */
const dayMs = 86_400_000;
const Real = Date;
let ahead = 0;

const now = () => Real.now() + ahead;

globalThis.Date = new Proxy(Real, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  apply: () => new Real(now()).toString(),
  get: (target, key) => key === "now" ? now : Reflect.get(target, key),
});

Deno.addSignalListener("SIGUSR1", () => ahead += dayMs);
Deno.addSignalListener("SIGUSR2", () => ahead -= dayMs);
