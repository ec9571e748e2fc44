/**
 * Which values no arm of a match covers, and which arms no value reaches: one walk over the
 * pattern matrix, splitting on the constructors of the first column. See Maranget, "Warnings for
 * pattern matching" (JFP 2007). A guarded arm covers nothing.
 */
import type { Span } from "../../base/mod.ts";
import type { Diagnostic, Diagnostics } from "../../diagnostics/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import type { Type } from "../model/model.ts";
import {
  type Constructor,
  constructorTypes,
  hasNoValues,
  showConstructor,
  specialize,
  splitColumn,
} from "./constructors.ts";
import { partsOf, type Pat, type PatternView, resolvePattern } from "./pattern.ts";

/** The arms of a match and what they are matched against. */
export interface MatchToCheck {
  readonly span: Span;
  readonly subject: Type;
  readonly arms: readonly {
    readonly pattern: ast.Pattern;
    readonly guard?: ast.Expr | undefined;
  }[];
}

/** The values that a match leaves out, and the parts of it that are never reached. */
export interface Coverage {
  /** Patterns, in source notation, of values without an arm; at most `WITNESS_LIMIT`. */
  readonly missing: readonly string[];
  readonly unreachedArms: readonly number[];
  /** Alternatives of or-patterns, in arms that are reached. */
  readonly unreachedAlternatives: readonly Pat[];
}

const WITNESS_LIMIT = 4;

/**
 * Reports E3001 for values that no arm covers and E3002 for arms and alternatives that can never
 * match; a literal that is repeated where other values are still open is only warned about (spec
 * 15.2.3, "Unreachable patterns"). Reports nothing when a pattern was already reported as wrong.
 */
export function checkMatch(view: PatternView, match: MatchToCheck, diagnostics: Diagnostics): void {
  const arms: Arm[] = [];
  for (const arm of match.arms) {
    const pat = resolvePattern(view, arm.pattern);
    if (pat === undefined) return;
    arms.push({ pat, isGuarded: arm.guard !== undefined });
  }
  const coverage = coverageOf(match.subject, arms);
  reportMissing(coverage.missing, match.span, diagnostics);
  reportUnreached(match.subject, arms, coverage, "arm", diagnostics);
}

/** Whether `pattern` matches every value of its type. False for a pattern reported as wrong. */
export function isIrrefutable(view: PatternView, pattern: ast.Pattern): boolean {
  const pat = resolvePattern(view, pattern);
  return pat !== undefined && isIrrefutablePat(pat);
}

/** `isIrrefutable` of a resolved pattern. */
export function isIrrefutablePat(pat: Pat): boolean {
  return coverageOf(pat.type, [{ pat, isGuarded: false }]).missing.length === 0;
}

/** The coverage of `arms`, tried in order, over all values of `subject`. */
export function coverageOf(subject: Type, arms: readonly Arm[]): Coverage {
  const walk = new Walk();
  const rows = arms.map(({ pat, isGuarded }, arm): Row => ({
    pats: [pat],
    arm,
    isGuarded,
    chosen: undefined,
  }));
  const missing = walk.uncovered(rows, [subject]).map((witness) => witness[0] ?? "_");
  const unreachedArms = arms.flatMap((_, arm) => walk.reachedArms.has(arm) ? [] : [arm]);
  const unreachedAlternatives: Pat[] = [];
  arms.forEach(({ pat }, arm) => {
    if (walk.reachedArms.has(arm)) unreachedIn(pat, walk.reachedPats, unreachedAlternatives);
  });
  return { missing: [...new Set(missing)], unreachedArms, unreachedAlternatives };
}

export interface Arm {
  readonly pat: Pat;
  readonly isGuarded: boolean;
}

interface Row {
  readonly pats: readonly Pat[];
  readonly arm: number;
  readonly isGuarded: boolean;
  /** The alternatives of or-patterns that this row stands for. */
  readonly chosen: Chosen | undefined;
}
interface Chosen {
  readonly pat: Pat;
  readonly rest: Chosen | undefined;
}
/** One pattern in source notation per column. */
type Witness = readonly string[];

class Walk {
  readonly reachedArms = new Set<number>();
  readonly reachedPats = new Set<Pat>();

  /** Witnesses of the values that no row covers; marks the rows that some value reaches. */
  uncovered(rows: readonly Row[], types: readonly Type[]): readonly Witness[] {
    const first = types[0];
    if (first === undefined) return this.#reach(rows);
    if (rows.length === 0) {
      return types.some(hasNoValues) ? [] : [types.map(() => "_")];
    }
    const expanded = rows.flatMap(expandOr);
    const heads = expanded.map((row) => row.pats[0] as Pat);
    const split = splitColumn(first, heads);
    const rowsFor = indexRows(expanded);
    const witnesses: Witness[] = [];
    for (const constructor of split.present) {
      this.#descend(rowsFor(constructor), types, constructor, [constructor], witnesses);
    }
    if (split.hasMissing) {
      const other = { kind: "other" } as const;
      this.#descend(rowsFor(other), types, other, split.missing, witnesses);
    }
    return witnesses;
  }

