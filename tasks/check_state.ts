/**
 * Holds that no module of `src` keeps state: what a run changes lives in values that the run makes, so that runs in one process
 * do not meet. Refused at the level of a module are `let`, statements that run on import, weak maps, maps and sets that are
 * not declared read-only with their content, static fields, and every write to a constant.
 *
 *     deno task state
 */
import { readSources, type SourceFile, type Violation } from "./check_layers.ts";
import { scan, type Token } from "./scan.ts";

/** Constants that are no plain data, by `path NAME`, each with the reason why runs cannot meet in it. */
export const ALLOWED: ReadonlyMap<string, string> = new Map([
  ["src/blob/register_state.ts LENT", "it stands for the caller and is only compared with"],
  ["src/syntax/skip_body.ts STOP", "it gets its position before each use"],
  ["src/syntax/skip_body.ts REST_OF_STR", "it gets its position before each use"],
  ["src/syntax/skip_body.ts REST_OF_CHAR", "it gets its position before each use"],
  ["src/syntax/skip_body.ts ITEM_AHEAD", "it gets its position before each use"],
  ["src/vm/case_mapping.ts tables", "a constant of the source text, expanded when first needed"],
  ["src/vm/heap.ts FREED", "it throws at every access"],
  ["src/vm/heap.ts NO_ITEMS", "the contents of cells that get others before they are used"],
  ["src/vm/heap.ts NO_TOKEN", "a cell without contents that is not counted"],
  ["src/vm/prims.ts view", "written and read by one operation, with nothing in between"],
]);

/** Classes whose instances hold nothing that a use changes. */
const STATELESS: ReadonlySet<string> = new Set(["TextEncoder", "TextDecoder", "URL"]);
const CONTAINERS: ReadonlySet<string> = new Set(["Map", "Set"]);
const WEAK: ReadonlySet<string> = new Set(["WeakMap", "WeakSet", "WeakRef"]);
const TYPED_ARRAY = /^(Big)?(Int|Uint|Float)\d+(Clamped)?Array$/;
/** Methods that change what they are called on. */
const MUTATORS: ReadonlySet<string> = new Set(
  "set add delete clear push pop shift unshift splice sort reverse fill copyWithin setInt8 setUint8"
    .split(" "),
);
const DECLARATIONS: ReadonlySet<string> = new Set(["function", "class", "interface", "enum"]);

/** A constant of a module, taken apart. */
interface Constant {
  readonly name: string;
  readonly line: number;
  readonly annotation: readonly Token[];
  readonly value: readonly Token[];
}

/** Every place in `files` where a module keeps state, in order; then entries of `allowed` that are not needed. */
export function checkState(
  files: readonly SourceFile[],
  allowed: ReadonlyMap<string, string> = ALLOWED,
): Violation[] {
  const sources = files.filter(({ path }) => path.startsWith("src/") && !path.endsWith("_test.ts"));
  const violations: Violation[] = [];
  const used = new Set<string>();
  for (const { path, text } of sources) {
    const tokens = scan(text);
    for (const { name, line, problem } of problemsOf(tokens)) {
      const key = `${path} ${name}`;
      if (allowed.has(key)) used.add(key);
      else violations.push({ path, line, text: problem });
    }
  }
  for (const key of allowed.keys()) {
    if (used.has(key)) continue;
    const [path = ""] = key.split(" ");
    violations.push({ path, line: 1, text: `${key} is allowed for nothing: remove the entry` });
  }
  return violations;
}

interface Problem {
  readonly name: string;
  readonly line: number;
  readonly problem: string;
}

function problemsOf(tokens: readonly Token[]): Problem[] {
  const found: Problem[] = [];
  const constants: Constant[] = [];
  for (const statement of statementsOf(tokens)) {
    const [first, second] = statement;
    if (first === undefined) continue;
    const at = { name: second?.text ?? first.text, line: first.line };
    switch (first.kind === "word" ? first.text : "") {
      case "import":
        found.push(...writesToImports(statement, tokens));
        break;
      case "export":
      case "type":
      case "interface":
      case "function":
      case "enum":
      case "{":
        break;
      case "const":
        constants.push(...constantsOf(statement));
        break;
      case "let":
      case "var":
        found.push({ ...at, problem: `\`${first.text}\` at the level of a module` });
        break;
      case "class":
        found.push(...staticFields(statement));
        break;
      default:
        found.push({ ...at, problem: "a statement that runs when the module is imported" });
    }
  }
  for (const constant of constants) {
    const problem = problemOf(constant) ?? writeTo(constant.name, tokens);
    if (problem !== undefined) found.push({ name: constant.name, line: constant.line, problem });
  }
  return found;
}

// --- Statements ------------------------------------------------------------------------------------

