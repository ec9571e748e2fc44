/**
 * The packages of a program: folders with an `ori.toml`. A file belongs to the package of the nearest folder above it; what
 * `use "name"` means and which features are on depends on that package.
 */
import { dirname, join, normalize } from "@std/path/posix";
import type { Host, SourceMap } from "../base/mod.ts";
import { type Diagnostics, suggest } from "../diagnostics/mod.ts";
import { EMBED_LIMIT, FileEmbeds } from "./embed.ts";
import { type Dependency, type Manifest, type ManifestProblem, parseManifest } from "./manifest.ts";
import { manifestProblem, unknownFeature } from "./package_errors.ts";
import { type BuildSettings, familyOf } from "./settings.ts";

/** A folder with a manifest that could be read. */
export interface Package {
  readonly folder: string;
  readonly manifest: Manifest;
}

/** How many folders above the working directory are looked at. */
const MAX_ABOVE = 8;

export class Packages {
  /** By folder; undefined where there is none. */
  readonly #found = new Map<string, Package | undefined>();
  readonly #ofFolder = new Map<string, Package | undefined>();
  /** The features that are on in each package, `dep:NAME` among them. */
  readonly #features = new Map<Package, Set<string>>();

  readonly #settings = new Map<Package, BuildSettings>();

  constructor(
    readonly host: Host,
    readonly sources: SourceMap,
    readonly diagnostics: Diagnostics,
    readonly settings: BuildSettings,
  ) {}

  /** The package that the file `path` belongs to. */
  of(path: string): Package | undefined {
    const folder = dirname(path);
    if (!this.#ofFolder.has(folder)) this.#ofFolder.set(folder, this.#search(folder));
    return this.#ofFolder.get(folder);
  }

  #search(folder: string): Package | undefined {
    for (const at of foldersFrom(folder)) {
      const found = this.#at(at);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The package of a folder that has a manifest; what is wrong in that is reported once. */
  #at(folder: string): Package | undefined {
    if (this.#found.has(folder)) return this.#found.get(folder);
    const path = manifestOf(folder);
    const read = this.host.isFile(path) ? this.host.readText(path) : undefined;
    const found = read?.kind === "text" ? this.#read(folder, read.text) : undefined;
    this.#found.set(folder, found);
    return found;
  }

  #read(folder: string, text: string): Package | undefined {
    const { manifest, problems } = parseManifest(text);
    if (problems.length > 0) this.#report(manifestOf(folder), text, problems);
    return manifest && { folder, manifest };
  }

  #report(path: string, text: string, problems: readonly ManifestProblem[]): void {
    const { id } = this.sources.add(path, text);
    for (const problem of problems) this.diagnostics.report(manifestProblem(problem, id));
  }

  // --- Dependencies ------------------------------------------------------------------------------

  /** The package that `name` means in files of `from`: itself, or a dependency. */
  named(from: Package, name: string): Package | undefined {
    if (name === from.manifest.name) return from;
    const dependency = this.#dependencies(from).find((one) => one.name === name);
    return dependency && this.dependency(from, dependency);
  }

  dependency(from: Package, { path }: Dependency): Package | undefined {
    return this.#at(normalize(join(from.folder, path)));
  }

  /** The names that `use` knows in `from`. */
  names(from: Package): readonly string[] {
    return [from.manifest.name, ...this.#dependencies(from).map(({ name }) => name)];
  }

  /** The dependency `name` of `from`, whether or not it is there with these settings. */
  declared({ manifest }: Package, name: string): Dependency | undefined {
    return manifest.dependencies.find((one) => one.name === name);
  }

  /** Those that are for the target and that some feature asks for. */
  #dependencies(from: Package): readonly Dependency[] {
    const { os } = this.settings.target;
    const family = familyOf(this.settings.target);
    const features = this.#featuresOf(from);
    return from.manifest.dependencies.filter(({ name, targets, isOptional }) =>
      (targets.length === 0 || targets.includes(os) || targets.includes(family)) &&
      (!isOptional || features.has(`dep:${name}`))
    );
  }

  /** The public file of a package; undefined where it has none. */
  libraryOf({ folder }: Package): string | undefined {
    return ["src/lib.ori", "lib.ori"].map((file) => inFolder(folder, file))
      .find((path) => this.host.isFile(path));
  }

  // --- Features ----------------------------------------------------------------------------------

  /** Switches on what the command asks for in the package of a file of the command line, and what that asks of others. */
  start(path: string): void {
    const root = this.of(path);
    if (root === undefined || this.#features.has(root)) return;
    const { features, withoutDefaults } = this.settings;
    const known = [...root.manifest.features.keys()];
    for (const feature of features) {
      if (known.length === 0 || known.includes(feature)) continue;
      this.diagnostics.report(unknownFeature(feature, root.manifest.name, suggest(feature, known)));
    }
    this.#switchOn(root, [...features], withoutDefaults !== true);
  }

  #switchOn(at: Package, wanted: readonly string[], hasDefaults: boolean): void {
    const known = this.#features.get(at);
    const on = known ?? new Set<string>();
    this.#features.set(at, on);
    const open = [...wanted, ...(hasDefaults ? ["default"] : [])];
    let isNew = known === undefined;
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (on.has(next)) continue;
      on.add(next);
      isNew = true;
      open.push(...at.manifest.features.get(next) ?? []);
    }
    if (!isNew) return;
    for (const dependency of this.#dependencies(at)) {
      const other = this.dependency(at, dependency);
      if (other !== undefined) this.#switchOn(other, dependency.features, dependency.hasDefaults);
    }
  }

  #featuresOf(at: Package): ReadonlySet<string> {
    return this.#features.get(at) ?? new Set();
  }

  /** Reads what a file embeds. */
  embedsOf({ name, package: owner }: { readonly name: string; readonly package?: Package }) {
    const root = owner?.folder ?? dirname(name);
    return new FileEmbeds(this.host, name, root, owner?.manifest.embedLimit ?? EMBED_LIMIT);
  }

  /** Differs where other features are on in a package. */
  selected(): string {
    const rows = [...this.#features].map(([{ folder }, on]) => [folder, ...[...on].sort()]);
    return JSON.stringify(rows.sort());
  }

  /** The settings for the files of a package; those of the command for files of none. */
  settingsOf(at: Package | undefined): BuildSettings {
    if (at === undefined) return this.settings;
    const known = this.#settings.get(at) ?? { ...this.settings, features: this.#featuresOf(at) };
    this.#settings.set(at, known);
    return known;
  }
}

/** `folder` and those above it, as far as they are looked at. */
export function* foldersFrom(folder: string): Iterable<string> {
  let at = normalize(folder);
  let above = 0;
  for (;;) {
    yield at;
    if (at === "/") return;
    if (at === "." || at === ".." || at.endsWith("/..")) {
      if (++above > MAX_ABOVE) return;
      at = at === "." ? ".." : `${at}/..`;
    } else at = dirname(at);
  }
}

/** `file` in `folder`. */
export function inFolder(folder: string, file: string): string {
  return folder === "." ? file : join(folder, file);
}

/** The path of the manifest of a folder. */
export function manifestOf(folder: string): string {
  return inFolder(folder, "ori.toml");
}