  /** Follows the rows that match `constructor`; what they leave out holds for each of `shown`. */
  #descend(
    rows: readonly Row[],
    types: readonly Type[],
    constructor: Constructor,
    shown: readonly Constructor[],
    witnesses: Witness[],
  ): void {
    const head = types[0] as Type;
    const columns = constructorTypes(head, constructor);
    const matching: Row[] = [];
    for (const row of rows) {
      const fields = specialize(row.pats[0] as Pat, constructor, columns);
      if (fields !== undefined) matching.push({ ...row, pats: [...fields, ...row.pats.slice(1)] });
    }
    const found = this.uncovered(matching, [...columns, ...types.slice(1)]);
    for (const witness of found) {
      for (const each of shown) {
        if (witnesses.length >= WITNESS_LIMIT) return;
        const arity = columns.length;
        const fields = constructor.kind === "other" ? undefined : witness.slice(0, arity);
        witnesses.push([showConstructor(head, each, fields), ...witness.slice(arity)]);
      }
    }
  }

  #reach(rows: readonly Row[]): readonly Witness[] {
    for (const row of rows) {
      this.reachedArms.add(row.arm);
      for (let at = row.chosen; at !== undefined; at = at.rest) this.reachedPats.add(at.pat);
      if (!row.isGuarded) return [];
    }
    return [[]];
  }
}

function expandOr(row: Row): readonly Row[] {
  const head = row.pats[0];
  if (head?.kind !== "or") return [row];
  return head.alternatives.flatMap((pat) =>
    expandOr({
      ...row,
      pats: [pat, ...row.pats.slice(1)],
      chosen: { pat, rest: row.chosen },
    })
  );
}

/**
 * Gives the rows that may match a constructor, in their order. Rows whose first pattern is one
 * constructor are found by it: a match with many literals takes time linear in its arms.
 */
function indexRows(rows: readonly Row[]): (by: Constructor) => readonly Row[] {
  const keyed = new Map<Key, number[]>();
  const general: number[] = [];
  rows.forEach((row, at) => {
    const key = keyOfPat(row.pats[0] as Pat);
    const bucket = key === undefined ? general : keyed.get(key);
    if (bucket !== undefined) bucket.push(at);
    else if (key !== undefined) keyed.set(key, [at]);
  });
  return (by) => {
    const key = keyOfConstructor(by);
    const special = key === undefined ? [] : keyed.get(key) ?? [];
    const found = general.length === 0 ? special : [...special, ...general].sort((a, b) => a - b);
    return found.map((at) => rows[at] as Row);
  };
}

/** The key that distinguishes the single constructors of one column. */
type Key = number | bigint | string;

function keyOfPat(pat: Pat): Key | undefined {
  switch (pat.kind) {
    case "variant":
      return pat.variant;
    case "int":
      return pat.low === pat.high ? pat.low : undefined;
    case "str":
    case "float":
      return pat.value;
    default:
      return undefined;
  }
}

function keyOfConstructor(by: Constructor): Key | undefined {
  switch (by.kind) {
    case "variant":
      return by.variant;
    case "interval":
      return by.low === by.high ? by.low : undefined;
    case "str":
    case "float":
      return by.value;
    default:
      return undefined;
  }
}

function unreachedIn(pat: Pat, reached: ReadonlySet<Pat>, result: Pat[]): void {
  if (pat.kind !== "or") {
    for (const part of partsOf(pat)) unreachedIn(part, reached, result);
    return;
  }
  for (const alternative of pat.alternatives) {
    if (reached.has(alternative)) unreachedIn(alternative, reached, result);
    else result.push(alternative);
  }
}

/** One clause of a function. */
export type ClauseToCheck = Arm;

/** `checkMatch` for the clauses of function `name`, which match `subject`. */
export function checkClauseCoverage(
  name: string,
  span: Span,
  subject: Type,
  clauses: readonly ClauseToCheck[],
  diagnostics: Diagnostics,
): void {
  const coverage = coverageOf(subject, clauses);
  if (coverage.missing.length > 0) {
    const shown = shownMissing(coverage.missing);
    diagnostics.report({
      code: "E3001",
      message: `the clauses of \`${name}\` are non-exhaustive: ${shown} not covered`,
      primary: { span, text: `${shown} not covered` },
      help: "add a clause for the missing patterns, or one with plain names for all that is left",
    });
  }
  reportUnreached(subject, clauses, coverage, "clause", diagnostics);
}

function reportUnreached(
  subject: Type,
  arms: readonly Arm[],
  coverage: Coverage,
  word: "arm" | "clause",
  diagnostics: Diagnostics,
): void {
  for (const index of coverage.unreachedArms) {
    const arm = arms[index];
    if (arm === undefined) continue;
    const isRepeated = isLiteral(arm.pat) && leavesValues(subject, arms.slice(0, index));
    diagnostics.report(redundant(arm.pat.span, word, isRepeated));
  }
  for (const pat of coverage.unreachedAlternatives) {
    diagnostics.report(redundant(pat.span, "alternative", isLiteral(pat)));
  }
}

function isLiteral(pat: Pat): boolean {
  return pat.kind === "int" || pat.kind === "str" || pat.kind === "float";
}

function leavesValues(subject: Type, arms: readonly Arm[]): boolean {
  return coverageOf(subject, arms).missing.length > 0;
}

function shownMissing(missing: readonly string[]): string {
  const shown = missing.slice(0, WITNESS_LIMIT - 1).map((witness) => `\`${witness}\``);
  return shown.join(", ") + (missing.length > shown.length ? " and more" : "");
}

function reportMissing(missing: readonly string[], span: Span, diagnostics: Diagnostics): void {
  if (missing.length === 0) return;
  const shown = shownMissing(missing);
  diagnostics.report({
    code: "E3001",
    message: `match is non-exhaustive: ${shown} not covered`,
    primary: { span, text: `${shown} not covered` },
    help: "add an arm for the missing patterns, or `_ -> ...` for all that is left",
  });
}

function redundant(
  span: Span,
  what: "arm" | "alternative" | "clause",
  isRepeated: boolean,
): Diagnostic {
  return {
    code: isRepeated ? "W3001" : "E3002",
    message: `redundant ${what}: this pattern can never match`,
    primary: { span, text: "all its values are covered by the patterns before it" },
  };
}
