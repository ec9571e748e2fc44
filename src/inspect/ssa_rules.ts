/** The rules of loops and joins (seeds DBG-3), told for every region, also where they hold. */
import {
  type ArcBlock,
  type ArcFunction,
  type ArcProgram,
  computeLiveness,
  eachJumpTarget,
  eachResult,
  type Op,
  predecessors,
  type Region,
  successors,
  type VarId,
} from "../arc/mod.ts";
import type { Events, SsaRule, SsaVerify } from "../events/mod.ts";

/** A rule at a region. */
export interface RuleAt extends SsaVerify {
  readonly region_id: string;
}

/** The rules of every loop and join of `fn`, in the order of regions. */
export function checkRules(program: ArcProgram, fn: ArcFunction): readonly RuleAt[] {
  const preds = predecessors(fn);
  return fn.regions.flatMap((region) => {
    switch (region.kind) {
      case "function":
        return [criticalEdges(fn, preds), pinnedOperands(fn)];
      case "loop":
        return loopRules(program, fn, region, preds);
      case "join":
        return joinRules(program, fn, region, preds);
    }
  });
}

type Preds = readonly (readonly ArcBlock["id"][])[];

function rule(
  rule: SsaRule,
  region_id: string,
  problems: readonly string[],
  holds: string,
): RuleAt {
  const ok = problems.length === 0;
  return { rule, ok, detail: ok ? holds : problems.join("; "), region_id };
}

/** A block with several successors has no edge to one with several predecessors. */
function criticalEdges(fn: ArcFunction, preds: Preds): RuleAt {
  const problems = fn.blocks.flatMap(({ id, terminator }) => {
    const next = successors(terminator);
    if (next.length < 2) return [];
    const critical = next.filter((to) => preds[to].length > 1 && !isUnwindEdge(terminator, to));
    return critical.map((to) => `bb${id} to bb${to} is critical`);
  });
  return rule("critical-edges", "function", problems, `${fn.blocks.length} blocks`);
}

/** What releases a frame may be entered from several calls: its edges carry no values. */
function isUnwindEdge(terminator: ArcBlock["terminator"], to: ArcBlock["id"]): boolean {
  return terminator.kind === "Invoke" && terminator.unwind === to;
}

/**
 * Conditions, operands of comparisons and what fields are read of are variables that have a value there: defined before in the
 * block, or live into it, which every path to it defines (seeds DBG-4). What a call with an unwind edge gives has a value from the
 * start of the block where it returns, and is not live into that.
 */
function pinnedOperands(fn: ArcFunction): RuleAt {
  const { liveIn } = computeLiveness(fn, (v) => v);
  const params = new Set(fn.params.map((param) => param.var));
  const problems = liveIn[0].filter((v) => !params.has(v)).map((v) => `%${v} has no value`);
  const given = invokeResults(fn);
  let count = 0;
  for (const block of fn.blocks) {
    const known = new Set([
      ...liveIn[block.id],
      ...given[block.id],
      ...block.params,
      ...(block.id === 0 ? params : []),
    ]);
    const check = (v: VarId) => {
      count++;
      if (!known.has(v)) problems.push(`%${v} is not defined in bb${block.id}`);
    };
    for (const op of block.ops) {
      pinnedIn(op).forEach(check);
      eachResult(op, (v) => known.add(v));
    }
    const { terminator } = block;
    if (terminator.kind === "Branch") check(terminator.condition);
    else if (terminator.kind === "Switch") check(terminator.subject);
  }
  return rule("pinned-operands", "function", problems, `${count} operands`);
}

/** By block: the results of the calls that return to it. */
function invokeResults(fn: ArcFunction): readonly (readonly VarId[])[] {
  const results: VarId[][] = fn.blocks.map(() => []);
  for (const { terminator } of fn.blocks) {
    if (terminator.kind === "Invoke") results[terminator.normal].push(terminator.dst);
  }
  return results;
}

function pinnedIn(op: Op): readonly VarId[] {
  if (op.kind === "Project" || op.kind === "Tag") return [op.src];
  return op.kind === "Prim" && /_(?:eq|ne|lt|le|gt|ge)$/.test(op.op) ? op.args : [];
}

