/** Work that waits for a type: what needs the head of a type, and bounds. */
import type { Span } from "../../base/mod.ts";
import { typeMismatch } from "../messages/errors_infer.ts";
import { INT } from "../model/builtin.ts";
import type { Type, TypeVar } from "../model/model.ts";
import { isBuiltin, prune } from "../model/type.ts";
import type { Unifier } from "../model/unify.ts";
import type { Recorder } from "./recorder.ts";
import type { OpenBound } from "./require_trait.ts";
import type { Env, Scopes } from "./scopes.ts";

export interface Need {
  readonly span: Span;
  /** The subject of E2005: `the type of this receiver`. Absent: nothing is reported. */
  readonly what?: string;
  /** An int literal has no decided type yet: take `int`, or wait as for any other variable. */
  readonly literal: "isInt" | "waits";
  /** A guess when nothing else decides; true when it made progress. */
  readonly guess?: () => boolean;
}

/** Work that needs the head of a type that is still a variable. */
export interface Deferred {
  readonly on: Type;
  readonly env: Env;
  readonly need: Need;
  readonly run: (type: Type) => void;
  isDone: boolean;
}

export class Worklist {
  /** Bounds that could not be decided yet. */
  openBounds: OpenBound[] = [];
  readonly #waiting = new Map<TypeVar, Deferred[]>();
  readonly #deferred: Deferred[] = [];
  #ready: Deferred[] = [];
  readonly #unifier: Unifier;
  readonly #scopes: Scopes;
  readonly #record: Recorder;

  /** `unifier` tells `wake` of each variable that it binds. */
  constructor(unifier: Unifier, scopes: Scopes, record: Recorder) {
    this.#unifier = unifier;
    this.#scopes = scopes;
    this.#record = record;
  }

  /** Runs `run` with the pruned type: at once if its head is known, else as soon as it is. */
  whenKnown(type: Type, need: Need, run: (type: Type) => void): void {
    if (prune(type).kind === "var") this.settle();
    const t = this.#known(type, need);
    if (t !== undefined) {
      run(t);
      return;
    }
    this.#scopes.seal();
    const deferred: Deferred = { on: type, env: this.#scopes.env, need, run, isDone: false };
    this.#deferred.push(deferred);
    this.#wait(deferred);
  }

  /** The type that `run` gives once the head of `on` is known; a variable until then. */
  typeWhenKnown(on: Type, need: Need, run: (type: Type) => Type): Type {
    const known: { now?: Type; later?: TypeVar } = {};
    this.whenKnown(on, need, (type) => {
      const found = run(type);
      if (known.later === undefined) known.now = found;
      else this.#fill(known.later, found, need.span);
    });
    if (known.now !== undefined) return known.now;
    known.later = this.#unifier.fresh();
    return known.later;
  }

  #fill(holder: TypeVar, found: Type, span: Span): void {
    if (isBuiltin(found, "Never")) this.#unifier.makeDefaultable(holder);
    else if (!this.#unifier.unify(holder, found)) {
      this.#record.report(typeMismatch(holder, found, span));
    }
  }

  #known(type: Type, need: Need): Type | undefined {
    const t = prune(type);
    if (t.kind !== "var") return t;
    if (!t.isIntLiteral || need.literal === "waits") return undefined;
    this.#unifier.unify(t, INT);
    return INT;
  }

  #wait(deferred: Deferred): void {
    const on = prune(deferred.on);
    if (on.kind !== "var") {
      this.#ready.push(deferred);
      return;
    }
    const list = this.#waiting.get(on);
    if (list === undefined) this.#waiting.set(on, [deferred]);
    else list.push(deferred);
  }

  /**
   * Makes ready what waits for `variable`, which has become `to`, if that may decide it: what waits for two variables
   * that become one waits on, together. `makesLiteral`: `to` was no int literal before.
   */
  wake(variable: TypeVar, to: Type, makesLiteral: boolean): void {
    if (to.kind !== "var") return this.#wakeOne(variable);
    if (makesLiteral) this.#wakeOne(to);
    if (to.isIntLiteral && !variable.isIntLiteral) this.#wakeOne(variable);
    else this.#waitTogether(variable, to);
  }

  /** Appends the shorter of two lists to the longer one: each element is moved a logarithmic number of times. */
  #waitTogether(variable: TypeVar, to: TypeVar): void {
    const left = this.#waiting.get(variable) ?? [];
    const right = this.#waiting.get(to) ?? [];
    this.#waiting.delete(variable);
    const [longer, shorter] = left.length > right.length ? [left, right] : [right, left];
    for (const deferred of shorter) longer.push(deferred);
    if (longer.length > 0) this.#waiting.set(to, longer);
  }

  #wakeOne(variable: TypeVar): void {
    const woken = this.#waiting.get(variable);
    if (woken === undefined) return;
    this.#waiting.delete(variable);
    for (const deferred of woken) this.#ready.push(deferred);
  }

  /** Runs what has become known, until nothing more does. */
  settle(): void {
    while (this.#ready.length > 0) {
      const round = this.#ready;
      this.#ready = [];
      for (const deferred of round) this.#retry(deferred);
    }
  }

  /** The work that still waits, in the order in which it was deferred. */
  pending(): readonly Deferred[] {
    return this.#deferred.filter((deferred) => !deferred.isDone);
  }

  #retry(deferred: Deferred): void {
    if (deferred.isDone) return;
    const type = this.#known(deferred.on, deferred.need);
    if (type === undefined) this.#wait(deferred);
    else this.#resume(deferred, type);
  }

  #resume(deferred: Deferred, type: Type): void {
    deferred.isDone = true;
    this.#scopes.at(deferred.env, () => deferred.run(type));
  }
}
