/** Writes the body of one function: instructions, labels, stack slots. Knows LLVM, not ARC IR. */
import type { MonoTypeId } from "../mono/mod.ts";
import { llvmBug } from "./module.ts";
import type { Types } from "./types.ts";

export class Builder {
  readonly lines: string[] = [];
  readonly #allocas: string[] = [];
  readonly #freeSlots = new Map<string, string[]>();
  #temps = 0;
  #labels = 0;
  #block = "entry";
  /** Suffix of each call: `, !dbg !7`, or empty without debug info. */
  debugLocation = "";
  /** Calls that are written now are not inlined. */
  keepsCalls = false;

  constructor(readonly types: Types) {}

  /** The label of the LLVM block now written: what a phi names as its predecessor. */
  get block(): string {
    return this.#block;
  }

  /** The lines of the stack slots, for the start of the entry block. */
  get allocas(): readonly string[] {
    return this.#allocas;
  }

  /** `%tN = instruction`: gives `%tN`. */
  def(instruction: string): string {
    const name = `%t${this.#temps++}`;
    this.lines.push(`  ${name} = ${instruction}`);
    return name;
  }

  line(instruction: string): void {
    this.lines.push(`  ${instruction}`);
  }

  /** An empty line to be filled in later with `fill`. */
  placeholder(): number {
    this.lines.push("");
    return this.lines.length - 1;
  }

  fill(placeholder: number, text: string): void {
    this.lines[placeholder] = text;
  }

  /** A label that is not in use. */
  fresh(purpose: string): string {
    return `${purpose}${this.#labels++}`;
  }

  /** Starts the block `label`. */
  start(label: string): void {
    this.lines.push(`${label}:`);
    this.#block = label;
  }

  jump(label: string): void {
    this.line(`br label %${label}`);
  }

  /** Ends the block with a jump to `label`, which starts. */
  jumpTo(label: string): void {
    this.jump(label);
    this.start(label);
  }

  branch(condition: string, then: string, otherwise: string): void {
    this.line(`br i1 ${condition}, label %${then}, label %${otherwise}`);
  }

  /** Like `branch`, for a condition that is rarely true. */
  branchUnlikely(condition: string, then: string, otherwise: string): void {
    this.line(`br i1 ${condition}, label %${then}, label %${otherwise}, !prof !0`);
  }

  /** A call without interest in its result. */
  call(text: string): void {
    this.line(`call ${text}${this.callSuffix(text)}`);
  }

  callDef(text: string): string {
    return this.def(`call ${text}${this.callSuffix(text)}`);
  }

  /** What follows the arguments of the call or invoke `text`. */
  callSuffix(text: string): string {
    return this.keepsCalls && !text.includes(" @llvm.")
      ? ` #6${this.debugLocation}`
      : this.debugLocation;
  }

  /** A stack slot of its own for the life of the function. */
  slot(type: string): string {
    const name = `%s${this.#allocas.length}`;
    this.#allocas.push(`  ${name} = alloca ${type}, align 8`);
    return name;
  }

  /** A stack slot until `release`: its bytes are undefined at first. */
  borrowSlot(type: string): string {
    return this.#freeSlots.get(type)?.pop() ?? this.slot(type);
  }

  releaseSlot(type: string, slot: string): void {
    const free = this.#freeSlots.get(type);
    if (free === undefined) this.#freeSlots.set(type, [slot]);
    else free.push(slot);
  }

  /** A part of an aggregate in its in-aggregate form. */
  extract(aggregateType: string, value: string, path: readonly number[]): string {
    if (path.length === 0) return value;
    return this.def(`extractvalue ${aggregateType} ${value}, ${path.join(", ")}`);
  }

  insert(
    aggregateType: string,
    value: string,
    partType: string,
    part: string,
    path: readonly number[],
  ): string {
    if (path.length === 0) return part;
    return this.def(
      `insertvalue ${aggregateType} ${value}, ${partType} ${part}, ${path.join(", ")}`,
    );
  }

  /** A value in its in-memory form: a bool becomes a byte. */
  toMemory(type: MonoTypeId, value: string): string {
    if (!this.types.isBool(type)) return value;
    if (value === "true") return "1";
    if (value === "false") return "0";
    return this.def(`zext i1 ${value} to i8`);
  }

  fromMemory(type: MonoTypeId, value: string): string {
    return this.types.isBool(type) ? this.def(`trunc i8 ${value} to i1`) : value;
  }

  /**
   * Loads a value; one with padding in parts, as LLVM optimises only dense aggregates as a whole.
   * `tag` says what kind of memory it is, a suffix from `types.tags`.
   */
  load(type: MonoTypeId, address: string, tag = this.types.tags.value()): string {
    const memory = this.types.memory(type);
    if (this.types.isPadded(type)) {
      return this.types.leaves(type).reduce((whole, leaf) => {
        const part = this.def(`load ${leaf.type}, ptr ${this.at(address, leaf.offset)}${tag}`);
        return this.insert(memory, whole, leaf.type, part, leaf.path);
      }, "poison");
    }
    const { align } = this.types.layout(type);
    return this.fromMemory(type, this.def(`load ${memory}, ptr ${address}, align ${align}${tag}`));
  }

  store(
    type: MonoTypeId,
    value: string,
    address: string,
    tag = this.types.tags.value(),
  ): void {
    if (!this.types.isPadded(type)) {
      return this.line(this.storeText(type, this.toMemory(type, value), address, tag));
    }
    for (const leaf of this.types.leaves(type)) {
      const part = this.extract(this.types.memory(type), value, leaf.path);
      this.line(`store ${leaf.type} ${part}, ptr ${this.at(address, leaf.offset)}${tag}`);
    }
  }

  storeText(
    type: MonoTypeId,
    memoryValue: string,
    address: string,
    tag = this.types.tags.value(),
  ): string {
    const { align } = this.types.layout(type);
    return `store ${this.types.memory(type)} ${memoryValue}, ptr ${address}, align ${align}${tag}`;
  }

  /** `address + offset` bytes. */
  at(address: string, offset: number | string): string {
    if (offset === 0) return address;
    return this.def(`getelementptr inbounds i8, ptr ${address}, i64 ${offset}`);
  }

  /** Address of element `index` of a buffer. */
  element(element: MonoTypeId, data: string, index: string): string {
    if (this.types.isEmpty(element)) throw llvmBug("an element without bits has no address");
    return this.def(
      `getelementptr inbounds ${this.types.memory(element)}, ptr ${data}, i64 ${index}`,
    );
  }
}
