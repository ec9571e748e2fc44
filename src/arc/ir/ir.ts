/**
 * ARC IR: functions of basic blocks in SSA form with block parameters, ownership on every
 * parameter and argument, and explicit reference counting. Everything the engines run is lowered
 * from it, and it alone decides about counts (seeds RC-2).
 *
 * Ownership in one paragraph: an *owned* value of a counted type must be consumed exactly once on
 * every path, also when unwinding: by `RcDec`, as an owned argument, as a part of `Construct`,
 * `MakeList`, `PartialApply`, by `Unpack`, as a jump argument, or by `Return`. A *borrowed* value is only
 * looked at, while its owner lives. `Project`, `EnvGet` and intrinsics with a borrowed result give
 * borrowed views of their first operand. `RcInc x` makes one more owned reference of `x`:
 * counted per variable, so after `RcInc %x` variable `%x` may be consumed once more. On an inline aggregate
 * RcInc and RcDec act on each counted part. A variable that holds no reference though its type is counted (a
 * literal, an empty list, a nullary variant that does not drop, a closure without captures) never gets an RC operation, and
 * may be passed as owned any number of times: engines make such values without a counted block.
 */
import type { FileId, Id, Span } from "../../base/mod.ts";
import type { MonoTypeId, MonoTypes, Update } from "../../mono/mod.ts";
import type { ArgMark, IntrinsicName, PrimOp } from "../../operations/mod.ts";

export type VarId = Id<"Var">;
export type BlockId = Id<"Block">;
export type FnId = Id<"Fn">;
export type RegionId = Id<"Region">;

/**
 * How far the passes have come with a function. Each phase has rules of its own, which the verifier holds:
 *
 * - `lowered`: SSA; calls of functions have no marks, nothing is counted, no call is an `Invoke`
 * - `owned`: ownership of parameters is final, each call has a mark for every argument
 * - `counted`: `RcInc`, `RcDec` and `Invoke` are in place, the counts balance on every path
 */
export type Phase = "lowered" | "owned" | "counted";

export interface ArcProgram<P extends Phase = Phase> {
  readonly types: MonoTypes;
  /** By `FnId`. */
  fns: readonly ArcFunction<P>[];
  main?: { readonly fn: FnId; readonly takesArgs: boolean; readonly returnsInt: boolean };
  tests: readonly { readonly fn: FnId; readonly name: string; readonly span: Span }[];
  /** `Drop.drop` of each type that `drops`: called with the cell, borrowed, when its count was one. */
  drops: ReadonlyMap<MonoTypeId, FnId>;
  /** The files of std: a panic that is raised there is reported at the call in the program. */
  readonly stdFiles: ReadonlySet<FileId>;
  /** What `moveElements` may call; none after it. */
  updates: readonly Update<FnId>[];
}

/** A program that all passes have run on: the input of the engines. */
export type CountedProgram = ArcProgram<"counted">;

export interface ArcFunction<P extends Phase = Phase> {
  readonly id: FnId;
  readonly phase: P;
  /** Unique in the program: see `MonoFn.symbol`. */
  readonly name: string;
  readonly span: Span;
  /** In order; `ownership` is final after `inferBorrow`. */
  readonly params: ArcParam[];
  readonly result: MonoTypeId;
  /** Type of each variable, by `VarId`. */
  readonly varTypes: MonoTypeId[];
  /** Source name of a variable where it has one, by `VarId`; for traces and debug info. */
  readonly varNames: (string | undefined)[];
  /** By `BlockId`; entry first. After lowering in reverse postorder. */
  blocks: ArcBlock[];
  /** The scope tree (seeds DBG-1), by ascending id; the first is the function itself. Kept by `orderBlocks`. */
  regions: Region[];
  readonly kind:
    | { readonly kind: "plain" }
    /** A lifted lambda: its first `captures` params are the captures. */
    | { readonly kind: "lambda"; readonly captures: number }
    /**
     * What a closure points to: params are the env (type `env`, always borrowed) and the call's
     * arguments, all owned; unpacks the env, calls `body`. Every function used as a value has one.
     */
    | { readonly kind: "wrapper"; readonly body: FnId };
}
export interface ArcParam {
  readonly var: VarId;
  ownership: ArgMark;
}
/** A loop, or a join of paths that parted: what it holds is said by `analysis/regions.ts`. */
export interface Region {
  /** Not reused while the region exists; inlining gives the regions of the callee new ones. */
  readonly id: RegionId;
  readonly kind: "function" | "loop" | "join";
  readonly parent?: RegionId;
  readonly span: Span;
}

