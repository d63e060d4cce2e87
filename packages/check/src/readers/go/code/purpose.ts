import type { FilePurpose } from '../../../facts/code.ts';

const generatedNames = /(_gen|\.gen|_generated|\.pb|\.pb\.gw|_grpc\.pb|_string|\.sql|zz_generated[\w.]*)\.go$/;
const generatedHead = /^\/\/ Code generated .* DO NOT EDIT\.?\s*$/m;

/** Files that the compiler takes into a program: no tests, no vendored copies. */
export function isProductionGo(path: string): boolean {
  return path.endsWith('.go') && !path.endsWith('_test.go') && !/(^|\/)(vendor|testdata|node_modules)\//.test(path);
}

export function purposeOf(path: string, text: string): FilePurpose {
  if (/(^|\/)(vendor|third_party|node_modules)\//.test(path)) return 'vendor';
  if (path.endsWith('_test.go') || /(^|\/)(testdata|tests?|testing|testutils?|testlib|testhelpers?|testhelper|e2e|mocks?|fakes?|integrationtests?)\//.test(path)) return 'test';
  if (generatedNames.test(path) || generatedHead.test(text.slice(0, 4_000))) return 'generated';
  if (/(^|\/)_?(examples?|samples?|docs?|tutorials?)\//.test(path)) return 'example';
  if (/(^|\/)(scripts?|tools?|hack|magefiles?|ci|build-tools|\.[\w-]+)\//.test(path) || /^\/\/go:build (ignore|tools|mage)\b/m.test(text.slice(0, 2_000))) return 'script';
  return 'source';
}
