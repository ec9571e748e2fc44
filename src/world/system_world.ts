/** Answers programs from the system under ori. */
import {
  InternalError,
  type ProgramWorld,
  type WorldAnswer,
  type WorldRequest,
} from "../base/mod.ts";
import { isWorldOperation, type WorldOperation } from "../operations/mod.ts";
import { failure, failureOf, success, textAnswer } from "./failures.ts";
import { FileTable } from "./file_table.ts";
import { runProcess } from "./processes.ts";
import { Places, Refusal } from "./places.ts";
import { neededFlag, type Policy } from "./policy.ts";
import * as files from "./system_files.ts";

/** What the system has beside files. */
export interface SystemFacts {
  /** A variable of the environment. */
  environment(name: string): string | undefined;
  /** Whether a standard stream, by its file descriptor, is a terminal. */
  isTerminal(stream: number): boolean;
}

type Handler = (request: WorldRequest) => WorldAnswer;

export class SystemWorld implements ProgramWorld {
  readonly #files = new FileTable();
  readonly #facts: SystemFacts;
  readonly #places: Places;
  readonly #handlers: Readonly<Record<WorldOperation, Handler>>;

  /** Without a policy everything is allowed. */
  constructor(facts: SystemFacts, readonly policy?: Policy) {
    this.#facts = facts;
    this.#places = new Places(policy);
    this.#handlers = this.#makeHandlers();
  }

  answer(request: WorldRequest): WorldAnswer {
    const { operation } = request;
    if (!isWorldOperation(operation)) {
      throw new InternalError(`unknown operation ${operation}`, { stage: "world" });
    }
    const flag = this.policy && neededFlag(this.policy, request);
    if (flag !== undefined && !OF_OPEN_FILES.has(operation)) return failure("refused", flag);
    try {
      return this.#handlers[operation](request);
    } catch (error) {
      if (error instanceof Refusal) return failure("refused", error.flag);
      return failureOf(error);
    }
  }

  close(): void {
    this.#files.closeAll();
  }

  #makeHandlers(): Readonly<Record<WorldOperation, Handler>> {
    const at = (path: string, follows = true) => this.#places.find(path, follows);
    const onPath = (
      work: (path: string, request: WorldRequest) => WorldAnswer,
      follows = true,
    ): Handler => {
      return (request) =>
        request.text.includes("\0") ? failure("badName") : work(at(request.text, follows), request);
    };
    const writing = (options: Deno.WriteFileOptions): Handler =>
      onPath((path, { bytes }) => files.writeFile(path, bytes, options));
    const making = (make: (path: string) => void): Handler => ({ text }) => {
      if (text.includes("\0")) return failure("badName");
      const parent = text === "" ? files.temporaryDirectory() : text;
      at(parent); // a sandbox names the directory, not the new name in it
      return files.makeTemporary(parent, (path) => make(at(path, false)));
    };
    return {
      "exit": ofStream,
      "io.read": ofStream,
      "io.write": ofStream,
      "io.write_error": ofStream,
      "io.is_terminal": ({ number }) => success(this.#facts.isTerminal(Number(number)) ? 1 : 0),
      "env.get": ({ text }) => variable(this.#facts, text),
      "clock.now": () => textAnswer(String(now())),
      "random.bits": () => textAnswer(String(crypto.getRandomValues(new BigInt64Array(1))[0])),
      "fs.read": onPath(files.readFile),
      "fs.open": onPath((path) => success(this.#files.add(Deno.openSync(path)))),
      "fs.chunk": ({ number }) => counted(this.#files.chunk(Number(number))),
      "fs.lines": ({ number }) => counted(this.#files.lines(Number(number))),
      "fs.close": ({ number }) => {
        this.#files.close(Number(number));
        return success();
      },
      "fs.write": writing({}),
      "fs.append": writing({ append: true }),
      "fs.create": writing({ createNew: true }),
      "fs.replace": onPath((path, { bytes }) => files.replaceFile(path, bytes), false),
      "fs.list": onPath(files.listDirectory),
      "fs.facts": onPath((path) => files.fileFacts(Deno.statSync(path))),
      "fs.link_facts": onPath((path) => files.fileFacts(Deno.lstatSync(path)), false),
      "fs.create_dir": onPath(done((path) => Deno.mkdirSync(path)), false),
      "fs.remove": onPath(done((path) => Deno.removeSync(path)), false),
      "fs.rename": onPath((path, { bytes }) => {
        const to = decodeText(bytes);
        if (to.includes("\0")) return failure("badName");
        Deno.renameSync(path, at(to, false));
        return success();
      }, false),
      "fs.temp_file": making(files.makeFile),
      "fs.temp_dir": making(files.makeDirectory),
      "process.run": runProcess,
    };
  }
}

/** The text of a program's str, which is UTF-8. */
function decodeText(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

function counted(bytes: Uint8Array): WorldAnswer {
  return success(bytes.length, bytes);
}

function done(work: (path: string) => void): (path: string) => WorldAnswer {
  return (path) => {
    work(path);
    return success();
  };
}

/** What a program may do with a file that it was allowed to open. */
const OF_OPEN_FILES: ReadonlySet<WorldOperation> = new Set(["fs.chunk", "fs.lines", "fs.close"]);

/** The streams are buffered by the world of the program, which performs their operations. */
function ofStream({ operation }: WorldRequest): never {
  throw new InternalError(`${operation} of the system`, { stage: "world" });
}

/** A name with a NUL or `=`, and the empty one, are those of no variable. */
function variable({ environment }: SystemFacts, name: string): WorldAnswer {
  const value = name === "" || /[\0=]/.test(name) ? undefined : environment(name);
  return value === undefined ? success() : textAnswer(value, 1);
}

/** Nanoseconds since 1970-01-01 UTC, in steps of a microsecond. */
function now(): bigint {
  return BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)) * 1000n;
}
