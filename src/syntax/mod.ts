export * from "./ast.ts";
export { lex } from "./lexer.ts";
export { parse } from "./parse.ts";
export {
  isKeyword,
  KEYWORDS,
  type Literal,
  T,
  type TokenKind,
  type Tokens,
  type Trivia,
} from "./token.ts";
