/**
 * Where the body of a function ends, found in the text without its tokens: for std, most of whose bodies no program reads.
 *
 * Requires: text without a syntax error. What this does not know for sure it does not answer: the body then becomes tokens
 * at once. A test compares every file of std with its full parse.
 */
import { T, type Tokens } from "./token.ts";

/** Characters at which a scan stops; all others are stepped over by the regular expression. */
const STOP = /[()[\]{};"'`]|\/\//g;
/** A literal of one line, from the quote before it. */
const REST_OF_STR = /[^"\\\n]*(?:\\.[^"\\\n]*)*"/y;
const REST_OF_CHAR = /(?:[^'\\\n]|\\[^\n][^'\n]*)'/y;
/** Behind a `}`: blanks and comments, then the next item or the end of what holds the function. */
const ITEM_AHEAD =
  /(?:\s|\/\/[^\n]*)*(?:$|[}#$]|@\w|(?:pub|type|trait|impl|use|extend|extension|extern)\b|def\s+impl\b|let\s*\$)/y;

/**
 * Whether the body of a function follows the `=` at `eq`, the last token so far: after an `@` that starts a line, or follows
 * `pub`, and a parameter list, outside of all brackets.
 */
export function opensBody(
  text: string,
  { kinds, starts, values }: Pick<Tokens, "kinds" | "starts" | "values">,
  eq: number,
): boolean {
  let angles = 0;
  let hasParams = false;
  for (let at = eq - 1; at >= 0; at--) {
    const kind = kinds[at];
    switch (kind) {
      case T.RParen:
        hasParams = true;
        at = values[at] ?? -1;
        break;
      case T.RBracket:
      case T.RBrace:
        at = values[at] ?? -1;
        break;
      case T.Lt:
        angles--;
        break;
      case T.Gt:
        angles++;
        break;
      case T.Eq: // inside of angles, the default of a type parameter
        if (angles === 0) return false;
        break;
      case T.At:
        return hasParams && angles === 0 &&
          (kinds[at - 1] === T.Pub || isFirstOfLine(text, starts[at] ?? 0));
      case T.LParen:
      case T.LBracket:
      case T.LBrace:
      case T.Semicolon:
      case T.Type:
      case T.Let:
      case T.Dollar:
      case T.Hash:
        return false;
    }
  }
  return false;
}

function isFirstOfLine(text: string, at: number): boolean {
  const before = text.slice(text.lastIndexOf("\n", at) + 1, at);
  return before.trim() === "";
}

const OPEN: ReadonlySet<string> = new Set(["(", "[", "{"]);

/**
 * The end of the body that starts at `start`, after the `=`: at its `;`, or after the `}` that an item follows. -1 where
 * the body has a template, whose text may hold any bracket, or does not end.
 */
export function endOfBody(text: string, start: number): number {
  let depth = 0;
  STOP.lastIndex = start;
  while (STOP.test(text)) {
    const at = STOP.lastIndex - 1;
    const c = text.charAt(at);
    if (OPEN.has(c)) depth++;
    else if (c === ";") {
      if (depth === 0) return at;
    } else if (c === ")" || c === "]" || c === "}") {
      if (--depth < 0) return -1;
      if (depth === 0 && c === "}" && matchesAt(ITEM_AHEAD, text, at + 1)) return at + 1;
    } else {
      const next = behindLiteral(text, c, at + 1);
      if (next < 0) return -1;
      STOP.lastIndex = next;
    }
  }
  return -1;
}

/** Behind the literal or comment whose first character is `c`; -1 for a template and for what is not closed. */
function behindLiteral(text: string, c: string, from: number): number {
  switch (c) {
    case "/":
      return text.indexOf("\n", from);
    case '"':
      return matchesAt(REST_OF_STR, text, from) ? REST_OF_STR.lastIndex : -1;
    case "'":
      return matchesAt(REST_OF_CHAR, text, from) ? REST_OF_CHAR.lastIndex : -1;
    default:
      return -1;
  }
}

function matchesAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}
