/**
 * The events of the observability hub (seeds DBG-5 to DBG-11): one entry of `EventMeta` per kind. docs/events.schema.json is
 * generated from this file.
 */
import type { Span } from "../base/mod.ts";

/** Levels in order of increasing detail. */
export const LEVELS = ["error", "warn", "info", "debug", "trace"] as const;
export type Level = typeof LEVELS[number];

/** Where an event comes from: the compiler up to the engines, the VM at run time, the emitter of LLVM text. */
export type Phase = "builder" | "vm" | "llvm" | "wasm";

/** The sources of `log.message`, as `ORI_LOG` names them. `ori_wasm` is reserved for an engine to come. */
export const TARGETS = ["ori", "ori_types", "ori_arc", "ori_llvm", "ori_vm", "ori_wasm"] as const;
export type LogTarget = typeof TARGETS[number];

/** Where a value that reaches a block parameter comes from. */
export interface PhiSource {
  /** The block that jumps, `BlockId`. */
  readonly bb: number;
  /** The variable that it passes, `VarId`. */
  readonly v: number;
  readonly type: string;
  /** What defines `v`: `Const`, `param`, `phi`, `Call f`, `Construct T`, ... */
  readonly origin: string;
}

/** Why a method, operator or conversion means what it does. */
export type ChoiceReason =
  /** The only candidate. */
  | "unique"
  /** Methods of the type's own impls go before those of traits. */
  | "inherent-first"
  /** Methods of traits go before extensions. */
  | "trait-before-extension"
  /** Traits and impls of the program go before those of std. */
  | "program-before-std"
  /** A bound of the type parameter has the method. */
  | "bound"
  /** Only one of several traits is named in the module. */
  | "trait-in-scope"
  /** Several impls of one trait fit: types decide later which. */
  | "decided-by-types"
  /** Several traits fit, which is reported as an error. */
  | "ambiguous"
  /** A field of the type holds a function. */
  | "field"
  /** No candidate; reported as an error. */
  | "none"
  /** A primitive operation on scalars. */
  | "primitive"
  /** The trait of the operator. */
  | "operator-trait"
  /** `==` and `!=` call `equals` of `Eq`. */
  | "rewrite-equality"
  /** A part of a template calls `to_str` of `Printable`, or `format` of `Formattable`. */
  | "rewrite-text"
  /** A cast or `into` calls a conversion. */
  | "conversion"
  /** A value becomes an object of a trait. */
  | "trait-object"
  /** For concrete types: the method of the impl. */
  | "impl"
  /** For concrete types: the body that the trait has for all. */
  | "trait-default"
  /** For concrete types: written by a derive, or from the structure of the type. */
  | "derived";

/** The callee of a method as the resolver knows it. */
export interface ResolveTry {
  /** The type of the receiver; absent where none is known. */
  readonly recv_cls?: string;
  /** The type that inference gave the receiver later, where it was unknown at first. */
  readonly inferred_cls?: string;
  readonly method: string;
  /** The number of arguments without the receiver. */
  readonly arity: number;
  /** `Type.method/arity`, best first. */
  readonly candidates: readonly string[];
  readonly unique: boolean;
}

export interface ResolveChoose extends ResolveTry {
  /** `Type.method/arity`; empty when nothing was chosen. */
  readonly chosen: string;
  readonly reason: ChoiceReason;
  /** Whether the callee is known, or depends on types that differ between instances (seeds DBG-14). */
  readonly certain: boolean;
  /** False for a decision in a function that no instance was made of: it has no region. */
  readonly lowered: boolean;
}

/** Whether a function of the final program was there before and after a step of lowering. */
export interface MaterializeFunc {
  readonly name: string;
  readonly present_before: boolean;
  readonly present_after: boolean;
}

export interface ModuleIndex {
  readonly function_count: number;
}

export interface SsaPhi {
  readonly dst: number;
  readonly preds: readonly PhiSource[];
  readonly decided_type: string;
  /** The origin that all values share, or `merge(A,B)`. */
  readonly decided_origin: string;
  /** The source name of the variable, where it has one. */
  readonly name?: string;
  /** The pass that this is the result of, at level trace; absent after the last pass. */
  readonly pass?: string;
}

/** The rules of DBG-3. */
export type SsaRule =
  | "header-phi-incomings"
  | "back-edge"
  | "critical-edges"
  /** DBG-4: conditions, operands of comparisons and what fields are read of are defined where they are used. */
  | "pinned-operands"
  | "join-incomings"
  | "phi-types";

