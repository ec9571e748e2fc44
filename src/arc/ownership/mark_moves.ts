/**
 * Marks where a local hands its value on, as the source has it: inlining and forwarding would show other uses.
 *
 *     before                                  after
 *       %2 = Apply @keep(%1)                    %5 = MoveValue %1       # its last use
 *       %3 = ScopeEnd %1 from %0                %2 = Apply @keep(%5)
 *                                               %3 = ScopeEnd %1 from %0
 *
 * A value is handed on where it is put into another value or a closure, or passed to a function value or to a function that
 * keeps it, and neither the local nor another part of its value is used afterwards. In such a place before the last, a value
 * with an impl of `Drop`, and any argument of a function, gets a reference for the other owner (`ShareValue`): what a body that
 * is inlined hands on is not the local's.
 *
 * Requires:    the functions as lowered.
 * Establishes: calls do not consume what a local with a `ScopeEnd` holds for the last time, but by `MoveValue`; no `LocalRead`
 *              is left, which stands for the reads of the source that no op needs (`let w = xs`).
 */
import type { ArgMark } from "../../operations/mod.ts";
import type { Analyses } from "../analysis/analyses.ts";
import { type DropReach, isDropping, typesThatDrop } from "../analysis/drop_types.ts";
import { computeLiveness } from "../analysis/liveness.ts";
import { type Standings, standingsOf } from "../analysis/ownership.ts";
import { newVar } from "../ir/new_var.ts";
import type { ArcBlock, ArcFunction, ArcProgram, FnId, Op, VarId } from "../ir/ir.ts";
import { isScopeEnd, type ScopeEnd } from "../ir/scope_marks.ts";
import { eachOperand, eachResult, eachTerminatorOperand } from "../ir/visit.ts";
import { keptParams } from "./infer_borrow.ts";
import { stepSpan } from "./rc_reasons.ts";
import { endsOf, wholesOf } from "./scoped_values.ts";
import { SecondNames } from "./second_names.ts";
import { releaseOtherParts, type TakenPart } from "./take_apart.ts";

/** Returns the functions that changed. */
export function markMoves(
  program: ArcProgram<"lowered">,
  analyses: Analyses,
): readonly ArcFunction<"lowered">[] {
  const kept = keptParams(program, analyses);
  const reach = analyses.ofTypes(typesThatDrop);
  return program.fns.filter((fn) => {
    const ended = endsOf(fn);
    const isChanged = ended.size > 0 && new Marker(fn, { analyses, kept, reach, ended }).run();
    return removeReads(fn) || isChanged;
  });
}

function removeReads(fn: ArcFunction): boolean {
  const read = fn.blocks.filter(({ ops }) => ops.some(({ kind }) => kind === "LocalRead"));
  for (const block of read) block.ops = block.ops.filter(({ kind }) => kind !== "LocalRead");
  return read.length > 0;
}

interface Knowledge {
  readonly analyses: Analyses;
  /** A mark for each parameter of a function. */
  readonly kept: (fn: FnId) => readonly ArgMark[];
  readonly reach: DropReach;
  readonly ended: ReadonlyMap<VarId, ScopeEnd>;
}

class Marker {
  readonly #fn: ArcFunction;
  readonly #known: Knowledge;
  readonly #standings: Standings;
  readonly #names: SecondNames;
  readonly #elements: ReadonlySet<VarId>;
  readonly #taken: TakenPart[] = [];
  #isChanged = false;

  constructor(fn: ArcFunction, known: Knowledge) {
    this.#fn = fn;
    this.#known = known;
    this.#standings = standingsOf(fn, known.analyses.types);
    this.#names = new SecondNames(fn);
    this.#elements = indexedElements(fn);
  }

