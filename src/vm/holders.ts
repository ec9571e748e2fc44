/**
 * Describes how blocks that are live at the end are reachable (ORI_CHECK_LEAKS): the path to each from a block that no other
 * one holds, in the words of `runtime/src/holders.c`.
 */
import { assertNever } from "../base/mod.ts";
import type { FieldDescriptor } from "../bytecode/mod.ts";
import { OWNER_TYPE, type ProgramFacts } from "./heap.ts";
import { type Block, blockOf, Cell, Owner, Str, type Value } from "./value.ts";

/** Most blocks in a report, and most steps of a path. */
const PATHS_SHOWN = 20;
const STEPS_SHOWN = 12;

/** The end of the name that the wrapper of a closure has beside its body. */
const WRAPPER_SUFFIX = "$wrapper";

/** A block that holds another one, and the place of the reference in it: `.name`, `[3]`. */
interface Holder {
  readonly block: Block;
  readonly label: string;
}

/** A line for each of the first live blocks; `live` in the order of their allocation. */
export function describeHolders(program: ProgramFacts, live: Iterable<Block>): string[] {
  const blocks = [...live];
  const known = new Set(blocks);
  const holders = new Map<Block, Holder>();
  for (const block of blocks) {
    eachReference(program, block, (held, label) => {
      if (held !== block && known.has(held) && !holders.has(held)) {
        holders.set(held, { block, label });
      }
    });
  }
  return blocks.slice(0, PATHS_SHOWN).map((block) => describePath(program, block, holders));
}

function describePath(
  program: ProgramFacts,
  last: Block,
  holders: ReadonlyMap<Block, Holder>,
): string {
  let path = nameOf(program, last);
  let holder = holders.get(last);
  for (let steps = 1; holder !== undefined && steps < STEPS_SHOWN; steps++) {
    path = `${nameOf(program, holder.block)}${holder.label} -> ${path}`;
    holder = holders.get(holder.block);
  }
  if (holder !== undefined) return `  held: ... -> ${path}\n`;
  return holders.has(last) ? `  held: ${path}\n` : `  not held: ${path}\n`;
}

/** A closure is named by its function. */
function nameOf(program: ProgramFacts, block: Block): string {
  if (block instanceof Str) return "str";
  if (block instanceof Owner) return OWNER_TYPE;
  const type = program.types[block.type];
  if (type.kind !== "fn") return type.name;
  const { name } = program.chunks[block.tag];
  return `closure ${name.endsWith(WRAPPER_SUFFIX) ? name.slice(0, -WRAPPER_SUFFIX.length) : name}`;
}

type Visit = (held: Block, label: string) => void;

/** The references in a block. A hole in a list, and a cell that waits for reuse, have none. */
function eachReference(program: ProgramFacts, block: Block, visit: Visit): void {
  if (block instanceof Owner) return visit(block.whole, "");
  if (block instanceof Str || block.items.length === 0) return;
  const type = program.types[block.type];
  const part = (of: number, value: Value, label: string) => {
    eachPart(program, of, value, label, visit);
  };
  if (type.kind === "list") {
    block.items.forEach((item, i) => part(type.element, item, `[${i}]`));
  } else if (type.kind === "sum") {
    const { name, fields } = type.variants[block.tag];
    fields.forEach((field, i) => part(field.type, block.items[i], `.${name}.${field.name}`));
  } else {
    const { env, captures } = program.chunks[block.tag];
    const envType = program.types[env];
    if (envType.kind !== "env") return;
    envType.captures.forEach((of, i) => part(of, block.items[i], ` capture ${captures[i] ?? i}`));
  }
}

/** The references in a value of type `of`, at `label`. */
function eachPart(
  program: ProgramFacts,
  of: number,
  value: Value,
  label: string,
  visit: Visit,
): void {
  const type = program.types[of];
  if (value === undefined || !type.isCounted) return;
  if (value instanceof Cell || value instanceof Str) return visit(blockOf(value), label);
  if (!Array.isArray(value)) return;
  const fields = (all: readonly FieldDescriptor[], values: readonly Value[], before: string) => {
    all.forEach((field, i) =>
      eachPart(program, field.type, values[i], `${before}.${field.name}`, visit)
    );
  };
  switch (type.kind) {
    case "struct":
      return fields(type.fields, value, label);
    case "sum": {
      const variant = type.variants[Number(value[0])];
      return fields(variant.fields, value.slice(1), `${label}.${variant.name}`);
    }
    case "scalar":
    case "unit":
    case "never":
    case "str":
    case "list":
    case "fn":
    case "env":
    case "token":
    case "builder":
      return;
    default:
      assertNever(type, "vm");
  }
}
