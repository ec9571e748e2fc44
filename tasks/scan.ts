/** A scanner for TypeScript that knows just enough to find imports and names: strings, comments, templates, regular expressions. */

/** A word, a quoted string (its contents, unescaped as written) or a single punctuation character. */
export type Token = {
  readonly kind: "word" | "string" | "punctuation";
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
};

const WORD = /[\p{ID_Start}$_#\d][\p{ID_Continue}$\u200c\u200d]*/uy;
/** After these words a `/` starts a regular expression, not a division. */
const BEFORE_REGEX = new Set(
  "return typeof case in of delete void throw new else do yield await instanceof".split(" "),
);

/** The tokens of `source`, without comments, regular expressions and the literal parts of templates. */
export function scan(source: string): Token[] {
  return new Scanner(source).run();
}

class Scanner {
  readonly #source: string;
  readonly #tokens: Token[] = [];
  /** One entry per open `${`: how many `{` are open inside it. */
  readonly #templates: number[] = [];
  #at = 0;
  #line = 1;

  constructor(source: string) {
    this.#source = source;
  }

  run(): Token[] {
    while (this.#at < this.#source.length) this.#next();
    return this.#tokens;
  }

  #next(): void {
    const c = this.#source[this.#at]!;
    if (c === "\n" || c === " " || c === "\t" || c === "\r") return this.#skipTo(this.#at + 1);
    if (this.#source.startsWith("//", this.#at)) return this.#skipTo(this.#find("\n", this.#at));
    if (this.#source.startsWith("/*", this.#at)) {
      return this.#skipTo(this.#find("*/", this.#at + 2) + 2);
    }
    if (c === '"' || c === "'") return this.#string(c);
    if (c === "`") return this.#template();
    if (c === "/" && this.#regexMayStart()) return this.#regex();
    if (c === "}" && this.#templates.at(-1) === 0) {
      this.#templates.pop();
      this.#tokens.push({ kind: "punctuation", text: ")", line: this.#line });
      return this.#template();
    }
    WORD.lastIndex = this.#at;
    const word = WORD.exec(this.#source);
    if (word !== null) return this.#push("word", word[0], this.#at + word[0].length);
    this.#countBrace(c);
    this.#push("punctuation", c, this.#at + 1);
  }

  #push(kind: Token["kind"], text: string, end: number): void {
    this.#tokens.push({ kind, text, line: this.#line });
    this.#skipTo(end);
  }

  #skipTo(end: number): void {
    for (; this.#at < end; this.#at++) {
      if (this.#source[this.#at] === "\n") this.#line++;
    }
  }

  /** Where `text` starts at or after `from`, or the end of the source. */
  #find(text: string, from: number): number {
    const found = this.#source.indexOf(text, from);
    return found < 0 ? this.#source.length : found;
  }

  #countBrace(c: string): void {
    const depth = this.#templates.at(-1);
    if (depth === undefined) return;
    if (c === "{") this.#templates[this.#templates.length - 1] = depth + 1;
    if (c === "}") this.#templates[this.#templates.length - 1] = depth - 1;
  }

  #string(quote: string): void {
    let end = this.#at + 1;
    while (end < this.#source.length && this.#source[end] !== quote && this.#source[end] !== "\n") {
      end += this.#source[end] === "\\" ? 2 : 1;
    }
    this.#push("string", this.#source.slice(this.#at + 1, end), end + 1);
  }

  /** Skips from a backtick, or the `}` of an interpolation, to the next `${` or the closing backtick. */
  #template(): void {
    let end = this.#at + 1;
    while (end < this.#source.length && this.#source[end] !== "`") {
      if (this.#source.startsWith("${", end)) {
        this.#templates.push(0);
        // An interpolation counts as parenthesized: an expression follows, and brackets stay balanced.
        this.#tokens.push({ kind: "punctuation", text: "(", line: this.#line });
        return this.#skipTo(end + 2);
      }
      end += this.#source[end] === "\\" ? 2 : 1;
    }
    this.#push("string", "", end + 1);
  }

  #regexMayStart(): boolean {
    const last = this.#tokens.at(-1);
    if (last === undefined) return true;
    if (last.kind === "word") return BEFORE_REGEX.has(last.text);
    return last.kind === "punctuation" && last.text !== ")" && last.text !== "]" &&
      last.text !== "}";
  }

  #regex(): void {
    let inClass = false;
    let end = this.#at + 1;
    while (end < this.#source.length && this.#source[end] !== "\n") {
      const c = this.#source[end];
      if (c === "/" && !inClass) break;
      if (c === "[") inClass = true;
      if (c === "]") inClass = false;
      end += c === "\\" ? 2 : 1;
    }
    this.#push("string", "", end + 1);
  }
}

/** A module specifier that a file imports or re-exports from. */
export type Import = {
  readonly specifier: string;
  readonly line: number;
  /** Only types are imported: `import type ..`, `import { type A, type B } ..`. */
  readonly isTypeOnly: boolean;
};

/** Every `import`, `export .. from` and literal `import(..)` among `tokens`. */
export function findImports(tokens: readonly Token[]): Import[] {
  const found: Import[] = [];
  tokens.forEach((token, i) => {
    if (token.kind !== "word" || isText(tokens[i - 1], ".")) return;
    if (token.text !== "import" && token.text !== "export") return;
    const specifier = token.text === "import"
      ? importedFrom(tokens, i + 1)
      : exportedFrom(tokens, i + 1);
    if (specifier === undefined) return;
    found.push({ specifier, line: token.line, isTypeOnly: namesTypesOnly(tokens, i + 1) });
  });
  return found;
}

/** Whether the import or export whose names begin at `start` has `type` before all of them. */
function namesTypesOnly(tokens: readonly Token[], start: number): boolean {
  if (isText(tokens[start], "type") && !isText(tokens[start + 1], "from")) {
    return !isText(tokens[start + 1], ",");
  }
  if (!isText(tokens[start], "{")) return false;
  for (let i = start + 1; i < tokens.length && !isText(tokens[i], "}"); i++) {
    const isFirst = isText(tokens[i - 1], "{") || isText(tokens[i - 1], ",");
    if (isFirst && !(isText(tokens[i], "type") && tokens[i + 1]?.kind === "word")) return false;
  }
  return !isText(tokens[start + 1], "}");
}

function importedFrom(tokens: readonly Token[], start: number): string | undefined {
  const first = tokens[start];
  if (first?.kind === "string") return first.text;
  if (isText(first, "(")) return stringAt(tokens, start + 1);
  for (let i = start; i < tokens.length && !isText(tokens[i], ";"); i++) {
    const token = tokens[i]!;
    if (token.kind === "punctuation" && !"{},*".includes(token.text)) return undefined;
    if (isText(token, "from") && tokens[i + 1]?.kind === "string") return stringAt(tokens, i + 1);
  }
  return undefined;
}

function exportedFrom(tokens: readonly Token[], start: number): string | undefined {
  let i = isText(tokens[start], "type") ? start + 1 : start;
  if (isText(tokens[i], "*")) {
    if (isText(tokens[i + 1], "as")) i += 2;
  } else if (isText(tokens[i], "{")) {
    while (i < tokens.length && !isText(tokens[i], "}")) i++;
  } else {
    return undefined;
  }
  return isText(tokens[i + 1], "from") ? stringAt(tokens, i + 2) : undefined;
}

function stringAt(tokens: readonly Token[], i: number): string | undefined {
  const token = tokens[i];
  return token?.kind === "string" ? token.text : undefined;
}

function isText(token: Token | undefined, text: string): boolean {
  return token !== undefined && token.kind !== "string" && token.text === text;
}
