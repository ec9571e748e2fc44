/**
 * Which values no arm of a match covers, and which arms no value reaches: one walk over the
 * pattern matrix, splitting on the constructors of the first column. See Maranget, "Warnings for
 * pattern matching" (JFP 2007). A guarded arm covers nothing.
 */
import type { Span } from "../../base/mod.ts";
import type { Diagnostic, Diagnostics } from "../../diagnostics/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import type { Type } from "../model/model.ts";
import { hasNoValues } from "./constructors.ts";
import { partsOf, type Pat, type PatternView, resolvePattern } from "./pattern.ts";
import type { Row } from "./rows.ts";
import { showWitness, Walk, WITNESS_LIMIT } from "./walk.ts";

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
  /** False if the check gave up before it knew whether values are left out; then no lists are given. */
  readonly isProven: boolean;
  /** The work that the check took, in rows of the pattern matrix that it looked at. */
  readonly steps: number;
}

/** How many steps a check may take: more than any match in use, less than a second. */
const STEP_LIMIT = 1_000_000;

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
  reportMissing(coverage, match.span, {
    what: "match is",
    help: "add an arm for the missing patterns, or `_ -> ...` for all that is left",
  }, diagnostics);
  reportUnreached(match.subject, arms, coverage, diagnostics);
}

/** Whether `pattern` matches every value of its type. False for a pattern reported as wrong. */
export function isIrrefutable(view: PatternView, pattern: ast.Pattern): boolean {
  const pat = resolvePattern(view, pattern);
  return pat !== undefined && isIrrefutablePat(pat);
}

/** `isIrrefutable` of a resolved pattern. */
export function isIrrefutablePat(pat: Pat): boolean {
  return matchesAll(pat) || isComplete(coverageOf(pat.type, [{ pat, isGuarded: false }]));
}

/** Whether the arms are known to cover all values. */
function isComplete(coverage: Coverage): boolean {
  return coverage.isProven && coverage.missing.length === 0;
}

/** The coverage of `arms`, tried in order, over all values of `subject`. */
export function coverageOf(
  subject: Type,
  arms: readonly Arm[],
  stepLimit = STEP_LIMIT,
): Coverage {
  const walk = new Walk(stepLimit);
  const root = walk.table.root(subject);
  const rows: Row[] = [];
  for (const { pat, isGuarded } of arms) {
    const row = walk.table.row(walk.table.before(root, pat, undefined), isGuarded);
    rows.push(row);
    if (row.tests === undefined && !isGuarded) break;
  }
  const { witnesses, reached } = walk.follow(rows);
  if (walk.isExhausted) return unproven(arms, walk.steps);
  const missing = hasNoValues(subject) && arms.length === 0
    ? []
    : witnesses.map((witness) => showWitness(walk.table, root, witness));
  const reachedArms = new Set(reached);
  const unreachedArms = arms.flatMap((_, arm) => reachedArms.has(arm) ? [] : [arm]);
  const unreachedAlternatives: Pat[] = [];
  arms.forEach(({ pat }, arm) => {
    if (reachedArms.has(arm)) unreachedIn(pat, walk.reachedPats, unreachedAlternatives);
  });
  const { steps } = walk;
  return {
    missing: [...new Set(missing)],
    unreachedArms,
    unreachedAlternatives,
    isProven: true,
    steps,
  };
}

/** Arms that were too many to follow are complete when one of them obviously takes every value. */
function unproven(arms: readonly Arm[], steps: number): Coverage {
  const isProven = arms.some(({ pat, isGuarded }) => !isGuarded && matchesAll(pat));
  return { missing: [], unreachedArms: [], unreachedAlternatives: [], isProven, steps };
}

/** Whether `pat` has nothing to test. */
function matchesAll(pat: Pat): boolean {
  const { kind } = pat;
  return kind === "any" ||
    ((kind === "product" || kind === "newtype") && partsOf(pat).every(matchesAll));
}

export interface Arm {
  readonly pat: Pat;
  readonly isGuarded: boolean;
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
  reportMissing(coverage, span, {
    what: `the clauses of \`${name}\` are`,
    help: "add a clause for the missing patterns, or one with plain names for all that is left",
  }, diagnostics);
  for (const index of coverage.unreachedArms) {
    const clause = clauses[index];
    if (clause !== undefined) diagnostics.report(unreachedClause(name, clause.pat.span, span));
  }
  reportAlternatives(coverage, diagnostics);
}

function reportUnreached(
  subject: Type,
  arms: readonly Arm[],
  coverage: Coverage,
  diagnostics: Diagnostics,
): void {
  const complete = completeCount(subject, arms, coverage.unreachedArms);
  for (const index of coverage.unreachedArms) {
    const arm = arms[index];
    if (arm === undefined) continue;
    const isRepeated = isLiteral(arm.pat) && index < complete;
    diagnostics.report(redundant(arm.pat.span, "arm", isRepeated));
  }
  reportAlternatives(coverage, diagnostics);
}

function reportAlternatives(coverage: Coverage, diagnostics: Diagnostics): void {
  for (const pat of coverage.unreachedAlternatives) {
    diagnostics.report(redundant(pat.span, "alternative", isLiteral(pat)));
  }
}

function isLiteral(pat: Pat): boolean {
  return pat.kind === "int" || pat.kind === "str" || pat.kind === "float";
}

/** The least of `counts` for which that many of the first arms cover all values, else infinity. */
function completeCount(subject: Type, arms: readonly Arm[], counts: readonly number[]): number {
  let [low, high] = [0, counts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isComplete(coverageOf(subject, arms.slice(0, counts[middle])))) high = middle;
    else low = middle + 1;
  }
  return counts[low] ?? Infinity;
}

function shownMissing(missing: readonly string[]): string {
  const shown = missing.slice(0, WITNESS_LIMIT - 1).map((witness) => `\`${witness}\``);
  return shown.join(", ") + (missing.length > shown.length ? " and more" : "");
}

function reportMissing(
  coverage: Coverage,
  span: Span,
  { what, help }: { readonly what: string; readonly help: string },
  diagnostics: Diagnostics,
): void {
  if (isComplete(coverage)) return;
  const shown = shownMissing(coverage.missing);
  diagnostics.report({
    code: "E3001",
    message: coverage.isProven
      ? `${what} non-exhaustive: ${shown} not covered`
      : `${what} not known to be exhaustive: the patterns combine in too many ways`,
    primary: {
      span,
      text: coverage.isProven ? `${shown} not covered` : "given up here",
    },
    help,
  });
}

function redundant(
  span: Span,
  what: "arm" | "alternative",
  isRepeated: boolean,
): Diagnostic {
  return {
    code: isRepeated ? "W3001" : "E3002",
    message: `redundant ${what}: this pattern can never match`,
    primary: { span, text: "all its values are covered by the patterns before it" },
  };
}

/** A clause of `name`, defined at `first`, that no call reaches (spec 10.1.1). */
function unreachedClause(name: string, span: Span, first: Span): Diagnostic {
  return {
    code: "W3002",
    message: `this clause of \`${name}\` is never reached`,
    primary: { span, text: "all its values are covered by the clauses before it" },
    related: [{ span: first, text: "the first clause" }],
    help: "remove it, move it further up, or give the function another name",
  };
}
