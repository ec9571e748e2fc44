/** The trees of files that were parsed before, for a process that loads a program again and again. */
import type { SourceFile } from "../base/mod.ts";
import { Diagnostics, type ReportedDiagnostic } from "../diagnostics/mod.ts";
import { parse, type SourceTree } from "../syntax/mod.ts";
import type { FileEmbeds } from "./embed.ts";
import { pruneTree } from "./prune.ts";
import { mentionsFiles } from "./prune_branches.ts";
import { type BuildSettings, settingsKey } from "./settings.ts";

interface ParsedFile {
  readonly file: SourceFile;
  readonly settings: BuildSettings;
  readonly tree: SourceTree;
  readonly found: readonly ReportedDiagnostic[];
}

/** Keeps the last tree of each path. */
export class ParsedFiles {
  readonly #byPath = new Map<string, ParsedFile>();

  /**
   * The tree of `file` without what the settings exclude, and what is wrong with it to `diagnostics`. A tree depends on the text and the
   * number of its file (in spans), on the settings and on the files that it embeds, so it is that of the last time if it embeds none and
   * the others are as they were. No stage changes a tree. `embeds` reads for files that are not std's.
   */
  parse(
    file: SourceFile,
    diagnostics: Diagnostics,
    settings: BuildSettings,
    embeds: FileEmbeds | undefined,
  ): SourceTree {
    const last = this.#byPath.get(file.path);
    const isSame = last !== undefined && last.file.id === file.id &&
      last.file.text === file.text && areAlike(last.settings, settings) &&
      !mentionsFiles(file.text);
    const parsed = isSame ? last : this.#parse(file, settings, embeds);
    this.#byPath.set(file.path, parsed);
    for (const diagnostic of parsed.found) diagnostics.report(diagnostic);
    return parsed.tree;
  }

  #parse(
    file: SourceFile,
    settings: BuildSettings,
    embeds: FileEmbeds | undefined,
  ): ParsedFile {
    const own = new Diagnostics();
    const whole = parse(file, own, { defersBodies: embeds === undefined });
    const tree = pruneTree(whole, file, settings, own, embeds);
    return { file, settings, tree, found: own.all };
  }
}

function areAlike(left: BuildSettings, right: BuildSettings): boolean {
  return left === right || settingsKey(left) === settingsKey(right);
}