/** What a block is to its region; with the region it is the `region_id` of events: `loop#1/header`. */
export type BlockRole =
  | "preheader"
  | "header"
  | "body"
  | "latch"
  | "exit"
  | "then"
  | "else"
  | "join";

export interface ArcBlock {
  readonly id: BlockId;
  /** The values of block parameters come with each jump here. Owned if their type is counted. */
  params: VarId[];
  ops: Op[];
  terminator: Terminator;
  /** With `role` kept by `orderBlocks`. A pass that makes a loop or a join declares it by its header or join. */
  region: RegionId;
  /** Absent in the region of the function. */
  role?: BlockRole | undefined;
}

export type Literal =
  | { readonly kind: "int"; readonly value: bigint }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "unit" }
  /** An immortal str: owned, but counting it has no effect. */
  | { readonly kind: "str"; readonly value: string }
  /** A token without a cell. */
  | { readonly kind: "token" }
  /** A builder without a cell; or, of a boxed sum, what stands in the field of a cell that `Extend` takes. */
  | { readonly kind: "empty" };

/** What is called, with its operands and one ownership mark for each. */
export type Call =
  & { readonly span: Span; args: VarId[]; ownership: ArgMark[] }
  & (
    | {
      readonly kind: "Apply";
      readonly fn: FnId;
      /**
       * Whether the callee was found only from the types of this instance, or from the closure that is called: its source could
       * call others (seeds DBG-14). For people; passes carry it and decide nothing by it.
       */
      readonly isLate?: true;
    }
    /** `args[0]` is the closure (borrowed); the rest follow the fixed convention: owned. */
    | { readonly kind: "ApplyIndirect" }
    | {
      readonly kind: "Intrinsic";
      readonly name: IntrinsicName;
      readonly typeArgs: readonly MonoTypeId[];
    }
    /** A primitive that can panic; the pure ones are `Op` kind "Prim". */
    | { readonly kind: "CheckedPrim"; readonly op: PrimOp }
    /** Raises the panic that a `Drop.drop` ended with in the release before, if there is one. No arguments. */
    | { readonly kind: "DropCheck" }
  );

