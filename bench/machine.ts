/** What the figures were measured on. */
export function describeMachine(): string {
  const read = (path: string) => {
    try {
      return Deno.readTextFileSync(path);
    } catch {
      return "";
    }
  };
  const model = /model name\s*:\s*(.+)/.exec(read("/proc/cpuinfo"))?.[1] ??
    Deno.build.arch;
  const memory = Math.round(Deno.systemMemoryInfo().total / 2 ** 30);
  const day = new Date().toISOString().slice(0, 10);
  return `${day}, ${model}, ${navigator.hardwareConcurrency} cores, ${memory} GiB, ` +
    `Deno ${Deno.version.deno}, V8 ${Deno.version.v8}, ${Deno.build.target}`;
}
