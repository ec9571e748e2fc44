/** The trees of files that were parsed before, for a process that loads a program again and again. */
import type { SourceFile } from "../base/mod.ts";
import { Diagnostics, type ReportedDiagnostic } from "../diagnostics/mod.ts";
import { parse, type SourceTree } from "../syntax/mod.ts";
import { pruneTree } from "./prune.ts";
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
   * number of its file (in spans) and on the settings, so it is that of the last time if these are. No stage changes a tree.
   */
  parse(
    file: SourceFile,
    diagnostics: Diagnostics,
    settings: BuildSettings,
    isStd: boolean,
  ): SourceTree {
    const last = this.#byPath.get(file.path);
    const isSame = last !== undefined && last.file.id === file.id &&
      last.file.text === file.text && areAlike(last.settings, settings);
    const parsed = isSame ? last : this.#parse(file, settings, isStd);
    this.#byPath.set(file.path, parsed);
    for (const diagnostic of parsed.found) diagnostics.report(diagnostic);
    return parsed.tree;
  }

  #parse(file: SourceFile, settings: BuildSettings, isStd: boolean): ParsedFile {
    const own = new Diagnostics();
    const whole = parse(file, own, { defersBodies: isStd });
    const tree = pruneTree(whole, file, settings, own, isStd);
    return { file, settings, tree, found: own.all };
  }
}

function areAlike(left: BuildSettings, right: BuildSettings): boolean {
  return left === right || settingsKey(left) === settingsKey(right);
}
