/**
 * Moves an element out of its list where it is consumed and its place then gets another value: otherwise the list
 * would hold on to it, and `xs[i] = xs[i].push(v)` would copy `xs[i]` each time.
 *
 *     before                                     after
 *       %x = list_get(ref %xs, ref %i)             %t = list_take(own %xs, ref %i)
 *                                                  (%rest, %x) = Unpack %t
 *       %y = Apply @f(own %x)                      %y = Apply @f(own %x)
 *       %zs = list_set(own %xs, ref %i, own %y)    %zs = list_put(own %rest, ref %i, own %y)
 *
 * A later `list_take` of the same element, where a part of it is replaced, moves up in the same way. The region of the list
 * (`unpack_region.ts`) in which only that element is read and replaced may have branches: the element moves out at the
 * first read on each way, and on a way without one where it meets the others. Each way leads to an op that replaces the
 * element, so that a list that is shared is not copied in vain. A panic in between finds a hole, which releasing skips.
 *
 * Requires:    final ownership; blocks in reverse postorder; no critical edges; no RC operation.
 * Establishes: nothing new.
 */
import type { MonoTypeId, MonoTypes } from "../../mono/mod.ts";
import type { Analyses } from "../analysis/analyses.ts";
import { dominatorsOf } from "../analysis/dominators.ts";
import { type ElementUse, ElementUses, isEnd } from "./element_uses.ts";
import type { ArcFunction, BlockId, Call, Op, VarId } from "../ir/ir.ts";
import { newVar } from "../ir/new_var.ts";
import { hasNoEffect } from "../analysis/effects.ts";
import { Splices } from "../ir/splices.ts";
import { findRegion, isInside, type Region } from "./unpack_region.ts";
import { UnpackedParts } from "./unpacked_parts.ts";
import { UseLists } from "../analysis/use_lists.ts";
import { numberValues } from "./value_numbers.ts";
import { eachOperand, predecessors, successors } from "../ir/visit.ts";

/** Returns whether anything changed. */
export function moveElements(fn: ArcFunction, analyses: Analyses): boolean {
  return fn.blocks.some((block) => block.ops.some(isEnd)) && new Mover(fn, analyses).run();
}

/** Where the element moves out: before op `index`. */
interface Exit {
  readonly block: BlockId;
  readonly index: number;
  /** The variable for its place. */
  readonly at: VarId;
  /** The use that comes next. */
  readonly next: ElementUse;
}

class Mover {
  readonly #fn: ArcFunction;
  readonly #types: MonoTypes;
  readonly #uses: UseLists;
  readonly #elements: ElementUses;
  readonly #splices = new Splices();
  readonly #parts: UnpackedParts;
  readonly #preds: readonly (readonly BlockId[])[];
  /** Lists that something moved out of. */
  readonly #emptied = new Set<VarId>();
  readonly #analyses: Analyses;

  constructor(fn: ArcFunction, analyses: Analyses) {
    const { types } = analyses;
    this.#fn = fn;
    this.#types = types;
    this.#analyses = analyses;
    this.#uses = new UseLists(fn);
    this.#elements = new ElementUses(fn, types, this.#uses, numberValues(fn));
    this.#parts = new UnpackedParts(fn, this.#uses, this.#splices);
    this.#preds = predecessors(fn);
  }

