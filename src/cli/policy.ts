/** The flags of a sandbox: `--sandbox`, `--allow`. */
import { parsePolicy, type Policy } from "../driver/mod.ts";
import { type ParsedArgs, UsageError } from "./args.ts";

/** What the program may do; undefined where it is everything. Throws `UsageError`. */
export function policyOf(args: ParsedArgs): Policy | undefined {
  const lists = args.values("allow");
  if (lists.length === 0 && !args.flag("sandbox")) return undefined;
  const policy = parsePolicy(lists);
  if (typeof policy === "string") throw new UsageError(`--allow: ${policy}`);
  return policy;
}
