import { describe, expect, it } from 'vitest';
import { analyse } from '../../engine/check.ts';
import { boundsOf } from '../../model/arithmetic.ts';
import type { Known } from '../../model/known.ts';
import { memoryFiles } from '../../testing/memory-files.ts';

const app = {
  'berths/app.py':
    'import os\nfrom flask import Flask\nfrom sqlalchemy import create_engine\n\nengine = create_engine(os.environ["DATABASE_URL"], pool_size=4)\napp = Flask(__name__)\n\n@app.route("/")\ndef index():\n    with engine.connect() as connection:\n        return {"rows": connection.exec_driver_sql("select 1").scalar()}\n',
  'berths/requirements.txt': 'flask\nsqlalchemy\ngunicorn\n',
};
const deployment = (command: string): Readonly<Record<string, string>> => ({
  'k8s/berths.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: berths }\nspec:\n  replicas: 2\n  selector: { matchLabels: { app: berths } }\n  template:\n    metadata: { labels: { app: berths } }\n    spec: { containers: [{ name: berths, image: harbour/berths${command} }] }\n`,
});

async function processes(more: Readonly<Record<string, string>>): Promise<Known<number> | undefined> {
  const [system] = (await analyse(memoryFiles({ ...app, ...more }), '2026-11-23')).systems;
  return system?.pools.find((pool) => pool.owner?.name === 'berths')?.processesPerInstance;
}

describe('the processes of an instance', () => {
  it('are those that the command of the unit starts', async () => {
    expect(await processes(deployment(', command: [gunicorn, -w, "4", "app:app"]'))).toMatchObject({ value: 4, basis: 'stated', source: { file: 'k8s/berths.yaml' } });
  });

  it('are those of the image, where the unit says nothing', async () => {
    expect(await processes({ ...deployment(''), 'berths/Dockerfile': 'FROM python:3.13\nCOPY . .\nCMD ["gunicorn", "--workers=3", "app:app"]\n' })).toMatchObject({
      value: 3,
      source: { file: 'berths/Dockerfile' },
    });
  });

  it('follow the variable that the unit sets', async () => {
    const unit = deployment(', env: [{ name: WEB_CONCURRENCY, value: "6" }]');
    expect(await processes({ ...unit, 'berths/Dockerfile': 'FROM python:3.13\nCOPY . .\nCMD ["gunicorn", "app:app"]\n' })).toMatchObject({ value: 6, source: { file: 'k8s/berths.yaml' } });
  });

  it('are one where nothing starts more', async () => {
    expect(await processes(deployment(', command: [python, app.py]'))).toMatchObject({ value: 1, basis: 'default' });
  });

  it('are not known where they follow the processors', async () => {
    const count = await processes(deployment(', command: [sh, -c, "gunicorn -w $(nproc) app:app"]'));
    expect(count && 'value' in count).toBe(false);
    expect(count && boundsOf(count).max).toBeUndefined();
  });
});
