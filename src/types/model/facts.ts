/** The facts that checking finds about the nodes of a body. Node ids are those of the file of the function. */
import { InternalError } from "../../base/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import type {
  Callee,
  Coercion,
  FnDef,
  HandlerSource,
  Iteration,
  LetCopy,
  LocalId,
  Resolution,
  Type,
} from "./model.ts";

/**
 * One table for each kind of fact. Inference fills them; at the end of the body the types in them are replaced by what they
 * turned out to be, and later stages read them.
 */
export class Facts {
  /** The type of each expression and pattern. */
  readonly types = new Map<ast.NodeId, Type>();
  readonly resolutions = new Map<ast.NodeId, Resolution>();
  /** The functions that turn parts of templates into text: `to_str` of `Printable`, or `format` of `Formattable`. */
  readonly conversions = new Map<ast.NodeId, Callee>();
  /** Values that become others where they stand: objects of a trait where one is expected. */
  readonly coercions = new Map<ast.NodeId, Coercion>();
  /** The callees of `for` loops by trait, by the node of the iterated value; absent for builtin collections. */
  readonly iterations = new Map<ast.NodeId, Iteration>();
  /**
   * The operators of compound assignments, by the node of the target, as if that were the left operand: `prim`, or a `call`
   * with receiver and argument 0. Absent for `&&=` and `||=`.
   */
  readonly assignOperators = new Map<ast.NodeId, Resolution>();
  /** `IndexSet.updated` of indexes in targets of assignments, but for lists and maps. */
  readonly stores = new Map<ast.NodeId, Callee>();
  /** For each call the variable, or part of one, that gets the changed receiver back, if the method changes it. */
  readonly receiverPlaces = new Map<ast.NodeId, ast.Expr>();
  /** For calls of functions that use capabilities, and such functions as values: their handlers, in order. */
  readonly handlers = new Map<ast.NodeId, readonly HandlerSource[]>();
  /** For each `with`: the variables that hold its handlers. */
  readonly bindings = new Map<ast.NodeId, readonly LocalId[]>();
  /** For each operation of a stateful handler its place in the trait. */
  readonly operations = new Map<ast.NodeId, number>();
  /** The variables of the handlers that the function itself takes, in order. */
  handlerLocals: readonly LocalId[] = [];
  /** The copies of lambdas that are used at several types, by the pattern of their `let`. */
  readonly letCopies = new Map<ast.NodeId, readonly LetCopy[]>();
  /** For `break` and `continue`: the node of the loop or block that is left. */
  readonly jumpTargets = new Map<ast.NodeId, ast.NodeId>();

  constructor(readonly fn: FnDef) {}

  /** Notes the type of a node; gives it. */
  setType(id: ast.NodeId, type: Type): Type {
    this.types.set(id, type);
    return type;
  }

  /** The type of a node that was checked; `InternalError` for one without. */
  typeOf(id: ast.NodeId): Type {
    return this.#known(this.types.get(id), "type", id);
  }

  /** The loop or block that the `break` or `continue` leaves; `InternalError` for a node that leaves nothing. */
  jumpTargetOf(id: ast.NodeId): ast.NodeId {
    return this.#known(this.jumpTargets.get(id), "jump target", id);
  }

  #known<T>(value: T | undefined, what: string, id: ast.NodeId): T {
    if (value !== undefined) return value;
    const { name, span } = this.fn;
    throw new InternalError(`node ${id} has no ${what}`, { stage: "types", fn: name, span });
  }
}

/** `Facts` to read. */
export type FactsView = {
  readonly [Name in Exclude<keyof Facts, "setType">]: Facts[Name] extends
    Map<infer Key, infer Value> ? ReadonlyMap<Key, Value>
    : Facts[Name];
};
