/**
 * Which methods change their `self`, so that their callers get it back (spec 11.11, 13.5, proposal "Mutable Self").
 *
 * A method is *mutating* when it assigns to its `self` or a part of it, or calls a mutating method there. One whose result is
 * `Self` gives the changed value as that: its callers' values stay. A method of a trait is mutating when one of its impls or
 * its default is, and then all of them are. Methods of std's traits never are: std is checked without knowing the program. The methods of std's types that
 * are have the mark `#mutating`.
 *
 * Bodies note assignments and calls while they are checked; `settle` finds the fixpoint when all are, in time linear in what
 * was noted.
 */
import { InternalError, type Span } from "../../base/mod.ts";
import { type Diagnostic, type Diagnostics, inSourceOrder } from "../../diagnostics/mod.ts";
import * as errors from "../messages/errors_self.ts";
import { callShape } from "../model/call_shape.ts";
import { memoBody } from "../model/forms.ts";
import type { FnDef, TraitDef } from "../model/model.ts";
import type { Program } from "../model/program.ts";
import type { ReceiverCall, SelfChanges, SelfNote } from "../model/self_changes.ts";
import { equalTypes, isBuiltin, prune, someType } from "../model/type.ts";
import { fillObjectFields } from "./trait_objects.ts";

/** The table that `Program.selfChanges` is. */
export class SelfChangeTable implements SelfChanges {
  /** The first assignment of each method to its `self`. */
  readonly #writes = new Map<FnDef, Span>();
  readonly #calls = new Map<FnDef, readonly ReceiverCall[]>();
  /** Methods whose body changes the local `self`. */
  readonly #changing = new Set<FnDef>();
  /** Methods that give `self` back, of traits for all their impls. */
  readonly #mutating = new Set<FnDef>();
  #isSettled = false;
  /** The method of the trait that a method of an impl is for. */
  readonly #declaredBy = new Map<FnDef, { readonly trait: TraitDef; readonly method: FnDef }>();

  noteBody(fn: FnDef, write: Span | undefined, calls: readonly ReceiverCall[]): void {
    if (write !== undefined && this.#isSettled && !this.#changing.has(fn)) {
      throw new InternalError("a method of std assigns to `self` without `#mutating`", {
        stage: "types",
        fn: fn.name,
        span: write,
      });
    }
    if (write !== undefined) this.#writes.set(fn, write);
    if (calls.length > 0) this.#calls.set(fn, calls);
  }

  noteOf(fn: FnDef): SelfNote {
    return { write: this.#writes.get(fn), calls: this.#calls.get(fn) ?? [] };
  }

  #allCalls(): readonly ReceiverCall[] {
    return [...this.#calls.values()].flat();
  }

  isNoted(fn: FnDef): boolean {
    return this.#writes.has(fn);
  }

  /** Whether the body of `fn` changes its `self`, be it for the caller or for itself alone. */
  isChanged(fn: FnDef): boolean {
    return this.#changing.has(fn);
  }

  /** Whether calls of `fn` change their receiver: asked by `callShape` alone, which says what that means for a call. */
  isMutating(fn: FnDef): boolean {
    return this.#mutating.has(this.#declaration(fn));
  }

  /**
   * Whether what `fn` does to its `self` is its own affair: it never comes back, or its result is `Self`, so that callers
   * take the changed value from there. For the method of a trait, the trait has to say so: `-> int` in an impl for `int` does not.
   */
  keepsChange(fn: FnDef): boolean {
    if (isBuiltin(fn.result, "Never")) return true;
    const self = fn.params[0]?.type;
    if (self === undefined || !equalTypes(fn.result, self)) return false;
    const declared = this.#declaredBy.get(fn)?.method;
    return declared === undefined || prune(declared.result).kind === "param";
  }

  /** Decides all methods; reports calls that cannot change their receiver, and impls that must not. Once per program. */
  settle(program: Program, diagnostics: Diagnostics): void {
    this.#isSettled = true;
    if (this.#writes.size === 0) return;
    const found: Diagnostic[] = [];
    this.#findDeclarations(program);
    const callers = this.#callersOnSelf();
    const pending = [...this.#writes];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const [fn, span] = next;
      if (this.#changing.has(fn)) continue;
      this.#changing.add(fn);
      const method = this.#mutatingBy(program, fn, span, found);
      if (method === undefined || this.#mutating.has(method)) continue;
      this.#mutating.add(method);
      for (const call of callers.get(method) ?? []) pending.push([call.caller, call.span]);
    }
    found.push(...this.#refusedCalls(), ...this.#unsupported(program));
    for (const one of inSourceOrder(found)) diagnostics.report(one);
    for (const trait of program.traits) fillObjectFields(trait, (fn) => callShape(program, fn));
  }

  #declaration(fn: FnDef): FnDef {
    return this.#declaredBy.get(fn)?.method ?? fn;
  }

  #findDeclarations(program: Program): void {
    for (const { trait: ref, methods } of program.impls) {
      if (ref === undefined) continue;
      for (const [name, fn] of methods) {
        const method = ref.trait.methods.get(name);
        if (method !== undefined) this.#declaredBy.set(fn, { trait: ref.trait, method });
      }
    }
  }

  #callersOnSelf(): ReadonlyMap<FnDef, readonly ReceiverCall[]> {
    const callers = new Map<FnDef, ReceiverCall[]>();
    for (const call of this.#allCalls()) {
      if (!call.isOnSelf || call.obstacle !== undefined) continue;
      const method = this.#declaration(call.callee);
      const known = callers.get(method);
      if (known === undefined) callers.set(method, [call]);
      else known.push(call);
    }
    return callers;
  }

  /** The method that is mutating because `fn` changes its `self`: itself or that of the trait; undefined if none is. */
  #mutatingBy(
    program: Program,
    fn: FnDef,
    span: Span,
    found: Diagnostic[],
  ): FnDef | undefined {
    const declared = this.#declaredBy.get(fn);
    if (this.keepsChange(fn)) return undefined;
    if (declared === undefined) return fn;
    if (!program.modules[declared.trait.module]?.isStd) return declared.method;
    if (!givesSelf(fn)) found.push(errors.inconsistentMutation(fn, declared.trait, span));
    return undefined;
  }

  #refusedCalls(): Diagnostic[] {
    return this.#allCalls().flatMap((call) =>
      call.obstacle !== undefined && this.isMutating(call.callee)
        ? [errors.receiverNotChangeable(call, call.obstacle)]
        : []
    );
  }

  #unsupported(program: Program): Diagnostic[] {
    return program.fns.flatMap((fn) =>
      this.isMutating(fn) && memoBody(fn) !== undefined ? [errors.mutatingMemo(fn)] : []
    );
  }
}

/** Whether the result of `fn` holds a value of the type of its `self`, as that of `Iterator.next` does. */
function givesSelf(fn: FnDef): boolean {
  const self = fn.params[0]?.type;
  return self !== undefined && someType(fn.result, (part) => equalTypes(part, self));
}
