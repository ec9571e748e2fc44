/** Helpers of the parser's tests: a tree as a short text. */
import { assertNever, SourceMap } from "../base/mod.ts";
import { Diagnostics } from "../diagnostics/mod.ts";
import type { Arg, Expr, Pattern, RangeEnd, SourceTree, Stmt, TypeExpr } from "./ast.ts";
import { parse } from "./parse.ts";

export interface Parsed {
  readonly tree: SourceTree;
  /** `code line:column` of each diagnostic. */
  readonly found: string[];
  readonly diagnostics: Diagnostics;
  readonly text: string;
}

export function parseText(text: string): Parsed {
  const sources = new SourceMap();
  const file = sources.add("main.ori", text);
  const diagnostics = new Diagnostics();
  const tree = parse(file, diagnostics);
  const found = diagnostics.all.map((d) => {
    const { line, column } = file.position(d.primary?.span.start ?? 0);
    return `${d.code} ${line}:${column}`;
  });
  return { tree, found, diagnostics, text };
}

/** The text of `text` after every fix has been applied, last edit first. */
export function applyFixes({ diagnostics, text }: Parsed): string {
  const edits = diagnostics.all.flatMap((d) => d.fix?.edits ?? []);
  const ordered = [...edits].sort((a, b) => b.span.start - a.span.start);
  return ordered.reduce(
    (result, edit) => result.slice(0, edit.span.start) + edit.text + result.slice(edit.span.end),
    text,
  );
}

/** The body of a function as an s-expression, with the diagnostics in front where there are any. */
export function showBody(body: string): string {
  const { tree, found } = parseText(`@f () -> int = ${body};`);
  const [item] = tree.items;
  const text = item?.kind === "Function" && item.body !== undefined ? show(item.body) : "-";
  return found.length === 0 ? text : `${found.join(", ")}: ${text}`;
}

/** A pattern of a `match` as an s-expression. */
export function showPatternText(pattern: string): string {
  const { tree, found } = parseText(`@f () -> int = match x { ${pattern} -> 1 };`);
  const [item] = tree.items;
  const body = item?.kind === "Function" ? item.body : undefined;
  const arm = body?.kind === "Match" ? body.arms[0] : undefined;
  const text = arm === undefined ? "-" : showPattern(arm.pattern);
  return found.length === 0 ? text : `${found.join(", ")}: ${text}`;
}

function list(head: string, parts: readonly (string | undefined)[]): string {
  return `(${[head, ...parts].filter((part) => part !== undefined).join(" ")})`;
}

function opt(expr: Expr | undefined): string | undefined {
  return expr === undefined ? undefined : show(expr);
}

function showArg(arg: Arg): string {
  const name = arg.name === undefined ? "" : `${arg.name.text}:`;
  return `${name}${arg.isSpread ? "..." : ""}${arg.isPunned ? "" : show(arg.value)}`;
}

export function show(e: Expr): string {
  switch (e.kind) {
    case "Int":
      return `${e.isNegative ? "-" : ""}${e.value}`;
    case "Float":
      return `${e.value}`;
    case "Bool":
      return `${e.value}`;
    case "Str":
      return JSON.stringify(e.value);
    case "Char":
    case "Byte":
    case "Duration":
    case "Size":
      return `${e.kind}:${e.value}`;
    case "Ident":
      return e.name;
    case "ConstIdent":
      return `$${e.name}`;
    case "Self":
    case "SelfType":
    case "TypePath":
    case "Length":
    case "Error":
      return `<${e.kind}>`;
    case "Template":
      return list(
        "template",
        e.parts.map((p) =>
          p.kind === "text"
            ? JSON.stringify(p.text)
            : p.spec === undefined
            ? show(p.expr)
            : list("spec", [show(p.expr), p.spec])
        ),
      );
    case "List":
      return `[${
        e.elements.map((x) => (x.kind === "spread" ? "..." : "") + show(x.value)).join(" ")
      }]`;
    case "Map":
      return list(
        "map",
        e.entries.map((x) =>
          x.kind === "spread" ? `...${show(x.value)}` : `${show(x.key)}:${show(x.value)}`
        ),
      );
    case "Struct":
      return list(
        e.path.names.map((n) => n.text).join("."),
        e.fields.map((f) => {
          if (f.kind === "spread") return `...${show(f.value)}`;
          return f.value === undefined ? f.name.text : `${f.name.text}:${show(f.value)}`;
        }),
      );
    case "Tuple":
      return list("tuple", e.elements.map(show));
    case "Paren":
      return list("paren", [show(e.inner)]);
    case "Chain":
      return list("chain", e.parts.map(show));
    case "Held":
      return "held";
    default:
      return showComposite(e);
  }
}

