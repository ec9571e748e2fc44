/**
 * The syntax tree of one source file, as written: nothing is resolved or desugared here.
 * Every expression and pattern has a `NodeId`, dense per file, which later stages use as an index
 * into side tables. Source: grammar.ebnf of the 2026 specification.
 */
import type { Id, Span } from "../base/mod.ts";

export type * from "./ast_items.ts";

/** Index of an expression or pattern within its file. */
export type NodeId = Id<"Node">;

/** A name with its place. */
export interface Name {
  readonly text: string;
  readonly span: Span;
}

/** A dotted path, `std.math` or `Color.Red`: one name or more. */
export interface Path {
  readonly names: readonly Name[];
  readonly span: Span;
}

// --- Types -----------------------------------------------------------------------------------

export type TypeExpr =
  & { readonly span: Span }
  & (
    /** `int`, `Option<str>`, `Self`, `Self.Item`, `void`, `Never`. */
    | { readonly kind: "Path"; readonly path: Path; readonly args: readonly TypeArg[] }
    | { readonly kind: "List"; readonly element: TypeExpr }
    /** `[T, max N]`. */
    | { readonly kind: "FixedList"; readonly element: TypeExpr; readonly max: Expr }
    | { readonly kind: "Map"; readonly key: TypeExpr; readonly value: TypeExpr }
    /** `()` is the tuple of no elements. */
    | { readonly kind: "Tuple"; readonly elements: readonly TypeExpr[] }
    | { readonly kind: "Function"; readonly params: readonly TypeExpr[]; readonly result: TypeExpr }
    /** `Printable + Hashable`. */
    | { readonly kind: "Bounds"; readonly bounds: readonly TypeExpr[] }
    | {
      readonly kind: "ImplTrait";
      readonly bounds: readonly TypeExpr[];
      readonly where: readonly { readonly name: Name; readonly type: TypeExpr }[];
    }
    /** Stands for text that is not a type; the error is already reported. */
    | { readonly kind: "Error" }
  );
export type TypeArg =
  | { readonly kind: "type"; readonly type: TypeExpr }
  | { readonly kind: "const"; readonly value: Expr };

// --- Expressions -----------------------------------------------------------------------------

export type BinaryOp =
  | "+"
  | "-"
  | "*"
  | "/"
  | "%"
  | "div"
  | "**"
  | "@"
  | "=="
  | "!="
  | "<"
  | ">"
  | "<="
  | ">="
  | "&&"
  | "||"
  | "&"
  | "|"
  | "^"
  | "<<"
  | ">>"
  | "??";
export type UnaryOp = "!" | "-" | "~";
export type AssignOp =
  | "+="
  | "-="
  | "*="
  | "/="
  | "%="
  | "**="
  | "@="
  | "&="
  | "|="
  | "^="
  | "<<="
  | ">>="
  | "&&="
  | "||=";

export type DurationUnit = "ns" | "us" | "ms" | "s" | "m" | "h";
export type SizeUnit = "b" | "kb" | "mb" | "gb" | "tb";

interface ExprBase {
  readonly id: NodeId;
  readonly span: Span;
}

