/**
 * `deno task dev`: runs main.ts for development and starts it anew when a source file changes. Deno's own --watch stays alive
 * when the program has ended; this ends with it: wrong settings, a taken port and SIGTERM end the task, as they do in production.
 */
const root = decodeURIComponent(new URL("..", import.meta.url).pathname);
const watched = /\.(tsx?|css|js|wasm|sql)$/;
const ignored = /^(\.git|data|node_modules|screenshots|coverage|tests|bench|docs)\//;
/** An editor writes a file in several steps. */
const settleMs = 200;

let child = start();
let changed = false;
let stopping = false;

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  Deno.addSignalListener(signal, () => {
    stopping = true;
    stop(signal);
  });
}
void restartOnChange();

// The first run decides whether the start was good; a mistake made later waits for its correction.
let first = true;
while (true) {
  const { code } = await child.status;
  if (stopping || (first && !changed)) Deno.exit(code);
  first = false;
  while (!changed) await new Promise((resolve) => setTimeout(resolve, settleMs));
  changed = false;
  child = start();
}

function start(): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", ...Deno.args, "main.ts", "--dev"],
    cwd: root,
  }).spawn();
}

function stop(signal: Deno.Signal): void {
  try {
    child.kill(signal);
  } catch {
    // It has ended by itself.
  }
}

async function restartOnChange(): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  for await (const event of Deno.watchFs(root)) {
    if (event.kind === "access" || !event.paths.some(isSource)) continue;
    clearTimeout(timer);
    timer = setTimeout(() => {
      changed = true;
      stop("SIGTERM");
    }, settleMs);
  }
}

/** Below the root only: the folder that the project lies in may have any name. */
function isSource(path: string): boolean {
  const name = path.startsWith(root) ? path.slice(root.length) : path;
  return watched.test(name) && !ignored.test(name);
}
