/** Compiles the units of a program side by side, and takes from the cache what was compiled before. */
import type { FullHost } from "../base/mod.ts";
import { sha256Of } from "./cache.ts";
import { type NativeFailure, unwritable } from "./failure.ts";
import type { ObjectCache } from "./object_cache.ts";

/** A unit before its text is made. */
export interface UnitText {
  readonly name: string;
  /** Gives its module in LLVM's textual form; called once. */
  emit(): string;
}

/** What became of a unit. */
export interface UnitEvent {
  readonly name: string;
  readonly outcome: "compiled" | "cached" | "remote";
  /** SHA-256 of the text of the module. */
  readonly text: string;
  /** Units that are done, this one included, and all of them. */
  readonly done: number;
  readonly total: number;
}

export type UnitListener = (event: UnitEvent) => void;

export interface UnitCompiler {
  readonly cache: ObjectCache;
  /** A folder of this build. */
  readonly scratch: string;
  readonly jobs: number;
  /** Stands for everything but the text that decides about an object. */
  readonly actionKey: string;
  /** Compiles the file `from` to the object `to`; gives the warnings. */
  compile(from: string, to: string): Promise<readonly string[] | NativeFailure>;
  readonly listener?: UnitListener;
}

export interface CompiledUnits {
  /** Paths in the order of the units. */
  readonly objects: readonly string[];
  readonly warnings: readonly string[];
}

/** The objects of `units`. After a failure no other unit is begun. */
export async function compileUnits(
  host: FullHost,
  units: readonly UnitText[],
  compiler: UnitCompiler,
): Promise<CompiledUnits | NativeFailure> {
  const work = new Work(host, units, compiler);
  // One more than compilers run, so that a text is ready when a compiler has ended.
  const workers = Array.from({ length: compiler.jobs + 1 }, () => work.run());
  const results = await Promise.allSettled(workers);
  for (const result of results) if (result.status === "rejected") throw result.reason;
  return work.failure ?? { objects: work.objects, warnings: work.warnings };
}

class Work {
  readonly objects: readonly string[];
  readonly warnings: string[] = [];
  failure: NativeFailure | undefined;
  #next = 0;
  #done = 0;
  readonly #slots: Slots;

  constructor(
    readonly host: FullHost,
    readonly units: readonly UnitText[],
    readonly compiler: UnitCompiler,
  ) {
    this.objects = units.map((_, index) => `${compiler.scratch}/${index}.o`);
    this.#slots = new Slots(compiler.jobs);
  }

  async run(): Promise<void> {
    while (this.failure === undefined && this.#next < this.units.length) {
      const index = this.#next++;
      try {
        this.failure ??= await this.#make(index);
      } catch (error) {
        this.#next = this.units.length;
        throw error;
      }
    }
  }

  async #make(index: number): Promise<NativeFailure | undefined> {
    const { cache, scratch, actionKey } = this.compiler;
    const ir = this.units[index].emit();
    const text = await sha256Of([ir]);
    const key = await sha256Of([actionKey, text]);
    const object = this.objects[index];
    const found = await cache.find(key);
    if (found !== undefined) {
      this.#tell(index, found.from === "cache" ? "cached" : "remote", text);
      return this.#write(object, found.bytes);
    }
    const source = `${scratch}/${index}.ll`;
    const unwritten = this.#write(source, new TextEncoder().encode(ir));
    if (unwritten !== undefined) return unwritten;
    const result = await this.#slots.run(() => this.compiler.compile(source, object));
    this.host.removeFile(source);
    if ("code" in result) return result;
    this.warnings.push(...result);
    const bytes = this.host.readBytes(object);
    if (bytes !== undefined) await cache.store(key, bytes);
    this.#tell(index, "compiled", text);
    return undefined;
  }

  #write(path: string, bytes: Uint8Array): NativeFailure | undefined {
    const failure = this.host.writeFile(path, bytes);
    return failure === undefined ? undefined : unwritable(path, failure.message);
  }

  #tell(index: number, outcome: UnitEvent["outcome"], text: string): void {
    const [{ name }, total] = [this.units[index], this.units.length];
    this.compiler.listener?.({ name, outcome, text, done: ++this.#done, total });
  }
}

/** Lets so many tasks run at once. */
class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}
