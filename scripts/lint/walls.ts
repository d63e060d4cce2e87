// The walls of the design as data (DESIGN §3). Each is an absence, and each message names the way out.
// Read by the lint plugin beside this file; test/walls proves that every one of them fires.

export interface Wall {
  readonly name: string;
  /** Files behind the wall, by path in the repository. */
  readonly inside: RegExp;
  /** Files that may pass, each for the reason beside it. */
  readonly except?: RegExp;
  /** What may not be imported: a path in the repository for relative imports, else the specifier. */
  readonly forbids: RegExp;
  readonly allows?: RegExp;
  /** `import type` passes. */
  readonly typesPass?: boolean;
  /** Holds in tests, too; they may pass all other walls, as they go through what a user would call. */
  readonly alsoInTests?: boolean;
  readonly message: string;
}

/** Which of our packages each package may import; a package without a row may import none. */
export const packageImports: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  hcl: [],
  slo: ['contract'],
  decisions: ['contract'],
  check: ['contract', 'decisions', 'hcl', 'slo'],
  gate: ['contract', 'slo'],
  runtime: ['contract'],
  page: [],
  report: ['check', 'contract', 'decisions', 'gate', 'hcl', 'page', 'slo'],
  cli: ['check', 'contract', 'decisions', 'gate', 'hcl', 'report', 'runtime', 'slo'],
};

const io = /^(?:node:)?(?:fs|http|https|http2|net|tls|dgram|dns|child_process|cluster|worker_threads|vm|repl|inspector|process|readline|tty)(?:\/|$)/;
const check = (folder: string): RegExp => new RegExp(`^packages/check/src/${folder}`);

