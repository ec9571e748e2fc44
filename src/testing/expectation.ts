/** The attributes by which a test says how it is meant to end. */
import type { Diagnostic } from "../diagnostics/mod.ts";
import { CODES } from "../diagnostics/mod.ts";
import type { Attribute } from "../syntax/mod.ts";
import type { TestDef } from "../types/mod.ts";

/** A diagnostic that must appear: by text, by code, or both. */
export interface ExpectedDiagnostic {
  readonly text?: string;
  readonly code?: string;
}

export interface Expectation {
  /** `#skip("why")`. */
  readonly skip?: string;
  /** `#compile_fail("text")`, `#compile_fail(code: "E2001")`, once per attribute. */
  readonly compileFail: readonly ExpectedDiagnostic[];
  /** `#fail("text")`: the panic message contains the text. */
  readonly fail?: string;
}

export function expectationOf(test: TestDef): Expectation {
  const skip = attributesNamed(test, "skip")[0];
  const fail = attributesNamed(test, "fail")[0];
  return {
    compileFail: attributesNamed(test, "compile_fail").map(expectedDiagnostic),
    ...(skip === undefined ? {} : { skip: firstText(skip) ?? "" }),
    ...(fail === undefined ? {} : { fail: firstText(fail) ?? "" }),
  };
}

/** The expectations of `expected` that no diagnostic meets; each diagnostic meets one at most. */
export function unmetExpectations(
  expected: readonly ExpectedDiagnostic[],
  found: readonly Diagnostic[],
): readonly ExpectedDiagnostic[] {
  const left = [...found];
  return expected.filter((wanted) => {
    const at = left.findIndex((d) => meets(d, wanted));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** `"text"`, `E2001`, or both. */
export function describeExpected({ text, code }: ExpectedDiagnostic): string {
  return [code, text === undefined ? undefined : JSON.stringify(text)]
    .filter((part) => part !== undefined).join(" ");
}

function meets(diagnostic: Diagnostic, { text, code }: ExpectedDiagnostic): boolean {
  if (code !== undefined && diagnostic.code !== code) return false;
  return text === undefined || allText(diagnostic).some((part) => part.includes(text));
}

function allText(d: Diagnostic): readonly string[] {
  return [
    CODES[d.code].title,
    d.message ?? "",
    d.primary?.text ?? "",
    d.help ?? "",
    ...(d.notes ?? []),
    ...(d.related ?? []).map((label) => label.text),
  ];
}

function attributesNamed(test: TestDef, name: string): readonly Attribute[] {
  return test.attributes.filter((a) => a.name.text === name);
}

function expectedDiagnostic(attribute: Attribute): ExpectedDiagnostic {
  const code = textOf(attribute, "code");
  const text = firstText(attribute) ?? textOf(attribute, "message");
  return { ...(text === undefined ? {} : { text }), ...(code === undefined ? {} : { code }) };
}

function firstText(attribute: Attribute): string | undefined {
  const first = attribute.args.find((arg) => arg.name === undefined);
  return first?.value.kind === "Str" ? first.value.value : undefined;
}

function textOf(attribute: Attribute, name: string): string | undefined {
  const found = attribute.args.find((arg) => arg.name?.text === name);
  return found?.value.kind === "Str" ? found.value.value : undefined;
}
