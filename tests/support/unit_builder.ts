/** Builds programs in many units, each builder with a folder and a cache of its own. */
import { assertEquals } from "@std/assert";
import type { FullHost } from "../../src/base/mod.ts";
import {
  buildNative,
  type BuiltUnit,
  type Compiled,
  createHost,
  type NativeOptions,
} from "../../src/driver/mod.ts";

/** As many units as possible. */
const TINY = { single: 0, least: 1, wanted: 1, most: 1, imported: 10 };

/** The real machine with some variables of the environment. */
function hostWith(variables: Readonly<Record<string, string>>): FullHost {
  const real = createHost();
  return new Proxy(real, {
    get(target, name) {
      if (name === "environment") {
        return (variable: string) => variables[variable] ?? target.environment(variable);
      }
      const member: unknown = Reflect.get(target, name);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}

export class UnitBuilder {
  readonly #host: FullHost;

  private constructor(readonly folder: string, variables: Readonly<Record<string, string>>) {
    this.#host = hostWith({ XDG_CACHE_HOME: `${folder}/cache`, ...variables });
  }

  /** A builder for as long as `use` takes. */
  static async with<T>(
    use: (builder: UnitBuilder) => Promise<T>,
    variables: Readonly<Record<string, string>> = {},
  ): Promise<T> {
    const folder = await Deno.makeTempDir({ prefix: "ori-units-" });
    try {
      return await use(new UnitBuilder(folder, variables));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  }

  /** The path and the bytes of the executable, what became of each unit, and what was said. */
  async build(program: Compiled, options: Partial<NativeOptions> = {}) {
    const { release = false } = options;
    const events: BuiltUnit[] = [];
    const notices: string[] = [];
    const path = `${this.folder}/program`;
    const failure = await buildNative(program, this.#host, path, {
      sanitize: false,
      isTestHarness: false,
      unitSizes: TINY,
      onUnit: (event) => events.push(event),
      onNotice: (message) => notices.push(message),
      ...options,
      release,
    });
    assertEquals(failure, undefined);
    const named = (outcome: BuiltUnit["outcome"]) =>
      events.filter((event) => event.outcome === outcome).map(({ name }) => name);
    const [compiled, remote] = [named("compiled"), named("remote")];
    return { path, bytes: await Deno.readFile(path), events, compiled, remote, notices };
  }
}
