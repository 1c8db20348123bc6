import assert from "node:assert/strict";
import { root } from "./fixtures/paths.ts";

/** docs/architecture.md, "Who may import whom": for each part, the parts that it may import besides itself. */
const table: Record<string, readonly string[]> = {
  types: [],
  errors: [],
  env: [],
  log: [],
  server: [],
  telemetry: [],
  "core-wasm": [],
  cache: [],
  db: ["types", "errors"],
  engine: ["types", "errors", "core-wasm"],
  services: ["types", "errors", "log", "telemetry", "engine", "db", "cache"],
  views: ["types"],
  static: ["types"],
  routes: ["types", "errors", "services", "views", "static"],
  app: ["types", "errors", "log", "telemetry", "services", "routes", "views"],
  main: [
    "types",
    "errors",
    "env",
    "log",
    "telemetry",
    "engine",
    "services",
    "routes",
    "db",
    "cache",
    "app",
    "server",
  ],
  tasks: [
    "types",
    "errors",
    "env",
    "log",
    "telemetry",
    "engine",
    "services",
    "routes",
    "db",
    "cache",
    "app",
  ],
};

interface Module {
  readonly specifier: string;
  readonly local?: string;
  readonly dependencies?: readonly {
    readonly code?: { readonly specifier?: string };
    readonly type?: { readonly specifier?: string };
  }[];
}

/** Our files, each with the files of ours that it imports (type imports count), both relative to the root. */
async function readGraph(): Promise<Map<string, readonly string[]>> {
  const files = [...listSources(root)];
  const graph = new Map<string, readonly string[]>();
  const entry = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(
      entry,
      files.map((file) => `import ${JSON.stringify(`file://${root}/${file}`)};`)
        .join("\n"),
    );
    const { stdout, success, stderr } = await new Deno.Command(
      Deno.execPath(),
      {
        args: [
          "info",
          "--json",
          "--no-lock",
          "--config",
          `${root}/deno.json`,
          entry,
        ],
        cwd: root,
      },
    ).output();
    assert.ok(success, new TextDecoder().decode(stderr));
    const { modules } = JSON.parse(new TextDecoder().decode(stdout)) as {
      modules: Module[];
    };
    for (const module of modules) {
      const from = toRelative(module.specifier);
      if (!from) continue;
      const imports = (module.dependencies ?? []).flatMap((
        d,
      ) => [d.code?.specifier, d.type?.specifier])
        .map((specifier) => specifier && toRelative(specifier)).filter((path) =>
          path !== undefined && path !== ""
        );
      graph.set(from, [...new Set(imports as string[])]);
    }
  } finally {
    await Deno.remove(entry);
  }
  return graph;
}

function* listSources(folder: string, prefix = ""): Generator<string> {
  const skipped = [
    "tests",
    "bench",
    "docs",
    "data",
    "assembly",
    "node_modules",
    "coverage",
  ];
  for (const entry of Deno.readDirSync(folder)) {
    if (entry.name.startsWith(".") || skipped.includes(entry.name)) continue;
    if (entry.isDirectory) {
      yield* listSources(`${folder}/${entry.name}`, `${prefix}${entry.name}/`);
    } else if (/\.tsx?$/.test(entry.name) && !entry.name.endsWith(".d.ts")) {
      yield prefix + entry.name;
    }
  }
}

function toRelative(specifier: string): string | undefined {
  const prefix = `file://${root}/`;
  return specifier.startsWith(prefix) ? specifier.slice(prefix.length) : undefined;
}

function partOf(file: string): string {
  const slash = file.indexOf("/");
  return slash < 0 ? file.replace(/\.tsx?$/, "") : file.slice(0, slash);
}

Deno.test("every file belongs to a part, and imports only what the table allows", async () => {
  const graph = await readGraph();
  assert.ok(graph.size > 20, `only ${graph.size} files were read`);
  const wrong: string[] = [];
  for (const [file, imports] of graph) {
    const part = partOf(file);
    const allowed = table[part];
    if (!allowed) {
      wrong.push(`${file} belongs to no part`);
      continue;
    }
    for (const imported of imports) {
      const target = partOf(imported);
      if (target !== part && !allowed.includes(target)) {
        wrong.push(`${file} imports ${imported}`);
      }
      if (
        part === "tasks" && target === "tasks" && file !== imported &&
        !imported.startsWith("tasks/shared/")
      ) {
        wrong.push(`${file} imports another task, ${imported}`);
      }
    }
  }
  assert.deepEqual(wrong, []);
});

Deno.test("there is no import cycle", async () => {
  const graph = await readGraph();
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    assert.ok(!path.includes(file), `cycle: ${[...path, file].join(" -> ")}`);
    if (done.has(file)) return;
    for (const imported of graph.get(file) ?? []) {
      visit(imported, [...path, file]);
    }
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
});

Deno.test("only main.ts and tasks/ read the environment", () => {
  const readers = [...listSources(root)].filter((file) =>
    /Deno\.env/.test(Deno.readTextFileSync(`${root}/${file}`))
  );
  assert.deepEqual(
    readers.filter((file) => file !== "main.ts" && !file.startsWith("tasks/")),
    [],
  );
});
