/** What is in reach at a place of a generated program. */
import type { Type } from "./types.ts";

export interface Variable {
  readonly name: string;
  readonly type: Type;
  /** Can be assigned here. */
  readonly isMutable: boolean;
}

/** How a loop around the place can be left. */
export type LoopKind = "none" | "for" | "yielding";

export interface Scope {
  readonly variables: readonly Variable[];
  readonly loop: LoopKind;
  /** The result of the function around, when `?` may leave it. */
  readonly failsWith: "Result" | "Option" | undefined;
  /** About how often the place is reached. */
  readonly weight: number;
}

export const EMPTY_SCOPE: Scope = {
  variables: [],
  loop: "none",
  failsWith: undefined,
  weight: 1,
};

export function withVariables(scope: Scope, ...added: readonly Variable[]): Scope {
  return { ...scope, variables: [...scope.variables, ...added] };
}

/** The body of a loop that turns `times` times. */
export function inLoop(scope: Scope, times: number, loop: LoopKind): Scope {
  return { ...scope, loop, weight: scope.weight * times };
}

/** The body of a lambda: what it captures cannot be assigned, and nothing leaves it early. */
export function inLambda(scope: Scope, params: readonly Variable[], times: number): Scope {
  return withVariables({ ...inCatch(scope), weight: scope.weight * times }, ...params);
}

/** Below `catch`, which takes copies of what it uses, and which nothing leaves but a panic. */
export function inCatch(scope: Scope): Scope {
  const variables = scope.variables.map((v) => v.isMutable ? { ...v, isMutable: false } : v);
  return { ...scope, variables, loop: "none", failsWith: undefined };
}