function showComposite(e: Expr): string {
  switch (e.kind) {
    case "Block":
      return list(e.label === undefined ? "block" : `block:${e.label.text}`, [
        ...e.statements.map(showStmt),
        opt(e.result),
      ]);
    case "If":
      return list("if", [show(e.condition), show(e.then), opt(e.else)]);
    case "Match":
      return list("match", [
        show(e.scrutinee),
        ...e.arms.map((a) =>
          list(showPattern(a.pattern), [a.guard && `if ${show(a.guard)}`, show(a.body)])
        ),
      ]);
    case "For":
      return list(e.label === undefined ? "for" : `for:${e.label.text}`, [
        ...e.clauses.map((c) =>
          list(showPattern(c.pattern), [show(c.iterable), c.guard && `if ${show(c.guard)}`])
        ),
        e.mode,
        show(e.body),
      ]);
    case "While":
      return list("while", [show(e.condition), show(e.body)]);
    case "Loop":
      return list(e.label === undefined ? "loop" : `loop:${e.label.text}`, [show(e.body)]);
    case "Break":
    case "Continue":
      return list(e.kind.toLowerCase() + (e.label ? `:${e.label.text}` : ""), [opt(e.value)]);
    case "Lambda":
      return list("fn", [
        ...e.params.map((p) => showPattern(p.pattern) + (p.type ? `:${showType(p.type)}` : "")),
        "->",
        e.result && `${showType(e.result)} =`,
        show(e.body),
      ]);
    case "Binary":
      return list(e.op, [show(e.left), show(e.right)]);
    case "Unary":
      return list(e.op, [show(e.operand)]);
    case "Range":
      return list(e.isInclusive ? "..=" : "..", [
        show(e.start),
        opt(e.end),
        e.step && `by ${show(e.step)}`,
      ]);
    case "Pipe":
      return list("|>", [
        show(e.value),
        e.step.kind === "call"
          ? show(e.step.expr)
          : e.step.kind === "lambda"
          ? show(e.step.lambda)
          : list(`.${e.step.method.text}`, e.step.args.map(showArg)),
      ]);
    case "Try":
      return list("?", [show(e.operand)]);
    case "TryBlock":
      return list("try", [show(e.body)]);
    case "Cast":
      return list(e.isFallible ? "as?" : "as", [show(e.operand), showType(e.type)]);
    case "Call":
      return list("call", [show(e.callee), ...typeArgs(e.typeArgs), ...e.args.map(showArg)]);
    case "MethodCall":
      return list(`.${e.method.text}`, [
        show(e.receiver),
        ...typeArgs(e.typeArgs),
        ...e.args.map(showArg),
      ]);
    case "Field":
      return list("field", [show(e.object), e.field.text]);
    case "TupleField":
      return list("field", [show(e.object), `${e.index}`]);
    case "Index":
      return list("index", [show(e.object), show(e.index)]);
    case "Unsafe":
      return list("unsafe", [show(e.body)]);
    case "With":
      return list("with", [
        ...e.bindings.map(({ name, value }) =>
          value.kind === "expr"
            ? `${name.text}=${show(value.expr)}`
            : `${name.text}=${
              list("handler", [
                opt(value.state),
                ...value.operations.map((o) => `${o.name.text}:${show(o.value)}`),
              ])
            }`
        ),
        show(e.body),
      ]);
    case "Special":
      return list(`special ${e.form}`, [
        ...typeArgs(e.typeArgs),
        ...e.args.map(showArg),
        e.arm && list(showPattern(e.arm.pattern), [show(e.arm.body)]),
      ]);
    default:
      return `<${e.kind}>`;
  }
}

