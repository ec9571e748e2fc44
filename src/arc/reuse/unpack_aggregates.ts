/**
 * Takes owned aggregates apart where nothing needs them whole any more, so that their parts move instead of being
 * shared, and cells come free early enough to be filled again.
 *
 *     before                                    after
 *       %items = Project %state.0                 (%items, %n) = Unpack %state
 *       %n = Project %state.1
 *       %more = Intrinsic list_push(%items, %x)   %more = Intrinsic list_push(%items, %x)
 *
 * A struct, tuple or sum is unpacked at the frontiers of its region (`unpack_region.ts`) when a part of it is
 * consumed inside, or its cell can serve for a value that is made later. A list that is updated through a field is
 * then unique, and a matched cell that is unique gives its fields away without counting. Parts are taken apart in
 * turn: after a nested pattern all the cells it looked at are gone.
 *
 * It goes further than drop specialisation (Reinking et al., "Perceus", 2021) in that `Unpack` is one op: engines
 * test for uniqueness once and count the fields only when the cell is shared.
 *
 * Requires:    final ownership; blocks in reverse postorder; no critical edges; no RC operation.
 * Establishes: nothing new.
 */
import { InternalError } from "../../base/mod.ts";
import type { MonoTypeId, MonoTypes } from "../../mono/mod.ts";
import { isDropping } from "../analysis/drop_types.ts";
import type { Analyses } from "../analysis/analyses.ts";
import { CellMakers } from "../analysis/cells.ts";
import type { ArcFunction, BlockId, Op, VarId } from "../ir/ir.ts";
import { newVar } from "../ir/new_var.ts";
import { type Standings, standingsOf } from "../analysis/ownership.ts";
import { Splices } from "../ir/splices.ts";
import { provenVariants } from "../analysis/proven_variants.ts";
import { findRegion, isInside, type Region, type RegionBlock } from "./unpack_region.ts";
import { UnpackedParts } from "./unpacked_parts.ts";
import { type Definition, type Use, UseLists } from "../analysis/use_lists.ts";
import { predecessors, successors } from "../ir/visit.ts";

type Project = Extract<Op, { kind: "Project" }>;

/** Returns whether anything changed. */
export function unpackAggregates(fn: ArcFunction, analyses: Analyses): boolean {
  return fn.blocks.some((block) => block.ops.some((op) => op.kind === "Project")) &&
    new Unpacker(fn, analyses).run();
}

/** Gives the variable that stands for a view in a block. */
type InBlock = (block: RegionBlock) => VarId;
/** By field. */
type PartsByVariant = ReadonlyMap<number | undefined, readonly VarId[]>;
/** A read of a field inside the region. */
interface Read {
  readonly block: BlockId;
  readonly index: number;
  readonly op: Project;
}

class Unpacker {
  readonly #fn: ArcFunction;
  readonly #types: MonoTypes;
  readonly #standings: Standings;
  readonly #uses: UseLists;
  readonly #preds: readonly (readonly BlockId[])[];
  readonly #splices = new Splices();
  readonly #makers: CellMakers;
  readonly #proven: ReadonlyMap<BlockId, { readonly of: VarId; readonly variant: number }>;
  /** The views that a part replaced: what is proven of them holds for it. */
  readonly #standsFor = new Map<VarId, Set<VarId>>();
  /** The views into each variable, direct ones. */
  readonly #views = new Map<VarId, VarId[]>();
  /** The ops that read a part again, by what they define. */
  readonly #copies = new Map<VarId, Project>();
  readonly #parts: UnpackedParts;
  readonly #queue: VarId[] = [];