/** One step of a block. Operands are variables, never nested trees. */
export type Op =
  | { readonly kind: "Const"; readonly dst: VarId; readonly value: Literal }
  /** `dst` is the same value as `src`; borrowed from it. Gone after `forwardValues`. */
  | { readonly kind: "Copy"; readonly dst: VarId; src: VarId }
  | { readonly kind: "Prim"; readonly dst: VarId; readonly op: PrimOp; args: VarId[] }
  /** A call in whose frame nothing owned is live, or that cannot unwind. */
  | { readonly kind: "Call"; readonly dst: VarId; readonly call: Call }
  /** Every arg moves into the new value. `variant` for sums; a boxed sum allocates its cell. */
  | {
    readonly kind: "Construct";
    readonly dst: VarId;
    readonly variant?: number;
    args: VarId[];
    readonly span: Span;
  }
  /** Every element moves into the new list. */
  | { readonly kind: "MakeList"; readonly dst: VarId; elements: VarId[]; readonly span: Span }
  /** A closure of wrapper `fn` over the captures, which move into its env. Without captures: no env. */
  | {
    readonly kind: "PartialApply";
    readonly dst: VarId;
    readonly fn: FnId;
    captures: VarId[];
    readonly span: Span;
  }
  /** Borrowed view of a field; `variant` for payloads of sums. */
  | {
    readonly kind: "Project";
    readonly dst: VarId;
    src: VarId;
    readonly variant?: number;
    readonly field: number;
  }
  /** Borrowed view of a capture. */
  | { readonly kind: "EnvGet"; readonly dst: VarId; env: VarId; readonly index: number }
  /**
   * Consumes an inline aggregate or a boxed sum and gives every field as an owned value of its own. The fields of a
   * unique cell move out, and the cell becomes `token`, or is freed without one. Those of a shared cell are retained.
   */
  | {
    readonly kind: "Unpack";
    readonly dsts: VarId[];
    src: VarId;
    readonly variant?: number;
    token?: VarId;
  }
  /** Tag of a sum as an int. */
  | { readonly kind: "Tag"; readonly dst: VarId; src: VarId }
  | { readonly kind: "RcInc"; target: VarId; readonly span: Span }
  | { readonly kind: "RcDec"; target: VarId; readonly span: Span }
  /** `token` of type `token`: consumes `src`; its cell if it was unique (children released), else nothing. */
  | { readonly kind: "Reset"; readonly token: VarId; src: VarId }
  /** Fills the cell of `token`, or allocates one. */
  | {
    readonly kind: "Reuse";
    readonly dst: VarId;
    token: VarId;
    readonly variant?: number;
    args: VarId[];
    readonly span: Span;
  }
  /**
   * Consumes a builder and `cell`, a unique one whose field `field` is `empty`: it goes into the empty field of the builder, or is
   * its first one. The builder `dst` has that field as its empty one.
   */
  | {
    readonly kind: "Extend";
    readonly dst: VarId;
    builder: VarId;
    cell: VarId;
    readonly variant: number;
    readonly field: number;
  }
  /** Consumes a builder and `value`, which goes into its empty field, and gives what was built: `value` if there is no cell. */
  | { readonly kind: "Finish"; readonly dst: VarId; builder: VarId; value: VarId }
  /** A local comes into scope here; `dst`, of type void, stands for it. Gone after `settleScopes`, as `ScopeEnd`. */
  | { readonly kind: "ScopeStart"; readonly dst: VarId; readonly span: Span }
  /** The source reads the local that has `value` here, though no op needs it; `dst` is of type void. Gone after `markMoves`. */
  | { readonly kind: "LocalRead"; readonly dst: VarId; value: VarId; readonly span: Span }
  /** The local that came into scope at `start` goes out of it with `value`, which is only looked at. */
  | {
    readonly kind: "ScopeEnd";
    readonly dst: VarId;
    value: VarId;
    start: VarId;
    readonly span: Span;
  }
  /** Consumes `value` and releases it: at the end of the scope of a local, or earlier. `dst` is of type void. */
  | { readonly kind: "DropValue"; readonly dst: VarId; value: VarId; readonly span: Span }
  /** The value of `src` for another local, with a reference of its own. */
  | { readonly kind: "ShareValue"; readonly dst: VarId; src: VarId; readonly span: Span }
  /** Consumes `src`, which a local holds, and gives its value: from here on it is no longer the local's to drop. */
  | { readonly kind: "MoveValue"; readonly dst: VarId; src: VarId; readonly span: Span }
  /**
   * Calls the closure `thunk`, which it borrows: its result in `Ok`, or the message of its panic in `Err`. Gone after
   * `expandCatches`, which makes it an `Invoke` with a handler.
   */
  | { readonly kind: "Catch"; readonly dst: VarId; thunk: VarId; readonly span: Span }
  /** Ends the panic that came to this handler and gives its message. First in a handler, and nowhere else. */
  | { readonly kind: "TakePanic"; readonly dst: VarId; readonly span: Span };
export type OpKind = Op["kind"];

export interface JumpTarget {
  block: BlockId;
  args: VarId[];
}

export type Terminator =
  | { readonly kind: "Jump"; readonly target: JumpTarget }
  | {
    readonly kind: "Branch";
    condition: VarId;
    readonly then: JumpTarget;
    readonly else: JumpTarget;
  }
  /** On an int, byte or char value, or the `Tag` of a sum. Without a default the cases are complete. */
  | {
    readonly kind: "Switch";
    subject: VarId;
    readonly cases: readonly { readonly value: bigint; readonly target: JumpTarget }[];
    readonly default?: JumpTarget;
  }
  /**
   * A call that can unwind while something owned is live. `dst` is defined in `normal` only (which has
   * this block as its one predecessor); `unwind` releases what is owned and live here and resumes.
   * seeds' Invoke is call.kind "Apply", InvokeIndirect is "ApplyIndirect".
   */
  | {
    readonly kind: "Invoke";
    readonly dst: VarId;
    readonly call: Call;
    readonly normal: BlockId;
    readonly unwind: BlockId;
  }
  | { readonly kind: "Return"; value: VarId }
  /** Continues unwinding; only in blocks reached by unwind edges. */
  | { readonly kind: "Resume" }
  | { readonly kind: "Unreachable" };
