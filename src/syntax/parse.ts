import type { SourceFile } from "../base/mod.ts";
import type { Diagnostics } from "../diagnostics/mod.ts";
import type { SourceTree } from "./ast.ts";
import { lex } from "./lexer.ts";
import { parseFile } from "./parse_items.ts";
import { Parser } from "./parser.ts";

export interface ParseOptions {
  /**
   * Parses the body of a function when it is first asked for: for std, of whose many functions a program uses
   * few. The file must have no syntax error.
   */
  readonly defersBodies?: boolean;
}

/**
 * The tree of `file`. Always returns one: text that could not be read is in it as `Error` nodes, and
 * has been reported (E00xx, E10xx, W10xx). Takes time linear in the length of the text.
 */
export function parse(
  file: SourceFile,
  diagnostics: Diagnostics,
  { defersBodies = false }: ParseOptions = {},
): SourceTree {
  const tokens = lex(file, diagnostics, { skipsBodies: defersBodies });
  return parseFile(new Parser(tokens, diagnostics, defersBodies));
}
