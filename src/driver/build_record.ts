/**
 * What a build read and what it made. The next build of the same program with the same options takes the program from the cache if all that
 * was read is as it was, without a look at the sources' contents but for their digests.
 */
import type { EmbedResult, FullHost, Host, ReadResult } from "../base/mod.ts";
import {
  digestOf,
  existingCacheFolder,
  findToolchain,
  ObjectCache,
  sha256Of,
} from "../native/mod.ts";
import { replaceFile } from "../base/mod.ts";
import type { BuiltUnit } from "./build_native.ts";
import { embedAnswer } from "./embed_answer.ts";

/** What decides about a program beside its sources. */
export interface BuildKey {
  /** The file that was asked for. */
  readonly file: string;
  /** Options that change the program, as text. */
  readonly options: string;
}

/** A look at the files: what was asked, of which path, and the digest of the answer. */
type Look = readonly [kind: "text" | "is file" | "names" | "embed", path: string, answer: string];

export interface BuildRecord {
  /** Differ when another ori or clang builds. */
  readonly tool: string;
  readonly toolchain: string;
  readonly looks: readonly Look[];
  /** SHA-256 of the executable. */
  readonly program: string;
  readonly units: readonly Pick<BuiltUnit, "name" | "text" | "own" | "inlined">[];
}

/** Passes every look at a file on and notes it. */
export class LookNotes implements Host {
  readonly #answers = new Map<string, { readonly look: [Look[0], string]; text: string }>();

  constructor(readonly host: Host) {}

  readText(path: string): ReadResult {
    const result = this.host.readText(path);
    this.#note("text", path, answerOf(result));
    return result;
  }

  /** The sources of std belong to ori itself. */
  readStdText(url: URL): ReadResult {
    return this.host.readStdText(url);
  }

  isFile(path: string): boolean {
    const result = this.host.isFile(path);
    this.#note("is file", path, String(result));
    return result;
  }

  listDirectory(path: string): readonly string[] {
    const names = this.host.listDirectory(path);
    this.#note("names", path, names.toSorted().join("\n"));
    return names;
  }

  readEmbedded(path: string, folder: string, limit: number): EmbedResult {
    const result = this.host.readEmbedded(path, folder, limit);
    this.#note("embed", JSON.stringify([path, folder, limit]), embedAnswer(result));
    return result;
  }

  /** All looks with the digests of their answers. */
  async looks(): Promise<readonly Look[]> {
    const looks: Look[] = [];
    for (const { look: [kind, path], text } of this.#answers.values()) {
      looks.push([kind, path, await sha256Of([text])]);
    }
    return looks;
  }

  #note(kind: Look[0], path: string, text: string): void {
    this.#answers.set(`${kind} ${path}`, { look: [kind, path], text });
  }
}

function answerOf(result: ReadResult): string {
  return result.kind === "text" ? `=${result.text}` : `!${result.failure.kind}`;
}

/** The records of one program and its options on this machine. */
export class BuildRecords {
  private constructor(
    readonly host: FullHost,
    readonly cache: ObjectCache,
    readonly path: string,
    /** Tells the options of the last build of the program, with whatever options. */
    readonly optionsPath: string,
    readonly options: string,
    readonly tool: string,
    readonly toolchain: string,
  ) {}

  /** Undefined where there is no cache yet, or no clang: the build reports that. */
  static async open(host: FullHost, key: BuildKey): Promise<BuildRecords | undefined> {
    const folder = existingCacheFolder(host);
    if (folder === undefined) return undefined;
    const toolchain = await findToolchain(host);
    if ("code" in toolchain) return undefined;
    const program = [host.realPath(".") ?? "", key.file];
    const name = await sha256Of([...program, key.options]);
    return new BuildRecords(
      host,
      new ObjectCache(host, folder),
      `${folder}/builds/${name}`,
      `${folder}/builds/${await sha256Of(program)}`,
      key.options,
      await sha256Of([host.toolIdentity()]),
      await sha256Of([toolchain.key, toolchain.lld ?? ""]),
    );
  }

  /** The record of the last build; undefined where there is none or it is damaged. */
  async last(): Promise<BuildRecord | undefined> {
    const read = this.host.readText(this.path);
    if (read.kind !== "text") return undefined;
    const [digest, ...lines] = read.text.split("\n");
    const text = lines.join("\n");
    if (await sha256Of([text]) !== digest) return undefined;
    return JSON.parse(text) as BuildRecord;
  }

