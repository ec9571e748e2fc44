/**
 * The constants of the target (25.6) in code: each is replaced by its value, and of an `if` that they decide only
 * the branch that is taken stays. `compile_error(..)` in what stays is reported.
 */
import type { Expr, Item, LiteralPattern, MatchArm, Param, Pattern, Stmt } from "../syntax/mod.ts";
import { eachChildPattern, eachPatternOf } from "../syntax/mod.ts";
import { compileError, malformedCompileError } from "./condition_errors.ts";
import type { Report } from "./conditions.ts";
import type { FileEmbeds } from "./embed.ts";
import { EmbedPaths, type Hidden, localName, type Special } from "./embed_paths.ts";
import { type BuildSettings, familyOf } from "./settings.ts";

/** Whether the text of a file may have anything that `pruneBranches` changes. */
export function mentionsConstants(text: string): boolean {
  return mentionsFiles(text) ||
    /\$(target_(os|arch|family)|debug|release)\b|\bcompile_error\b/.test(text);
}

/** Whether the text of a file may embed others. */
export function mentionsFiles(text: string): boolean {
  return /\b(has_)?embed\b/.test(text);
}

/** The items of a file after their branches are decided. */
export function pruneBranches(
  items: readonly Item[],
  settings: BuildSettings,
  report: Report,
  embeds: FileEmbeds,
): readonly Item[] {
  return new BranchPruner(items, settings, report, embeds).prune(items);
}

type Value = string | boolean;

class BranchPruner {
  readonly #constants: ReadonlyMap<string, Value>;
  /** Constants of the file that are computed from those of the target. */
  readonly #derived = new Map<string, Value>();
  readonly #hidden: Hidden;
  readonly #definesCompileError: boolean;

  readonly #paths: EmbedPaths;

