/** The parsed files of a program and which imports which. */
import type { Id } from "../base/mod.ts";
import type { ReportedDiagnostic } from "../diagnostics/mod.ts";
import type { ExtensionImport, SourceTree, UseItem } from "../syntax/mod.ts";

/** Index of a module in its graph: dependencies come before what imports them. */
export type ModuleId = Id<"Module">;

/** The target of an import statement. */
export type ImportTarget =
  | { readonly kind: "module"; readonly module: ModuleId }
  /** `use std.prelude { .. }`: what is in scope everywhere. */
  | { readonly kind: "prelude" };

export interface LoadedModule {
  readonly id: ModuleId;
  /** Path of the file as the user gave it or as imports spell it; `std/list.ori` for std. */
  readonly name: string;
  readonly isStd: boolean;
  /** Its public names are in scope everywhere. */
  readonly isPrelude: boolean;
  readonly tree: SourceTree;
  /** An import that failed (and was reported) has no entry. */
  readonly imports: ReadonlyMap<UseItem | ExtensionImport, ImportTarget>;
}

/** A file without a module, as it could not be read. */
export interface UnreadFile {
  /** As the user gave it or as imports spell it. */
  readonly path: string;
  readonly problem: ReportedDiagnostic;
}

export interface ModuleGraph {
  /** Dense by `ModuleId`; the prelude first. */
  readonly modules: readonly LoadedModule[];
  /** The modules of the files that were asked for and could be read, in that order. */
  readonly entries: readonly ModuleId[];
  /** Files that were asked for or imported and could not be read, in the order in which they were met. */
  readonly unread: readonly UnreadFile[];
  /** Paths of the files outside of std that were read, or could not be. */
  readonly files: ReadonlySet<string>;
  /** Differs where packages or embedded files select other code of the same texts. */
  readonly selected: string;
}
