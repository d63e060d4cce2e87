import { describe, expect, it } from 'vitest';

import { findRootModules } from '../index.ts';
import { evaluated, repository } from './repository.ts';

function roots(texts: Readonly<Record<string, string>>): string[] {
  return findRootModules(repository(texts)).map(({ directory, role }) => `${directory || '.'} ${role}`);
}

describe('root modules', () => {
  it('are the directories that no other calls', () => {
    const texts = {
      'infra/prod/main.tf': 'module "harbour" {\n  source = "../modules/harbour"\n}\n',
      'infra/modules/harbour/main.tf': 'module "crane" {\n  source = "./crane"\n}\n',
      'infra/modules/harbour/crane/main.tf.json': '{}',
      'ships/main.tofu': '',
      'README.md': '',
    };
    expect(roots(texts)).toEqual(['infra/prod deployment', 'ships deployment']);
  });

  it('have the role of their path; examples do not make a module a part', () => {
    const texts = {
      'main.tf': '',
      'examples/small/main.tf': 'module "all" {\n  source = "../.."\n}\n',
      'tests/unit/main.tf': '',
      '.terraform/modules/vpc/main.tf': '',
      'environments/test/main.tf': '',
    };
    expect(roots(texts)).toEqual(['. library', '.terraform/modules/vpc vendor', 'environments/test deployment', 'examples/small example', 'tests/unit test']);
  });
});

describe('what cannot be followed', () => {
  it('is reported, and the rest goes on', () => {
    const root = evaluated({
      'main.tf': 'module "lost" {\n  source = "./nowhere"\n}\nmodule "out" {\n  source = "../../elsewhere"\n}\nmodule "loop" {\n  source = "./loop"\n}\nresource "a_b" "c" {}\n',
      'loop/main.tf': 'module "again" {\n  source = "../loop"\n}\nresource "a_b" "d" {\n  x = [1\n}\n',
    });
    expect(root.resources.map(({ address }) => address)).toEqual(['a_b.c', 'module.loop.a_b.d']);
    expect(root.diagnostics.map(({ message, range }) => `${range.file}:${range.start.line} ${message}`)).toEqual([
      'loop/main.tf:6 expected `,` or `]` in the list, found `}`',
      'main.tf:2 module source ./nowhere is not in the repository; its resources were not read',
      'main.tf:5 module source ../../elsewhere is not in the repository; its resources were not read',
      'loop/main.tf:2 module source ../loop leads back to a module that calls it; it was not followed',
    ]);
  });
});
