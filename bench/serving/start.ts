/** Starts the processes of a measurement: the shop, and the generator that asks it. */
import type { Done, Work } from "./generator.ts";
import type { Ports, Target } from "./target.ts";

const path = (name: string) => new URL(`./${name}`, import.meta.url).pathname;
const config = ["--config", new URL("../deno.json", import.meta.url).pathname];

export interface Started extends Ports {
  /** CPU time of the thread that answers, in seconds: what others take of the machine does not count. */
  cpuSeconds(): number;
  close(): Promise<void>;
}

/** `profile`: a folder for a CPU profile of each of its threads, written when it ends. */
export async function startTarget(target: Target, profile?: string): Promise<Started> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      ...config,
      "--no-check",
      "--quiet",
      "--allow-all",
      ...(profile !== undefined ? ["--cpu-prof", `--cpu-prof-dir=${profile}`] : []),
      path("target.ts"),
      JSON.stringify(target),
    ],
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const ports = await readPorts(child.stderr);
  return {
    ...ports,
    cpuSeconds: () => readCpuSeconds(ports.pid),
    async close() {
      await child.stdin.close();
      await child.status;
    },
  };
}

async function readPorts(stderr: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<Ports> {
  let said = "";
  for await (const text of stderr.pipeThrough(new TextDecoderStream())) {
    said += text;
    const line = said.split("\n").find((line) => line.startsWith("{") && line.endsWith("}"));
    if (line) return JSON.parse(line);
  }
  throw new Error(`Cannot measure: the shop did not start: ${said}`);
}

/** NaN where there is no /proc. */
function readCpuSeconds(pid: number): number {
  try {
    const stat = Deno.readTextFileSync(`/proc/${pid}/task/${pid}/stat`);
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // Ticks of a hundredth of a second, in user and in system mode.
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return NaN;
  }
}

/** Runs works at once, in one process of their own. */
export async function generate(works: readonly Work[]): Promise<Done[]> {
  const { stdout, success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-check",
      "--no-config",
      "--allow-net=127.0.0.1",
      path("generator.ts"),
      JSON.stringify(works),
    ],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}
