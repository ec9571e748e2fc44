/**
 * Chooses the sum types that are pointers: enough of them that no value contains itself inline.
 * Every cycle of inline containment gets at least one; a sum without type arguments is preferred,
 * so that `type Tree = Leaf | Node(left: Option<Tree>)` boxes `Tree` and not `Option<Tree>`.
 */
import { InternalError } from "../base/mod.ts";
import type { MonoType, MonoTypeId } from "./program.ts";

/** Ids of the sums of `all` to box. */
export function chooseBoxed(all: readonly MonoType[]): ReadonlySet<MonoTypeId> {
  const boxed = new Set<MonoTypeId>();
  all.forEach((type, id) => {
    if (type.kind === "sum" && type.isBoxed) boxed.add(id as MonoTypeId);
  });
  let open = all.map((_, id) => id as MonoTypeId);
  while (open.length > 0) {
    const cycles = cyclesAmong(all, open, boxed);
    open = cycles.flat();
    for (const cycle of cycles) boxed.add(bestToBox(all, cycle));
  }
  return boxed;
}

function bestToBox(all: readonly MonoType[], cycle: readonly MonoTypeId[]): MonoTypeId {
  const sums = cycle.filter((id) => all[id]?.kind === "sum").sort((a, b) => a - b);
  const found = sums.find((id) => !all[id]?.name.includes("<")) ?? sums[0];
  if (found === undefined) {
    const name = all[cycle[0] as MonoTypeId]?.name;
    throw new InternalError(`type ${name} contains itself inline`, { stage: "mono" });
  }
  return found;
}

/** The types that a value of the type holds inline. */
function inlineParts(type: MonoType | undefined): readonly MonoTypeId[] {
  switch (type?.kind) {
    case "struct":
      return type.fields.map((field) => field.type);
    case "sum":
      return type.variants.flatMap((variant) => variant.fields.map((field) => field.type));
    default:
      return [];
  }
}

/**
 * Strongly connected components with a cycle, among `open` types without the boxed ones.
 * Tarjan, "Depth-first search and linear graph algorithms" (1972), with a stack of its own.
 */
function cyclesAmong(
  all: readonly MonoType[],
  open: readonly MonoTypeId[],
  boxed: ReadonlySet<MonoTypeId>,
): MonoTypeId[][] {
  const allowed = new Set(open.filter((id) => !boxed.has(id)));
  const parts = (id: MonoTypeId) => inlineParts(all[id]).filter((part) => allowed.has(part));
  const index = new Map<MonoTypeId, number>();
  const low = new Map<MonoTypeId, number>();
  const onStack = new Set<MonoTypeId>();
  const stack: MonoTypeId[] = [];
  const found: MonoTypeId[][] = [];
  const enter = (id: MonoTypeId) => {
    index.set(id, index.size);
    low.set(id, index.get(id) as number);
    stack.push(id);
    onStack.add(id);
    return { id, parts: parts(id), next: 0 };
  };
  const leave = (id: MonoTypeId) => {
    if (low.get(id) !== index.get(id)) return;
    const component: MonoTypeId[] = [];
    for (;;) {
      const member = stack.pop() as MonoTypeId;
      onStack.delete(member);
      component.push(member);
      if (member === id) break;
    }
    if (component.length > 1 || parts(id).includes(id)) found.push(component);
  };
  const lower = (id: MonoTypeId, to: number) => low.set(id, Math.min(low.get(id) as number, to));
  for (const root of allowed) {
    if (index.has(root)) continue;
    const work = [enter(root)];
    for (let top = work.at(-1); top !== undefined; top = work.at(-1)) {
      const part = top.parts[top.next++];
      if (part === undefined) {
        work.pop();
        leave(top.id);
        const above = work.at(-1);
        if (above !== undefined) lower(above.id, low.get(top.id) as number);
      } else if (!index.has(part)) work.push(enter(part));
      else if (onStack.has(part)) lower(top.id, index.get(part) as number);
    }
  }
  return found;
}
