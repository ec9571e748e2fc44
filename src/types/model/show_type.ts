/** Types as messages and names show them. */
import { assertNever } from "../../base/mod.ts";
import type { Type, TypeDef, TypeParam } from "./model.ts";
import { eachType, prune, substituteAll, substitutionOf } from "./type.ts";

/** A text of a type holds at most this many types; `...` stands for the others. */
const MAX_SHOWN = 160;

const CUT = "...";

/** The text of one type while it is written. */
interface Text {
  /** What a definition or parameter is called. */
  readonly nameOf: (named: TypeDef | TypeParam) => string;
  /** The number of types that still fit. */
  room: number;
}

/** `type` in the notation of a source. Large types are cut: their text ends with `...` in each bracket that is open. */
export function showType(type: Type): string {
  return show(type, { nameOf: (named) => named.name, room: MAX_SHOWN });
}

/**
 * Types that stand in one message, as `showType` has them; where two definitions have one name, that of the module
 * is in front: `shapes.Point`, `std.str`. A type parameter that another one shadows is an `outer T`.
 */
export function showTogether<const Types extends readonly Type[]>(
  ...types: Types
): { readonly [K in keyof Types]: string } {
  const names = tellApart(types);
  const nameOf = (named: TypeDef | TypeParam) => names.get(named) ?? named.name;
  const shown = types.map((type) => show(type, { nameOf, room: MAX_SHOWN }));
  return shown as { readonly [K in keyof Types]: string };
}

/** A longer name for each definition and parameter in `types` that has the name of another one. */
function tellApart(types: readonly Type[]): ReadonlyMap<TypeDef | TypeParam, string> {
  const byName = new Map<string, Set<TypeDef | TypeParam>>();
  for (const named of types.flatMap(namedIn)) {
    const known = byName.get(named.name);
    if (known === undefined) byName.set(named.name, new Set([named]));
    else known.add(named);
  }
  const names = new Map<TypeDef | TypeParam, string>();
  for (const namesakes of byName.values()) {
    const defs = [...namesakes].filter((named) => "origin" in named);
    const params = [...namesakes].filter((named) => !("origin" in named));
    if (defs.length > 1) { for (const def of defs) names.set(def, qualifiedName(def, defs)); }
    const inner = Math.max(...params.map(({ id }) => id));
    for (const param of params) if (param.id !== inner) names.set(param, `outer ${param.name}`);
  }
  return names;
}

/** The definitions and parameters that are named where `type` is shown. */
function namedIn(type: Type): readonly (TypeDef | TypeParam)[] {
  const named: (TypeDef | TypeParam)[] = [];
  eachType(type, (part) => {
    if (part.kind === "param") named.push(part.param);
    if (part.kind !== "con") return;
    const { objectOf } = part.def;
    if (objectOf?.isCombined) named.push(...objectOf.supertraits.map(({ trait }) => trait.object));
    else named.push(part.def);
  });
  return named;
}

/** The name of `def` with as much of its module's path in front as none of the other `namesakes` has. */
function qualifiedName(def: TypeDef, namesakes: readonly TypeDef[]): string {
  const { body } = def;
  if (body.kind === "opaque") {
    return body.fn === undefined ? def.name : `${def.name} of ${body.fn.name}`;
  }
  const path = def.origin.split("/");
  const others = namesakes.filter((other) => other !== def).map(({ origin }) => origin.split("/"));
  for (let count = 1; count < path.length; count++) {
    const end = path.slice(-count).join("/");
    if (others.every((other) => other.slice(-count).join("/") !== end)) return `${end}.${def.name}`;
  }
  return `${def.origin}.${def.name}`;
}

function show(type: Type, text: Text): string {
  const t = prune(type);
  if (text.room-- <= 0) return CUT;
  switch (t.kind) {
    case "con":
      return showCon(t.def, t.args, text);
    case "tuple":
      return `(${showAll(t.elements, text)}${t.elements.length === 1 ? "," : ""})`;
    case "fn":
      return `(${showAll(t.params, text)}) -> ${show(t.result, text)}`;
    case "param":
      return text.nameOf(t.param);
    case "var":
      return t.isIntLiteral ? "int" : "_";
    case "error":
      return "<error>";
    default:
      return assertNever(t, "types");
  }
}

function showAll(types: readonly Type[], text: Text, separator = ", "): string {
  const shown: string[] = [];
  for (const type of types) {
    shown.push(show(type, text));
    if (text.room < 0) break;
  }
  return shown.join(separator);
}

function showCon(def: TypeDef, args: readonly Type[], text: Text): string {
  const { objectOf, body } = def;
  if (objectOf?.isCombined) {
    const map = substitutionOf(objectOf.params, args);
    return objectOf.supertraits.map((part) =>
      showCon(part.trait.object, substituteAll(part.args, map), text)
    ).join(" + ");
  }
  if (body.kind === "builtin" && body.name === "list") return `[${showAll(args, text)}]`;
  if (body.kind === "builtin" && body.name === "map") return `{${showAll(args, text, ": ")}}`;
  const name = text.nameOf(def);
  return args.length === 0 || body.kind === "opaque" ? name : `${name}<${showAll(args, text)}>`;
}
