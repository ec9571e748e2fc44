/** `docs/limits.md` states the limits that the code has. */
import { assert, assertEquals } from "@std/assert";

const ROW = /^\| .* \| ([\d,]+) \| .* \| `(\w+)` in `([\w/.]+)` \|$/;

const [limits = ""] = Deno.readTextFileSync("docs/limits.md").split("## Measured");
const rows = limits.split("\n").filter((line) =>
  line.startsWith("| ") && !line.startsWith("| Limit") && !line.startsWith("| ---")
);

Deno.test("limits: the page has a row for each limit", () => assert(rows.length >= 10));

for (const line of rows) {
  const [, number = "", name = "", path = ""] = ROW.exec(line) ?? [];
  Deno.test(`limits: ${name} of ${path} is ${number}`, () => {
    const declared = new RegExp(`const ${name} = ([\\d_]+);`).exec(Deno.readTextFileSync(path));
    assertEquals(declared?.[1]?.replaceAll("_", ""), number.replaceAll(",", ""));
  });
}