export type Expr =
  & ExprBase
  & (
    /** Magnitude as written; `isNegative` when a `-` was folded in (postfix binds after the fold). */
    | { readonly kind: "Int"; readonly value: bigint; readonly isNegative: boolean }
    | { readonly kind: "Float"; readonly value: number }
    | { readonly kind: "Bool"; readonly value: boolean }
    | { readonly kind: "Str"; readonly value: string }
    /** Code point. */
    | { readonly kind: "Char"; readonly value: number }
    /** 0 to 255. */
    | { readonly kind: "Byte"; readonly value: number }
    /** Nanoseconds. */
    | { readonly kind: "Duration"; readonly value: bigint }
    /** Bytes. */
    | { readonly kind: "Size"; readonly value: bigint }
    | { readonly kind: "Template"; readonly parts: readonly TemplatePart[] }
    | { readonly kind: "Ident"; readonly name: string }
    /** `$NAME`: a read of an immutable binding, same meaning as `Ident`. */
    | { readonly kind: "ConstIdent"; readonly name: string }
    | { readonly kind: "Self" }
    | { readonly kind: "SelfType" }
    /** `Set<int>` before a dot. */
    | { readonly kind: "TypePath"; readonly type: TypeExpr }
    /** `#` inside an index: the length of the indexed value. */
    | { readonly kind: "Length" }
    | { readonly kind: "List"; readonly elements: readonly ListElement[] }
    | { readonly kind: "Map"; readonly entries: readonly MapEntry[] }
    /** `Point { x: 1, y, ...rest }`, also `{ ...p, x: 1 }` without a name. `isSelf` for `Self { }` paths is in the path. */
    | {
      readonly kind: "Struct";
      readonly path: Path;
      readonly typeArgs: readonly TypeArg[];
      readonly fields: readonly StructElement[];
    }
    /** `()` is the empty tuple; one element never makes a tuple. */
    | { readonly kind: "Tuple"; readonly elements: readonly Expr[] }
    /** Kept for the formatter and for precedence-sensitive messages. */
    | { readonly kind: "Paren"; readonly inner: Expr }
    /**
     * A chain of operators, methods and steps that is as long as a program makes it: the value of each part goes on as the
     * `Held` at the left end of the next one; that of the last part is the value of the chain.
     */
    | { readonly kind: "Chain"; readonly parts: readonly Expr[] }
    /** The value of the part of a chain whose id is `of`. */
    | { readonly kind: "Held"; readonly of: NodeId }
    | {
      readonly kind: "Block";
      readonly label?: Name;
      readonly statements: readonly Stmt[];
      readonly result?: Expr;
    }
    | { readonly kind: "If"; readonly condition: Expr; readonly then: Expr; readonly else?: Expr }
    | { readonly kind: "Match"; readonly scrutinee: Expr; readonly arms: readonly MatchArm[] }
    | {
      readonly kind: "For";
      readonly label?: Name;
      readonly clauses: readonly ForClause[];
      readonly mode: "do" | "yield";
      readonly body: Expr;
    }
    | {
      readonly kind: "While";
      readonly label?: Name;
      readonly condition: Expr;
      readonly body: Expr;
    }
    | { readonly kind: "Loop"; readonly label?: Name; readonly body: Expr }
    | { readonly kind: "Break"; readonly label?: Name; readonly value?: Expr }
    | { readonly kind: "Continue"; readonly label?: Name; readonly value?: Expr }
    | {
      readonly kind: "Lambda";
      readonly params: readonly LambdaParam[];
      readonly result?: TypeExpr;
      readonly body: Expr;
    }
    | {
      readonly kind: "Binary";
      readonly op: BinaryOp;
      readonly opSpan: Span;
      readonly left: Expr;
      readonly right: Expr;
    }
    | { readonly kind: "Unary"; readonly op: UnaryOp; readonly operand: Expr }
    | {
      readonly kind: "Range";
      readonly start: Expr;
      readonly end?: Expr;
      readonly step?: Expr;
      readonly isInclusive: boolean;
    }
    | { readonly kind: "Pipe"; readonly value: Expr; readonly step: PipeStep }
    /** `e?`. */
    | { readonly kind: "Try"; readonly operand: Expr }
    /** `try { ... }`. */
    | { readonly kind: "TryBlock"; readonly body: Expr }
    /** `e as T` and `e as? T`. */
    | {
      readonly kind: "Cast";
      readonly operand: Expr;
      readonly type: TypeExpr;
      readonly isFallible: boolean;
    }
    | {
      readonly kind: "Call";
      readonly callee: Expr;
      readonly typeArgs: readonly TypeArg[];
      readonly args: readonly Arg[];
    }
    | {
      readonly kind: "MethodCall";
      readonly receiver: Expr;
      readonly method: Name;
      readonly typeArgs: readonly TypeArg[];
      readonly args: readonly Arg[];
    }
    | { readonly kind: "Field"; readonly object: Expr; readonly field: Name }
    | { readonly kind: "TupleField"; readonly object: Expr; readonly index: number }
    | { readonly kind: "Index"; readonly object: Expr; readonly index: Expr }
    | { readonly kind: "Unsafe"; readonly body: Expr }
    | {
      readonly kind: "With";
      readonly bindings: readonly CapabilityBinding[];
      readonly body: Expr;
    }
    /** `recurse(..)`, `parallel(..)`, `spawn`, `timeout`, `cache`, `with(..)`, `nursery`, `catch`, `channel*`, `embed`, `has_embed`, `for(..)`. */
    | {
      readonly kind: "Special";
      readonly form: SpecialForm;
      readonly typeArgs: readonly TypeArg[];
      readonly args: readonly Arg[];
      /** The `match:` arm of `for(over:, match:, default:)`. */
      readonly arm?: MatchArm;
      /** For `embed` the number of the file in `SourceTree.embedded`, once it was read. */
      readonly embedded?: number;
    }
    /** Stands for text that is not an expression; the error is already reported. */
    | { readonly kind: "Error" }
  );

