import { folderOf } from '@plimsoll/contract';
import type { Setting } from '../../facts/setting.ts';
import type { FileIndex } from '../reader.ts';
import type { ConfigLine } from './document.ts';
import { isConfigFileName, readConfigFile } from './document.ts';
import { canonicalKey } from './key.ts';
import type { Lookup } from './placeholder.ts';
import { settingOf } from './placeholder.ts';

/** What a Java module is configured with: the lines of all its configuration files and what its build file depends on. */
export interface ModuleConfig {
  readonly root: string; // folder of the build file, '' for the scan root
  readonly buildText: string; // of pom.xml or build.gradle
  readonly lines: readonly ConfigLine[]; // later ones win within one profile
  readonly lookup: Lookup;
  setting(key: string): Setting<string> | undefined;
  /** Lines of the same key that this one overrides. */
  overridden(line: ConfigLine): readonly ConfigLine[];
}

const buildFiles = ['pom.xml', 'build.gradle', 'build.gradle.kts'];

interface Known {
  readonly modules: Map<string, ModuleConfig | null>;
  readonly roots: Map<string, string | null>;
  filesByRoot?: ReadonlyMap<string, readonly string[]>;
}

const knownOf = new WeakMap<FileIndex, Known>();

function known(files: FileIndex): Known {
  const found = knownOf.get(files) ?? { modules: new Map(), roots: new Map() };
  knownOf.set(files, found);
  return found;
}

/** The nearest folder above that holds a Maven or Gradle build file. */
export function moduleRootOf(path: string, files: FileIndex): string | null {
  const { roots } = known(files);
  let folder = folderOf(path);
  const passed: string[] = [];
  let answer: string | null = null;
  for (;;) {
    const cached = roots.get(folder);
    if (cached !== undefined) {
      answer = cached;
      break;
    }
    passed.push(folder);
    if (buildFiles.some((name) => files.has(folder === '' ? name : `${folder}/${name}`))) {
      answer = folder;
      break;
    }
    if (folder === '') break;
    folder = folderOf(folder);
  }
  for (const each of passed) roots.set(each, answer);
  return answer;
}

export function moduleConfigOf(path: string, files: FileIndex): ModuleConfig | null {
  const root = moduleRootOf(path, files);
  if (root === null) return null;
  const { modules } = known(files);
  const cached = modules.get(root);
  if (cached !== undefined) return cached;
  const read = readModule(root, files);
  modules.set(root, read);
  return read;
}

function readModule(root: string, files: FileIndex): ModuleConfig {
  const lines = configFilesOf(root, files).flatMap((path) => readConfigFile({ path, text: files.text(path) ?? '' }).lines);
  const buildText = buildFiles.map((name) => files.text(root === '' ? name : `${root}/${name}`) ?? '').join('\n');
  const byKey = Map.groupBy(lines, (line) => line.key);
  const active = activeProfiles(lines);
  const lookup: Lookup = (key) => chosen(byKey.get(key) ?? [], active);
  return {
    root,
    buildText,
    lines,
    lookup,
    setting(key) {
      const line = lookup(key);
      return line && settingOf(line, lookup);
    },
    overridden: (line) => (byKey.get(line.key) ?? []).filter((other) => other !== line && other.profile === line.profile && other.text !== line.text),
  };
}

/**
 * A production profile overrides the lines without a profile; within one of the two the last file wins, and of two spellings in one
 * file Spring takes the canonical one first.
 */
function chosen(lines: readonly ConfigLine[], active: ReadonlySet<string>): ConfigLine | undefined {
  const named = lines.filter((line) => line.profile !== null && line.profile.split(/\s*[,|&]\s*/).some((name) => active.has(name)));
  const held = named.length > 0 ? named : lines.filter((line) => line.profile === null);
  const last = held.at(-1);
  if (!last) return undefined;
  return held.findLast((line) => line.written === line.key && line.keySource.file === last.keySource.file) ?? last;
}

const productionProfiles = ['prod', 'production', 'prd', 'live'];

/** The profiles that `spring.profiles.active` names in the repository, or else those that speak of production. */
function activeProfiles(lines: readonly ConfigLine[]): ReadonlySet<string> {
  const stated = lines.find((line) => line.profile === null && /^spring\.profiles\.active(\[\d+\])?$/.test(line.key) && !line.text.includes('$'));
  return new Set(stated ? stated.text.split(',').map((name) => name.trim()) : productionProfiles);
}

/** Configuration that ships with the module, the order in which later files win: bootstrap, YAML, properties, then the `config` folder. */
function configFilesOf(root: string, files: FileIndex): readonly string[] {
  const cache = known(files);
  cache.filesByRoot ??= Map.groupBy(
    files.paths.filter((path) => isModuleConfig(path, files)),
    (path) => moduleRootOf(path, files) ?? '?',
  );
  return (cache.filesByRoot.get(root) ?? []).toSorted((a, b) => rank(a) - rank(b));
}

function rank(path: string): number {
  return (path.includes('/config/') ? 8 : 0) + (/(^|\/)application/.test(path) ? 4 : 0) + (path.endsWith('.properties') ? 2 : 0);
}

/** A configuration file where Spring and Quarkus look for it: the class path's root or its `config`, the module's folder or its `config`. */
export function isModuleConfig(path: string, files: FileIndex): boolean {
  if (!isConfigFileName(path)) return false;
  const root = moduleRootOf(path, files);
  if (root === null) return false;
  return /^(src\/main\/(resources|java|kotlin)\/|resources\/)?(config\/([^/]+\/)?)?[^/]+$/.test(root === '' ? path : path.slice(root.length + 1));
}

/** The value of a property for code of this module, as `@Value("${key}")` and `Environment.getProperty` see it. */
export function propertyOf(path: string, key: string, files: FileIndex): Setting<string> | undefined {
  return moduleConfigOf(path, files)?.setting(canonicalKey(key));
}
