/** The interface of all engines; `engines.ts` lists them. */
import type { FullHost, SourceMap } from "../base/mod.ts";
import type { CountedProgram } from "../arc/mod.ts";
import type { Events } from "../events/mod.ts";
import type { Diagnostic } from "../diagnostics/mod.ts";
import type { FunctionNames } from "../plan/mod.ts";
import type { SourceTree } from "../syntax/mod.ts";
import type { Limits } from "../vm/mod.ts";
import type { Policy } from "../world/mod.ts";

/** A program that engines can run. */
export interface Compiled {
  readonly arc: CountedProgram;
  readonly sources: SourceMap;
  /** The modules that it was compiled from, std's included. */
  readonly modules: readonly CompiledModule[];
  /** What functions are called in plans and reports. */
  readonly names: FunctionNames;
  /** The hub as the engines see it; absent when it is off. */
  readonly events?: Events | undefined;
}

export interface CompiledModule {
  readonly tree: SourceTree;
  readonly isStd: boolean;
}

/** The streams and environment of a program. A stream that fails throws `StreamFailed`. */
export interface ProgramIo {
  writeOut(bytes: Uint8Array): void;
  writeError(bytes: Uint8Array): void;
  /** Fills the front of `buffer` and gives the number of bytes, 0 at the end. */
  readIn(buffer: Uint8Array): number;
  /** Whether these are the streams of this very process, which a child can inherit. */
  readonly isInherited: boolean;
  /** Whether stdout is a terminal, where every line appears at once. */
  readonly isInteractive?: boolean;
  /** Whether a standard stream, by its file descriptor, is a terminal; absent where none is. */
  isTerminal?(stream: number): boolean;
  environment(name: string): string | undefined;
}

export interface RunOptions {
  readonly host: FullHost;
  readonly io: ProgramIo;
  readonly args: readonly string[];
  /** What the program may do; everything where absent. */
  readonly policy?: Policy | undefined;
  readonly release: boolean;
  /** Native code is built with AddressSanitizer. */
  readonly sanitize?: boolean;
  /** How much it may take; only engines that count (`countsSteps`) know limits. */
  readonly limits?: Limits | undefined;
}

export interface Outcome {
  readonly exitCode: number;
  /** Why the program did not run at all; absent when it did. */
  readonly failure?: Diagnostic;
}

export type TestOutcome =
  | { readonly kind: "passed" }
  /** The bare message, without its position. */
  | { readonly kind: "panicked"; readonly message: string }
  /** Ended as no test may end: with a leak, by a signal. */
  | { readonly kind: "broken"; readonly message: string }
  /** Did not run at all: a tool or the system kept it from that. */
  | { readonly kind: "not run"; readonly failure: Diagnostic };

/** Executes programs. All engines agree on stdout, stderr and exit code (seeds PAR-1). */
export interface Engine {
  readonly name: string;
  /** A sentence that describes it, for help and docs. */
  readonly summary: string;
  /** Whether `release` makes a difference. */
  readonly hasRelease: boolean;
  /** Whether ORI_TRACE_RC prints each event of counting; an engine without it checks the counts itself. */
  readonly tracesRc: boolean;
  /** Whether it holds limits of steps and memory. */
  readonly hasLimits: boolean;
  run(program: Compiled, options: RunOptions): Promise<Outcome>;
  /** Runs each of `program.arc.tests` on its own, in that order. */
  runTests(
    program: Compiled,
    options: Pick<RunOptions, "host" | "release" | "limits">,
  ): Promise<readonly TestOutcome[]>;
}