  /** Whether the last build of this program had other options. */
  hasOtherOptions(): boolean {
    const read = this.host.readText(this.optionsPath);
    return read.kind === "text" && read.text !== this.options;
  }

  /** Keeps what a build read and made. */
  async keep(
    { looks, units }: Pick<BuildRecord, "looks" | "units">,
    program: Uint8Array,
  ): Promise<void> {
    const { tool, toolchain } = this;
    const kept = units.map(({ name, text, own, inlined }) => ({ name, text, own, inlined }));
    const record = {
      tool,
      toolchain,
      looks,
      units: kept,
      program: await this.cache.write(program),
    };
    const text = JSON.stringify(record satisfies BuildRecord);
    const bytes = new TextEncoder().encode(`${await sha256Of([text])}\n${text}`);
    this.host.makeDirectory(this.path.slice(0, this.path.lastIndexOf("/")));
    replaceFile(this.host, this.path, bytes);
    replaceFile(this.host, this.optionsPath, new TextEncoder().encode(this.options));
  }

  /** Whether a build would read what the build of `record` read. */
  async isCurrent({ tool, toolchain, looks }: BuildRecord): Promise<boolean> {
    if (tool !== this.tool || toolchain !== this.toolchain) return false;
    for (const [kind, path, answer] of looks) {
      if (await sha256Of([this.#answer(kind, path)]) !== answer) return false;
    }
    return true;
  }

  #answer(kind: Look[0], path: string): string {
    switch (kind) {
      case "text":
        return answerOf(this.host.readText(path));
      case "is file":
        return String(this.host.isFile(path));
      case "names":
        return this.host.listDirectory(path).toSorted().join("\n");
      case "embed": {
        const [file, folder, limit] = JSON.parse(path) as [string, string, number];
        return embedAnswer(this.host.readEmbedded(file, folder, limit));
      }
    }
  }

  /** Sees to it that `output` is the program of `record`; whether it is. A file with other content is not replaced. */
  async place(output: string, record: BuildRecord): Promise<boolean> {
    const facts = this.host.fileFacts(output);
    if (facts !== undefined) {
      const bytes = facts.isRegular ? this.host.readBytes(output) : undefined;
      return bytes !== undefined && await digestOf(bytes) === record.program;
    }
    const program = await this.cache.read(record.program);
    if (program === undefined || replaceFile(this.host, output, program) !== undefined) {
      return false;
    }
    const permissions = this.host.fileFacts(output)?.permissions ?? 0;
    return this.host.setPermissions(output, permissions | (permissions & 0o444) >> 2) === undefined;
  }
}

/** Tells for each unit of a build why it was compiled, from the record of the build before. */
export class UnitReasons {
  readonly #before: ReadonlyMap<string, BuildRecord["units"][0]>;
  readonly #digests: ReadonlyMap<string, string>;

  constructor(
    readonly last: BuildRecord | undefined,
    readonly records: Pick<BuildRecords, "tool" | "toolchain"> | undefined,
    readonly hasOtherOptions: boolean,
    looks: readonly Look[],
  ) {
    this.#before = new Map(last?.units.map((unit) => [unit.name, unit]));
    const before = new Map(last?.looks.map(([kind, path, answer]) => [`${kind} ${path}`, answer]));
    this.#digests = new Map(
      looks.flatMap(([kind, path, answer]) =>
        kind === "text" && before.get(`${kind} ${path}`) !== answer ? [[path, answer]] : []
      ),
    );
  }

  /** In one line; also for a unit that was not compiled. */
  of(unit: BuiltUnit): string {
    const { last, records } = this;
    const before = this.#before.get(unit.name);
    if (unit.outcome === "remote") return "from the remote cache";
    if (before?.text === unit.text) {
      return unit.outcome === "cached" ? "unchanged" : "its object was not in the cache";
    }
    if (unit.outcome === "cached") return "built before";
    if (last === undefined) return this.hasOtherOptions ? "other flags" : "first build";
    if (last.tool !== records?.tool) return "another ori";
    if (last.toolchain !== records.toolchain) return "another clang or linker";
    if (before === undefined) return "new unit";
    const own = unit.own.filter((path) => this.#digests.has(path));
    if (own.length > 0) return `source changed: ${own.join(", ")}`;
    const inlined = unit.inlined.filter((path) => this.#digests.has(path));
    if (inlined.length > 0) return `body inlined from ${inlined.join(", ")} changed`;
    if (unit.own.length === 0) return "the program's bytes changed";
    return "what it takes from other units changed";
  }
}
