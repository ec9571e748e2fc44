/** std.json beside the JSON of JavaScript: on texts made at random, and on texts that one change has broken. */
import { assert, assertEquals } from "@std/assert";
import { runEverywhere } from "./support/run_program.ts";
import { createRandom, type Random } from "./support/mutate.ts";

const ECHO = `use std.json { parse, stringify };
use std.io { read_lines };
@main () -> void = for line in read_lines() do print(msg: match parse(source: line) {
    Ok(value) -> stringify(value:),
    Err(_) -> "refused",
});
`;

async function echo(lines: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const path = await Deno.makeTempFile({ prefix: "ori-json-", suffix: ".ori" });
  try {
    await Deno.writeTextFile(path, ECHO);
    const stdin = lines.map((line) => `${line}\n`).join("");
    const expected = { stdout: "", stderr: "", exitCode: 0 };
    const results = await runEverywhere({ path, args: [], stdin, expected });
    return new Map([...results].map(([way, { stdout, stderr, exitCode }]) => {
      assertEquals([way, stderr, exitCode], [way, "", 0]);
      return [way, stdout.split("\n").slice(0, -1)];
    }));
  } finally {
    await Deno.remove(path);
  }
}

function below(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}

const TEXTS = ["", "a", "ключ", 'quote"', "\\", "\n\t\u0001", "\u{1F600}", "x".repeat(40), "é/é"];

function value(random: Random, depth: number): unknown {
  const kind = below(random, depth > 3 ? 6 : 8);
  switch (kind) {
    case 0:
      return null;
    case 1:
      return below(random, 2) === 0;
    case 2:
      return below(random, 2_000_001) - 1_000_000;
    case 3:
      return float(random);
    case 4:
    case 5:
      return TEXTS[below(random, TEXTS.length)];
    case 6:
      return Array.from({ length: below(random, 5) }, () => value(random, depth + 1));
    default:
      return Object.fromEntries(
        Array.from({ length: below(random, 5) }, () => [
          `k${TEXTS[below(random, TEXTS.length)]}`,
          value(random, depth + 1),
        ]),
      );
  }
}

/** Any finite float, and short ones as often. */
function float(random: Random): number {
  if (below(random, 2) === 0) return below(random, 100_000) / 10 ** below(random, 9);
  const bits = new DataView(new ArrayBuffer(8));
  bits.setUint32(0, below(random, 2 ** 32));
  bits.setUint32(4, below(random, 2 ** 32));
  const found = bits.getFloat64(0);
  return Number.isFinite(found) ? found : 0;
}

/** What JavaScript reads; undefined where it refuses the text. */
function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `text` with one character left out, doubled, or replaced. */
function broken(random: Random, text: string): string {
  const at = below(random, text.length);
  const rest = text.slice(at + 1);
  const signs = '{}[]",:0-+.eE\\ tfnu';
  const put = ["", text[at] + text[at]!, signs[below(random, signs.length)]][below(random, 3)];
  return text.slice(0, at) + put + rest;
}

Deno.test({
  name: "std.json reads and writes what JavaScript does, on every engine",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const random = createRandom(20);
    const whole = Array.from({ length: 400 }, () => JSON.stringify(value(random, 0)));
    const changed = whole.map((text) => broken(random, text)).filter((text) =>
      // Lone surrogates, infinite floats and breaks of lines are no matter of this test.
      text.isWellFormed() && !/\\u[dD]|e\+?\d{3}|\n/.test(text)
    );
    const texts = [...whole, ...changed];
    for (const [way, lines] of await echo(texts)) {
      assertEquals(lines.length, texts.length, way);
      texts.forEach((text, i) => {
        const line = lines[i] ?? "";
        const found = line === "refused" ? undefined : JSON.parse(line);
        assertEquals(found, read(text), `${way}: ${text} became ${line}`);
      });
    }
    const refused = changed.filter((text) => read(text) === undefined);
    assert(refused.length > 50 && refused.length < changed.length, `${refused.length} refused`);
  },
});