  constructor(
    items: readonly Item[],
    readonly settings: BuildSettings,
    readonly report: Report,
    readonly embeds: FileEmbeds,
  ) {
    this.#constants = constantsOf(settings);
    this.#hidden = new Set(items.flatMap(constantNames));
    this.#definesCompileError = items.some((item) =>
      item.kind === "Function" && item.name.text === "compile_error"
    );
    this.#paths = new EmbedPaths(items, this.#constants, report, embeds);
    for (const item of items) {
      if (item.kind !== "Const" || item.params !== undefined) continue;
      const value = this.#decide(item.value, this.#hidden);
      if (value !== undefined) this.#derived.set(item.name.text, value);
    }
  }

  prune(items: readonly Item[]): readonly Item[] {
    return this.#all(items, this.#hidden) as readonly Item[];
  }

  /** Copies a part of the tree where something in it changes. */
  #part(part: unknown, hidden: Hidden): unknown {
    if (typeof part !== "object" || part === null) return part;
    if (Array.isArray(part)) return this.#all(part, hidden);
    if (isExpr(part)) {
      const replaced = this.#replace(part, hidden);
      if (replaced !== undefined) return replaced;
      if (part.kind === "Block") return this.#block(part, hidden);
    }
    if (isArm(part)) return this.#arm(part, hidden);
    return this.#fields(part, hidesMore(part, hidden));
  }

  #fields<T extends object>(node: T, hidden: Hidden): T {
    return mapFields(node, (part) => this.#part(part, hidden));
  }

  /** `$name` in the pattern of an arm is the constant, as those of files are. */
  #arm(arm: MatchArm, outer: Hidden): MatchArm {
    const pattern = this.#armPattern(arm.pattern, outer) as Pattern;
    const hidden = hideNames(pattern, outer);
    return { ...this.#fields(arm, hidden), pattern };
  }

  #armPattern(part: unknown, hidden: Hidden): unknown {
    if (typeof part !== "object" || part === null) return part;
    if (Array.isArray(part)) return mapAll(part, (element) => this.#armPattern(element, hidden));
    return this.#constant(part as Pattern, hidden) ??
      mapFields(part, (field) => this.#armPattern(field, hidden));
  }

  #constant(pattern: Pattern, hidden: Hidden): Pattern | undefined {
    if (pattern.kind !== "Bind" || !pattern.isConst || hidden.has(pattern.name)) return undefined;
    const { id, span, name } = pattern;
    const value = this.#constants.get(name);
    if (value === undefined) return undefined;
    const literal: LiteralPattern = typeof value === "string"
      ? { kind: "str", value }
      : { kind: "bool", value };
    return { id, span, kind: "Literal", value: literal };
  }

  #all(parts: readonly unknown[], hidden: Hidden): readonly unknown[] {
    return mapAll(parts, (part) => this.#part(part, hidden));
  }

  /** A `let` hides a constant in what follows it. */
  #block(block: Expr & { readonly kind: "Block" }, outer: Hidden): Expr {
    let hidden = outer;
    const statements: Stmt[] = [];
    for (const statement of block.statements) {
      statements.push(this.#fields(statement, hidden));
      if (statement.kind === "Let") hidden = hideNames(statement.pattern, hidden);
    }
    const { result } = block;
    if (result === undefined) return { ...block, statements };
    return { ...block, statements, result: this.#expr(result, hidden) };
  }

  #expr(expr: Expr, hidden: Hidden): Expr {
    return this.#part(expr, hidden) as Expr;
  }

  /** What stands in place of `expr`; undefined where it stays, with other parts perhaps. */
  #replace(expr: Expr, hidden: Hidden): Expr | undefined {
    switch (expr.kind) {
      case "ConstIdent":
        return this.#literal(expr, hidden);
      case "If":
        return this.#branch(expr, hidden);
      case "Call":
        return this.#compileError(expr);
      case "Special":
        return this.#paths.replace(expr, hidden);
      default:
        return undefined;
    }
  }

  #literal({ id, span, name }: Expr & { readonly kind: "ConstIdent" }, hidden: Hidden) {
    const value = hidden.has(name) ? undefined : this.#constants.get(name);
    if (value === undefined) return undefined;
    return typeof value === "string"
      ? { id, span, kind: "Str", value } as const
      : { id, span, kind: "Bool", value } as const;
  }

  #branch(expr: Expr & { readonly kind: "If" }, hidden: Hidden): Expr | undefined {
    const { id, span } = expr;
    const isTaken = this.#decide(expr.condition, hidden);
    if (typeof isTaken !== "boolean") return undefined;
    if (!isTaken && expr.else === undefined) return { id, span, kind: "Tuple", elements: [] };
    // The branch of an `if` without `else` must have no value, which the checker sees to.
    const branch = isTaken ? expr.else === undefined ? undefined : expr.then : expr.else;
    if (branch === undefined) return undefined;
    return { id, span, kind: "Paren", inner: this.#expr(branch, hidden) };
  }

  #compileError(call: Expr & { readonly kind: "Call" }): Expr | undefined {
    const { id, span, callee, args } = call;
    if (callee.kind !== "Ident" || callee.name !== "compile_error") return undefined;
    if (this.#definesCompileError) return undefined;
    const [arg] = args;
    const isNamed = arg?.name !== undefined && arg.name.text !== "msg";
    const text = args.length === 1 && !isNamed && arg?.value.kind === "Str"
      ? arg.value.value
      : undefined;
    this.report(
      text === undefined ? malformedCompileError(span) : compileError(text, span, this.settings),
    );
    return { id, span, kind: "Error" };
  }

  // --- Conditions --------------------------------------------------------------------------------

  /** The value of `expr` if constants of the target decide it. */
  #decide(expr: Expr, hidden: Hidden): Value | undefined {
    let isDecided = false;
    const decided = (known: Value | undefined) => {
      isDecided ||= known !== undefined;
      return known;
    };
    const value = valueOf(expr, {
      constant: (name) =>
        decided(hidden.has(name) ? this.#derived.get(name) : this.#constants.get(name)),
      special: (form) => decided(this.#paths.exists(form, hidden)),
    });
    return isDecided ? value : undefined;
  }
}