  /** An element that moved out may be a list of which an element then moves out. Returns whether any moved. */
  run(): boolean {
    for (const { list, place } of this.#elements.replaced()) {
      if (!this.#emptied.has(list)) this.#move(list, this.#elements.of(list, place));
    }
    if (this.#parts.isEmpty) return false;
    this.#parts.finish();
    return true;
  }

  #move(list: VarId, uses: readonly ElementUse[]): void {
    const isOfElement = new Set(uses.map(({ op }) => op as Op));
    const region = findRegion(this.#fn, this.#preds, {
      definitions: this.#uses.definitions(list),
      uses: this.#uses.of(list),
      isDirect: ({ op }) => op === undefined || !isOfElement.has(op),
      variantRead: () => undefined,
      variantOnEntry: () => undefined,
      isSum: false,
    });
    if (region === undefined) return;
    const inside = uses.filter((use) => isInside(region, use));
    const read = inside.find((use) => this.#elements.isConsumed(use));
    if (read === undefined) return;
    const exits = this.#exits(region, inside);
    if (exits !== undefined) this.#rewrite(list, read.op.dst, inside, exits);
  }

  /** The latest points before all of `uses`; nothing if one of them is of no use. */
  #exits(region: Region, uses: readonly ElementUse[]): readonly Exit[] | undefined {
    const exits: (Exit | undefined)[] = [];
    const queue = [...region.values()].filter(({ frontier }) => frontier !== undefined)
      .map(({ block, from }) => ({ block, from }));
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      const { block, from } = at;
      const use = firstUse(uses, block, from);
      const { terminator } = this.#fn.blocks[block];
      const next = successors(terminator).filter((id) => region.has(id));
      if (use !== undefined) exits.push(exitAt(use));
      else if (next.every((id) => this.#preds[id].length === 1)) {
        queue.push(...next.map((id) => ({ block: id, from: 0 })));
      } else exits.push(this.#exitAtEnd(block, next, uses));
    }
    return exits.every((exit) => exit !== undefined) ? exits : undefined;
  }

  /** At the end of `block`, which only jumps, if what follows up to the next use cannot tell the difference. */
  #exitAtEnd(
    block: BlockId,
    next: readonly BlockId[],
    uses: readonly ElementUse[],
  ): Exit | undefined {
    for (let [to] = next; to !== undefined;) {
      const { ops, terminator } = this.#fn.blocks[to];
      const use = firstUse(uses, to, 0);
      const between = ops.slice(0, use?.index);
      if (!between.every((op) => hasNoEffect(op, this.#fn, this.#types))) return undefined;
      if (use !== undefined) {
        const at = uses.map(placeOf).find((one) => this.#isKnownIn(one, block));
        const index = this.#fn.blocks[block].ops.length;
        return at === undefined ? undefined : { block, index, at, next: use };
      }
      if (terminator.kind !== "Jump" || terminator.target.block <= to) return undefined;
      to = terminator.target.block;
    }
    return undefined;
  }

  #isKnownIn(v: VarId, block: BlockId): boolean {
    const [definition] = this.#uses.definitions(v);
    return definition !== undefined &&
      this.#analyses.ofFunction(this.#fn, dominatorsOf).dominates(definition.block, block);
  }

  #rewrite(
    list: VarId,
    element: VarId,
    uses: readonly ElementUse[],
    exits: readonly Exit[],
  ): void {
    const rest = newVar(this.#fn, this.#fn.varTypes[list]);
    this.#emptied.add(list);
    for (const part of [rest, element]) this.#parts.declare(part);
    for (const use of uses) this.#replace(use, rest, element);
    for (const exit of exits) this.#takeAt(exit, list, [rest, element]);
  }

  #replace({ op, block, index }: ElementUse, rest: VarId, element: VarId): void {
    const { call } = op;
    for (const arg of call.args) this.#uses.remove(arg, (use) => use.op === op);
    this.#splices.remove(op);
    switch (call.name) {
      case "list_get":
        return this.#uses.replace(op.dst, () => element);
      case "list_take":
        for (const { op: project } of [...this.#uses.of(op.dst)]) {
          if (project?.kind !== "Project") continue;
          this.#splices.remove(project);
          this.#uses.replace(project.dst, () => project.field === 0 ? rest : element);
        }
        return;
      case "list_set": {
        const [, at, value] = call.args;
        const put = { ...call, name: "list_put" as const, args: [rest, at, value] };
        const filling: Op = { kind: "Call", dst: op.dst, call: put };
        this.#splices.insert(block, index, filling);
        this.#noteUses(filling, block, index);
      }
    }
  }

  #takeAt({ block, index, at, next }: Exit, list: VarId, parts: readonly VarId[]): void {
    const pair = newVar(this.#fn, this.#pairType(parts.map((part) => this.#fn.varTypes[part])));
    const call: Call = {
      ...next.op.call,
      name: "list_take",
      args: [list, at],
      ownership: ["owned", "borrowed"],
    };
    const take: Op = { kind: "Call", dst: pair, call };
    this.#splices.insertFirst(block, index, take);
    this.#noteUses(take, block, index);
    this.#parts.unpack({ kind: "Unpack", dsts: [...parts], src: pair }, block, index);
  }

  #noteUses(op: Op, block: BlockId, index: number): void {
    eachOperand(op, (v, mark) => this.#uses.add(v, { block, index, mark, op }));
  }

  #pairType(types: readonly MonoTypeId[]): MonoTypeId {
    const fields = types.map((type, i) => ({ name: String(i), type }));
    const names = types.map((type) => this.#types.get(type).name);
    return this.#types.intern({ kind: "struct", name: `(${names.join(", ")})`, fields });
  }
}

function placeOf({ op }: ElementUse): VarId {
  return op.call.args[1];
}

function exitAt(next: ElementUse): Exit {
  return { block: next.block, index: next.index, at: placeOf(next), next };
}

/** The first of `uses` in `block`, from op `from` on. */
function firstUse(
  uses: readonly ElementUse[],
  block: BlockId,
  from: number,
): ElementUse | undefined {
  return uses.filter((use) => use.block === block && use.index >= from)
    .reduce<ElementUse | undefined>(
      (first, use) => first === undefined || use.index < first.index ? use : first,
      undefined,
    );
}
