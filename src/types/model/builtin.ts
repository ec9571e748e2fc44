/** The type definitions that no source file declares, and their types. */
import type { FileId, Id } from "../../base/mod.ts";
import type { BuiltinName, Type, TypeDef, TypeParam } from "./model.ts";
import { conType, paramType } from "./type.ts";

const BUILTIN_PARAMS: Readonly<Record<BuiltinName, readonly string[]>> = {
  int: [],
  float: [],
  bool: [],
  str: [],
  char: [],
  byte: [],
  void: [],
  Never: [],
  Duration: [],
  Size: [],
  list: ["T"],
  map: ["K", "V"],
  Set: ["T"],
};
/** Names of builtin types, in the order of their ids. */
export const BUILTIN_NAMES = Object.keys(BUILTIN_PARAMS) as readonly BuiltinName[];

/** The builtin definitions: the first of every program's `typeDefs`, the same objects in all programs. */
export const BUILTIN_DEFS: Readonly<Record<BuiltinName, TypeDef>> = makeBuiltins();
/** Type parameter ids from here on are free. */
export const FIRST_TYPE_PARAM_ID = 4;

export const INT = conType(BUILTIN_DEFS.int);
export const FLOAT = conType(BUILTIN_DEFS.float);
export const BOOL = conType(BUILTIN_DEFS.bool);
export const STR = conType(BUILTIN_DEFS.str);
export const CHAR = conType(BUILTIN_DEFS.char);
export const BYTE = conType(BUILTIN_DEFS.byte);
export const VOID = conType(BUILTIN_DEFS.void);
export const NEVER = conType(BUILTIN_DEFS.Never);
export const DURATION = conType(BUILTIN_DEFS.Duration);
export const SIZE = conType(BUILTIN_DEFS.Size);

/** `[element]`. */
export function listType(element: Type): Type {
  return conType(BUILTIN_DEFS.list, [element]);
}

/** `{key: value}`. */
export function mapType(key: Type, value: Type): Type {
  return conType(BUILTIN_DEFS.map, [key, value]);
}

/** `Set<element>`. */
export function setType(element: Type): Type {
  return conType(BUILTIN_DEFS.Set, [element]);
}

/** A tuple; of no elements `void`. */
export function tupleType(elements: readonly Type[]): Type {
  if (elements.length === 0) return VOID;
  return { kind: "tuple", elements };
}

/** All is made and frozen at once: programs share the definitions. */
function makeBuiltins(): Record<BuiltinName, TypeDef> {
  const defs: Partial<Record<BuiltinName, TypeDef>> = {};
  let nextParam = 0;
  BUILTIN_NAMES.forEach((name, i) => {
    const params = BUILTIN_PARAMS[name].map((param): TypeParam => ({
      id: (nextParam++) as Id<"TypeParam">,
      name: param,
      bounds: [],
    }));
    const def: TypeDef = {
      id: i as Id<"TypeDef">,
      name,
      module: 0 as Id<"Module">,
      origin: "std",
      params,
      isPublic: true,
      span: { file: 0 as FileId, start: 0, end: 0 },
      body: { kind: "builtin", name },
    };
    conType(def);
    for (const param of params) {
      paramType(param);
      Object.freeze(param.bounds);
      Object.freeze(param);
    }
    defs[name] = Object.freeze(def);
  });
  return defs as Record<BuiltinName, TypeDef>;
}
