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
 * Likewise the value at a key of a map, by functions of std (`Update`): `%h` is what is left to know of the place.
 *
 *       %x = Apply @map_get(ref %m, ref %k)        %t = Apply @map_take(own %m, ref %k)
 *                                                  (%rest, %x, %h) = Unpack %t
 *       %n = Apply @map_insert(own %m, ..)         %n = Apply @map_put(own %rest, own %h, ..)
 *
 * A later `list_take` of the same element, where a part of it is replaced, moves up in the same way. The region of the list
 * (`unpack_region.ts`) in which only that element is read and replaced may have branches: the element moves out at the
 * first read on each way, and on a way without one where it meets the others. Each way leads to an op that replaces the
 * element, so that a list that is shared is not copied in vain. A panic in between finds a hole, which releasing skips.
 *
 * Requires:    final ownership; blocks in reverse postorder; no critical edges; no RC operation.
 * Establishes: nothing new.
 */
import { assertNever, InternalError } from "../../base/mod.ts";
import type { MonoTypeId, MonoTypes } from "../../mono/mod.ts";
import type { Analyses } from "../analysis/analyses.ts";
import { dominatorsOf } from "../analysis/dominators.ts";
import { ElementCalls } from "./element_calls.ts";
import { accessOf, type ElementUse, ElementUses, isEnd } from "./element_uses.ts";
import type { ArcFunction, BlockId, Op, VarId } from "../ir/ir.ts";
import { newVar } from "../ir/new_var.ts";
import { type AccessOf, silentAccesses } from "../analysis/updates.ts";
import { hasNoEffect } from "../analysis/effects.ts";
import { Splices } from "../ir/splices.ts";
import { findRegion, isInside, type Region } from "./unpack_region.ts";
import { UnpackedParts } from "./unpacked_parts.ts";
import { UseLists } from "../analysis/use_lists.ts";
import { numberValues } from "./value_numbers.ts";
import { eachOperand, predecessors, successors } from "../ir/visit.ts";

/** Returns whether anything changed. */
export function moveElements(fn: ArcFunction, analyses: Analyses): boolean {
  const mapAccess = analyses.ofProgram(silentAccesses);
  const hasEnd = fn.blocks.some(({ ops }) => ops.some((op) => isEnd(accessOf(op, mapAccess))));
  return hasEnd && new Mover(fn, analyses, mapAccess).run();
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
  readonly #calls: ElementCalls;

  constructor(fn: ArcFunction, analyses: Analyses, mapAccess: AccessOf) {
    const { types } = analyses;
    this.#fn = fn;
    this.#types = types;
    this.#analyses = analyses;
    this.#calls = new ElementCalls(analyses.program, mapAccess);
    this.#uses = new UseLists(fn);
    this.#elements = new ElementUses(fn, types, this.#uses, numberValues(fn), mapAccess);
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
    const used = this.#usedOnEntry(region, uses);
    const exits: (Exit | undefined)[] = [];
    for (const { block, from } of region.values()) {
      if (used.has(block)) continue;
      const use = firstUse(uses, block, from);
      if (use !== undefined) exits.push(exitAt(use));
      else {
        const next = this.#nextIn(region, block);
        if (next.some((id) => used.has(id))) exits.push(this.#exitAtEnd(block, next, uses));
      }
    }
    return exits.every((exit) => exit !== undefined) ? exits : undefined;
  }

  /** The blocks of the region before which one of `uses` may have been: all ways there, then, have taken the element. */
  #usedOnEntry(region: Region, uses: readonly ElementUse[]): ReadonlySet<BlockId> {
    const used = new Set<BlockId>();
    const queue = [...region.values()]
      .filter(({ block, from }) => firstUse(uses, block, from) !== undefined)
      .flatMap(({ block }) => this.#nextIn(region, block));
    for (let block = queue.pop(); block !== undefined; block = queue.pop()) {
      if (used.has(block)) continue;
      used.add(block);
      queue.push(...this.#nextIn(region, block));
    }
    return used;
  }

  /** The blocks that go on with the region where `block` leaves it. */
  #nextIn(region: Region, block: BlockId): readonly BlockId[] {
    return successors(this.#fn.blocks[block].terminator).filter((id) => {
      const part = region.get(id);
      return part !== undefined && part.frontier === undefined;
    });
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
    const { call } = exits[0].next.op;
    const { varTypes } = this.#fn;
    const result = this.#calls.typeOfTake(call, varTypes[list], varTypes[element]);
    const [restType, , ...holeTypes] = this.#partsOf(result);
    const rest = newVar(this.#fn, restType);
    const holes = holeTypes.map((type) => newVar(this.#fn, type));
    const parts = [rest, element, ...holes];
    this.#emptied.add(list);
    for (const part of parts) this.#parts.declare(part);
    for (const use of uses) this.#replace(use, rest, element, holes);
    for (const exit of exits) this.#takeAt(exit, list, parts, result);
  }

  #partsOf(tuple: MonoTypeId): readonly MonoTypeId[] {
    const type = this.#types.get(tuple);
    if (type.kind === "struct") return type.fields.map((field) => field.type);
    throw new InternalError(`${type.name} is no tuple`, { stage: "arc", fn: this.#fn.name });
  }

  #replace(use: ElementUse, rest: VarId, element: VarId, holes: readonly VarId[]): void {
    const { op, block, index, access } = use;
    for (const arg of op.call.args) this.#uses.remove(arg, (one) => one.op === op);
    this.#splices.remove(op);
    switch (access) {
      case "read":
        return this.#uses.replace(op.dst, () => element);
      case "take":
        for (const { op: project } of [...this.#uses.of(op.dst)]) {
          if (project?.kind !== "Project") continue;
          this.#splices.remove(project);
          this.#uses.replace(project.dst, () => project.field === 0 ? rest : element);
        }
        return;
      case "write": {
        const filling: Op = {
          kind: "Call",
          dst: op.dst,
          call: this.#calls.put(op.call, rest, holes),
        };
        this.#splices.insert(block, index, filling);
        this.#noteUses(filling, block, index);
        return;
      }
      default:
        assertNever(access, "arc");
    }
  }

  #takeAt(
    { block, index, at, next }: Exit,
    list: VarId,
    parts: readonly VarId[],
    result: MonoTypeId,
  ): void {
    const dst = newVar(this.#fn, result);
    const take: Op = { kind: "Call", dst, call: this.#calls.take(next.op.call, list, at) };
    this.#splices.insertFirst(block, index, take);
    this.#noteUses(take, block, index);
    this.#parts.unpack({ kind: "Unpack", dsts: [...parts], src: dst }, block, index);
  }

  #noteUses(op: Op, block: BlockId, index: number): void {
    eachOperand(op, (v, mark) => this.#uses.add(v, { block, index, mark, op }));
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
