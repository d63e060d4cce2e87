import { describe, expect, it } from 'vitest';
import type { EnvironmentEntry } from '../../facts/index.ts';
import { isKnown, stated, unknown, valueOf } from '../../model/known.ts';
import { processesOfCommand } from './processes-of-command.ts';

const source = { file: 'Dockerfile', line: 3, column: 1, endLine: 3, endColumn: 40 };
const variable = (name: string, value: string): EnvironmentEntry => ({ name, value: stated(value, { ...source, line: 9 }, `${name}=${value}`), reference: null, source });

const found = (words: readonly string[], environment: readonly EnvironmentEntry[] = []) => {
  const result = processesOfCommand(words, environment, source);
  return result && [result.tool, isKnown(result.processes) ? result.processes.value : 'unknown', result.from, result.script];
};
const line = (text: string, environment: readonly EnvironmentEntry[] = []) => found(text.split(' '), environment);

describe('processes of a command', () => {
  it.each([
    ['gunicorn -w 4 -b 0.0.0.0:80 shop.wsgi:app', ['gunicorn', 4, 'command', 'shop.wsgi:app']],
    ['gunicorn shop.wsgi --workers=3', ['gunicorn', 3, 'command', null]],
    ['gunicorn -w2 shop:create_app()', ['gunicorn', 2, 'command', 'shop:create_app()']],
    ['gunicorn -b :80 --threads 4 shop:app', ['gunicorn', 1, 'default', 'shop:app']],
    ['WEB_CONCURRENCY=6 gunicorn shop:app', ['gunicorn', 6, 'environment', 'shop:app']],
    ['poetry run opentelemetry-instrument uvicorn shop.main:app --host 0.0.0.0 --workers 2', ['uvicorn', 2, 'command', 'shop.main:app']],
    ['python3 -m uvicorn shop:app --workers 8 --reload', ['uvicorn', 1, 'command', 'shop:app']],
    ['fastapi run shop/main.py --workers 4', ['fastapi', 4, 'command', null]],
    ['python manage.py migrate && gunicorn shop:app --workers 5', ['gunicorn', 5, 'command', 'shop:app']],
    ['bundle exec puma -w 3 -C config/puma.rb', ['puma', 3, 'command', null]],
    ['puma -w 0', ['puma', 1, 'command', null]],
    ['bundle exec puma -C config/puma.rb', ['puma', 'unknown', 'default', null]],
    ['/usr/local/bin/hypercorn -w 2 shop:app', ['hypercorn', 2, 'command', 'shop:app']],
    ['touch /var/log/gunicorn && /opt/venv/bin/gunicorn -w 4 shop:app', ['gunicorn', 4, 'command', 'shop:app']],
    ['uwsgi --http :80 --processes 4', ['uwsgi', 4, 'command', null]],
    ['pm2-runtime dist/server.js -i max', ['pm2', 'unknown', 'command', 'dist/server.js']],
    ['npx pm2 start server.js -i 4 --no-daemon', ['pm2', 4, 'command', 'server.js']],
    ['pm2-runtime start server.js', ['pm2', 1, 'default', 'server.js']],
    ['pm2-runtime start ecosystem.config.js --only shop', ['pm2', 'unknown', 'file', 'ecosystem.config.js']],
  ])('%s', (text, expected) => expect(line(text)).toEqual(expected));

  it('reads a script given to a shell', () => {
    expect(found(['sh', '-c', "alembic upgrade head; exec gunicorn 'shop:app' -w 4"])).toEqual(['gunicorn', 4, 'command', 'shop:app']);
    expect(found(['/bin/bash', '-lc', 'gunicorn -w $((2 * $(nproc) + 1)) shop:app'])?.[1]).toBe('unknown');
  });

  it('fills in variables, and takes those of the tool after its own options', () => {
    const four = variable('WORKERS', '4');
    expect(line('gunicorn -w ${WORKERS} shop:app', [four])).toEqual(['gunicorn', 4, 'command', 'shop:app']);
    expect(line('gunicorn -w ${WORKERS:-2} shop:app')).toEqual(['gunicorn', 2, 'command', 'shop:app']);
    expect(line('gunicorn -w $WORKERS shop:app')?.[1]).toBe('unknown');
    expect(line('uvicorn shop:app', [variable('WEB_CONCURRENCY', '3')])).toEqual(['uvicorn', 3, 'environment', 'shop:app']);
    expect(line('uvicorn shop:app --workers 2', [variable('WEB_CONCURRENCY', '3')])?.slice(1, 3)).toEqual([2, 'command']);
    expect(line('gunicorn shop:app', [variable('GUNICORN_CMD_ARGS', '--bind=:80 --workers=7')])?.slice(1, 3)).toEqual([7, 'command']);
  });

  it('keeps the chain, and at least one where the number is not known', () => {
    const result = processesOfCommand(['gunicorn', '-w', '$WORKERS', 'shop:app'], [variable('WORKERS', '4')], source);
    expect(result?.processes).toMatchObject({ value: 4, from: [{ says: 'WORKERS=4', source: { line: 9 } }] });
    expect(processesOfCommand(['pm2-runtime', 'server.js', '-i', '0'], [], source)?.processes).toMatchObject({ bounds: { min: 1 }, needs: { cause: 'outside-the-repository' } });
    const secret: EnvironmentEntry = { ...variable('WEB_CONCURRENCY', ''), value: unknown('a secret', { cause: 'outside-the-repository', what: 'it' }) };
    expect(processesOfCommand(['gunicorn', 'shop:app'], [secret], source)?.processes).toMatchObject({ reason: 'a secret', bounds: { min: 1 } });
    expect(valueOf(processesOfCommand(['gunicorn', 'shop:app'], [], source)?.processes)).toBe(1);
  });

  it.each([
    '',
    'node dist/server.js',
    'python shop.py -w 4',
    'pip install gunicorn -w 4',
    'echo gunicorn -w 4',
    'pm2 logs',
    'pm2 stop server.js',
    'fastapi dev main.py',
    'gunicorn-exporter -w 4',
    'touch /var/log/gunicorn',
    'python /srv/uwsgi',
    'sh -c',
  ])('is silent on %j', (text) => expect(line(text)).toBeNull());

  it('survives long lines', () => expect(found(['sh', '-c', `${'$('.repeat(100_000)} gunicorn`])).not.toBeUndefined());
});
