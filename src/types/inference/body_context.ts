/** The state of checking one body: a record of parts. A function takes the whole of it or the parts that it uses. */
import type { Span } from "../../base/mod.ts";
import type { Diagnostics } from "../../diagnostics/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import { Facts } from "../model/facts.ts";
import type { FnDef, ModuleScope, Type, TypedBody } from "../model/model.ts";
import type { Program } from "../model/program.ts";
import type { TypeScope } from "../model/scope.ts";
import { Unifier } from "../model/unify.ts";
import { type HiddenTypes, openHidden } from "./hidden_types.ts";
import { Hints, type Why } from "./hints.ts";
import { LetCopies } from "./let_copies.ts";
import { Recorder } from "./recorder.ts";
import { Scopes } from "./scopes.ts";
import type { PendingChoice } from "./tell_choice.ts";
import { Worklist } from "./worklist.ts";

/**
 * The recursion of inference. The files of single forms reach the parts of their form, and bodies that theirs needs first,
 * through it, so that none of them imports the others.
 */
export interface Inference {
  infer(cx: BodyContext, expr: ast.Expr, expected: Type | undefined): Type;
  check(cx: BodyContext, expr: ast.Expr, expected: Type, why: Why | undefined): Type;
  checkFunction(program: Program, fn: FnDef, diagnostics: Diagnostics): TypedBody;
}

/** Ids of copied nodes, above those of every file. */
const FIRST_COPIED_NODE = 2 ** 40;

export class BodyContext {
  /** The facts about the nodes of the body. */
  readonly facts: Facts;
  /** Types by name inside this body. */
  readonly typeScope: TypeScope;
  /** The type variables. */
  readonly unifier: Unifier;
  /** The result that the body has to give, and the types behind `impl Trait`. */
  readonly hidden: HiddenTypes;
  readonly scopes: Scopes;
  readonly record: Recorder;
  readonly work: Worklist;
  readonly hints = new Hints();
  readonly copies = new LetCopies();
  #nextNode = FIRST_COPIED_NODE;
  /** Choices to emit as events once the types are final; empty while the hub is off. */
  readonly choices: PendingChoice[] = [];
  readonly #inference: Inference;

  constructor(
    readonly program: Program,
    readonly module: ModuleScope,
    readonly fn: FnDef,
    diagnostics: Diagnostics,
    inference: Inference,
  ) {
    this.#inference = inference;
    this.facts = new Facts(fn);
    this.typeScope = { ...program.typeScopeOf(fn), open: (span) => this.#openType(span) };
    this.unifier = new Unifier((variable, to, makesLiteral) =>
      this.work.wake(variable, to, makesLiteral)
    );
    this.hidden = openHidden(fn, () => this.unifier.fresh());
    this.scopes = new Scopes({ kind: "function", type: this.hidden.result, span: fn.span });
    this.record = new Recorder(diagnostics, () => this.scopes.env.copiedFor);
    this.work = new Worklist(this.unifier, this.scopes, this.record);
  }

  /** The type of `expr`. `expected` is a hint, which the result need not obey: see `check`. */
  infer(expr: ast.Expr, expected?: Type): Type {
    return this.#inference.infer(this, expr, expected);
  }

  /**
   * Infers `expr` and demands `expected` of it. Gives the type that the context may go on with:
   * `Never` if the expression does not complete, else `expected`.
   */
  check(expr: ast.Expr, expected: Type, why?: Why): Type {
    return this.#inference.check(this, expr, expected, why);
  }

  /** The id of a node that is not in the file. */
  freshNode(): ast.NodeId {
    return this.#nextNode++ as ast.NodeId;
  }

  /** The type of a `_` among written types, which a use has to decide. */
  #openType(span: Span): Type {
    const type = this.unifier.fresh();
    this.record.mustInfer.push({ type, span, what: "the type that `_` stands for" });
    return type;
  }

  /** Checks the body of another function before this one goes on. */
  checkOther(fn: FnDef): TypedBody {
    return this.#inference.checkFunction(this.program, fn, this.record.diagnostics);
  }
}

/** The parts that demanding a bound takes. */
export type Demands = Pick<BodyContext, "program" | "record" | "unifier" | "work">;

/** The parts for instantiating something generic, whose type arguments may be written. */
export type Instances = Demands & Pick<BodyContext, "choices" | "typeScope">;

/** The parts for a value that is converted in place. */
export type Conversions = Demands & Pick<BodyContext, "choices" | "facts">;

/** The parts for resolving written names and types. */
export type WrittenTypes = Pick<BodyContext, "module" | "program" | "record" | "typeScope">;

/** The parts for checking a pattern, in which no expression is inferred. */
export type Patterns = WrittenTypes & Pick<BodyContext, "facts" | "fn" | "scopes" | "unifier">;
