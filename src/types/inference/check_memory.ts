/**
 * The findings of modules in the last check of a program, for a process that checks it again and again after edits.
 *
 * The findings of a module are those of the last time if its text is, and all that they depend on outside of it: what the program
 * declares (`moduleInterface`), the lines that they point to in other files, and, where it has constants that are computed, all
 * bodies, since `constant_purity.ts` follows calls. The types of its bodies are not kept: they refer to definitions, which each
 * check makes anew, so that they are checked when a later stage asks for them.
 */
import type { FileId, SourceMap, Span } from "../../base/mod.ts";
import { Diagnostics, type ReportedDiagnostic } from "../../diagnostics/mod.ts";
import type { FnDef, ModuleScope } from "../model/model.ts";
import type { Program } from "../model/program.ts";
import type { ReceiverCall, SelfNote } from "../model/self_changes.ts";
import { checkModule } from "./check.ts";
import { computesConstants, moduleInterface } from "./module_interface.ts";

/** What was found in a module, and what that depends on in other files. */
interface Findings {
  readonly diagnostics: readonly ReportedDiagnostic[];
  /** Undefined where they are about functions that the next program may not have. */
  readonly notes: readonly Noted[] | undefined;
  /** The files that the diagnostics point to; undefined for all files. */
  readonly readFiles: ReadonlySet<FileId> | undefined;
}

type Noted = readonly [fn: FnDef, note: SelfNote];

/** A program that was checked, as far as the next check needs it. */
interface Last {
  readonly texts: readonly string[];
  /** The paths of files by number, what each module declares, the names of all functions, and what packages select. */
  readonly declared: readonly string[];
  readonly findings: ReadonlyMap<ModuleScope["id"], Findings>;
}

export class CheckMemory {
  #last: Last | undefined;
  #checked = 0;

  /** How many modules were really checked, in all calls. */
  get checked(): number {
    return this.#checked;
  }

  /** Checks the modules that are not std's, as `checkModule` does for each. */
  check(program: Program, sources: SourceMap, diagnostics: Diagnostics): void {
    const texts = sources.files.map((file) => file.text);
    const declared = declarations(program, sources);
    const last = this.#last !== undefined && areEqual(this.#last.declared, declared)
      ? this.#last
      : undefined;
    const findings = new Map<ModuleScope["id"], Findings>();
    const count = program.fns.length;
    for (const scope of program.modules) {
      if (scope.isStd) continue;
      const known = last === undefined ? undefined : recall(program, scope, last, texts);
      const found = known ?? this.#check(program, scope, count);
      for (const one of found.diagnostics) diagnostics.report(one);
      findings.set(scope.id, found);
    }
    this.#last = { texts, declared, findings };
  }

  /** `count` functions were declared; those that checks add have no counterpart in the next program. */
  #check(program: Program, scope: ModuleScope, count: number): Findings {
    this.#checked++;
    const own = new Diagnostics();
    checkModule(program, scope, own);
    const notes = program.fns.slice(0, count).flatMap((fn) => {
      if (fn.module !== scope.id) return [];
      const note = program.selfChanges.noteOf(fn);
      return note.write === undefined && note.calls.length === 0 ? [] : [[fn, note] as const];
    });
    const isStable = notes.every(([, { calls }]) => calls.every(({ callee }) => callee.id < count));
    if (!isStable) return { diagnostics: own.all, notes: undefined, readFiles: undefined };
    const readFiles = computesConstants(scope) ? undefined : mentionedFiles(own.all);
    return { diagnostics: own.all, notes, readFiles };
  }
}

/**
 * The findings of `scope` in `last`, if they hold for `texts`; then `program` knows what the bodies of `scope` do, in terms of its own
 * functions.
 */
function recall(
  program: Program,
  scope: ModuleScope,
  last: Last,
  texts: readonly string[],
): Findings | undefined {
  const found = last.findings.get(scope.id);
  if (found?.notes === undefined) return undefined;
  const files = filesOf(scope, found, texts);
  if (files.some((file) => last.texts[file] !== texts[file])) return undefined;
  program.bodies.setKnown(scope.id);
  const notes = found.notes.map((noted) => renewed(program, noted));
  for (const [fn, { write, calls }] of notes) program.selfChanges.noteBody(fn, write, calls);
  return { ...found, notes };
}

/** A note about the functions of `program` that stand for those of the program before. */
function renewed({ fns }: Program, [fn, { write, calls }]: Noted): Noted {
  const renew = (call: ReceiverCall) => {
    const [caller, callee] = [fns[call.caller.id], fns[call.callee.id]];
    return { ...call, caller, callee };
  };
  return [fns[fn.id], { write, calls: calls.map(renew) }];
}

function filesOf(
  scope: ModuleScope,
  { readFiles }: Findings,
  texts: readonly string[],
): readonly FileId[] {
  if (readFiles === undefined) return texts.map((_, file) => file as FileId);
  return [scope.tree.span.file, ...readFiles];
}

/** All that the check of a body can know of the program outside of its module, in one text for each part. */
function declarations(program: Program, sources: SourceMap): readonly string[] {
  const paths = sources.files.map((file) => file.path);
  const interfaces = program.modules.map((scope) =>
    scope.isStd ? scope.name : moduleInterface(scope, sources.file(scope.tree.span.file).text)
  );
  const fns = program.fns.map((fn) => `${fn.module} ${fn.name}`);
  return [...paths, ...interfaces, fns.join("\n"), program.graph.selected];
}

function areEqual(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((text, index) => text === right[index]);
}

function mentionedFiles(found: readonly ReportedDiagnostic[]): ReadonlySet<FileId> {
  const files = new Set<FileId>();
  const add = ({ span }: { readonly span: Span }) => void files.add(span.file);
  for (const { primary, related = [], fix } of found) {
    if (primary !== undefined) add(primary);
    related.forEach(add);
    fix?.edits.forEach(add);
  }
  return files;
}
