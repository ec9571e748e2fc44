import type { SourceFile } from "../base/mod.ts";
import type { Diagnostics } from "../diagnostics/mod.ts";
import type { SourceTree } from "./ast.ts";
import { lex } from "./lexer.ts";
import { parseFile } from "./parse_items.ts";
import { Parser } from "./parser.ts";

/**
 * The tree of `file`. Always gives one: what could not be read stands in it as `Error` nodes, and
 * has been reported (E00xx, E10xx, W10xx). Takes time linear in the length of the text.
 */
export function parse(file: SourceFile, diagnostics: Diagnostics): SourceTree {
  return parseFile(new Parser(lex(file, diagnostics), diagnostics));
}
