/**
 * Holds that every doc comment of `src` stands before what it describes: not before another one, the end of a block, or
 * nothing. The first comment of a file may describe the file.
 *
 *     deno task comments
 */
import { readSources, type SourceFile, type Violation } from "./check_layers.ts";

/** A doc comment, or a string or other comment in which the marks of one mean nothing. */
const COMMENT_OR_STRING =
  /\/\*\*(?!\/)[^]*?\*\/|\/\*[^]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[^])*`/g;

/** Every doc comment of `files` that describes nothing. */
export function checkComments(files: readonly SourceFile[]): Violation[] {
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(COMMENT_OR_STRING)].flatMap((found): Violation[] => {
      const [comment] = found;
      if (!comment.startsWith("/**") || comment.startsWith("/**/")) return [];
      const isFirst = text.slice(0, found.index).trim() === "";
      const problem = problemBefore(text.slice(found.index + comment.length), isFirst);
      if (problem === undefined) return [];
      const line = text.slice(0, found.index).split("\n").length;
      return [{ path, line, text: `a doc comment ${problem}` }];
    })
  );
}

function problemBefore(rest: string, isFirst: boolean): string | undefined {
  const next = rest.trimStart();
  if (isFirst) return undefined;
  if (next === "") return "at the end of the file";
  if (next.startsWith("/**")) return "before another one";
  if (/^[)\]}]/.test(next)) return "at the end of a block";
  return /^[ \t]*\r?\n[ \t]*\r?\n/.test(rest) ? "before a blank line" : undefined;
}

if (import.meta.main) {
  const violations = checkComments(readSources("."));
  for (const { path, line, text } of violations) console.error(`${path}:${line}: ${text}`);
  console.log(`comments: ${violations.length} violations`);
  if (violations.length > 0) Deno.exit(1);
}
