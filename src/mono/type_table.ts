/**
 * Types of the program being made. Two tables: *concrete* types, which are the checker's types
 * without parameters, one object each (they still tell newtypes apart, as impls do), and the
 * monomorphic types of the result, in which newtypes are gone.
 */
import { assertNever, InternalError } from "../base/mod.ts";
import type { Scalar } from "../operations/mod.ts";
import {
  type BuiltinName,
  conType,
  fieldDefs,
  fieldTypes,
  newtypeInner,
  prune,
  showType,
  type Substitution,
  type Type,
  type TypeDef,
  VOID,
  WalkMemo,
} from "../types/mod.ts";
import { boxLargeTypes } from "./box_large_types.ts";
import { chooseBoxed } from "./boxing.ts";
import { FinishedTypes, structuralKey } from "./finished_types.ts";
import type { MonoField, MonoType, MonoTypeId, MonoTypes } from "./program.ts";

const SCALARS: Partial<Record<BuiltinName, Scalar>> = {
  int: "int",
  float: "float",
  bool: "bool",
  char: "char",
  byte: "byte",
  Duration: "int",
  Size: "int",
};

/** Types nest at most so deep: those that are deeper come from an instantiation without end. */
export const MAX_TYPE_DEPTH = 320;
/** The parts that the type arguments of a function may have, each counted as often as it stands there. */
export const MAX_TYPE_PARTS = 65_536;

/** A limit that an instantiation passed. */
export type TypeLimit = "depth" | "parts";

interface Known {
  readonly id: number;
  readonly depth: number;
  /** The number of types without parts inside; `MAX_TYPE_PARTS + 1` stands for all larger ones. */
  readonly parts: number;
}

/** The parts of `mono` that the table calls. */
export interface TypeTableHost {
  /** Called when instantiation goes too far, with the type that passes `limit`. */
  onLimit(type: Type, limit: TypeLimit): void;
  /** A type of std. */
  builtinType(name: string): TypeDef;
  /** Returns the type behind an opaque one. */
  reveal(type: Type): Type;
  /** Whether a concrete type has an impl of `Drop`. */
  drops(type: Type): boolean;
  /** Called with the id of each type that has an impl of `Drop`. */
  onDrops(type: Type, id: MonoTypeId): void;
}

export class TypeTable {
  readonly #known = new Map<Type, Known>();
  readonly #byKey = new Map<string, Type>();
  readonly #monoIds = new Map<Type, MonoTypeId>();
  /** Lists, tuples and functions being converted; with an id once one is found inside itself. */
  readonly #open = new Map<Type, MonoTypeId | undefined>();
  readonly #all: (MonoType | undefined)[] = [];
  readonly #structural = new Map<string, MonoTypeId>();

  /** Tuples that intrinsics give: engines make them inline. */
  readonly #inline = new Set<MonoTypeId>();

  /** Opaque types that are being revealed. */
  readonly #reveals: Type[] = [];

  constructor(private readonly host: TypeTableHost) {}

  // --- Concrete types -----------------------------------------------------------------------

  /** The one object for `type` with its parameters replaced. */
  concrete(type: Type, map?: Substitution): Type {
    return this.#concreteIn(type, map, new WalkMemo());
  }

  #concreteIn(type: Type, map: Substitution | undefined, memo: WalkMemo<Type>): Type {
    const t = prune(type);
    if (this.#known.has(t)) return t;
    const found = memo.get(t);
    if (found !== undefined) return found;
    const made = this.#makeConcrete(t, map, memo);
    memo.set(t, made);
    return made;
  }

