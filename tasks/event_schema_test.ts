/** docs/events.schema.json is what the types say (DBG-6), and emitted events keep to it. */
import { assertEquals } from "@std/assert";
import { CATEGORIES, JsonLines, Metrics } from "../src/events/mod.ts";
import { Hub } from "../src/events/mod.ts";
import { compileMain } from "../src/driver/mod.ts";
import { checkSources } from "../tests/support/snapshot.ts";
import { renderSchema, type Schema } from "./event_schema.ts";

/** Why `value` does not fit `schema`, if it does not. Knows the words that the schema of events uses. */
function misfit(root: Schema, value: unknown): string | undefined {
  return new Fitting(root.$defs as Record<string, Schema>).misfit(root, value, "line");
}

class Fitting {
  constructor(readonly definitions: Record<string, Schema>) {}

  misfit(schema: Schema, value: unknown, path: string): string | undefined {
    if ("$ref" in schema) {
      const name = String(schema.$ref).split("/").at(-1) ?? "";
      return this.misfit(this.definitions[name], value, path);
    }
    if ("const" in schema) {
      return schema.const === value ? undefined : `${path} is not the constant`;
    }
    if ("enum" in schema) return (schema.enum as unknown[]).includes(value) ? undefined : `${path}`;
    const { anyOf, oneOf, type } = schema as Record<string, unknown>;
    const options = (anyOf ?? oneOf) as readonly Schema[] | undefined;
    if (options !== undefined) {
      const fitting = options.filter((option) => this.misfit(option, value, path) === undefined);
      const enough = oneOf === undefined ? fitting.length > 0 : fitting.length === 1;
      return enough ? undefined : `${path} fits ${fitting.length} of ${options.length}`;
    }
    if (type === "array") {
      if (!Array.isArray(value)) return `${path} is no array`;
      return value.map((item, i) => this.misfit(schema.items as Schema, item, `${path}[${i}]`))
        .find((found) => found !== undefined);
    }
    if (type !== "object") return kindOf(value) === type ? undefined : `${path} is no ${type}`;
    return this.#misfitOfObject(schema, value, path);
  }

  #misfitOfObject(schema: Schema, value: unknown, path: string): string | undefined {
    if (typeof value !== "object" || value === null) return `${path} is no object`;
    const { properties = {}, required = [], additionalProperties } = schema as {
      properties?: Record<string, Schema>;
      required?: string[];
      additionalProperties?: Schema | false;
    };
    const lacking = required.find((name) => !(name in value));
    if (lacking !== undefined) return `${path} lacks ${lacking}`;
    return Object.entries(value).map(([name, part]) => {
      const own = properties[name] ?? (additionalProperties || undefined);
      return own === undefined
        ? `${path}.${name} is unknown`
        : this.misfit(own, part, `${path}.${name}`);
    }).find((found) => found !== undefined);
  }
}

Deno.test("DBG-6: the schema of events in docs is generated from their types", async () => {
  assertEquals(Deno.readTextFileSync("docs/events.schema.json"), await renderSchema());
});

const PROGRAM = `type P = { x: int }
impl P { @twice (self) -> int = self.x * 2; }
@main (args: [str]) -> void = {
    let n = 0;
    for a in args do n += P { x: a.len() }.twice();
    let $f = x -> args.len() + x;
    print(msg: \`{f(n)} {if n > 2 then 1 else 2}\`)
}
`;

Deno.test("DBG-6: every line of a log fits the schema", async () => {
  const lines: string[] = [];
  const sink = { write: (line: string) => void lines.push(line), close() {}, failure: undefined };
  const metrics = new Metrics();
  const settings = { kinds: CATEGORIES, level: "trace", sink: "" } as const;
  const hub = new Hub([new JsonLines(settings, sink, metrics)], metrics);
  compileMain(checkSources({ "main.ori": PROGRAM }, ["main.ori"], hub), { verify: false });
  hub.finish();
  const schema = JSON.parse(await renderSchema());
  assertEquals(lines.map((line) => misfit(schema, JSON.parse(line))).filter(Boolean), []);
  const kinds = new Set(lines.slice(1).map((line) => JSON.parse(line)).map(({ cat }) => cat));
  for (const kind of ["resolve", "ssa", "op", "rc", "log"]) assertEquals(kinds.has(kind), true);
  // A line of another form is noticed.
  assertEquals(misfit(schema, { ...JSON.parse(lines[1]), more: 1 }) === undefined, false);
});

function kindOf(value: unknown): string {
  return typeof value;
}
