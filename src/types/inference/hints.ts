/** Notes that a form leaves for the forms inside it. */
import type { Label } from "../../diagnostics/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import type { Type } from "../model/model.ts";

/** The reason for an expected type: the related label of a mismatch. */
export type Why = Label;

/** A value that is piped into a step, and its type. */
export interface Piped {
  readonly type: Type;
  readonly value: ast.Expr;
}

export class Hints {
  /** The reason for the expected type of the expression that is being checked. */
  expectedBecause: Why | undefined;
  /** The indexes in targets of assignments, and whether they are read as well. */
  readonly assignedIndexes = new Map<ast.NodeId, boolean>();
  /** The types whose index is being checked, innermost last. */
  readonly indexed: Type[] = [];
  /** Names of `let`s whose value is being checked. */
  readonly pendingLets: string[] = [];
  /** Calls whose receiver is a value of its own, wherever it comes from. */
  readonly temporaryReceivers = new Set<ast.NodeId>();
  /** Types of arguments that had to be known before the function that is called. */
  readonly inferred = new Map<ast.NodeId, Type>();
  /** The value that is piped into the call with these arguments; it fills the parameter that they leave open. */
  readonly piped = new Map<readonly ast.Arg[], Piped>();
}
