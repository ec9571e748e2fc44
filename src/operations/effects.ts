/**
 * What an operation does beside computing its results. Values are immutable to the program, so an update in place of an
 * argument that the operation consumes is not an effect: only its result shows it. Retaining and releasing operands as
 * ownership asks is none either, but for the destructors that a release may run.
 */
export type Effect =
  /** The result depends on the content of a cell or a buffer. */
  | "reads"
  /** Changes memory that is visible otherwise than through its results: what it borrows, or reference counts. */
  | "writes"
  /** May take memory from the allocator. */
  | "allocates"
  /** May end with a panic. */
  | "unwinds"
  /** Reads input or writes output. */
  | "world"
  /** May run a function of the program: a closure, or the `drop` of a value that is released. */
  | "user_code";

/** A set of effects, in no order. The empty one belongs to a function of the operands alone. */
export type Effects = readonly Effect[];

/** The effects of an operation that only computes its result. */
export const PURE: readonly Effect[] = [];

/** Every effect: what is known of a call of an unknown function. */
export const ANY_EFFECT: Effects = [
  "reads",
  "writes",
  "allocates",
  "unwinds",
  "world",
  "user_code",
];

/** The effects that make an operation necessary even if nobody uses its results. */
const VISIBLE: ReadonlySet<Effect> = new Set(["writes", "unwinds", "world", "user_code"]);

/** Whether an operation with these effects may be removed when its results are not used. */
export function isRemovable(effects: Effects): boolean {
  return effects.length === 0 || !effects.some((effect) => VISIBLE.has(effect));
}

/** Whether `isRemovable` depends on `user_code` alone: whether that code exists decides. */
export function isRemovableButForUserCode(effects: Effects): boolean {
  return effects.every((effect) => effect === "user_code" || !VISIBLE.has(effect));
}

/** Whether all that comes of an operation with these effects follows from its operands: its results, or its panic. */
export function dependsOnOperands(effects: Effects): boolean {
  return !effects.some((effect) =>
    effect === "writes" || effect === "world" || effect === "user_code"
  );
}

/** Whether an operation with these effects may end with a panic. */
export function unwinds(effects: Effects): boolean {
  return effects.includes("unwinds");
}
