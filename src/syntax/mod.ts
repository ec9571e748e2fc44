export type * from "./ast.ts";
export { copyExpr } from "./copy_expr.ts";
export { lex } from "./lexer.ts";
export { parse } from "./parse.ts";
export { canEndRange } from "./parse_patterns.ts";
export { asStructUpdate } from "./struct_update.ts";
export { eachChildExpr, eachChildPattern, eachPatternOf, eachStmtExpr } from "./visit.ts";
export {
  isKeyword,
  KEYWORDS,
  type Literal,
  T,
  type TokenKind,
  type Tokens,
  type Trivia,
} from "./token.ts";
