import { describe, expect, it } from 'vitest';
import { check } from '../engine/check.ts';
import { memoryFiles } from '../testing/memory-files.ts';

/** The help of the one finding of a rule over these files. */
async function helpOf(rule: string, files: Readonly<Record<string, string>>): Promise<string | undefined> {
  const report = await check(memoryFiles(files), { today: '2026-11-23', version: '0', stats: { files: 0, bytes: 0 }, rules: new Set([rule]) });
  return report.findings.find(({ state }) => state === 'broken')?.help;
}

const flask = (imports: string, call: string): Readonly<Record<string, string>> => ({
  'app/main.py': `${imports}\nfrom flask import Flask\n\napp = Flask(__name__)\n\n@app.route("/rates")\ndef rates():\n    return ${call}\n`,
});
const express = (imports: string, call: string): Readonly<Record<string, string>> => ({
  'src/server.js': `import express from 'express';\n${imports}\nconst app = express();\napp.get('/rates', async (req, res) => res.json(await ${call}));\napp.listen(3000);\n`,
});
const spring = (imports: string, body: string): Readonly<Record<string, string>> => ({
  'src/main/java/harbour/Rates.java': `package harbour;\n\n${imports}\nimport org.springframework.web.bind.annotation.*;\n\n@RestController\npublic class Rates {\n    @GetMapping("/rates")\n    public String rates() throws Exception {\n        ${body}\n    }\n}\n`,
});

describe('the help of a call without a timeout says how its library is given one', () => {
  it.each([
    ['urllib', flask('import urllib.request', 'urllib.request.urlopen("https://rates.example").read()'), 'urlopen(…, timeout=seconds)'],
    ['request', express("import request from 'request';", "request.get('https://rates.example')"), '`timeout` in milliseconds'],
    ['axios', express("import axios from 'axios';", "axios.get('https://rates.example')"), 'axios.create({ timeout })'],
    [
      'RestTemplate',
      spring('import org.springframework.web.client.RestTemplate;', 'RestTemplate rest = new RestTemplate();\n        return rest.getForObject("https://rates.example", String.class);'),
      'RestTemplateBuilder',
    ],
    [
      'java.net.http',
      spring(
        'import java.net.URI;\nimport java.net.http.*;',
        'return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("https://rates.example")).build(), HttpResponse.BodyHandlers.ofString()).body();',
      ),
      'timeout(Duration)',
    ],
  ])('%s', async (_, files, how) => {
    expect(await helpOf('dp6/http-call-without-timeout', files)).toContain(how);
  });
});

describe('the help of a call that closes its connection names what keeps one open', () => {
  it.each([
    ['requests', flask('import requests', 'requests.get("https://rates.example").json()'), 'requests.Session'],
    ['urllib, which can keep none', flask('import urllib.request', 'urllib.request.urlopen("https://rates.example").read()'), 'urllib3.PoolManager'],
    ['request', express("import request from 'request';", "request.get('https://rates.example')"), 'forever: true'],
  ])('%s', async (_, files, how) => {
    expect(await helpOf('dp3/http-client-per-call', files)).toContain(how);
  });
});

describe('the help of a pool without a statement timeout names what its database has', () => {
  const pool = (scheme: string): Readonly<Record<string, string>> => ({
    'app/db.py': `from sqlalchemy import create_engine\n\nengine = create_engine("${scheme}://db/harbour", pool_size=5)\n`,
    'app/main.py': `from flask import Flask\nfrom app.db import engine\n\napp = Flask(__name__)\n\n@app.route("/")\ndef index():\n    with engine.connect() as connection:\n        return {"rows": connection.exec_driver_sql("select 1").scalar()}\n`,
  });

  it.each([
    ['postgresql', 'ALTER ROLE', 'max_execution_time'],
    ['mysql+pymysql', 'max_execution_time', 'ALTER ROLE'],
  ])('%s', async (scheme, has, hasNot) => {
    const help = await helpOf('dp4/no-statement-timeout', pool(scheme));
    expect(help).toContain(has);
    expect(help).not.toContain(hasNot);
  });
});
