/**
 * Reads and parses the files of a program: those asked for, what they import, and the prelude.
 * Every failure is a diagnostic; what could be read is loaded anyway.
 */
import { dirname, join, normalize } from "@std/path/posix";
import type { Host, ReadFailure, SourceMap, Span } from "../base/mod.ts";
import { type Diagnostic, type Diagnostics, suggest } from "../diagnostics/mod.ts";
import { preludeSources, stdModuleNames, stdSource } from "../std/mod.ts";
import type { ExtensionImport, SourceTree, UseItem } from "../syntax/mod.ts";
import {
  cyclicImport,
  invalidUtf8,
  moduleNotFound,
  unreadableFile,
  wrongModuleName,
} from "./errors.ts";
import { ParsedFiles } from "./parsed_files.ts";
import { PackageImports } from "./package_imports.ts";
import { type Package, Packages } from "./packages.ts";
import type { BuildSettings } from "./settings.ts";
import type { ImportTarget, LoadedModule, ModuleGraph, ModuleId, UnreadFile } from "./graph.ts";

/**
 * Loads `entryPaths` and all they need, without what `settings` exclude. Module names are paths relative as the
 * user wrote them. Files that `parsed` has are not parsed again.
 */
export function loadProgram(
  entryPaths: readonly string[],
  host: Host,
  sources: SourceMap,
  diagnostics: Diagnostics,
  settings: BuildSettings,
  parsed: ParsedFiles = new ParsedFiles(),
): ModuleGraph {
  const packages = new Packages(host, sources, diagnostics, settings);
  const loader = new Loader(host, sources, diagnostics, packages, parsed);
  loader.loadPrelude();
  const entries: ModuleId[] = [];
  for (const path of entryPaths) packages.start(normalize(path));
  for (const path of entryPaths) {
    const id = loader.loadEntry(path);
    if (id !== undefined && !entries.includes(id)) entries.push(id);
  }
  const { modules, unread, files } = loader;
  const selected = [packages.selected(), ...loader.embedded].join("\n");
  return { modules, entries, unread, files, selected };
}

/** Where a module comes from. */
interface Location {
  readonly name: string;
  readonly isStd: boolean;
  readonly isPrelude: boolean;
  readonly read: () => ReturnType<Host["readText"]>;
  readonly package?: Package;
}

type LoadState = { readonly kind: "loading" } | {
  readonly kind: "loaded";
  readonly id: ModuleId | undefined;
};

class Loader {
  readonly modules: LoadedModule[] = [];
  readonly unread: UnreadFile[] = [];
  readonly files = new Set<string>();
  readonly #states = new Map<string, LoadState>();
  /** Names of the modules being loaded, outermost first. */
  readonly #stack: string[] = [];
  readonly packageImports: PackageImports;
  /** What was found of the files that are embedded. */
  readonly embedded: string[] = [];

  constructor(
    readonly host: Host,
    readonly sources: SourceMap,
    readonly diagnostics: Diagnostics,
    readonly packages: Packages,
    readonly parsed: ParsedFiles,
  ) {
    this.packageImports = new PackageImports(packages, diagnostics);
  }

  loadPrelude(): void {
    for (const { name, url } of preludeSources()) this.#loadStd(name, url, true);
  }

  loadEntry(path: string): ModuleId | undefined {
    return this.#load(this.#fileLocation(normalize(path)), undefined);
  }

