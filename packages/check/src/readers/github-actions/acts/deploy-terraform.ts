import { folderOf } from '@plimsoll/contract';
import { argumentsOf, filesMatching, optionOf, programOf, resolvePath } from '../../script/index.ts';
import type { Performed } from '../../script/index.ts';
import type { FileIndex } from '../../reader.ts';
import type { Deploy } from './deploy.ts';

/** `terraform apply`, `tofu apply`, `terragrunt run … -- apply`, unless the stack declares no resource at all (modules of constants). */
export function terraformDeploy(done: Performed, files: FileIndex): Deploy | null {
  const program = programOf(done.command);
  if (program !== 'terraform' && program !== 'tofu' && program !== 'terragrunt') return null;
  const args = argumentsOf(done.command);
  const plain = args.filter((arg) => !arg.startsWith('-'));
  const applies = program === 'terragrunt' ? plain.some((word) => word === 'apply' || word === 'apply-all') && /^(?:apply|run|run-all|stack|apply-all)$/.test(plain[0] ?? '') : plain[0] === 'apply';
  if (!applies || args.some((arg) => /^--?destroy$/.test(arg))) return null;
  const chdir = optionOf(args, '-chdir', '--terragrunt-working-dir', '--working-dir');
  const folder = chdir === undefined ? done.cwd : resolvePath(done.cwd, chdir);
  if (folder !== null && program !== 'terragrunt' && declaresNothing(folder, files)) return null;
  const target = chdir ?? (done.cwd === '' ? null : done.cwd);
  // Named resources only (a role, a task definition before a migration): whether the application changes cannot be told.
  const partly = [...args, done.variables.get('TF_CLI_ARGS_apply') ?? '', done.variables.get('TF_CLI_ARGS') ?? ''].some((arg) => /(?:^|\s)--?target\b/.test(arg));
  return { tool: program === 'tofu' ? 'terraform' : program, target, cluster: false, certainty: partly ? 'undecided' : 'certain' };
}

const foldersMax = 200;

/** True only where every file is at hand: some .tf files, and no resource in them or in the modules of this repository they call. */
function declaresNothing(folder: string, files: FileIndex): boolean {
  const pattern = `${folder.replace(/\$\{\{[^}]*\}\}|\$\{\w+\}|\$\w+/g, '*')}/*.tf`;
  if (/[$`{}]/.test(pattern)) return false;
  const queue = filesMatching(pattern.startsWith('/') ? pattern.slice(1) : pattern, '', files.paths).map(folderOf);
  if (queue.length === 0) return false;
  const seen = new Set<string>();
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (seen.size > foldersMax) return false;
    for (const path of filesMatching('*.tf', next, files.paths)) {
      const text = files.text(path);
      if (text === undefined || /^\s*resource\s+"/m.test(text)) return false;
      for (const match of text.matchAll(/^\s*source\s*=\s*"([^"]+)"/gm)) {
        const source = match[1] ?? '';
        if (!source.startsWith('.')) {
          if (!/^[\w-]+\/[\w-]+$/.test(source)) return false; // a provider's address is no module
          continue;
        }
        const module = resolvePath(next, source);
        if (module === null) return false;
        queue.push(module);
      }
    }
  }
  return true;
}