export type ExprKind = Expr["kind"];
/** The expression variant of one kind, as `ExprOf<"Call">`. */
export type ExprOf<K extends ExprKind> = Extract<Expr, { kind: K }>;

export type SpecialForm =
  | "recurse"
  | "parallel"
  | "spawn"
  | "timeout"
  | "cache"
  | "with"
  | "nursery"
  | "catch"
  | "channel"
  | "channel_in"
  | "channel_out"
  | "channel_all"
  | "embed"
  | "has_embed"
  | "for";

export type TemplatePart =
  | { readonly kind: "text"; readonly text: string }
  | {
    readonly kind: "expr";
    readonly expr: Expr;
    readonly spec?: string;
    readonly specSpan?: Span;
  };
export type ListElement =
  | { readonly kind: "expr"; readonly value: Expr }
  | { readonly kind: "spread"; readonly value: Expr };
export type MapEntry =
  /**
   * `name: v` and `"name": v` have a `Str` key, the first its `name` as well; `[e]: v` any expression. `isPunned`: only
   * the name was written, as a struct that is made like another allows.
   */
  | {
    readonly kind: "entry";
    readonly key: Expr;
    readonly name?: Name;
    readonly isPunned?: true;
    readonly value: Expr;
  }
  | { readonly kind: "spread"; readonly value: Expr };
export type StructElement =
  /** `value` is absent in the shorthand `x`; `id` identifies the implied read of `x` then. */
  | { readonly kind: "field"; readonly name: Name; readonly value?: Expr; readonly id: NodeId }
  | { readonly kind: "spread"; readonly value: Expr };
export interface Arg {
  readonly name?: Name;
  /** Punned `f(x:)` carries the implied `Ident`. */
  readonly value: Expr;
  readonly isSpread: boolean;
  readonly isPunned: boolean;
  readonly span: Span;
}
/** The words `let?`. */
export interface Fallible {
  readonly span: Span;
}

export type Stmt =
  | {
    readonly kind: "Let";
    /** `let?`: a pattern that does not match leaves with `None`. */
    readonly fallible?: Fallible;
    readonly pattern: Pattern;
    readonly type?: TypeExpr;
    readonly value: Expr;
    readonly span: Span;
  }
  | {
    readonly kind: "Assign";
    readonly target: Expr;
    readonly op?: AssignOp;
    readonly value: Expr;
    readonly span: Span;
  }
  /** `hasSemicolon` is always true except for the result, which is in `Block.result`. */
  | { readonly kind: "Expr"; readonly expr: Expr; readonly span: Span };
