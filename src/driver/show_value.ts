/** The text of a value of the VM, for probes. */
import type { MonoTypeId, MonoTypes } from "../mono/mod.ts";
import { Cell, Str, type Value } from "../vm/mod.ts";

/** Parts that are shown of a list, and levels of nesting. */
const MAX_PARTS = 8;
const MAX_DEPTH = 4;
const MAX_TEXT = 60;

export function showValue(types: MonoTypes, id: MonoTypeId, value: Value, depth = 0): string {
  const type = types.get(id);
  const show = (part: MonoTypeId, of: Value) => showValue(types, part, of, depth + 1);
  switch (type.kind) {
    case "unit":
      return "()";
    case "scalar":
      return showScalar(type.scalar, value);
    case "str":
      return value instanceof Str ? quote(value.text) : "?";
    case "list": {
      if (!(value instanceof Cell) || depth >= MAX_DEPTH) return "[...]";
      const parts = value.elements(0, Math.min(value.length, MAX_PARTS));
      const rest = value.length > MAX_PARTS ? [`... ${value.length} in all`] : [];
      return `[${[...parts.map((part) => show(type.element, part)), ...rest].join(", ")}]`;
    }
    case "struct": {
      if (!Array.isArray(value) || depth >= MAX_DEPTH) return type.name;
      const parts = type.fields.map(({ name, type: part }, i) =>
        `${name}: ${show(part, value[i])}`
      );
      return `${type.name} { ${parts.join(", ")} }`;
    }
    case "sum":
      return type.isBoxed && !(value instanceof Cell)
        ? type.name
        : showSum(type, value, show, depth);
    default:
      return type.name;
  }
}

type Sum = Extract<ReturnType<MonoTypes["get"]>, { kind: "sum" }>;

/** An inline sum is its tag and the fields, or the tag alone; a boxed one is a cell. */
function showSum(
  { name, variants }: Sum,
  value: Value,
  show: (type: MonoTypeId, value: Value) => string,
  depth: number,
): string {
  const isCell = value instanceof Cell;
  const tag = isCell ? value.tag : Number(Array.isArray(value) ? value[0] : value);
  const variant = variants[tag];
  if (variant === undefined) return name;
  const fields = isCell ? value.items : Array.isArray(value) ? value.slice(1) : [];
  if (variant.fields.length === 0) return variant.name;
  if (depth >= MAX_DEPTH || fields.length < variant.fields.length) return `${variant.name}(...)`;
  const parts = variant.fields.map(({ type }, i) => show(type, fields[i]));
  return `${variant.name}(${parts.join(", ")})`;
}

function showScalar(scalar: string, value: Value): string {
  switch (scalar) {
    case "bool":
      return value === 1 ? "true" : "false";
    case "char":
      return typeof value === "number" ? `'${String.fromCodePoint(value)}'` : "?";
    default:
      return String(value);
  }
}

function quote(text: string): string {
  return JSON.stringify(text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}...` : text);
}
