/**
 * Holds the import direction of `src`: each folder imports only the folders of its row, through their `mod.ts`; inside a
 * folder that has rooms, each room imports only the rooms of its row. Circles of files in one folder stay within a limit.
 *
 *     deno task layers
 */
import { join, normalize } from "@std/path";
import { findCircles } from "./circles.ts";
import { findImports, scan, type Token } from "./scan.ts";

/** A source file; `path` is relative to the checkout, with forward slashes: `src/arc/ir/ir.ts`. */
export type SourceFile = { readonly path: string; readonly text: string };

/** A broken rule and where it is broken; `line` counts from 1. */
export type Violation = { readonly path: string; readonly line: number; readonly text: string };

const FRONT = ["base", "diagnostics", "events", "syntax"];
const ENGINE_FOLDERS = ["bytecode", "llvm", "wasm", "vm", "check_rc", "blob", "native"];
const DRIVER = [
  ...FRONT,
  "operations",
  "world",
  "modules",
  "std",
  "types",
  "canon",
  "mono",
  "layout",
  "arc",
  "plan",
  "inspect",
  ...ENGINE_FOLDERS,
];

/**
 * The folders that each folder of `src` may import, in pipeline order. `modules` and `std` share a row,
 * and `modules` reads the sources of `std`; all other folders of one row do not import each other.
 */
export const IMPORTS: ReadonlyMap<string, readonly string[]> = new Map([
  ["base", []],
  ["diagnostics", ["base"]],
  ["events", ["base"]],
  ["operations", ["base"]],
  ["world", ["base", "operations"]],
  ["syntax", ["base", "diagnostics"]],
  ["format", ["base", "diagnostics", "syntax"]],
  ["std", FRONT],
  ["modules", [...FRONT, "std"]],
  ["types", [...FRONT, "operations", "modules"]],
  ["canon", ["base", "events", "operations", "syntax", "types"]],
  ["mono", ["base", "events", "operations", "canon", "types"]],
  ["layout", ["base", "operations", "mono"]],
  // Core, which `arc` lowers, is defined in `canon`, its types in `mono`. The engines ask that table of types as well.
  ["arc", ["base", "events", "operations", "canon", "mono", "layout"]],
  ["plan", ["base", "operations", "arc"]],
  // Reports about ARC IR, for people; nothing that engines take comes from it.
  ["inspect", ["base", "events", "operations", "mono", "arc", "plan"]],
  ["bytecode", ["base", "events", "operations", "mono", "layout", "arc"]],
  ["llvm", ["base", "events", "operations", "mono", "layout", "arc"]],
  ["wasm", ["base", "events", "operations", "mono", "layout", "arc"]],
  ["vm", ["base", "events", "operations", "bytecode", "layout"]],
  ["check_rc", ["base", "operations", "mono", "arc", "bytecode", "vm"]],
  ["blob", ["base", "events", "operations", "bytecode", "syntax", "mono"]],
  ["native", ["base", "events", "llvm", "plan"]],
  ["driver", DRIVER],
  ["testing", [...DRIVER, "driver"]],
  ["lsp", [...DRIVER, "driver", "format"]],
  ["cli", ["driver", "testing", "lsp", "format", "diagnostics"]],
]);

/** Maps each subfolder to the subfolders of the same folder that it may import. */
type Rooms = ReadonlyMap<string, readonly string[]>;

/**
 * The rooms (subfolders) of the folders that are divided, in an order in which imports only go up. Files directly in such a
 * folder may import every room; no room imports them.
 */
export const ROOMS: ReadonlyMap<string, Rooms> = new Map([
  [
    "types",
    new Map([
      ["model", []],
      ["messages", ["model"]],
      ["traits", ["model", "messages"]],
      ["exhaustiveness", ["model", "messages"]],
      ["declarations", ["model", "messages", "traits"]],
      ["inference", ["model", "messages", "traits", "exhaustiveness", "declarations"]],
    ]),
  ],
  [
    "arc",
    new Map([
      ["ir", []],
      ["analysis", ["ir"]],
      ["lower", ["ir", "analysis"]],
      ["scalar", ["ir", "analysis"]],
      ["ownership", ["ir", "analysis", "scalar"]],
      ["reuse", ["ir", "analysis", "scalar"]],
      ["verify", ["ir", "analysis"]],
      ["pass", ["ir", "analysis", "ownership", "verify"]],
    ]),
  ],
]);