export interface MatchArm {
  readonly pattern: Pattern;
  readonly guard?: Expr;
  readonly body: Expr;
  readonly span: Span;
}
export interface ForClause {
  readonly pattern: Pattern;
  readonly iterable: Expr;
  readonly guard?: Expr;
}
export interface LambdaParam {
  readonly pattern: Pattern;
  readonly type?: TypeExpr;
}
export type PipeStep =
  /** A call in which one parameter stays unspecified, or a plain function value. */
  | { readonly kind: "call"; readonly expr: Expr }
  | { readonly kind: "method"; readonly method: Name; readonly args: readonly Arg[] }
  | { readonly kind: "lambda"; readonly lambda: Expr };
export interface CapabilityBinding {
  readonly name: Name;
  readonly value:
    | { readonly kind: "expr"; readonly expr: Expr }
    | {
      readonly kind: "handler";
      readonly state?: Expr;
      readonly operations: readonly { readonly name: Name; readonly value: Expr }[];
    };
}

// --- Patterns (of match, let, for and lambda parameters alike) ---------------------------------

interface PatternBase {
  readonly id: NodeId;
  readonly span: Span;
}
export type Pattern =
  & PatternBase
  & (
    | { readonly kind: "Wildcard" }
    /** A binding, or a variant without payload: the checker decides (only if no `$`). In `let`, mutable unless `isConst`. */
    | { readonly kind: "Bind"; readonly name: string; readonly isConst: boolean }
    | { readonly kind: "Literal"; readonly value: LiteralPattern }
    /** Either end may be absent: `..9`, `1..`. */
    | {
      readonly kind: "Range";
      readonly start?: RangeEnd;
      readonly end?: RangeEnd;
      readonly isInclusive: boolean;
    }
    /** `Some(x)`, `Shape.Circle(radius:)`, `None` when qualified. `hasParens` distinguishes `V` from `V()`. */
    | {
      readonly kind: "Variant";
      readonly path: Path;
      readonly hasParens: boolean;
      readonly fields: readonly PatternField[];
      /** `..` inside the parentheses. */
      readonly hasRest: boolean;
    }
    | {
      readonly kind: "Struct";
      readonly path?: Path;
      readonly fields: readonly PatternField[];
      readonly hasRest: boolean;
    }
    | { readonly kind: "Tuple"; readonly elements: readonly Pattern[] }
    /** `[a, b, ..rest]`; `rest` may be anywhere; `rest.pattern` is absent for a bare `..`. */
    | {
      readonly kind: "List";
      readonly before: readonly Pattern[];
      readonly rest?: { readonly pattern?: Pattern; readonly span: Span };
      readonly after: readonly Pattern[];
    }
    | { readonly kind: "Or"; readonly alternatives: readonly Pattern[] }
    | {
      readonly kind: "At";
      readonly name: Name;
      readonly isConst: boolean;
      readonly pattern: Pattern;
    }
    | { readonly kind: "Error" }
  );
export type PatternKind = Pattern["kind"];
export type PatternOf<K extends PatternKind> = Extract<Pattern, { kind: K }>;

export interface PatternField {
  /** Absent when positional. */
  readonly name?: Name;
  /** A punned `radius:` or shorthand `x` carries the implied `Bind`. */
  readonly pattern: Pattern;
}
/** `$NAME` is a constant of a module. */
export type RangeEnd = LiteralPattern | {
  readonly kind: "const";
  readonly name: string;
  readonly span: Span;
};
export type LiteralPattern =
  | { readonly kind: "int"; readonly value: bigint }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "str"; readonly value: string }
  | { readonly kind: "char"; readonly value: number }
  | { readonly kind: "byte"; readonly value: number }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "duration"; readonly value: bigint }
  | { readonly kind: "size"; readonly value: bigint };
