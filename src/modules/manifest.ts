/**
 * The manifest of a package, `ori.toml` (clauses 18.13 and 25.9): what it may hold, and what is wrong with it.
 * `docs/packages.md` describes the schema for users.
 */
import { parse, type TomlError } from "smol-toml";
import { suggest } from "../diagnostics/mod.ts";
import { keyPlace, lineStart } from "./manifest_places.ts";
import { FAMILIES, isFlagName, OPERATING_SYSTEMS } from "./settings.ts";

/** A package that another one is made of. */
export interface Dependency {
  readonly name: string;
  /** The folder of the package, from that of the manifest. */
  readonly path: string;
  /** Features of it that are asked for. */
  readonly features: readonly string[];
  /** Whether its default features are wanted. */
  readonly hasDefaults: boolean;
  /** Whether it is there only if a feature asks for it, by `dep:NAME`. */
  readonly isOptional: boolean;
  /** The systems and families that it is for; all when empty. */
  readonly targets: readonly string[];
}

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies: readonly Dependency[];
  /** For each feature what it switches on: features, and optional dependencies as `dep:NAME`. */
  readonly features: ReadonlyMap<string, readonly string[]>;
  /** The folders with tests beside those in the sources. */
  readonly testFolders: readonly string[];
  /** The most bytes of a file that is embedded; undefined for the limit that holds without. */
  readonly embedLimit: number | undefined;
}

/** Something wrong in the text of a manifest, from offset to offset. */
export interface ManifestProblem {
  readonly code: "E0950" | "E0951";
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly label: string;
  readonly help?: string;
  /** Text to put in the place, where that mends it. */
  readonly replacement?: string;
}

export interface ReadManifest {
  /** Undefined where the text is no TOML or the name is missing. */
  readonly manifest: Manifest | undefined;
  readonly problems: readonly ManifestProblem[];
}

/** Reads the text of an `ori.toml`. */
export function parseManifest(text: string): ReadManifest {
  try {
    return new ManifestReader(text).read(parse(text));
  } catch (error) {
    if (!isTomlError(error)) throw error;
    const start = lineStart(text, error.line) + error.column - 1;
    const [said = ""] = error.message.replace(/^Invalid TOML document: /, "").split("\n");
    const problem = { code: "E0950", message: `\`ori.toml\` is no TOML: ${said}` } as const;
    const label = "cannot be read from here on";
    return { manifest: undefined, problems: [{ ...problem, start, end: start + 1, label }] };
  }
}

function isTomlError(error: unknown): error is TomlError {
  return error instanceof Error && "line" in error && "column" in error;
}

type Table = Readonly<Record<string, unknown>>;

const PACKAGE_KEYS = ["name", "version", "description", "license", "authors"];
const DEPENDENCY_KEYS = ["path", "features", "default-features", "optional"];
const SECTIONS = ["package", "dependencies", "features", "target", "tests", "embed"];
/** As sizes are written in Ori: powers of a thousand. */
const UNITS = ["b", "kb", "mb", "gb"];
const VERSION = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

class ManifestReader {
  readonly problems: ManifestProblem[] = [];

  constructor(readonly text: string) {}

  read(root: Table): ReadManifest {
    this.#checkKeys(root, SECTIONS, []);
    const about = this.#table(root["package"], ["package"]);
    this.#checkKeys(about, PACKAGE_KEYS, ["package"]);
    const name = this.#name(about, root);
    const version = this.#version(about);
    for (const key of ["description", "license"]) this.#str(about[key], ["package", key]);
    this.#strs(about["authors"], ["package", "authors"]);
    const features = this.#features(root["features"]);
    const dependencies = [
      ...this.#dependencies(root["dependencies"], ["dependencies"], []),
      ...this.#targets(root["target"]),
    ];
    this.#checkFeatures(features, dependencies);
    const tests = this.#table(root["tests"], ["tests"]);
    this.#checkKeys(tests, ["folders"], ["tests"]);
    const testFolders = this.#strs(tests["folders"], ["tests", "folders"]) ?? ["tests"];
    const embedLimit = this.#embedLimit(root["embed"]);
    const { problems } = this;
    if (name === undefined) return { manifest: undefined, problems };
    const rest = { features, testFolders, embedLimit };
    return { manifest: { name, version, dependencies, ...rest }, problems };
  }

