/**
 * What a module of a public registry makes of its arguments, as far as the model of the system needs it. Evaluated like a module of the
 * repository, so counts, keys and references work as they do anywhere; whatever it makes stands at the call.
 */
export interface WellKnownModule {
  readonly source: string; // `terraform-aws-modules/vpc/aws`, with `//modules/…` for a submodule
  readonly majors: readonly [number, number]; // the versions whose arguments these are, both ends inclusive
  readonly citation: string; // where the defaults stand
  readonly arguments: Readonly<Record<string, string>>; // name → default, an expression
  readonly makes: string; // blocks, in HCL
  readonly outputs: Readonly<Record<string, string>>; // name → expression
}

/** The text that is parsed in place of the module's own files. A null leaves the default in place, as the modules' own `try` does. */
export function textOfModel(model: WellKnownModule): string {
  const variables = Object.entries(model.arguments).map(([name, value]) => `variable "${name}" {\n  default = ${value}\n  nullable = ${String(value === 'null')}\n}\n`);
  const outputs = Object.entries(model.outputs).map(([name, value]) => `output "${name}" {\n  value = ${value}\n}\n`);
  return [...variables, model.makes, ...outputs].join('\n');
}
