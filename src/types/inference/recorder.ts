/** Collects the diagnostics of a body, and the checks that wait until all of its types are known. */
import type { Span } from "../../base/mod.ts";
import { CODES, type Diagnostic, type Diagnostics } from "../../diagnostics/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import { isAboutNothing } from "../messages/errors_declare.ts";
import type { FallibleLet } from "../model/forms.ts";
import type { LocalDef, LocalId, Type } from "../model/model.ts";
import type { ReceiverCall } from "../model/self_changes.ts";
import { ERROR_TYPE } from "../model/type.ts";

/** An int literal, whose value has to fit its type. */
export interface IntLiteral {
  readonly value: bigint;
  readonly type: Type;
  readonly span: Span;
}

/** A variable that a use has to decide: of a parameter of a lambda, of a type argument of a call. */
export interface OpenType {
  readonly type: Type;
  readonly span: Span;
  readonly what: string;
}

export class Recorder {
  errorCount = 0;
  readonly intLiterals: IntLiteral[] = [];
  readonly mustInfer: OpenType[] = [];
  readonly fallibleLets: FallibleLet[] = [];
  readonly matches: ast.ExprOf<"Match">[] = [];
  /** Calls of the program's methods on variables and parts of them. */
  readonly receiverCalls: ReceiverCall[] = [];
  /** Handlers that closures keep, and where. */
  readonly captures: { readonly local: LocalDef; readonly span: Span }[] = [];
  /** Every `with`, the variables that it binds, and the type of its value. */
  readonly providers: {
    readonly expr: ast.ExprOf<"With">;
    readonly locals: readonly LocalId[];
    readonly type: Type;
  }[] = [];
  /** Assignments to variables, by where they are. */
  readonly stores: { readonly local: LocalDef; readonly span: Span }[] = [];
  /** Variables bound to ranges without end, and calls on variables that would need one. */
  readonly endless = new Set<LocalDef>();
  readonly endRequired: { readonly local: LocalDef; readonly method: ast.Name }[] = [];
  /** Variables that are assigned somewhere. */
  readonly assigned = new Set<LocalDef>();
  /** The body calls `drop_early` on a variable. */
  dropsEarly = false;
  /** The first assignment of the method to its `self`. */
  selfWrite: Span | undefined;

  /** `copiedFor` gives the use of a lambda that the place at hand was copied for. */
  constructor(
    readonly diagnostics: Diagnostics,
    readonly copiedFor: () => Span | undefined = () => undefined,
  ) {}

  /** Reports an error or a warning. Gives the error type, which stands for that of the expression. */
  report(diagnostic: Diagnostic): Type {
    if (CODES[diagnostic.code].severity === "error") this.errorCount++;
    if (!isAboutNothing(diagnostic)) this.diagnostics.report(withUse(diagnostic, this.copiedFor()));
    return ERROR_TYPE;
  }

  /** Counts the errors that `check` reports to `diagnostics` itself. */
  count<T>(check: () => T): T {
    const before = this.diagnostics.errorCount;
    const result = check();
    this.errorCount += this.diagnostics.errorCount - before;
    return result;
  }
}

/** What is wrong in a copy of a lambda is so for the types of one use. */
function withUse(diagnostic: Diagnostic, use: Span | undefined): Diagnostic {
  if (use === undefined) return diagnostic;
  const label = { span: use, text: USE };
  return { ...diagnostic, related: [...(diagnostic.related ?? []), label] };
}

const USE = "with the types of this use";

/** Whether a diagnostic is about a copy of a lambda. */
export function isInCopy({ related }: Diagnostic): boolean {
  return related?.some(({ text }) => text === USE) === true;
}
