/** What a module is for others: its text without the bodies that decide nothing outside of them. */
import type * as ast from "../../syntax/mod.ts";
import type { ModuleScope } from "../model/model.ts";

/** Stands for a body that was left out; no source holds it. */
const BODY = "\u0000";

/**
 * The text of `scope` without the bodies of functions whose signatures are written in full, and of tests. Where two texts are equal, the
 * modules declare the same, but for positions. Bodies that tell types of parameters or the type behind `impl Trait` stay, as do constants.
 */
export function moduleInterface({ tree }: ModuleScope, text: string): string {
  const parts: string[] = [];
  let from = 0;
  for (const { start, end } of hiddenBodies(tree, text)) {
    parts.push(text.slice(from, start));
    from = end;
  }
  parts.push(text.slice(from));
  return parts.join(BODY);
}

/** Whether `scope` has a constant that is more than a literal: checking it may follow calls into bodies of any module. */
export function computesConstants({ tree }: ModuleScope): boolean {
  return tree.items.some((item) => item.kind === "Const" && !LITERALS.has(item.value.kind));
}

const LITERALS: ReadonlySet<ast.Expr["kind"]> = new Set([
  "Int",
  "Float",
  "Bool",
  "Str",
  "Char",
  "Byte",
  "Duration",
  "Size",
]);

/** The spans of bodies, in source order. */
function hiddenBodies(tree: ast.SourceTree, text: string): readonly ast.Expr["span"][] {
  const spans: ast.Expr["span"][] = [];
  for (const item of tree.items) {
    switch (item.kind) {
      case "Function":
        addBody(item, text, spans);
        break;
      case "Test":
        spans.push(item.body.span);
        break;
      case "Impl":
      case "Extend":
      case "Trait":
        for (const method of item.methods) addBody(method, text, spans);
        break;
      default:
        break;
    }
  }
  return spans.sort((a, b) => a.start - b.start);
}

function addBody(fn: ast.FunctionItem, text: string, spans: ast.Expr["span"][]): void {
  if (fn.body !== undefined && isWrittenInFull(fn, text)) spans.push(fn.body.span);
}

function isWrittenInFull({ params, result, uses }: ast.FunctionItem, text: string): boolean {
  if (result === undefined || uses.length > 0) return false;
  if (/\bimpl\b/.test(text.slice(result.span.start, result.span.end))) return false;
  return params.every(({ pattern, type }) => type !== undefined || isSelf(pattern));
}

function isSelf(pattern: ast.Pattern): boolean {
  return pattern.kind === "Bind" && pattern.name === "self";
}