/** How many files of a folder may need each other in a circle of value imports: 1, none, where nothing is said. */
export const CIRCLES: ReadonlyMap<string, number> = new Map([
  ["syntax", 5],
]);

/** Where `Deno.*` is allowed, beside tests. */
const MAY_USE_DENO = /^src\/(lsp\/|cli\/|world\/|driver\/host\.ts$)/;

/** Every broken rule among `files`, in their order; folder cycles and circles of files come last. */
export function checkLayers(files: readonly SourceFile[]): Violation[] {
  const violations: Violation[] = [];
  const edges = new Map<string, Map<string, Violation>>();
  for (const file of files) {
    const tokens = scan(file.text);
    checkDeno(file, tokens, violations);
    for (const { specifier, line } of findImports(tokens)) {
      const at = { path: file.path, line };
      const problem = checkImport(file.path, specifier);
      if (problem !== undefined) violations.push({ ...at, text: problem });
      recordEdge(edges, file.path, specifier, line);
    }
    const unknown = unknownPlace(file.path);
    if (unknown !== undefined) {
      violations.push({ path: file.path, line: 1, text: `${unknown} is not in the table` });
    }
  }
  return [...violations, ...findCycles(edges), ...checkCircles(files)];
}

/** The folder or room of `path`, if the tables do not have it. */
function unknownPlace(path: string): string | undefined {
  const folder = folderOf(path);
  if (folder === undefined) return undefined;
  if (!IMPORTS.has(folder)) return `folder src/${folder}`;
  const room = roomOf(path);
  const isKnown = room === undefined || (ROOMS.get(folder)?.has(room) ?? true);
  return isKnown ? undefined : `room src/${folder}/${room}`;
}

/** The circles of value imports in each folder of `src`, tests left out. */
export function circlesByFolder(files: readonly SourceFile[]): Map<string, string[][]> {
  const graphs = new Map<string, Map<string, string[]>>();
  for (const { path, text } of files) {
    const folder = folderOf(path);
    if (folder === undefined || isTest(path)) continue;
    const graph = graphs.get(folder) ?? new Map<string, string[]>();
    graphs.set(folder, graph);
    const imports = findImports(scan(text)).filter((found) =>
      !found.isTypeOnly && found.specifier.startsWith(".")
    );
    const targets = imports.map((found) => resolveFrom(path, found.specifier));
    graph.set(path, targets.filter((target) => folderOf(target) === folder));
  }
  return new Map([...graphs].map(([folder, graph]) => [folder, findCircles(graph)]));
}

function checkCircles(files: readonly SourceFile[]): Violation[] {
  const violations: Violation[] = [];
  for (const [folder, circles] of circlesByFolder(files)) {
    const limit = CIRCLES.get(folder) ?? 1;
    for (const circle of circles.filter((found) => found.length > limit)) {
      const text = `${circle.length} files of src/${folder} import each other in a circle ` +
        `(limit: ${limit}): ${circle.join(", ")}`;
      violations.push({ path: circle[0], line: 1, text });
    }
  }
  return violations;
}

function checkDeno(file: SourceFile, tokens: readonly Token[], violations: Violation[]): void {
  if (!file.path.startsWith("src/") || isTest(file.path) || MAY_USE_DENO.test(file.path)) return;
  const use = tokens.find((token) => token.kind === "word" && token.text === "Deno");
  if (use === undefined) return;
  const text = "`Deno` belongs in driver/host.ts, world, lsp and cli: go through `Host`";
  violations.push({ path: file.path, line: use.line, text });
}

/** Why `importer` may not import `specifier`, if so. */
function checkImport(importer: string, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  const target = resolveFrom(importer, specifier);
  if (importer === "main.ts") {
    return target === "src/cli/mod.ts"
      ? undefined
      : "main.ts calls src/cli/mod.ts and nothing else";
  }
  const to = folderOf(target);
  const from = folderOf(importer);
  if (to === undefined) return checkOutside(importer, target);
  if (to === from) return checkRooms(importer, target);
  if (target !== `src/${to}/mod.ts`) return `import src/${to} through its mod.ts, not ${target}`;
  if (from === undefined || isTest(importer)) return undefined;
  const allowed = IMPORTS.get(from);
  if (allowed === undefined || allowed.includes(to)) return undefined;
  const list = allowed.length === 0 ? "nothing" : allowed.join(", ");
  return `src/${from} may not import src/${to} (only: ${list})`;
}