export const walls: readonly Wall[] = [
  ...Object.entries(packageImports).map(([name, allowed]): Wall => ({
    name: `package-${name}`,
    inside: new RegExp(`^packages/${name}/src/`),
    forbids: /^(?:@plimsoll\/|plimsoll(?:\/|$))/,
    allows: new RegExp(`^@plimsoll/(?:${allowed.join('|') || '-'})(?:/|$)`),
    alsoInTests: true,
    message: `${name} imports ${allowed.length === 0 ? 'no other package of ours' : `only ${allowed.join(', ')} of ours`}: move what is needed down into a package that both may import (packages/contract is at the bottom), or the caller up.`,
  })),
  {
    name: 'own-package',
    inside: /^packages\/([^/]+)\//,
    forbids: /^(?:packages|scripts|bench|examples|test)\//, // the plugin leaves out the file's own package
    alsoInTests: true,
    message: 'a relative import never leaves its package: import the other package by its name (@plimsoll/…), through what its `exports` offers.',
  },
  {
    name: 'report-types',
    inside: /^packages\/report\/src\//,
    forbids: /^@plimsoll\/(?:check|gate|hcl|slo|decisions)(?:\/|$)/,
    typesPass: true,
    message:
      'report turns results into text and calls no analysis: import types only (`import type`); saying a value and telling a stand-in are the exceptions (say…, isKnown, valueOf, standsIn of @plimsoll/check).',
  },
  {
    name: 'io',
    inside: /^packages\/(?!cli\/)[^/]+\/src\//,
    // The grammar loader opens what ships with the parser, nothing of a repository; a load generator and the run history exist
    // for their I/O, and so does the runtime, which is part of the user's service.
    except: /^packages\/(?:check\/src\/readers\/syntax\/grammar\.ts$|gate\/src\/(?:load|history)\/|runtime\/src\/)/,
    forbids: io,
    message: 'only packages/cli, gate/load, gate/history and runtime touch disk, network, processes and the terminal: take a FileIndex, a function or a value as a parameter, and let cli pass it in.',
  },
  {
    name: 'model',
    inside: check('model/'),
    forbids: check('(?:readers|assemble|rules|engine|limits|testing)/'),
    message: 'the model is the vocabulary that all stages share and knows none of them: move the type here, or the function to the stage that uses it.',
  },
  {
    name: 'model-facts',
    inside: check('model/'),
    forbids: check('facts/'),
    typesPass: true,
    message: 'the model may name the shape of a fact (`import type`) and runs no code of facts: move the function into model/.',
  },
  {
    name: 'known',
    inside: check('model/known\\.ts$'),
    forbids: /./,
    allows: /^@plimsoll\/contract$/,
    message: 'known.ts is the ground of everything and imports only @plimsoll/contract: write the new function in a file of its own beside it.',
  },
  {
    name: 'facts',
    inside: check('facts/'),
    forbids: check('(?!facts/|model/known\\.ts$)'),
    message: 'facts are plain shapes over Known values and import only model/known.ts: put behaviour into the reader that makes the fact or the step of assemble that uses it.',
  },
  {
    name: 'readers',
    inside: check('readers/'),
    forbids: check('(?:assemble|rules|engine|limits|model/(?!(?:known|arithmetic)\\.ts$))'),
    message: 'a reader knows one format and nothing of the system: emit a fact (facts/) with Known values (model/known.ts), and join or judge it in assemble/ or rules/.',
  },
  {
    name: 'reader-facades',
    inside: check('readers/([^/]+)/'),
    forbids: check('readers/[^/]+/(?!index\\.ts$)'), // the plugin leaves out the reader's own folder
    message:
      "a reader reaches another one's folder through its index.ts only: export what is needed there, or move what both need into a folder of its own (readers/shell, readers/syntax, readers/script).",
    // Manifests are one family and share the scope, the extents and the defaults of kubernetes/; load tests reuse the one parser of JavaScript.
    allows: check('readers/(?:kubernetes|kustomize|helm)/|packages/check/src/readers/javascript/syntax/parse\\.ts$'),
  },
  {
    name: 'assemble',
    inside: check('assemble/'),
    forbids: check('(?:readers|rules|engine|testing)/'),
    message: 'assemble joins facts and reads no file and judges nothing: take the fact from Collected (facts/), and put the judgement into rules/.',
  },
  {
    name: 'rules',
    inside: check('rules/(?!registry\\.ts$)'),
    forbids: check('(?!model/|facts/|rules/)'),
    message: 'a rule sees the model only: let assemble put what the rule needs into System (model/system.ts), or move a pure function over the vocabulary into model/.',
  },
  {
    name: 'rules-siblings',
    inside: check('rules/([^/]+)/'),
    forbids: check('rules/'), // the plugin leaves out the principle's own folder
    message: 'a rule shares code only with rules of its own principle: move what two principles need into model/.',
  },
  {
    name: 'rules-facts',
    inside: check('rules/'),
    forbids: /^packages\/check\/src\/facts\/|^@plimsoll\/(?:slo|decisions|hcl)(?:\/|$)/,
    typesPass: true,
    message: 'a rule may name the shape of a fact (`import type`) and runs no code of readers: let assemble compute the value and put it into System.',
  },
  {
    name: 'rules-alone',
    inside: check('rules/(?!registry\\.ts$)'),
    forbids: /^(?![./]|packages\/|@plimsoll\/)/,
    message: 'a rule needs no library and nothing of Node: rules are pure functions of the system, so that they judge the same everywhere.',
  },
  {
    name: 'limits',
    inside: check('limits/'),
    forbids: check('(?!limits/|model/|facts/)'),
    message: 'tables of provider limits import only model/ and facts/: assemble looks values up here, not the other way round.',
  },
  {
    name: 'statistics',
    inside: /^packages\/gate\/src\/statistics\//,
    forbids: /./,
    allows: /^(?:@plimsoll\/contract$|packages\/gate\/src\/statistics\/)/,
    message: 'statistics know numbers and nothing of HTTP, files or load tests: take numbers or histograms as parameters, and let verdict/ or load/ make them.',
  },
  {
    name: 'verdict',
    inside: /^packages\/gate\/src\/(?:verdict|results)\//,
    forbids: /^packages\/gate\/src\/(?:load|history)\//,
    message: 'results are read and judged without running anything: take the Measurement or the Runs as a value, and let cli run the load or open the history.',
  },
  {
    name: 'runtime-alone',
    inside: /^packages\/runtime\/src\/(?!contract\/)/,
    forbids: /^@plimsoll\/contract(?:\/|$)/,
    typesPass: true,
    message: 'the parts of the runtime work without a contract file: take numbers as options, and let runtime/contract read plimsoll.yml.',
  },
  {
    name: 'testing',
    inside: /^packages\/(?:[^/]+)\/src\/(?!testing\/)/,
    except: check('index\\.ts$'), // memoryFiles is offered to callers of check()
    forbids: /^packages\/[^/]+\/src\/(?:.*\/)?testing\/|\.test\.ts$|^vitest$/,
    message: 'code that ships does not lean on code for tests: move what both need out of testing/.',
  },
];