  #loadStd(name: string, url: URL, isPrelude: boolean): ModuleId | undefined {
    const read = () => this.host.readStdText(url);
    return this.#load({ name, isStd: true, isPrelude, read }, undefined);
  }

  #fileLocation(name: string): Location {
    this.files.add(name);
    const read = () => this.host.readText(name);
    const owner = this.packages.of(name);
    return { name, isStd: false, isPrelude: false, read, ...(owner && { package: owner }) };
  }

  /** `importedAt` is the path in the import, to report at when the file cannot be read. */
  #load(location: Location, importedAt: Span | undefined): ModuleId | undefined {
    const { name } = location;
    const known = this.#states.get(name);
    if (known?.kind === "loaded") return known.id;
    this.#states.set(name, { kind: "loading" });
    this.#stack.push(name);
    const tree = this.#parse(location, importedAt);
    const id = tree === undefined ? undefined : this.#finish(location, tree);
    this.#stack.pop();
    this.#states.set(name, { kind: "loaded", id });
    return id;
  }

  #parse(location: Location, importedAt: Span | undefined): SourceTree | undefined {
    const result = location.read();
    if (result.kind === "text") {
      const file = this.sources.add(location.name, result.text, location.isStd);
      const settings = this.packages.settingsOf(location.package);
      const embeds = location.isStd ? undefined : this.packages.embedsOf(location);
      const tree = this.parsed.parse(file, this.diagnostics, settings, embeds);
      this.embedded.push(...embeds?.answers ?? []);
      return tree;
    }
    const problem = this.#problemOf(location.name, result.failure, importedAt);
    this.unread.push({ path: location.name, problem: this.diagnostics.report(problem) });
    return undefined;
  }

  #problemOf(name: string, failure: ReadFailure, importedAt: Span | undefined): Diagnostic {
    if (failure.kind !== "invalid UTF-8") return unreadableFile(importedAt, name, failure);
    const file = this.sources.add(name, failure.text);
    const at = Math.max(0, file.text.indexOf("\uFFFD"));
    return invalidUtf8({ file: file.id, start: at, end: at + 1 }, name);
  }

  /** Loads what `tree` imports, then gives the module its id: so dependencies have lower ones. */
  #finish(location: Location, tree: SourceTree): ModuleId {
    const imports = new Map<UseItem | ExtensionImport, ImportTarget>();
    for (const item of tree.items) {
      if (item.kind !== "Use" && item.kind !== "ExtensionImport") continue;
      const target = this.#resolve(location, item);
      if (target !== undefined) imports.set(item, target);
    }
    const id = this.modules.length as ModuleId;
    const { name, isStd, isPrelude } = location;
    this.modules.push({ id, name, isStd, isPrelude, tree, imports });
    return id;
  }

  // --- Imports -----------------------------------------------------------------------------------

  #resolve(from: Location, item: UseItem | ExtensionImport): ImportTarget | undefined {
    const { path } = item;
    if (path.kind === "relative") return this.#resolveQuoted(from, item, path.text, path.span);
    const names = path.path.names.map((name) => name.text);
    if (names.join(".") === "std.prelude") return { kind: "prelude" };
    return this.#resolveStd(names, path.span);
  }

  #resolveStd(names: readonly string[], span: Span): ImportTarget | undefined {
    const source = names[0] === "std" ? stdSource(names.slice(1)) : undefined;
    if (source === undefined) {
      const known = ["std.prelude", ...stdModuleNames().map((name) => `std.${name}`)];
      const written = names.join(".");
      this.diagnostics.report(moduleNotFound(span, written, [], suggest(written, known)));
      return undefined;
    }
    if (this.#isCyclic(source.name, span)) return undefined;
    return moduleTarget(this.#loadStd(source.name, source.url, false));
  }

  /** A path in quotes: a package where it has no dot in front and the file is one of a package, else a file. */
  #resolveQuoted(
    from: Location,
    item: UseItem | ExtensionImport,
    text: string,
    span: Span,
  ): ImportTarget | undefined {
    const owner = from.package;
    const isFile = owner === undefined || /^\.\.?\//.test(text);
    if (isFile) return this.#resolveRelative(from, text, span);
    const library = this.packageImports.resolve(owner, text, span, () => this.#fileOf(from, text));
    if (library.kind === "failed") return undefined;
    if (library.kind === "file") return this.#resolveRelative(from, text, span);
    this.packageImports.checkNames(item, library.package);
    if (this.#isCyclic(library.path, span)) return undefined;
    return moduleTarget(this.#load(this.#fileLocation(library.path), span));
  }

  /** The file that `text` means from `from`, if there is one. */
  #fileOf(from: Location, text: string): string | undefined {
    return candidates(from.name, text).find((path) => this.host.isFile(path));
  }

  #resolveRelative(from: Location, text: string, span: Span): ImportTarget | undefined {
    const name = this.#fileOf(from, text);
    if (name === undefined) {
      const base = normalize(join(dirname(from.name), text));
      this.#reportMissing(text, base, candidates(from.name, text), span);
      return undefined;
    }
    if (this.#isCyclic(name, span)) return undefined;
    if (!isModuleName(name)) this.diagnostics.report(wrongModuleName(span, name));
    return moduleTarget(this.#load(this.#fileLocation(name), span));
  }

  #reportMissing(text: string, base: string, tried: readonly string[], span: Span): void {
    const last = text.slice(text.lastIndexOf("/") + 1);
    const names = this.host.listDirectory(dirname(base)).map((name) => name.replace(/\.ori$/, ""));
    const similar = suggest(last, names);
    const suggestion = similar === undefined
      ? undefined
      : text.slice(0, text.length - last.length) + similar;
    this.diagnostics.report(moduleNotFound(span, text, tried, suggestion));
  }

  #isCyclic(name: string, span: Span): boolean {
    if (this.#states.get(name)?.kind !== "loading") return false;
    const cycle = [...this.#stack.slice(this.#stack.indexOf(name)), name];
    this.diagnostics.report(cyclicImport(span, cycle));
    return true;
  }
}

/** The files that the import of `text` in the file `from` may mean. */
function candidates(from: string, text: string): readonly string[] {
  const base = normalize(join(dirname(from), text));
  return [`${base}.ori`, join(base, "mod.ori")];
}

/** Whether a file has a name that a module can have (6.2). */
function isModuleName(path: string): boolean {
  return /(^|\/)[A-Za-z_]\w*(\.test)?\.ori$/.test(path);
}

function moduleTarget(module: ModuleId | undefined): ImportTarget | undefined {
  return module === undefined ? undefined : { kind: "module", module };
}
