import { describe, expect, it } from 'vitest';
import type { ProcfileProcess } from '../../facts/deployment.ts';
import { valueOf } from '../../model/known.ts';
import { procfileReader } from './index.ts';

const files = { paths: [], has: () => false, text: () => undefined };

function read(path: string, text: string) {
  const { facts, unread } = procfileReader.read({ path, text }, files);
  return { processes: facts as readonly ProcfileProcess[], unread };
}

describe('Procfile', () => {
  it('gives one process a line', () => {
    const { processes, unread } = read('Procfile', '# fleet\nweb: gunicorn shop.wsgi --workers 4\n\nworker: celery -A shop worker -Q "big crates"\r\n');
    expect(unread).toEqual([]);
    expect(processes).toMatchObject([
      { name: 'web', command: ['gunicorn', 'shop.wsgi', '--workers', '4'], instances: null, source: { line: 2, column: 1, endColumn: 36 }, folder: '', application: null, environment: null },
      { name: 'worker', command: ['celery', '-A', 'shop', 'worker', '-Q', 'big crates'] },
    ]);
  });

  it('knows the one for development', () => expect(read('Procfile.dev', 'web: serve\n').processes[0]?.environment).toBe('dev'));

  it('reports what is no process, and stops after some', () => {
    expect(read('Procfile', 'just text\n')).toMatchObject({ processes: [], unread: [{ line: 1 }] });
    expect(read('Procfile', 'noise\n'.repeat(100_000)).unread).toHaveLength(20);
  });
});

describe('Cloud Foundry manifest', () => {
  const manifest = `defaults: &defaults
  instances: 2
applications:
  - name: shop
    <<: *defaults
    path: services/shop
    env: { DB_POOL_MAX: 25, SECRET_NOTE: hidden }
    processes:
      - { type: web, command: serve }
      - { type: worker, instances: 4, command: work --fast }
      - type: clock
  - name: tally
    command: tally
    instances: ((tally_instances))
  - name: broken
    instances: some
`;

  it('gives one process for each of an application', () => {
    const { processes, unread } = read('cf/manifest-prod.yml', manifest);
    expect(processes.map((process) => [process.application, process.name, valueOf(process.instances), process.command.join(' ')])).toEqual([
      ['shop', 'web', 2, 'serve'],
      ['shop', 'worker', 4, 'work --fast'],
      ['shop', 'clock', 0, ''],
      ['tally', 'web', undefined, 'tally'],
      ['broken', 'web', undefined, ''],
    ]);
    expect(processes[0]).toMatchObject({
      folder: 'cf/services/shop',
      environment: 'prod',
      variables: [{ name: 'DB_POOL_MAX', value: { value: '25', says: 'DB_POOL_MAX=25' } }, { value: { says: 'SECRET_NOTE=…' } }],
    });
    expect(processes[2]?.instances).toMatchObject({ basis: 'default', citation: expect.any(String) });
    expect(processes[3]?.instances).toMatchObject({ reason: expect.stringContaining('((tally_instances))') });
    expect(unread).toMatchObject([{ line: 16 }]);
  });

  it('claims manifests with applications only', () => {
    const claims = (path: string, text: string): boolean => procfileReader.claims(path, () => new TextEncoder().encode(text));
    expect(claims('manifest.yml', '---\napplications:\n- name: a\n')).toBe(true);
    expect(claims('manifest.yaml', 'apiVersion: v1\nkind: Service\n')).toBe(false);
    expect(claims('Procfile', '')).toBe(true);
    expect(claims('Procfile.md.txt', '')).toBe(false);
  });

  it.each(['applications: 5\n', 'applications: [1, null, [], {}]\n', 'applications: [{processes: [{type: web, instances: [1]}], env: [a]}]\n', 'applications: [\n'])('%j does not throw', (text) =>
    expect(() => read('manifest.yml', text)).not.toThrow(),
  );
});