  constructor(fn: ArcFunction, analyses: Analyses) {
    this.#fn = fn;
    this.#types = analyses.types;
    this.#standings = standingsOf(fn, analyses.types);
    this.#uses = new UseLists(fn);
    this.#parts = new UnpackedParts(fn, this.#uses, this.#splices);
    this.#preds = predecessors(fn);
    this.#makers = new CellMakers(fn, analyses);
    this.#proven = analyses.ofFunction(fn, provenVariants);
    for (let v = 0 as VarId; v < fn.varTypes.length; v++) {
      if (this.#standings.of(v) === "view") this.#addView(this.#standings.source(v), v);
    }
  }

  run(): boolean {
    for (let v = 0 as VarId; v < this.#fn.varTypes.length; v++) {
      if (this.#standings.of(v) === "owned") this.#queue.push(v);
    }
    for (let i = 0; i < this.#queue.length; i++) this.#visit(this.#queue[i]);
    if (this.#parts.isEmpty) return false;
    this.#removeUnusedViews();
    this.#parts.finish();
    return true;
  }

  #removeUnusedViews(): void {
    const queue = [...this.#views.values()].flat();
    for (let view = queue.pop(); view !== undefined; view = queue.pop()) {
      const project = this.#uses.of(view).length === 0 ? this.#projectOf(view) : undefined;
      if (project === undefined) continue;
      this.#splices.remove(project);
      this.#uses.remove(project.src, ({ op }) => op === project);
      queue.push(project.src);
    }
  }

  #addView(source: VarId, view: VarId): void {
    const known = this.#views.get(source);
    if (known === undefined) this.#views.set(source, [view]);
    else known.push(view);
  }

  #visit(v: VarId): void {
    const definitions = this.#uses.definitions(v);
    const type = this.#types.get(this.#fn.varTypes[v]);
    if (definitions.length === 0 || type.kind !== "struct" && type.kind !== "sum") return;
    if (isDropping(this.#types, this.#fn.varTypes[v])) return;
    if (!this.#uses.of(v).some(({ op }) => op?.kind === "Project")) return;
    const views = this.#viewsOf(v);
    const own = this.#uses.of(v);
    if (this.#isReadAfterEnd(own, views)) return;
    const isSum = type.kind === "sum";
    const isOwn = new Set(own);
    const region = findRegion(this.#fn, this.#preds, {
      definitions,
      uses: [...own, ...views.flatMap((view) => this.#uses.of(view))],
      isDirect: (use) => isOwn.has(use) && use.op?.kind !== "Project",
      variantRead: (use) =>
        isOwn.has(use) && use.op?.kind === "Project" ? use.op.variant : undefined,
      variantOnEntry: (block) => this.#provenVariant(v, block),
      isSum,
    });
    if (region === undefined || !this.#isWorthwhile(v, views, region)) return;
    if (views.some((view) => this.#isStranded(view, region))) return;
    this.#unpack(v, region);
  }

  /** All views into `v`, also through others. */
  #viewsOf(v: VarId): readonly VarId[] {
    const all = [...this.#views.get(v) ?? []];
    for (let i = 0; i < all.length; i++) all.push(...this.#views.get(all[i]) ?? []);
    return all;
  }

  /** Whether a part is needed where the scope of the whole has ended: the other parts have to go there. */
  #isReadAfterEnd(own: readonly Use[], views: readonly VarId[]): boolean {
    const ends = own.filter(({ op }) => op?.kind === "DropValue");
    if (ends.length === 0) return false;
    const reads = views.flatMap((view) => this.#uses.of(view));
    return ends.some((end) => {
      const after = blocksFrom(this.#fn, successors(this.#fn.blocks[end.block].terminator));
      return reads.some(({ block, index }) =>
        after.has(block) || block === end.block && index > end.index
      );
    });
  }

  #provenVariant(v: VarId, block: BlockId): number | undefined {
    const proof = this.#proven.get(block);
    if (proof === undefined) return undefined;
    const isOf = proof.of === v || this.#standsFor.get(v)?.has(proof.of) === true;
    return isOf ? proof.variant : undefined;
  }

  /** Whether a part is consumed in the region, or a cell of the type is made after it starts. */
  #isWorthwhile(v: VarId, views: readonly VarId[], region: Region): boolean {
    const isConsumed = views.some((view) =>
      this.#uses.of(view).some((use) => use.mark === "owned" && isInside(region, use))
    );
    if (isConsumed) return true;
    return [...region.values()].some(({ block, frontier }) =>
      frontier !== undefined && this.#makers.isMadeAfter(this.#fn.varTypes[v], block, frontier)
    );
  }

  /** Whether a view that no `Project` made is needed in the region, but made before. */
  #isStranded(view: VarId, region: Region): boolean {
    const [definition] = this.#uses.definitions(view);
    if (definition === undefined || isDefinedInside(region, definition)) return false;
    if (this.#projectOf(view) !== undefined) return false;
    return this.#uses.of(view).some((use) => isInside(region, use));
  }

  #projectOf(view: VarId): Project | undefined {
    const [definition] = this.#uses.definitions(view);
    if (definition === undefined) return undefined;
    const op = this.#fn.blocks[definition.block].ops[definition.from - 1];
    return op?.kind === "Project" && op.dst === view ? op : this.#copies.get(view);
  }

  #unpack(v: VarId, region: Region): void {
    const reads = this.#uses.of(v).flatMap(({ op, ...use }): readonly Read[] =>
      op?.kind === "Project" && isInside(region, use) ? [{ ...use, op }] : []
    );
    this.#uses.remove(v, (use) => isInside(region, use));
    const parts = this.#takeApart(v, region, reads);
    const partIn = ({ variant }: RegionBlock, field: number): VarId =>
      this.#part(parts, variant, field);
    const read = new Set(reads.map(({ op }) => op.dst));
    for (const { block, op } of reads) {
      this.#splices.remove(op);
      this.#become(op.dst, partIn(region.get(block) as RegionBlock, op.field));
    }
    for (const view of this.#views.get(v) ?? []) {
      if (read.has(view)) continue;
      const { field } = this.#projectOf(view) as Project;
      this.#replaceInside(view, region, (at) => {
        const part = partIn(at, field);
        this.#setStandsFor(part, view);
        return part;
      });
    }
    for (const part of [...parts.values()].flat()) {
      if (this.#types.isCounted(this.#fn.varTypes[part])) this.#queue.push(part);
    }
  }

  #part(parts: PartsByVariant, variant: number | undefined, field: number): VarId {
    const part = parts.get(variant)?.[field];
    if (part !== undefined) return part;
    const { name, span } = this.#fn;
    throw new InternalError(`no part ${field}`, { stage: "arc", fn: name, span });
  }

  /** Writes the `Unpack` of `v` at each frontier. The first read of a field gives its part the name. */
  #takeApart(v: VarId, region: Region, reads: readonly Read[]): PartsByVariant {
    const parts = new Map<number | undefined, readonly VarId[]>();
    const first = new Map<string, VarId>();
    for (const { op } of reads) {
      const field = fieldKey(op.variant, op.field);
      if (!first.has(field)) first.set(field, op.dst);
    }
    for (const { block, frontier, variant } of region.values()) {
      if (frontier === undefined) continue;
      let dsts = parts.get(variant);
      if (dsts === undefined) parts.set(variant, dsts = this.#makeParts(v, variant, first));
      const of = variant === undefined ? {} : { variant };
      this.#parts.unpack({ kind: "Unpack", dsts: [...dsts], src: v, ...of }, block, frontier);
    }
    return parts;
  }

  #makeParts(
    v: VarId,
    variant: number | undefined,
    first: ReadonlyMap<string, VarId>,
  ): readonly VarId[] {
    return this.#fieldTypes(v, variant).map((type, field) => {
      const part = first.get(fieldKey(variant, field)) ?? newVar(this.#fn, type);
      this.#parts.declare(part);
      return part;
    });
  }

  #fieldTypes(v: VarId, variant: number | undefined): readonly MonoTypeId[] {
    const type = this.#types.get(this.#fn.varTypes[v]);
    if (type.kind === "struct") return type.fields.map((field) => field.type);
    if (type.kind === "sum" && variant !== undefined) {
      return type.variants[variant].fields.map((field) => field.type);
    }
    throw new InternalError(`Unpack of ${type.name}`, { stage: "arc" });
  }

  /** From now on `part` is what `read` was. */
  #become(read: VarId, part: VarId): void {
    if (read === part) return;
    this.#uses.replace(read, () => part);
    this.#fn.varNames[part] ??= this.#fn.varNames[read];
    this.#setStandsFor(part, read);
    for (const view of this.#views.get(read) ?? []) this.#addView(part, view);
    this.#views.delete(read);
  }

  #setStandsFor(part: VarId, view: VarId): void {
    const known = this.#standsFor.get(part);
    if (known === undefined) this.#standsFor.set(part, new Set([view]));
    else known.add(view);
  }

  /** Uses of a view that was made before the region, inside of it, become uses of what `inBlock` gives. */
  #replaceInside(view: VarId, region: Region, inBlock: InBlock): void {
    const children = this.#views.get(view) ?? [];
    const outside = children.filter((child) => {
      const [definition] = this.#uses.definitions(child);
      if (definition === undefined || !isDefinedInside(region, definition)) return true;
      this.#addView(inBlock(region.get(definition.block) as RegionBlock), child);
      return false;
    });
    this.#views.set(view, outside);
    this.#uses.replace(view, (use) => {
      const at = isInside(region, use) ? region.get(use.block) : undefined;
      return at === undefined ? undefined : inBlock(at);
    });
    for (const child of outside) {
      const project = this.#projectOf(child);
      if (project === undefined) continue;
      const copies = new Map<BlockId, VarId>();
      this.#replaceInside(child, region, (at) => {
        const known = copies.get(at.block);
        if (known !== undefined) return known;
        const copy = this.#projectAgain(project, at, inBlock(at));
        copies.set(at.block, copy);
        return copy;
      });
    }
  }

  /** Reads a part of a part where the block starts in the region. */
  #projectAgain(project: Project, at: RegionBlock, src: VarId): VarId {
    const dst = newVar(this.#fn, this.#fn.varTypes[project.dst]);
    this.#fn.varNames[dst] = this.#fn.varNames[project.dst];
    const op: Project = { ...project, dst, src };
    this.#splices.insert(at.block, at.from, op);
    this.#copies.set(dst, op);
    this.#uses.add(src, { block: at.block, index: at.from, mark: "borrowed", op });
    this.#uses.define(dst, { block: at.block, from: at.from });
    this.#setStandsFor(dst, project.dst);
    this.#addView(src, dst);
    return dst;
  }
}

function fieldKey(variant: number | undefined, field: number): string {
  return `${variant}.${field}`;
}

function isDefinedInside(region: Region, definition: Definition): boolean {
  const at = region.get(definition.block);
  return at !== undefined && definition.from > at.from;
}

/** The blocks that control can come to from `starts`, them among these. */
function blocksFrom(fn: ArcFunction, starts: readonly BlockId[]): Set<BlockId> {
  const found = new Set(starts);
  for (const block of found) {
    for (const next of successors(fn.blocks[block].terminator)) found.add(next);
  }
  return found;
}