export interface SsaVerify {
  readonly rule: SsaRule;
  readonly ok: boolean;
  readonly detail: string;
}

export interface OpApply {
  readonly op: string;
  readonly lhs_type: string;
  /** Empty for operations of one operand. */
  readonly rhs_type: string;
  readonly result_type: string;
  /**
   * What the operation became: `checked` raises a panic where `guard` says, `wrapping` needs no check because its range is
   * proven, `plain` cannot fail, `float` follows IEEE 754, `call` calls `fallback`.
   */
  readonly adopted: "checked" | "wrapping" | "plain" | "float" | "call";
  /** The method that is called in place of a primitive operation. */
  readonly fallback?: string;
  /** What is tested at run time: `integer overflow in addition`, `division by zero`, ... */
  readonly guard?: string;
}

/** Names that a region needs and makes (seeds PLAN-1, PLAN-2). */
export interface AotRegion {
  readonly requires_local: readonly string[];
  readonly provides_local: readonly string[];
  /** Folded over the regions within: their requires without what they provide. */
  readonly requires: readonly string[];
  readonly provides: readonly string[];
}

/** Why an operation of counting is placed. */
export interface RcPlace {
  readonly op: "RcInc" | "RcDec";
  readonly variable: string;
  readonly reason: string;
}

/** Why the parameters of a function are owned. */
export interface RcOwn {
  /** `name: type mark (reason)`, in order. */
  readonly params: string;
  /** The variables that are passed as borrowed. */
  readonly borrowed: string;
}