  #embedLimit(value: unknown): number | undefined {
    const table = this.#table(value, ["embed"]);
    this.#checkKeys(table, ["max_file_size"], ["embed"]);
    const at = ["embed", "max_file_size"];
    const text = this.#str(table["max_file_size"], at);
    if (text === undefined) return undefined;
    const [, digits = "", unit = ""] = /^(\d{1,9})([kmg]?b)$/.exec(text) ?? [];
    if (digits !== "") return Number(digits) * 1000 ** UNITS.indexOf(unit);
    this.#report("E0950", `\`${text}\` is no size`, at, "a size, as `50mb`");
    return undefined;
  }

  #name(about: Table, root: Table): string | undefined {
    const name = this.#str(about["name"], ["package", "name"]);
    if (name === undefined) {
      // The other section is reported as an unknown one, a name of another kind as such.
      const isTold = root["package"] === undefined && root["project"] !== undefined;
      if (!isTold && about["name"] === undefined) {
        this.#missing("name", 'name = "my_package"');
      }
      return undefined;
    }
    if (isFlagName(name) && name !== "std") return name;
    const message = `\`${name}\` is no name for a package`;
    const label = name === "std" ? "the name of the library" : "letters, digits and `_`";
    this.#report("E0950", message, ["package", "name"], label);
    return undefined;
  }

  #version(about: Table): string {
    const version = this.#str(about["version"], ["package", "version"]);
    if (version === undefined) {
      if (about["name"] !== undefined && about["version"] === undefined) {
        this.#missing("version", 'version = "0.1.0"');
      }
      return "0.0.0";
    }
    if (!VERSION.test(version)) {
      const message = `\`${version}\` is no version`;
      this.#report("E0950", message, ["package", "version"], "three numbers, as `1.0.2`");
    }
    return version;
  }

  #missing(key: string, example: string): void {
    const message = `\`ori.toml\` lacks the ${key} of the package`;
    const help = `write \`${example}\` below \`[package]\``;
    this.#report("E0950", message, ["package"], `no \`${key}\``, help);
  }

  // --- Dependencies ------------------------------------------------------------------------------

  #dependencies(
    value: unknown,
    at: readonly string[],
    targets: readonly string[],
  ): readonly Dependency[] {
    const found: Dependency[] = [];
    for (const [name, written] of Object.entries(this.#table(value, at))) {
      const path = [...at, name];
      if (typeof written !== "object" || written === null || Array.isArray(written)) {
        const help = `write \`${name} = { path = "../${name}" }\``;
        const message = `the dependency \`${name}\` has no path`;
        this.#report("E0950", message, path, "packages are found by their paths", help);
        continue;
      }
      const table = written as Table;
      this.#checkKeys(table, DEPENDENCY_KEYS, path);
      const folder = this.#str(table["path"], [...path, "path"]);
      if (folder === undefined) {
        this.#report("E0950", `the dependency \`${name}\` has no path`, path, "no `path`");
        continue;
      }
      found.push({
        name,
        path: folder,
        features: this.#strs(table["features"], [...path, "features"]) ?? [],
        hasDefaults: this.#bool(table["default-features"], [...path, "default-features"]) ?? true,
        isOptional: this.#bool(table["optional"], [...path, "optional"]) ?? false,
        targets,
      });
    }
    return found;
  }

  /** `[target.linux.dependencies]`. */
  #targets(value: unknown): readonly Dependency[] {
    const table = this.#table(value, ["target"]);
    const known = [...OPERATING_SYSTEMS, ...FAMILIES];
    this.#checkKeys(table, known, ["target"]);
    return Object.entries(table).flatMap(([name, one]) => {
      const section = this.#table(one, ["target", name]);
      this.#checkKeys(section, ["dependencies"], ["target", name]);
      const at = ["target", name, "dependencies"];
      return this.#dependencies(section["dependencies"], at, [name]);
    });
  }

  // --- Features ----------------------------------------------------------------------------------

  #features(value: unknown): ReadonlyMap<string, readonly string[]> {
    const features = new Map<string, readonly string[]>();
    for (const [name, parts] of Object.entries(this.#table(value, ["features"]))) {
      const at = ["features", name];
      if (!isFlagName(name)) {
        const message = `\`${name}\` is no name for a feature`;
        this.#report("E0950", message, at, "letters, digits and `_`");
      }
      features.set(name, this.#strs(parts, at) ?? []);
    }
    return features;
  }

  #checkFeatures(
    features: ReadonlyMap<string, readonly string[]>,
    dependencies: readonly Dependency[],
  ): void {
    const known = [
      ...features.keys(),
      ...dependencies.filter((one) => one.isOptional).map(({ name }) => `dep:${name}`),
    ];
    for (const [name, parts] of features) {
      for (const part of parts) {
        if (known.includes(part)) continue;
        const near = suggest(part, known);
        const help = near === undefined
          ? part.startsWith("dep:")
            ? "`dep:NAME` names a dependency with `optional = true`"
            : `add \`${part} = []\` to \`[features]\``
          : `did you mean \`${near}\`?`;
        const message = `the feature \`${name}\` switches on \`${part}\`, which there is not`;
        this.#report("E0950", message, ["features", name], `no \`${part}\``, help);
      }
    }
  }

  // --- Values ------------------------------------------------------------------------------------

  #checkKeys(table: Table, known: readonly string[], at: readonly string[]): void {
    for (const key of Object.keys(table)) {
      if (known.includes(key)) continue;
      const place = keyPlace(this.text, [...at, key]);
      const isProject = at.length === 0 && key === "project";
      const near = isProject ? "package" : suggest(key, known);
      const where = at.length === 0 ? "`ori.toml`" : `\`[${at.join(".")}]\``;
      this.problems.push({
        code: "E0951",
        message: `${where} knows no key \`${key}\``,
        ...place,
        label: "unknown",
        help: near === undefined
          ? `the keys are ${known.map((one) => `\`${one}\``).join(", ")}`
          : `did you mean \`${near}\`?`,
        ...(near === undefined ? {} : { replacement: near }),
      });
    }
  }

  #table(value: unknown, at: readonly string[]): Table {
    if (value === undefined) return {};
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Table;
    this.#wrongKind(at, "a table");
    return {};
  }

  #str(value: unknown, at: readonly string[]): string | undefined {
    if (value === undefined || typeof value === "string") return value;
    this.#wrongKind(at, "a text in quotes");
    return undefined;
  }

  #bool(value: unknown, at: readonly string[]): boolean | undefined {
    if (value === undefined || typeof value === "boolean") return value;
    this.#wrongKind(at, "`true` or `false`");
    return undefined;
  }

  #strs(value: unknown, at: readonly string[]): readonly string[] | undefined {
    if (value === undefined) return undefined;
    if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value;
    this.#wrongKind(at, "a list of texts in quotes");
    return undefined;
  }

  #wrongKind(at: readonly string[], wanted: string): void {
    const message = `\`${at.join(".")}\` must be ${wanted}`;
    this.#report("E0950", message, at, `expected ${wanted}`);
  }

  #report(
    code: ManifestProblem["code"],
    message: string,
    at: readonly string[],
    label: string,
    help?: string,
  ): void {
    const place = keyPlace(this.text, at);
    this.problems.push({ code, message, ...place, label, ...(help === undefined ? {} : { help }) });
  }
}
