/** Instructions over variables, between selection and register allocation. */
import type { Span } from "../base/mod.ts";
import type { BlockId, JumpTarget, VarId } from "../arc/mod.ts";

export type Operand =
  /** An immediate or any index. */
  | number
  /** A register that is written; `isTagged`: with its class. */
  | { readonly kind: "def"; readonly var: VarId; readonly isTagged: boolean }
  /** A register that is read. */
  | { readonly kind: "use"; readonly var: VarId; readonly isTagged: boolean }
  /** The register window of a call: the size of the frame, known after allocation. */
  | { readonly kind: "window" }
  /** A jump along an edge of the CFG. */
  | { readonly kind: "edge"; readonly target: JumpTarget };

export interface Instruction {
  readonly opcode: number;
  readonly operands: readonly Operand[];
  /** Set where the line table needs an entry. */
  readonly span: Span | undefined;
  /** Unwind block of a call that has one. */
  readonly handler: BlockId | undefined;
}

/** The instructions of one block; the last one or two leave it. */
export interface SelectedBlock {
  readonly id: BlockId;
  readonly params: readonly VarId[];
  readonly code: Instruction[];
}

export interface SelectedFunction {
  readonly blocks: readonly SelectedBlock[];
  /** Variables that are known small ints and need no register where an immediate does. */
  readonly immediates: ReadonlyMap<VarId, number>;
}