function blockWith(fn: ArcFunction, { id }: Region, role: ArcBlock["role"]): ArcBlock | undefined {
  return fn.blocks.find((block) => block.region === id && block.role === role);
}

function loopRules(
  program: ArcProgram,
  fn: ArcFunction,
  region: Region,
  preds: Preds,
): readonly RuleAt[] {
  const at = `loop#${region.id}/header`;
  const header = blockWith(fn, region, "header");
  if (header === undefined) return [rule("back-edge", at, ["no header"], "")];
  const from = preds[header.id];
  const incoming = from.map((id) => `bb${id}`).join(", ");
  const isLatch = (id: ArcBlock["id"]) =>
    fn.blocks[id].region === region.id && fn.blocks[id].role === "latch" ||
    isHeaderOfInner(fn, region, id);
  const latches = from.filter(isLatch);
  const counted = from.length === 2 ? [] : [`${from.length} predecessors: ${incoming}`];
  return [
    rule(
      "header-phi-incomings",
      at,
      [...counted, ...missingValues(fn, header, from)],
      `from ${incoming}`,
    ),
    rule(
      "back-edge",
      at,
      latches.length === 1 ? [] : [`${latches.length} latches lead to bb${header.id}`],
      `from bb${latches[0]}`,
    ),
    rule("phi-types", at, wrongTypes(program, fn, header, from), `${header.params.length} values`),
  ];
}

/** A block in a region within the loop that has another role there still jumps back. */
function isHeaderOfInner(fn: ArcFunction, region: Region, id: ArcBlock["id"]): boolean {
  const parents = new Map(fn.regions.map((one) => [one.id, one.parent]));
  let at = parents.get(fn.blocks[id].region);
  while (at !== undefined && at !== region.id) at = parents.get(at);
  return at === region.id;
}

function joinRules(
  program: ArcProgram,
  fn: ArcFunction,
  region: Region,
  preds: Preds,
): readonly RuleAt[] {
  const at = `join#${region.id}/join`;
  const join = blockWith(fn, region, "join");
  if (join === undefined) return [];
  const from = preds[join.id];
  const incoming = from.map((id) => `bb${id}`).join(", ");
  const few = from.length >= 2 ? [] : [`${from.length} predecessors: ${incoming}`];
  return [
    rule("join-incomings", at, [...few, ...missingValues(fn, join, from)], `from ${incoming}`),
    rule("phi-types", at, wrongTypes(program, fn, join, from), `${join.params.length} values`),
  ];
}

type Args = readonly ArcFunction["params"][0]["var"][];

function* argsFrom(fn: ArcFunction, block: ArcBlock, from: readonly ArcBlock["id"][]) {
  for (const bb of from) {
    const found: Args[] = [];
    eachJumpTarget(fn.blocks[bb].terminator, ({ block: to, args }) => {
      if (to === block.id) found.push(args);
    });
    for (const args of found) yield { bb, args };
  }
}

function missingValues(fn: ArcFunction, block: ArcBlock, from: readonly ArcBlock["id"][]) {
  return [...argsFrom(fn, block, from)].flatMap(({ bb, args }) =>
    args.length === block.params.length
      ? []
      : [`bb${bb} passes ${args.length} values for ${block.params.length}`]
  );
}

function wrongTypes(
  { types }: ArcProgram,
  fn: ArcFunction,
  block: ArcBlock,
  from: readonly ArcBlock["id"][],
): readonly string[] {
  const name = (v: Args[0]) => types.get(fn.varTypes[v]).name;
  return [...argsFrom(fn, block, from)].flatMap(({ bb, args }) =>
    block.params.flatMap((param, i) => {
      const arg = args[i];
      if (arg === undefined || fn.varTypes[arg] === fn.varTypes[param]) return [];
      return [`%${param}: ${name(param)} gets %${arg}: ${name(arg)} from bb${bb}`];
    })
  );
}

/** Tells the rules of `fn`; one that is broken as an error, which is counted. */
export function tellRules(program: ArcProgram, fn: ArcFunction, events: Events): void {
  for (const { region_id, ...meta } of checkRules(program, fn)) {
    if (!meta.ok) events.metrics.count("phi_pred_mismatch");
    const level = meta.ok ? "debug" : "error";
    events.emit("ssa.verify", { fn: fn.name, region_id, span: fn.span }, meta, { level });
  }
}