/** Why a file may not import another one of its folder, if so. */
function checkRooms(importer: string, target: string): string | undefined {
  const folder = folderOf(importer);
  const rooms = folder === undefined ? undefined : ROOMS.get(folder);
  const from = roomOf(importer);
  const allowed = from === undefined ? undefined : rooms?.get(from);
  if (allowed === undefined || isTest(importer)) return undefined;
  const to = roomOf(target);
  if (to === undefined) return `src/${folder}/${from} may not import ${target}, which is above it`;
  if (to === from || allowed.includes(to)) return undefined;
  const list = allowed.length === 0 ? "nothing" : allowed.join(", ");
  return `src/${folder}/${from} may not import src/${folder}/${to} (only: ${list})`;
}

function checkOutside(importer: string, target: string): string | undefined {
  if (!importer.startsWith("src/")) return undefined;
  if (isTest(importer) && /^(tests|tasks)\//.test(target)) return undefined;
  return `src may not import ${target}`;
}

function recordEdge(
  edges: Map<string, Map<string, Violation>>,
  importer: string,
  specifier: string,
  line: number,
): void {
  if (!specifier.startsWith(".") || isTest(importer)) return;
  const from = folderOf(importer);
  const to = folderOf(resolveFrom(importer, specifier));
  if (from === undefined || to === undefined || from === to) return;
  const targets = edges.get(from) ?? new Map<string, Violation>();
  if (!targets.has(to)) targets.set(to, { path: importer, line, text: `src/${from} → src/${to}` });
  edges.set(from, targets);
}

/** One violation for each import that closes a cycle of folders, found depth first. */
function findCycles(edges: ReadonlyMap<string, ReadonlyMap<string, Violation>>): Violation[] {
  const found: Violation[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (folder: string): void => {
    path.push(folder);
    for (const [to, edge] of edges.get(folder) ?? []) {
      const start = path.indexOf(to);
      if (start >= 0) {
        const cycle = [...path.slice(start), to].join(" → ");
        found.push({ ...edge, text: `folders import each other: ${cycle}` });
      } else if (!done.has(to)) visit(to);
    }
    path.pop();
    done.add(folder);
  };
  for (const folder of edges.keys()) {
    if (!done.has(folder)) visit(folder);
  }
  return found;
}

/** The folder of `src` that a path lies in; `undefined` outside of `src` and for files directly in it. */
function folderOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

/** The subfolder of a folder of `src` that a path lies in; `undefined` for files directly in the folder. */
function roomOf(path: string): string | undefined {
  return /^src\/[^/]+\/([^/]+)\//.exec(path)?.[1];
}

function isTest(path: string): boolean {
  return path.endsWith("_test.ts");
}

function resolveFrom(importer: string, specifier: string): string {
  return normalize(join(importer, "..", specifier)).replaceAll("\\", "/");
}

/** The TypeScript files of `src` under `root`, then `main.ts` and `mod.ts`, sorted by path. */
export function readSources(root: string): SourceFile[] {
  const paths: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of Deno.readDirSync(join(root, folder))) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory) walk(path);
      else if (path.endsWith(".ts")) paths.push(path);
    }
  };
  for (const entry of Deno.readDirSync(root)) {
    if (entry.name === "src") walk("src");
    if (entry.name === "main.ts" || entry.name === "mod.ts") paths.push(entry.name);
  }
  return paths.sort().map((path) => ({ path, text: Deno.readTextFileSync(join(root, path)) }));
}

if (import.meta.main) {
  const files = readSources(".");
  const violations = checkLayers(files);
  for (const { path, line, text } of violations) console.error(`${path}:${line}: ${text}`);
  console.log(`layers: ${files.length} files, ${violations.length} violations`);
  const sizes = [...circlesByFolder(files)].flatMap(([folder, circles]) =>
    circles.length === 0
      ? []
      : [`${folder} ${circles.map((circle) => circle.length).join(" and ")}`]
  );
  console.log(`circles of value imports: ${sizes.length === 0 ? "none" : sizes.join(", ")}`);
  if (violations.length > 0) Deno.exit(1);
}
