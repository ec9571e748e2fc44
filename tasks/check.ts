/**
 * Formatting, lint, types, import direction, state of modules and places of doc comments; all of them run, and any that fails is named at the end.
 *
 *     deno task check
 */
import { exists } from "./exists.ts";

const ROOTS = ["main.ts", "mod.ts", "src", "tests", "tasks"].filter(exists);

const STEPS: readonly { readonly name: string; readonly args: readonly string[] }[] = [
  { name: "format", args: ["fmt", "--check"] },
  { name: "lint", args: ["lint", "--quiet"] },
  { name: "types", args: ["check", "--quiet", ...ROOTS] },
  { name: "layers", args: ["run", "-A", "tasks/check_layers.ts"] },
  { name: "state", args: ["run", "-A", "tasks/check_state.ts"] },
  { name: "comments", args: ["run", "-A", "tasks/check_comments.ts"] },
];

const failed: string[] = [];
for (const { name, args } of STEPS) {
  const { success } = await new Deno.Command(Deno.execPath(), { args: [...args] }).spawn().status;
  if (!success) failed.push(name);
}
console.log(failed.length === 0 ? "check: all good" : `check: failed: ${failed.join(", ")}`);
if (failed.length > 0) Deno.exit(1);