  #makeConcrete(t: Type, map: Substitution | undefined, memo: WalkMemo<Type>): Type {
    const inside = (part: Type) => this.#concreteIn(part, map, memo);
    switch (t.kind) {
      case "con": {
        const args = t.args.map(inside);
        if (t.def.body.kind === "opaque") return this.#revealed(conType(t.def, args));
        if (args.length === 0) return this.#remember(`c${t.def.id}`, () => conType(t.def), []);
        return this.#remember(`c${t.def.id}:${this.key(args)}`, () => conType(t.def, args), args);
      }
      case "tuple": {
        const elements = t.elements.map(inside);
        return this.#remember(
          `t${this.key(elements)}`,
          () => ({ kind: "tuple", elements }),
          elements,
        );
      }
      case "fn": {
        const params = t.params.map(inside);
        const result = inside(t.result);
        const parts = [...params, result];
        return this.#remember(`f${this.key(parts)}`, () => ({ kind: "fn", params, result }), parts);
      }
      case "param": {
        const found = map?.get(t.param);
        if (found === undefined) throw unresolved(t.param.name);
        return this.concrete(found);
      }
      case "var":
        throw unresolved("_");
      case "error":
        throw new InternalError("type of an erroneous expression", { stage: "mono" });
      default:
        return assertNever(t, "mono");
    }
  }

  /** Returns the type behind an opaque one. */
  #revealed(type: Type): Type {
    if (this.#reveals.length > MAX_TYPE_DEPTH) {
      this.host.onLimit(type, "depth");
      return this.concrete(VOID);
    }
    this.#reveals.push(type);
    const found = this.concrete(this.host.reveal(type));
    this.#reveals.pop();
    return found;
  }

  #remember(key: string, make: () => Type, parts: readonly Type[]): Type {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.#byKey.set(key, made);
    this.#known.set(made, { id: this.#known.size, ...this.#sizeOf(parts) });
    return made;
  }

  /** Depth and number of parts of a type that is made of `types`. */
  #sizeOf(types: readonly Type[]): { readonly depth: number; readonly parts: number } {
    let depth = 0;
    let parts = 0;
    for (const type of types) {
      const known = this.#lookUp(type);
      depth = Math.max(depth, known.depth);
      parts += known.parts;
    }
    return { depth: depth + 1, parts: Math.min(Math.max(parts, 1), MAX_TYPE_PARTS + 1) };
  }

  /** Tells concrete types apart: equal keys, equal types. */
  key(types: readonly Type[]): string {
    return types.map((type) => this.#lookUp(type).id).join(",");
  }

  /** The limit that type arguments pass, if they pass one. */
  passedLimit(types: readonly Type[]): TypeLimit | undefined {
    const { depth, parts } = this.#sizeOf(types);
    if (depth - 1 > MAX_TYPE_DEPTH) return "depth";
    return parts > MAX_TYPE_PARTS ? "parts" : undefined;
  }

  #lookUp(type: Type): Known {
    const known = this.#known.get(type);
    if (known === undefined) {
      throw new InternalError(`not concrete: ${showType(type)}`, { stage: "mono" });
    }
    return known;
  }

  // --- Monomorphic types ---------------------------------------------------------------------

  /** The number of monomorphic types so far; their ids are less. */
  get count(): number {
    return this.#all.length;
  }

  /** The monomorphic type of a concrete one. */
  monoOf(type: Type): MonoTypeId {
    const known = this.#monoIds.get(type);
    if (known !== undefined) return known;
    if (this.#lookUp(type).depth > MAX_TYPE_DEPTH) {
      this.host.onLimit(type, "depth");
      return this.#setMono(type, this.#intern("unit", { kind: "unit", name: "void" }));
    }
    switch (type.kind) {
      case "con":
        return this.#monoOfCon(type, type.def);
      case "tuple":
      case "fn":
        return this.#monoOfStructural(type);
      case "param":
      case "var":
        throw unresolved(showType(type));
      case "error":
        throw new InternalError("type of an erroneous expression", { stage: "mono" });
      default:
        return assertNever(type, "mono");
    }
  }

  #setMono(type: Type, id: MonoTypeId): MonoTypeId {
    this.#monoIds.set(type, id);
    return id;
  }

  #monoOfCon(type: Type, def: TypeDef): MonoTypeId {
    switch (def.body.kind) {
      case "builtin":
        return this.#monoOfBuiltin(type, def.body.name);
      case "opaque":
        throw new InternalError(`not concrete: ${showType(type)}`, { stage: "mono" });
      case "newtype":
        if (this.host.drops(type)) {
          return this.#monoOfDropping(type, () => [{
            name: "inner",
            type: this.monoOf(this.concrete(newtypeInner(type))),
          }]);
        }
        return this.#setMono(type, this.monoOf(this.concrete(newtypeInner(type))));
      case "struct": {
        if (this.host.drops(type)) return this.#monoOfDropping(type, () => this.#fields(type));
        const id = this.#reserve(type);
        this.#all[id] = { kind: "struct", name: showType(type), fields: this.#fields(type) };
        return id;
      }
      case "sum": {
        const id = this.#reserve(type);
        const variants = def.body.variants.map((variant) => ({
          name: variant.name,
          fields: this.#fields(type, variant.index),
        }));
        // Whether it is boxed follows when all types are known: see `finish`.
        this.#all[id] = {
          kind: "sum",
          name: showType(type),
          variants,
          isBoxed: def.isBoxed ?? false,
          ...this.#dropMark(type, id),
        };
        return id;
      }
      default:
        return assertNever(def.body, "mono");
    }
  }

  /** A struct or newtype with an impl of `Drop`: a sum of one variant, in a cell. */
  #monoOfDropping(type: Type, fields: () => readonly MonoField[]): MonoTypeId {
    const id = this.#reserve(type);
    const name = showType(type);
    this.#all[id] = {
      kind: "sum",
      name,
      variants: [{ name, fields: fields() }],
      isBoxed: true,
      ...this.#dropMark(type, id),
    };
    return id;
  }

  #dropMark(
    type: Type,
    id: MonoTypeId,
  ): { readonly isBoxed: true; readonly drops: true } | undefined {
    if (!this.host.drops(type)) return undefined;
    this.host.onDrops(type, id);
    return { isBoxed: true, drops: true };
  }

  #monoOfBuiltin(type: Type, name: BuiltinName): MonoTypeId {
    const scalar = SCALARS[name];
    if (scalar !== undefined) {
      return this.#setMono(type, this.#intern(scalar, { kind: "scalar", scalar, name: scalar }));
    }
    switch (name) {
      case "str":
        return this.#setMono(type, this.#intern("str", { kind: "str", name }));
      case "void":
        return this.#setMono(type, this.#intern("unit", { kind: "unit", name }));
      case "Never":
        return this.#setMono(type, this.#intern("never", { kind: "never", name }));
      case "list":
        return this.#monoOfStructural(type);
      case "map":
      case "Set":
        return this.#setMono(type, this.monoOf(this.concrete(this.#representation(type, name))));
      default:
        throw new InternalError(`type ${name} has no representation yet`, { stage: "mono" });
    }
  }

  /** The representation of a map or set in std: `MapRep<K, V>`, with `void` values for a set. */
  #representation(type: Type, name: "map" | "Set"): Type {
    const args = type.kind === "con" ? type.args : [];
    return conType(this.host.builtinType("MapRep"), name === "map" ? args : [...args, VOID]);
  }

  /** Interned by the monomorphic types of the parts: `[UserId]` and `[int]` are one. */
  #monoOfStructural(type: Type): MonoTypeId {
    if (this.#open.has(type)) {
      // Only a newtype leads back here: `type Tree = [Tree]`.
      const id = this.#open.get(type) ?? (this.#all.push(undefined) - 1) as MonoTypeId;
      this.#open.set(type, id);
      return id;
    }
    this.#open.set(type, undefined);
    const made = this.#structuralType(type);
    const reserved = this.#open.get(type);
    this.#open.delete(type);
    if (reserved === undefined) return this.#setMono(type, this.intern(made));
    this.#all[reserved] = made;
    return this.#setMono(type, reserved);
  }

  #structuralType(type: Type): MonoType {
    const part = (of: Type) => this.monoOf(this.concrete(of));
    // Named after the parts as they are here: newtypes do not show.
    const nameOf = (id: MonoTypeId, of: Type) => this.#all[id]?.name ?? showType(of);
    switch (type.kind) {
      case "tuple": {
        const fields = type.elements.map((of, i) => ({ name: String(i), type: part(of) }));
        const names = fields.map((field, i) => nameOf(field.type, type.elements[i] as Type));
        return { kind: "struct", name: `(${joinNames(names)})`, fields };
      }
      case "fn": {
        const params = type.params.map(part);
        const result = part(type.result);
        const names = params.map((param, i) => nameOf(param, type.params[i] as Type));
        const name = `(${joinNames(names)}) -> ${joinNames([nameOf(result, type.result)])}`;
        return { kind: "fn", name, params, result };
      }
      case "con": {
        const of = type.args[0] as Type;
        const element = part(of);
        return { kind: "list", name: `[${joinNames([nameOf(element, of)])}]`, element };
      }
      default:
        throw new InternalError(`${type.kind} is not structural`, { stage: "mono" });
    }
  }

  #fields(type: Type, variant?: number): readonly MonoField[] {
    const types = fieldTypes(type, variant);
    return fieldDefs(type, variant).map((def, i) => ({
      name: def.name,
      type: this.monoOf(this.concrete(types[i] as Type)),
    }));
  }

  #reserve(type: Type): MonoTypeId {
    return this.#setMono(type, (this.#all.push(undefined) - 1) as MonoTypeId);
  }

  #intern(key: string, type: MonoType): MonoTypeId {
    const known = this.#structural.get(key);
    if (known !== undefined) return known;
    const id = (this.#all.push(type) - 1) as MonoTypeId;
    this.#structural.set(key, id);
    return id;
  }

  /** The monomorphic type `id`; a sum is not known to be boxed before `finish`. */
  get(id: MonoTypeId): MonoType {
    const type = this.#all[id];
    if (type === undefined) throw new InternalError(`no type ${id}`, { stage: "mono" });
    return type;
  }

  /** Keeps values of a type inline however large they are. For the tuples that intrinsics give. */
  keepInline(id: MonoTypeId): void {
    this.#inline.add(id);
  }

  /** Whether a monomorphic type is the cell of a type with an impl of `Drop`. */
  isDropping(id: MonoTypeId): boolean {
    const type = this.#all[id];
    return type?.kind === "sum" && type.drops === true;
  }

  /** Interns a type by its structure. */
  intern(type: MonoType): MonoTypeId {
    return this.#intern(structuralKey(type), type);
  }

  /** The finished table: boxes chosen. Later stages may intern structural types into it. */
  finish(): MonoTypes {
    const all = this.#all.map((_, i) => this.get(i as MonoTypeId));
    for (const id of chooseBoxed(all)) {
      const type = all[id];
      if (type?.kind === "sum") all[id] = { ...type, isBoxed: true };
    }
    boxLargeTypes(all, this.#inline);
    // What later stages intern by structure lies inline.
    for (const [key, id] of this.#structural) {
      if (all[id].kind === "sum") this.#structural.delete(key);
    }
    return new FinishedTypes(all, this.#structural);
  }
}

/** Names of types are cut with `...` beyond this length, so that they do not double where types share their parts. */
const MAX_NAME_LENGTH = 2_000;

/** The names of the parts of a type, up to the one with which the whole would be too long. */
function joinNames(names: readonly string[]): string {
  const fitting: string[] = [];
  let length = 0;
  for (const name of names) {
    length += name.length + 2;
    if (length > MAX_NAME_LENGTH) return [...fitting, "..."].join(", ");
    fitting.push(name);
  }
  return fitting.join(", ");
}

function unresolved(name: string): InternalError {
  return new InternalError(`unresolved type variable ${name}`, { stage: "mono" });
}