export interface LogMessage {
  readonly target: LogTarget;
  readonly message: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** What a block parameter became in LLVM. */
export interface SsaLowered {
  readonly dst: number;
  /** A value without bits needs nothing. */
  readonly as: "phi" | "nothing";
  /** LLVM's type; empty for nothing. */
  readonly type: string;
}

/** A function of the runtime that the native code of a function calls. */
export interface AotHelper {
  readonly name: string;
  /** The number of calls in the code, which says nothing of how often they run. */
  readonly count: number;
}

/** What became of a unit of a native build (docs/build.md). */
export interface AotUnit {
  readonly unit: string;
  readonly outcome: "compiled" | "cached" | "remote";
  /** In one line, as `ori build --why` has it. */
  readonly why: string;
  /** Its functions, `Type.method/arity`. */
  readonly functions: readonly string[];
  /** Paths of their sources, and of those that code was inlined from. */
  readonly sources: readonly string[];
  readonly inlined: readonly string[];
}

/** Whether the call of a function became the body of that function. */
export interface AotInline {
  /** The function that is called. */
  readonly callee: string;
  readonly inlined: boolean;
  readonly reason: InlineReason;
  /** Steps of the callee, which limits depend on. */
  readonly steps: number;
}

/** Why a call is inlined, or why not. */
export type InlineReason =
  | "small"
  /** Its result, a record, is only taken apart. */
  | "taken-apart"
  | "lambda"
  /** It is given a function value that is known at the call. */
  | "known-function-value"
  /** It is called in a circle, or calls itself. */
  | "recursive"
  | "closure-wrapper"
  /** It never comes back, and locals around the call have a `drop`. */
  | "never-returns"
  | "has-loop"
  | "too-large"
  /** The function around the call is too large. */
  | "caller-too-large";

/** A block parameter on entry of the header of a loop, at run time. */
export interface SsaValue {
  readonly dst: number;
  readonly name?: string;
  readonly type: string;
  readonly value: string;
}

/** What the call of a closure, perhaps a method of a trait object, reached at run time. */
export interface ResolveReach {
  readonly callee: string;
}

export interface OpPanic {
  readonly op: string;
  readonly message: string;
}

/** An expression with its value, and the expressions that it was computed from. */
export interface ExprNode {
  /** An operation, a function, or a variable. */
  readonly expr: string;
  /** The source name of the variable that holds it. */
  readonly name?: string;
  readonly value: string;
  readonly of?: readonly ExprNode[];
}

/** The result of a call of the function that `--debug-expr` names, as the tree of what it came from. */
export interface OpTree {
  readonly params: readonly ExprNode[];
  readonly tree: ExprNode;
}

/** The last event of a run. */
export interface LogMetrics {
  readonly counters: Readonly<Record<string, number>>;
}

/** What each kind of event says, by `cat.kind`. */
export interface EventMeta {
  readonly "resolve.try": ResolveTry;
  readonly "resolve.choose": ResolveChoose;
  readonly "resolve.materialize.func": MaterializeFunc;
  readonly "resolve.module.index": ModuleIndex;
  readonly "resolve.reach": ResolveReach;
  readonly "ssa.phi": SsaPhi;
  readonly "ssa.verify": SsaVerify;
  readonly "ssa.value": SsaValue;
  readonly "ssa.lowered": SsaLowered;
  readonly "op.apply": OpApply;
  readonly "op.panic": OpPanic;
  readonly "op.tree": OpTree;
  readonly "aot.region": AotRegion;
  readonly "aot.helper": AotHelper;
  readonly "aot.inline": AotInline;
  readonly "aot.unit": AotUnit;
  readonly "rc.own": RcOwn;
  readonly "rc.place": RcPlace;
  readonly "log.message": LogMessage;
  readonly "log.metrics": LogMetrics;
}
export type EventKey = keyof EventMeta;

/** The groups of events that `ORI_DEBUG_KINDS` chooses from. `log` is what `ORI_LOG` prints, `rc` what `ori why-rc` explains. */
export const CATEGORIES = ["resolve", "ssa", "op", "aot", "rc", "log"] as const;
export type Category = typeof CATEGORIES[number];

/** The level of a kind of event, and the phase that emits it. */
export const EVENT_KINDS: {
  readonly [K in EventKey]: { readonly level: Level; readonly phase: Phase };
} = {
  "resolve.try": { level: "debug", phase: "builder" },
  "resolve.choose": { level: "info", phase: "builder" },
  "resolve.materialize.func": { level: "debug", phase: "builder" },
  "resolve.module.index": { level: "info", phase: "builder" },
  "resolve.reach": { level: "debug", phase: "vm" },
  "ssa.phi": { level: "debug", phase: "builder" },
  "ssa.verify": { level: "debug", phase: "builder" },
  "ssa.value": { level: "debug", phase: "vm" },
  "ssa.lowered": { level: "debug", phase: "llvm" },
  "op.apply": { level: "debug", phase: "builder" },
  "op.panic": { level: "warn", phase: "vm" },
  "op.tree": { level: "debug", phase: "vm" },
  "aot.region": { level: "debug", phase: "builder" },
  "aot.helper": { level: "debug", phase: "llvm" },
  "aot.inline": { level: "debug", phase: "builder" },
  "aot.unit": { level: "info", phase: "llvm" },
  "rc.own": { level: "debug", phase: "builder" },
  "rc.place": { level: "debug", phase: "builder" },
  "log.message": { level: "info", phase: "builder" },
  "log.metrics": { level: "error", phase: "builder" },
};

/** The place of an event in the program. */
export interface EventPlace {
  /** The symbol of the function, as in ARC text; empty for what concerns the whole program. */
  readonly fn: string;
  /** `loop#1/header`, `join#2/then`; `function` outside of loops and joins; empty where there is no function. */
  readonly region_id: string;
  readonly span?: Span;
}

/** The fields that every event has (seeds DBG-6). */
export interface EventHead {
  /** Time of day, ISO 8601. */
  readonly ts: string;
  readonly phase: Phase;
  readonly level: Level;
  readonly fn: string;
  /** The function as plan.json and `ori regions` name it, `Type.method/arity`; absent where it was not instantiated yet. */
  readonly name?: string;
  readonly region_id: string;
  /** `FILE:LINE:COL` where the event has a position. */
  readonly at?: string;
}

/** An event: a discriminated union over `cat` and `kind`. */
export type DebugEvent = {
  [K in EventKey]:
    & EventHead
    & {
      readonly cat: CategoryOf<K>;
      readonly kind: KindOf<K>;
      readonly meta: EventMeta[K];
    };
}[EventKey];

type CategoryOf<K extends EventKey> = K extends `${infer C}.${string}` ? C & Category : never;
type KindOf<K extends EventKey> = K extends `${string}.${infer Rest}` ? Rest : never;

/** The first line of a log. */
export interface LogHeader {
  readonly schemaVersion: 1;
  readonly tool: "ori";
  readonly kinds: readonly Category[];
  readonly level: Level;
}
