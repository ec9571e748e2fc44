/** The report of a broken rule: the rule, the instruction that broke it, and its place. */

/** The rules, as reports name them. */
export type Rule =
  /** A reference is consumed that nobody owns: an `RcInc` is missing, or a release is one too many. */
  | "count is one short"
  /** A frame ends, or a variable is set anew, while it owns a reference: nobody will release it. */
  | "count is one too high"
  | "use after move"
  | "use after release"
  /** The block itself is freed, whatever the variables say. */
  | "use after free"
  | "borrow outlives owner"
  /** The mark of an argument is not the one of the callee's parameter. */
  | "RC-1 marks of call and callee agree"
  | "RC-9 env drop releases every capture"
  | "UW-4 an unwind block releases what is owned, all of it"
  | "UW-4 an unwind block releases what is owned, no more"
  /** RcInc or RcDec of a literal, an empty list, a nullary variant, a closure without captures. */
  | "no reference to count"
  /** A check of the heap itself: a hole is read, a block is freed twice. */
  | "heap invariant";

/** A broken rule of counting, at the instruction where it shows. */
export class RcViolation extends Error {
  override readonly name = "RcViolation";

  constructor(
    readonly rule: Rule,
    /** A sentence that names the variables and captures involved. */
    readonly what: string,
    /** Position in the source, function, block and instruction. */
    readonly where: string,
  ) {
    super(`${rule}: ${what}`);
  }

  /** The report on stderr. */
  report(): string {
    return `ori: RC violation: ${this.rule}\n  ${this.what}\n  at ${this.where}\n`;
  }
}