function typeArgs(args: Extract<Expr, { kind: "Call" }>["typeArgs"]): string[] {
  return args.map((a) => `<${a.kind === "type" ? showType(a.type) : show(a.value)}>`);
}

function showStmt(s: Stmt): string {
  switch (s.kind) {
    case "Let":
      return list(s.fallible === undefined ? "let" : "let?", [
        showPattern(s.pattern) + (s.type ? `:${showType(s.type)}` : ""),
        show(s.value),
      ]);
    case "Assign":
      return list(s.op ?? "=", [show(s.target), show(s.value)]);
    case "Expr":
      return `${show(s.expr)};`;
    default:
      return assertNever(s, "syntax");
  }
}

export function showType(t: TypeExpr): string {
  switch (t.kind) {
    case "Path": {
      const args = typeArgs(t.args).map((a) => a.slice(1, -1));
      return t.path.names.map((n) => n.text).join(".") +
        (args.length ? `<${args.join(", ")}>` : "");
    }
    case "List":
      return `[${showType(t.element)}]`;
    case "FixedList":
      return `[${showType(t.element)}, max ${show(t.max)}]`;
    case "Map":
      return `{${showType(t.key)}: ${showType(t.value)}}`;
    case "Tuple":
      return `(${t.elements.map(showType).join(", ")})`;
    case "Function":
      return `(${t.params.map(showType).join(", ")}) -> ${showType(t.result)}`;
    case "Bounds":
      return t.bounds.map(showType).join(" + ");
    case "ImplTrait":
      return `impl ${t.bounds.map(showType).join(" + ")}` +
        t.where.map((w) => ` where ${w.name.text} == ${showType(w.type)}`).join("");
    case "Error":
      return "<Error>";
    default:
      return assertNever(t, "syntax");
  }
}

function showLiteral(l: RangeEnd | undefined): string {
  return l === undefined
    ? ""
    : l.kind === "const"
    ? `$${l.name}`
    : typeof l.value === "string"
    ? JSON.stringify(l.value)
    : `${l.value}`;
}

export function showPattern(p: Pattern): string {
  switch (p.kind) {
    case "Wildcard":
      return "_";
    case "Bind":
      return `${p.isConst ? "$" : ""}${p.name}`;
    case "Literal":
      return showLiteral(p.value);
    case "Range":
      return `${showLiteral(p.start)}${p.isInclusive ? "..=" : ".."}${showLiteral(p.end)}`;
    case "Variant":
    case "Struct": {
      const path = p.path?.names.map((n) => n.text).join(".") ?? "";
      const fields = p.fields.map((f) =>
        (f.name === undefined ? "" : `${f.name.text}:`) + showPattern(f.pattern)
      );
      if (p.hasRest) fields.push("..");
      if (p.kind === "Struct") return `${path}{${fields.join(" ")}}`;
      return path + (p.hasParens ? `(${fields.join(" ")})` : "");
    }
    case "Tuple":
      return `(${p.elements.map(showPattern).join(" ")})`;
    case "List": {
      const rest = p.rest === undefined
        ? []
        : [`..${p.rest.pattern === undefined ? "" : showPattern(p.rest.pattern)}`];
      return `[${[...p.before.map(showPattern), ...rest, ...p.after.map(showPattern)].join(" ")}]`;
    }
    case "Or":
      return p.alternatives.map(showPattern).join("|");
    case "At":
      return `${p.isConst ? "$" : ""}${p.name.text}@${showPattern(p.pattern)}`;
    case "Error":
      return "<Error>";
    default:
      return assertNever(p, "syntax");
  }
}