  run(): boolean {
    const eachUse = ({ ops, terminator }: ArcBlock, use: (v: VarId) => void): void => {
      const useWholes = (v: VarId): void => this.#wholes(v).forEach(use);
      for (const op of ops) {
        if (isScopeEnd(op)) this.#names.eachUse(op, use);
        else eachOperand(op, useWholes);
      }
      eachTerminatorOperand(terminator, useWholes);
    };
    const liveness = computeLiveness(this.#fn, (v) => v, eachUse);
    for (const block of this.#fn.blocks) this.#markBlock(block, liveness.liveOut(block.id));
    const { reach, ended } = this.#known;
    const argsOf = (op: Op) => this.#argsOf(op);
    releaseOtherParts(this.#fn, this.#taken, { reach, ends: ended, argsOf });
    return this.#isChanged;
  }

  #wholes(v: VarId): readonly VarId[] {
    const { ended, analyses } = this.#known;
    const wholeOf = (of: VarId) =>
      this.#standings.of(of) === "view" ? this.#standings.source(of) : undefined;
    return wholesOf(v, ended, wholeOf, this.#fn, analyses.types);
  }

  #markBlock(block: ArcBlock, live: Set<VarId>): void {
    const use = (v: VarId): void => this.#wholes(v).forEach((whole) => live.add(whole));
    eachTerminatorOperand(block.terminator, use);
    const later: Op[] = [];
    for (const op of block.ops.toReversed()) {
      later.push(op);
      if (isScopeEnd(op)) {
        this.#names.eachUse(op, (v) => live.add(v));
        continue;
      }
      eachResult(op, (v) => live.delete(v));
      const { args, marks } = this.#argsOf(op);
      args.forEach((v, i) => {
        if (marks[i] !== "owned") use(v);
      });
      // Of an argument that comes twice, the first one is not the last use.
      for (let i = args.length - 1; i >= 0; i--) {
        if (marks[i] === "owned") later.push(...this.#handOn(args, i, live, op));
      }
      eachOperand(op, use);
    }
    block.ops = later.reverse();
  }

  /** The arguments that `op` may keep, with a mark for each. */
  #argsOf(op: Op): { readonly args: VarId[]; readonly marks: readonly ArgMark[] } {
    const allOwned = (args: VarId[]) => ({ args, marks: args.map(() => "owned" as const) });
    if (op.kind === "Construct") return allOwned(op.args);
    if (op.kind === "MakeList") return allOwned(op.elements);
    if (op.kind === "PartialApply") return allOwned(op.captures);
    if (op.kind !== "Call") return allOwned([]);
    const { call } = op;
    const marks = call.kind === "Apply" ? this.#known.kept(call.fn) : call.ownership;
    return { args: call.args, marks };
  }

  /** Replaces argument `i` of `op`, if a local holds it, and gives what comes before that op. */
  #handOn(args: VarId[], i: number, live: Set<VarId>, op: Op): readonly Op[] {
    const src = args[i];
    const { reach, analyses } = this.#known;
    const type = this.#fn.varTypes[src];
    const wholes = this.#wholes(src);
    if (wholes.length === 0 || !reach.reaches(type)) return [];
    const isUnknown = op.kind === "Call" && op.call.kind === "ApplyIndirect";
    const drops = isDropping(analyses.types, type);
    const isTaken = !wholes.some((whole) => live.has(whole) || this.#isLeftWhole(whole, src, live));
    const isLast = isTaken && !(isUnknown && drops);
    for (const whole of wholes) live.add(whole);
    if (!isLast && !drops && !mayBeInlined(op)) return [];
    const dst = newVar(this.#fn, type, this.#fn.varNames[src]);
    args[i] = dst;
    this.#isChanged = true;
    const span = stepSpan(op) ?? this.#fn.span;
    const handed: Op = { kind: isLast ? "MoveValue" : "ShareValue", dst, src, span };
    const whole = wholes[wholes.length - 1];
    if (isLast && whole !== src && this.#isOwner(whole)) {
      this.#taken.push({ whole, part: src, move: handed });
    }
    return [handed];
  }

  /** Whether `whole` stays what it is though `part` of it is handed on: an index gives a copy, and a second local may have it. */
  #isLeftWhole(whole: VarId, part: VarId, live: ReadonlySet<VarId>): boolean {
    for (let at = part; at !== whole; at = this.#standings.source(at)) {
      if (this.#elements.has(at)) return true;
    }
    return whole !== part && this.#names.haveBoth(whole, live);
  }

  #isOwner(v: VarId): boolean {
    const { id, params } = this.#fn;
    const index = params.findIndex((param) => param.var === v);
    return index < 0 ? this.#standings.of(v) === "owned" : this.#known.kept(id)[index] === "owned";
  }
}

/** Whether `op` calls what may have a body with moves of its own. */
function mayBeInlined(op: Op): boolean {
  return op.kind === "Call" && op.call.kind !== "Intrinsic";
}

/** What an index of a list gives (`xs[i]`); patterns and loops read elements in other ways. */
function indexedElements(fn: ArcFunction): ReadonlySet<VarId> {
  const elements = new Set<VarId>();
  for (const { ops } of fn.blocks) {
    for (const op of ops) {
      if (op.kind !== "Call" || op.call.kind !== "Intrinsic") continue;
      if (op.call.name === "list_get") elements.add(op.dst);
    }
  }
  return elements;
}
