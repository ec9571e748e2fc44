/** Lines of generated Markdown below the width that all pages keep. */

/** Lines have fewer columns than this. */
const WIDTH = 120;

/**
 * `text` with lines of prose that are too long broken at spaces outside of code spans; what follows in a list item is indented
 * below its text. Tables and fenced code stay as they are.
 */
export function wrapMarkdown(text: string): string {
  let isFenced = false;
  return text.split("\n").flatMap((line) => {
    if (line.startsWith("```")) isFenced = !isFenced;
    const isFixed = isFenced || line.startsWith("|") || line.length < WIDTH;
    return isFixed ? [line] : wrapLine(line);
  }).join("\n");
}

function wrapLine(line: string): string[] {
  const [lead = ""] = /^ *(?:- )?/.exec(line) ?? [];
  const indent = " ".repeat(lead.length);
  // A word: code spans with what touches them stay whole.
  const words = line.slice(lead.length).match(/(?:`[^`]*`|[^\s`])+/g) ?? [];
  const lines: string[] = [];
  let current = lead;
  let isEmpty = true;
  for (const word of words) {
    if (!isEmpty && current.length + 1 + word.length >= WIDTH) {
      lines.push(current);
      [current, isEmpty] = [indent, true];
    }
    current += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, current];
}