const MODIFIERS: ReadonlySet<string> = new Set([
  "export",
  "default",
  "declare",
  "abstract",
  "async",
]);

/** The statements at the level of a module, without `export` and other modifiers in front. */
function statementsOf(tokens: readonly Token[]): (readonly Token[])[] {
  const found: (readonly Token[])[] = [];
  for (let i = 0; i < tokens.length;) {
    const start = i;
    while (isModifier(tokens, i)) i++;
    const end = endOf(tokens, i);
    found.push(tokens.slice(isReexport(tokens, start) ? start : i, end));
    i = end;
  }
  return found;
}

function isModifier(tokens: readonly Token[], i: number): boolean {
  const token = tokens[i];
  return token?.kind === "word" && MODIFIERS.has(token.text) && !isReexport(tokens, i);
}

/** `export { .. }`, `export * from ..`, `export type { .. }`. */
function isReexport(tokens: readonly Token[], i: number): boolean {
  if (!is(tokens[i], "export")) return false;
  const next = is(tokens[i + 1], "type") ? tokens[i + 2] : tokens[i + 1];
  return is(next, "{") || is(next, "*");
}

/** The index after the statement that begins at `start`. */
function endOf(tokens: readonly Token[], start: number): number {
  const first = tokens[start];
  const hasBody = first?.kind === "word" && DECLARATIONS.has(first.text);
  const isBlock = first?.kind === "word" && ["for", "while", "if", "try"].includes(first.text);
  for (let i = start; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    if (is(token, ";")) return i + 1;
    if (!isOpening(token)) continue;
    const isBody = is(token, "{") && (isBlock || hasBody && !isTypeBrace(tokens[i - 1]));
    i = closing(tokens, i);
    if (isBody && !is(tokens[i + 1], "else")) return i + 1;
  }
  return tokens.length;
}

/** Whether a `{` after `before` opens a type: of a result, or inside one. */
function isTypeBrace(before: Token | undefined): boolean {
  return before?.kind === "punctuation" && ":|&<,(".includes(before.text);
}

function isOpening(token: Token): boolean {
  return token.kind === "punctuation" && "([{".includes(token.text);
}

/** The index of the bracket that closes the one at `open`. */
function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    if (token.kind !== "punctuation") continue;
    if ("([{".includes(token.text)) depth++;
    if (")]}".includes(token.text) && --depth === 0) return i;
  }
  return tokens.length - 1;
}

// --- Constants -------------------------------------------------------------------------------------

/** The constants of a `const` statement; one that is destructured has the name of its first part. */
function constantsOf(statement: readonly Token[]): Constant[] {
  const name = statement.find((token, i) => i > 0 && token.kind === "word");
  const equals = assignment(statement);
  if (name === undefined || equals < 0) return [];
  const colon = statement.findIndex((token) => is(token, ":"));
  const hasAnnotation = is(statement[2], ":") && colon < equals;
  const end = is(statement.at(-1), ";") ? statement.length - 1 : statement.length;
  return [{
    name: name.text,
    line: name.line,
    annotation: hasAnnotation ? statement.slice(3, equals) : [],
    value: statement.slice(equals + 1, end),
  }];
}

/** The index of the `=` that is no part of an arrow of the annotation. */
function assignment(statement: readonly Token[]): number {
  for (let i = 1; i < statement.length; i++) {
    const token = statement[i] as Token;
    if (is(token, "=") && !is(statement[i + 1], ">")) return i;
    if (isOpening(token)) i = closing(statement, i);
  }
  return -1;
}

function problemOf({ annotation, value }: Constant): string | undefined {
  const [first, second] = value;
  if (first === undefined) return undefined;
  if (is(first, "new") && second !== undefined) return instanceProblem(second, annotation, value);
  if (is(first, "[") || is(first, "{")) {
    const isEmpty = closing(value, 0) === 1;
    if (isEmpty && !isReadonly(annotation)) return "an empty table that is not read-only";
  }
  if (first.kind === "string" && first.text === "" && /^[a-z]*[gy]/.test(second?.text ?? "")) {
    return "a regular expression with `g` or `y` keeps its position: make it where it is used";
  }
  if (is(first, "(") && isCalled(value)) {
    return "a function that is called on import may keep state";
  }
  return undefined;
}

function instanceProblem(
  made: Token,
  annotation: readonly Token[],
  value: readonly Token[],
): string | undefined {
  if (WEAK.has(made.text)) return `\`${made.text}\` at the level of a module is a cache`;
  const open = value.findIndex((token) => is(token, "("));
  const isEmpty = open < 0 || closing(value, open) === open + 1;
  if (TYPED_ARRAY.test(made.text)) {
    return isEmpty || isReadonly(annotation) ? undefined : "an array that can be written";
  }
  if (CONTAINERS.has(made.text)) {
    if (isEmpty) return `an empty \`${made.text}\` at the level of a module`;
    return isReadonly(annotation)
      ? undefined
      : `a \`${made.text}\` that is not \`Readonly${made.text}\``;
  }
  return STATELESS.has(made.text) ? undefined : `an instance of \`${made.text}\``;
}

