/** Types and functions as engines that interpret see them. */
import { assertNever } from "../base/mod.ts";
import type { ArcFunction, ArcProgram } from "../arc/mod.ts";
import { type MonoField, type MonoType, type MonoTypeId } from "../mono/mod.ts";
import { INT, NUM, REF, type RegisterClass } from "./opcodes.ts";
import { type Chunk, type FieldDescriptor, isEnum, type TypeDescriptor } from "./program.ts";

/** Descriptors of every type of a program, by number. */
export function describeTypes({ types, drops }: ArcProgram): TypeDescriptor[] {
  return types.all.map((type, index) => {
    const id = index as MonoTypeId;
    const described = describe(type, types.isCounted(id));
    const drop = drops.get(id);
    return described.kind === "sum" && drop !== undefined ? { ...described, drop } : described;
  });
}

function describe(type: MonoType, isCounted: boolean): TypeDescriptor {
  const { name } = type;
  switch (type.kind) {
    case "unit":
    case "never":
    case "str":
      return { name, isCounted, kind: type.kind };
    case "scalar":
      return { name, isCounted, kind: "scalar", scalar: type.scalar };
    case "list":
      return { name, isCounted, kind: "list", element: type.element };
    case "fn":
      return { name, isCounted, kind: "fn", params: [...type.params], result: type.result };
    case "struct":
      return { name, isCounted, kind: "struct", fields: fields(type.fields) };
    case "sum":
      return {
        name,
        isCounted,
        kind: "sum",
        variants: type.variants.map((v) => ({ name: v.name, fields: fields(v.fields) })),
        isBoxed: type.isBoxed,
      };
    case "env":
      return { name, isCounted, kind: "env", captures: [...type.captures] };
    case "token":
      return { name, isCounted, kind: "token", of: type.of };
    case "builder":
      return { name, isCounted, kind: "builder", of: type.of };
    default:
      assertNever(type, "bytecode");
  }
}

function fields(all: readonly MonoField[]): FieldDescriptor[] {
  return all.map((field) => ({ name: field.name, type: field.type }));
}

/** The registers that hold a value of `type`. */
export function classOf(type: TypeDescriptor): RegisterClass {
  switch (type.kind) {
    case "scalar":
      return type.scalar === "int" ? INT : NUM;
    case "unit":
    case "never":
      return NUM;
    case "sum":
      return isEnum(type) ? NUM : REF;
    case "str":
    case "list":
    case "fn":
    case "struct":
    case "env":
    case "token":
    case "builder":
      return REF;
    default:
      assertNever(type, "bytecode");
  }
}

/** The facts about a function that releases and leak reports need. */
export function describeFunction(
  { name, kind, params, varTypes }: ArcFunction,
  program: ArcProgram,
): Pick<Chunk, "name" | "env" | "captures"> {
  if (kind.kind !== "wrapper") return { name, env: -1, captures: [] };
  const captures = captureNames(program.fns[kind.body]);
  return { name, env: varTypes[params[0].var], captures };
}

/** A capture without a name is called by its number. */
function captureNames({ kind, params, varNames }: ArcFunction): readonly string[] {
  if (kind.kind !== "lambda") return [];
  return params.slice(0, kind.captures).map(({ var: v }, i) => varNames[v] ?? String(i));
}

/** The list type that an intrinsic works on: that of its first argument, else of its result, else -1. */
export function listTypeOf(
  types: readonly TypeDescriptor[],
  first: number | undefined,
  result: number,
): number {
  if (first !== undefined && types[first].kind === "list") return first;
  return types[result].kind === "list" ? result : -1;
}