function constantsOf({ target, isRelease }: BuildSettings): ReadonlyMap<string, Value> {
  return new Map<string, Value>([
    ["target_os", target.os],
    ["target_arch", target.arch],
    ["target_family", familyOf(target)],
    ["debug", !isRelease],
    ["release", isRelease],
  ]);
}

interface Known {
  readonly constant: (name: string) => Value | undefined;
  readonly special: (form: Special) => Value | undefined;
}

/** The value of an expression of literals and what is known; the right side of `&&` and `||` may be unknown. */
function valueOf(expr: Expr, read: Known): Value | undefined {
  switch (expr.kind) {
    case "Bool":
    case "Str":
      return expr.value;
    case "ConstIdent":
      return read.constant(expr.name);
    case "Special":
      return read.special(expr);
    case "Paren":
      return valueOf(expr.inner, read);
    case "Unary": {
      const value = expr.op === "!" ? valueOf(expr.operand, read) : undefined;
      return typeof value === "boolean" ? !value : undefined;
    }
    case "Binary": {
      const left = valueOf(expr.left, read);
      if (left === undefined) return undefined;
      if (expr.op === "&&") return left === false ? false : valueOf(expr.right, read);
      if (expr.op === "||") return left === true ? true : valueOf(expr.right, read);
      if (expr.op !== "==" && expr.op !== "!=") return undefined;
      const right = valueOf(expr.right, read);
      if (typeof right !== typeof left) return undefined;
      return (left === right) === (expr.op === "==");
    }
    default:
      return undefined;
  }
}

// --- Names that hide constants -------------------------------------------------------------------

/** The constants that an item defines or imports. */
function constantNames(item: Item): readonly string[] {
  if (item.kind === "Const") return [item.name.text];
  if (item.kind !== "Use" || item.clause.kind !== "items") return [];
  return item.clause.items.flatMap(({ name, alias, isConst }) =>
    isConst ? [(alias ?? name).text] : []
  );
}

/** Functions and loops hide in all of their parts what their parameters and patterns bind. */
function hidesMore(node: object, outer: Hidden): Hidden {
  let hidden = outer;
  const hide = (pattern: Pattern) => hidden = hideNames(pattern, hidden);
  if ("params" in node) (node.params as readonly Partial<Param>[] | undefined)?.forEach(hideParam);
  if (isExpr(node) && node.kind === "For") eachPatternOf(node, hide);
  return hidden;

  /** The parameters of a function type are types, without a pattern. */
  function hideParam({ pattern }: Partial<Param>): void {
    if (pattern !== undefined) hide(pattern);
  }
}

/** `$name` reads what `name` is bound to, so a plain binding hides too. */
function hideNames(pattern: Pattern, hidden: Hidden): Hidden {
  const names = new Set(hidden);
  const hide = (name: string) => names.add(name).add(localName(name));
  const add = (part: Pattern) => {
    if (part.kind === "Bind") hide(part.name);
    if (part.kind === "At") hide(part.name.text);
    eachChildPattern(part, add);
  };
  add(pattern);
  return names.size === hidden.size ? hidden : names;
}

/** The arm of a `match`. */
function isArm(part: object): part is MatchArm {
  return "pattern" in part && "body" in part;
}

/** Nodes of expressions have an id; patterns, which have one too, share no kind with those that are replaced. */
function isExpr(part: object): part is Expr {
  return "id" in part && "kind" in part;
}

// --- Copies --------------------------------------------------------------------------------------

/** `node` with each part that `map` changes replaced; `node` itself where it changes none. */
function mapFields<T extends object>(node: T, map: (part: unknown) => unknown): T {
  const changes: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) {
    if (typeof value !== "object" || key === "span" || key === "opSpan") continue;
    const part = map(value);
    if (part !== value) changes[key] = part;
  }
  return Object.keys(changes).length === 0 ? node : { ...node, ...changes };
}

function mapAll(parts: readonly unknown[], map: (part: unknown) => unknown): readonly unknown[] {
  const changed = parts.map(map);
  return changed.some((part, i) => part !== parts[i]) ? changed : parts;
}