/** `(() => ..)()`. */
function isCalled(value: readonly Token[]): boolean {
  const end = closing(value, 0);
  return is(value[end + 1], "(") &&
    value.slice(0, end).some((token, i) =>
      is(token, "=") && is(value[i + 1], ">") || is(token, "function")
    );
}

function isReadonly(annotation: readonly Token[]): boolean {
  const [first] = annotation;
  return first?.kind === "word" && /^readonly$|^Readonly/.test(first.text);
}

// --- Writes ----------------------------------------------------------------------------------------

/** Writes to what another module exports. */
function writesToImports(statement: readonly Token[], tokens: readonly Token[]): Problem[] {
  const from = statement.findIndex((token) => is(token, "from"));
  return statement.slice(1, Math.max(from, 1)).flatMap(({ kind, text, line }) => {
    const problem = kind === "word" && text !== "type" ? writeTo(text, tokens) : undefined;
    return problem === undefined ? [] : [{ name: text, line, problem }];
  });
}

/** A write to the module's constant `name` or to a part of it, if there is one. */
function writeTo(name: string, tokens: readonly Token[]): string | undefined {
  for (let i = 0; i < tokens.length; i++) {
    if (!is(tokens[i], name) || isInType(tokens, i)) continue;
    let at = i + 1;
    let isPart = false;
    while (is(tokens[at], ".") || is(tokens[at], "[")) {
      const part = tokens[at + 1];
      const isCall = is(tokens[at], ".") && is(tokens[at + 2], "(");
      if (isCall && part !== undefined && MUTATORS.has(part.text)) {
        return `\`${name}.${part.text}\` changes a constant of the module, in line ${part.line}`;
      }
      isPart = true;
      at = is(tokens[at], ".") ? at + 2 : closing(tokens, at) + 1;
    }
    if (isPart && isAssignment(tokens, at)) {
      return `a part of \`${name}\` is assigned in line ${(tokens[at] as Token).line}`;
    }
  }
  return undefined;
}

/** Whether the name at `i` is a part of another one or is in a type: `x: ast.Expr = ..`, `readonly Type[] = ..`. */
function isInType(tokens: readonly Token[], i: number): boolean {
  const before = tokens[i - 1];
  if (
    is(before, "readonly") || is(before, "as") || is(tokens[i + 1], "[") && is(tokens[i + 2], "]")
  ) return true;
  return before?.kind === "punctuation" && ".:|&<".includes(before.text);
}

/** `=`, `+=`, `++` and relatives at `i`. */
function isAssignment(tokens: readonly Token[], i: number): boolean {
  let at = i;
  while (
    at < i + 3 && tokens[at]?.kind === "punctuation" && "+-*/%&|^?<>".includes(tokens[at]!.text)
  ) at++;
  if (at === i + 2 && "+-".includes(tokens[i]!.text) && tokens[i]!.text === tokens[i + 1]!.text) {
    return true;
  }
  const isComparison = at > i && "<>".includes(tokens[i]!.text);
  return !isComparison && is(tokens[at], "=") && !is(tokens[at + 1], "=") &&
    !is(tokens[at + 1], ">");
}

/** Static fields and blocks of a class; static methods hold nothing. */
function staticFields(statement: readonly Token[]): Problem[] {
  const found: Problem[] = [];
  const open = statement.findIndex((token) => is(token, "{"));
  for (let i = open + 1; i < statement.length; i++) {
    const token = statement[i] as Token;
    if (isOpening(token)) {
      i = closing(statement, i);
      continue;
    }
    if (!is(token, "static")) continue;
    let at = i + 1;
    while (["readonly", "async", "override", "get"].some((word) => is(statement[at], word))) at++;
    const name = statement[at] as Token;
    const isMethod = is(statement[at + 1], "(") || is(statement[at + 1], "<");
    if (!isMethod) found.push({ name: name.text, line: name.line, problem: "a static field" });
  }
  return found;
}

function is(token: Token | undefined, text: string): boolean {
  return token !== undefined && token.kind !== "string" && token.text === text;
}

if (import.meta.main) {
  const files = readSources(".");
  const violations = checkState(files);
  for (const { path, line, text } of violations) console.error(`${path}:${line}: ${text}`);
  console.log(`state: ${violations.length} violations, ${ALLOWED.size} allowed`);
  if (violations.length > 0) Deno.exit(1);
}
