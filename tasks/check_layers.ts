/**
 * Holds the import direction of `src`: each folder imports only the folders of its row, through their `mod.ts`.
 *
 *     deno task layers
 */
import { join, normalize } from "@std/path";
import { findImports, scan, type Token } from "./scan.ts";

/** A source file; `path` is relative to the checkout, with forward slashes: `src/arc/ir.ts`. */
export type SourceFile = { readonly path: string; readonly text: string };

/** A broken rule and where it is broken; `line` counts from 1. */
export type Violation = { readonly path: string; readonly line: number; readonly text: string };

const FRONT = ["base", "diagnostics", "events", "syntax"];
const ENGINE_FOLDERS = ["bytecode", "llvm", "wasm", "vm", "check_rc", "blob", "native"];
const DRIVER = [
  ...FRONT,
  "modules",
  "std",
  "types",
  "canon",
  "mono",
  "layout",
  "arc",
  "plan",
  ...ENGINE_FOLDERS,
];

/**
 * What each folder of `src` may import, in pipeline order. `modules` stands with `std` in one row and reads its sources;
 * all other folders of one row are strangers to each other.
 */
export const IMPORTS: ReadonlyMap<string, readonly string[]> = new Map([
  ["base", []],
  ["diagnostics", ["base"]],
  ["events", ["base"]],
  ["syntax", ["base", "diagnostics"]],
  ["format", ["base", "diagnostics", "syntax"]],
  ["std", FRONT],
  ["modules", [...FRONT, "std"]],
  ["types", [...FRONT, "modules"]],
  ["canon", ["base", "events", "syntax", "types"]],
  ["mono", ["base", "events", "canon", "types"]],
  ["layout", ["base", "mono"]],
  ["arc", ["base", "events", "mono", "layout"]],
  ["plan", ["base", "arc"]],
  ["bytecode", ["base", "events", "layout", "arc"]],
  ["llvm", ["base", "events", "layout", "arc"]],
  ["wasm", ["base", "events", "layout", "arc"]],
  ["vm", ["base", "events", "bytecode", "layout"]],
  ["check_rc", ["base", "arc", "bytecode", "vm"]],
  ["blob", ["base", "events", "bytecode", "syntax", "mono"]],
  ["native", ["base", "events", "llvm", "plan"]],
  ["driver", DRIVER],
  ["testing", [...DRIVER, "driver"]],
  ["lsp", [...DRIVER, "driver", "format"]],
  ["cli", ["driver", "testing", "lsp", "format", "diagnostics"]],
]);

/** Where `Deno.*` is allowed, beside tests. */
const MAY_USE_DENO = /^src\/(lsp\/|cli\/|driver\/host\.ts$)/;

/** Every broken rule among `files`, in their order; folder cycles come last. */
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
    const folder = folderOf(file.path);
    if (folder !== undefined && !IMPORTS.has(folder)) {
      violations.push({
        path: file.path,
        line: 1,
        text: `folder src/${folder} is not in the table`,
      });
    }
  }
  return [...violations, ...findCycles(edges)];
}

function checkDeno(file: SourceFile, tokens: readonly Token[], violations: Violation[]): void {
  if (!file.path.startsWith("src/") || isTest(file.path) || MAY_USE_DENO.test(file.path)) return;
  const use = tokens.find((token) => token.kind === "word" && token.text === "Deno");
  if (use === undefined) return;
  const text = "`Deno` belongs in driver/host.ts, lsp and cli: go through `Host`";
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
  if (to === from) return undefined;
  if (target !== `src/${to}/mod.ts`) return `import src/${to} through its mod.ts, not ${target}`;
  if (from === undefined || isTest(importer)) return undefined;
  const allowed = IMPORTS.get(from);
  if (allowed === undefined || allowed.includes(to)) return undefined;
  const list = allowed.length === 0 ? "nothing" : allowed.join(", ");
  return `src/${from} may not import src/${to} (only: ${list})`;
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
  if (violations.length > 0) Deno.exit(1);
}
