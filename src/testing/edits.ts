/** Ways to make a program smaller: each takes a piece of its text away, or puts a part of the piece in its place. */
import { SourceMap } from "../base/mod.ts";
import { Diagnostics } from "../diagnostics/mod.ts";
import { eachChildExpr, eachStmtExpr, type Expr, type Item, parse } from "../syntax/mod.ts";

/** `text[start..end]` becomes `by`. Offsets count UTF-16 code units. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

export function applyEdit(text: string, { start, end, by }: Edit): string {
  return text.slice(0, start) + by + text.slice(end);
}

/** How many characters an edit saves. */
export function saving({ start, end, by }: Edit): number {
  return end - start - by.length;
}

/** Every edit of `text` that makes it shorter; those that save most come first. None if it does not parse. */
export function editsOf(text: string): readonly Edit[] {
  const diagnostics = new Diagnostics();
  const file = new SourceMap().add("program.ori", text);
  const tree = parse(file, diagnostics);
  if (diagnostics.hasErrors) return [];
  const collector = new EditCollector(text);
  for (const item of tree.items) collector.item(item);
  return collector.edits.filter((edit) => saving(edit) > 0).sort((a, b) => saving(b) - saving(a));
}

/** Values of most types, to stand for an expression whose type is not known here. */
const VALUES = ["0", '""', "[]", "true", "false", "None", "()", "{}"];

/** An expression below this length is not worth replacing by a value. */
const WORTH_A_VALUE = 6;

class EditCollector {
  readonly edits: Edit[] = [];
  constructor(readonly text: string) {}

  item(item: Item): void {
    const start = Math.min(item.span.start, ...item.attributes.map((a) => a.span.start));
    this.#remove(start, item.span.end);
    for (const { span } of item.attributes) this.#remove(span.start, span.end);
    switch (item.kind) {
      case "Function":
      case "Test":
        if (item.body !== undefined) this.#expr(item.body);
        return;
      case "Impl":
      case "Trait":
      case "Extend":
        for (const method of item.methods) this.item(method);
        return;
      case "Const":
        return this.#expr(item.value);
      case "Type":
      case "Use":
      case "ExtensionImport":
      case "Extern":
      case "Capset":
        return;
    }
  }

  /** Takes a piece away with the `;` or `,` after it. */
  #remove(start: number, end: number): void {
    const after = /^\s*[;,]/.exec(this.text.slice(end, end + 8));
    this.edits.push({ start, end: end + (after?.[0].length ?? 0), by: "" });
  }

  #replace(expr: Expr, by: Expr): void {
    const { start, end } = expr.span;
    const text = this.text.slice(by.span.start, by.span.end);
    this.edits.push({ start, end, by: isAtom(by) ? text : `(${text})` });
    if (!isAtom(by)) this.edits.push({ start, end, by: text });
  }

  #expr(expr: Expr): void {
    const { start, end } = expr.span;
    if (end - start >= WORTH_A_VALUE) {
      for (const by of VALUES) this.edits.push({ start, end, by });
    }
    eachChildExpr(expr, (child) => {
      this.#replace(expr, child);
      this.#expr(child);
    });
    this.#parts(expr);
  }

  /** Parts that an expression can do without. */
  #parts(expr: Expr): void {
    switch (expr.kind) {
      case "Block":
        for (const statement of expr.statements) {
          this.#remove(statement.span.start, statement.span.end);
          eachStmtExpr(statement, (value) => {
            const { start, end } = statement.span;
            const text = this.text.slice(value.span.start, value.span.end);
            this.edits.push({ start, end, by: text });
          });
        }
        return;
      case "List":
        for (const { value } of expr.elements) this.#remove(value.span.start, value.span.end);
        return;
      case "Match":
        for (const arm of expr.arms) this.#remove(arm.span.start, arm.span.end);
        return;
      case "If":
        if (expr.else !== undefined) {
          this.edits.push({ start: expr.then.span.end, end: expr.else.span.end, by: "" });
        }
        return;
      default:
        return;
    }
  }
}

/** Whether the text of an expression can be used as an operand without parentheses. */
function isAtom(expr: Expr): boolean {
  switch (expr.kind) {
    case "If":
    case "Match":
    case "For":
    case "While":
    case "Loop":
    case "Lambda":
    case "Binary":
    case "Unary":
    case "Range":
    case "Pipe":
    case "Cast":
    case "Break":
    case "Continue":
    case "With":
      return false;
    default:
      return true;
  }
}
