/** What a sandbox lets a program do: grants of capabilities, as `--allow` lists them. */
import type { WorldRequest } from "../base/mod.ts";
import { type Capability, isWorldOperation, WORLD_OPERATIONS } from "../operations/mod.ts";

/** The capabilities that can be granted, with what a scope of each is; "" where it has none. */
const GRANTABLE = {
  Clock: "",
  Env: "NAME",
  FileSystem: "PATH",
  Process: "PROGRAM",
  Random: "",
} as const satisfies Partial<Record<Capability, string>>;

/** All of a capability, or a part: what is below a path, a variable, a program. */
export interface Grant {
  readonly capability: keyof typeof GRANTABLE;
  readonly scope?: string;
}

/** The grants of a sandbox. */
export type Policy = readonly Grant[];

/** The grants of lists as `FileSystem:./data,Clock`; a text says what is wrong with them. */
export function parsePolicy(lists: readonly string[]): Policy | string {
  const grants: Grant[] = [];
  for (const text of lists.flatMap((list) => list.split(","))) {
    const grant = parseGrant(text);
    if (typeof grant === "string") return grant;
    grants.push(grant);
  }
  return grants;
}

function parseGrant(text: string): Grant | string {
  const [name, ...rest] = text.split(":");
  const scope = rest.length === 0 ? undefined : rest.join(":");
  const capability = grantable(name);
  if (capability === undefined) {
    return `\`${name}\` is no capability: ${Object.keys(GRANTABLE).join(", ")}`;
  }
  if (scope === undefined) return { capability };
  if (GRANTABLE[capability] === "") return `\`${capability}\` has no parts: \`${text}\``;
  if (scope === "" || /[\0\n]/.test(scope)) return `\`${text}\` has no ${GRANTABLE[capability]}`;
  return { capability, scope };
}

function grantable(name: string): keyof typeof GRANTABLE | undefined {
  return (Object.keys(GRANTABLE) as (keyof typeof GRANTABLE)[]).find((known) => known === name);
}

/** The policy as the runtime reads it: a line for each grant. */
export function policyText(policy: Policy): string {
  return policy.map((grant) => `${showGrant(grant)}\n`).join("");
}

function showGrant({ capability, scope }: Grant): string {
  return scope === undefined ? capability : `${capability}:${scope}`;
}

/**
 * The flag that would allow the request, or undefined if the policy does. Paths are not looked at: of files, some grant
 * is enough here.
 */
export function neededFlag(policy: Policy, request: WorldRequest): string | undefined {
  const { operation, text } = request;
  const name: Capability = isWorldOperation(operation) ? WORLD_OPERATIONS[operation] : "";
  const capability = grantable(name);
  if (capability === undefined) return undefined;
  const grants = policy.filter((grant) => grant.capability === capability);
  const isAllowed = capability === "FileSystem"
    ? grants.length > 0
    : grants.some(({ scope }) => scope === undefined || scope === text);
  return isAllowed ? undefined : flagFor(capability, text);
}

/** The flag that allows `text` of a capability. */
export function flagFor(capability: keyof typeof GRANTABLE, text: string): string {
  const hasScope = GRANTABLE[capability] !== "" && text !== "";
  return `--allow=${showGrant(hasScope ? { capability, scope: text } : { capability })}`;
}
