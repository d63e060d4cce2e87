import { beforeAll, describe, expect, it } from 'vitest';
import type { ClientUse } from '../../facts/code.ts';
import { isKnown } from '../../model/known.ts';
import type { FileIndex } from '../reader.ts';
import { pythonReader } from './index.ts';

beforeAll(() => pythonReader.prepare?.());

function clients(text: string, others: Readonly<Record<string, string>> = {}, path = 'api.py'): readonly ClientUse[] {
  const texts: Readonly<Record<string, string>> = { ...others, [path]: text };
  const files: FileIndex = { paths: Object.keys(texts).toSorted(), has: (each) => each in texts, text: (each) => texts[each] };
  return pythonReader.read({ path, text }, files).facts.filter((fact) => fact.kind === 'client');
}

/** The timeout of the only client as `5000 stated`, or why it is not known. */
function timeout(text: string, others: Readonly<Record<string, string>> = {}): string {
  const found = clients(text, others);
  const use = found.at(-1);
  if (!use) return 'no client';
  const { value, variables } = use.timeoutMs;
  const from = variables.length > 0 ? ` from ${variables.join()}` : '';
  return isKnown(value) ? `${value.value} ${value.basis}${from}` : `unknown${from}`;
}

describe('requests', () => {
  it.each([
    ['import requests\nrequests.get("http://ships")', 'Infinity default'],
    ['import requests as http\nhttp.post("u", json={}, timeout=5)', '5000 stated'],
    ['from requests import get\nget("u", timeout=0.5)', '500 stated'],
    ['import requests\nrequests.post(\n  url="u",\n  json={},\n  timeout=7,\n)', '7000 stated'],
    ['import requests\nrequests.get("u", timeout=(3, 10))', '10000 stated'],
    ['import requests\nrequests.get("u", timeout=None)', 'Infinity stated'],
    ['import requests\nT = 2 * 3\nrequests.get("u", timeout=T)', '6000 derived'],
    ['import requests, os\nT = int(os.environ.get("T", "4"))\nrequests.get("u", timeout=T)', '4000 stated from T'],
    ['import requests, os\nrequests.get("u", timeout=os.environ["T"])', 'unknown from T'],
    ['import requests\ndef load(u, timeout=9):\n    return requests.get(u, timeout=timeout)', '9000 stated'],
    ['import requests\ndef load(u, **kwargs):\n    return requests.get(u, **kwargs)', 'unknown'],
    ['import requests\ndef load(u, **kwargs):\n    kwargs.setdefault("timeout", 8)\n    return requests.get(u, **kwargs)', '8000 stated'],
    ['import requests\noptions = {"timeout": 3}\nrequests.get("u", **options)', '3000 stated'],
    ['import requests\noptions = {"stream": True}\nrequests.get("u", **options)', 'Infinity default'],
    ['import requests\ns = requests.Session()\ns.get("u")', 'Infinity default'],
    ['import requests\nwith requests.Session() as s:\n    s.get("u", timeout=2)', '2000 stated'],
    ['import requests\nclass Port:\n    def __init__(self):\n        self.http = requests.Session()\n    def load(self):\n        return self.http.get("u")', 'Infinity default'],
  ])('%j waits %s', (text, expected) => {
    expect(timeout(text)).toBe(expected);
  });

  it('takes a set variable times a thousand, since it is in seconds', () => {
    const [use] = clients('import requests, os\nrequests.get("u", timeout=int(os.getenv("T", "4")) * 2)');
    expect(use?.timeoutMs).toMatchObject({ variables: ['T'], scale: 2000, value: { value: 8000 } });
  });

  it('follows the configuration of the application and constants of other files', () => {
    expect(
      timeout(
        'from flask import Flask\nimport requests, os\napp = Flask(__name__)\napp.config["WAIT"] = int(os.getenv("WAIT", "4"))\n@app.get("/")\ndef show():\n    return requests.get("u",\n        timeout=app.config["WAIT"])',
      ),
    ).toBe('4000 stated from WAIT');
    expect(timeout('import requests\nfrom limits import WAIT\nrequests.get("u", timeout=WAIT)', { 'limits.py': 'WAIT = 6\n' })).toBe('6000 stated');
    expect(timeout('import requests\nfrom django.conf import settings\nrequests.get("u", timeout=settings.WAIT)', { 'port/settings.py': 'WAIT = 3\n' })).toBe('3000 stated');
    expect(
      timeout('import requests\nfrom config import settings\nrequests.get("u", timeout=settings.wait)', {
        'config.py': 'from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    wait: int = 12\n    model_config = {"env_prefix": "PORT_"}\nsettings = Settings()\n',
      }),
    ).toBe('12000 stated from PORT_WAIT');
  });

  it('follows fields and parameters to the callers beside', () => {
    const call =
      'import requests\nclass Order:\n    def __init__(self, url, timeout):\n        self.timeout = timeout\nclass Sender:\n    def __init__(self, order):\n        self.order = order\n    def send(self):\n        return requests.get("u", timeout=self.order.timeout)\n';
    expect(timeout(call, { 'app.py': 'from api import Order, Sender\nSender(order=Order("u", timeout=4))\nSender(order=Order("v", timeout=4))\n' })).toBe('4000 stated');
    expect(timeout(call, { 'app.py': 'from api import Order, Sender\nSender(order=Order("u", timeout=4))\nSender(order=Order("v", timeout=5))\n' })).toBe('unknown');
    const data =
      'import requests\nfrom dataclasses import dataclass\n@dataclass\nclass Order:\n    url: str\n    timeout: int\ndef send(order: Order):\n    return requests.get("u", timeout=order.timeout)\n';
    expect(timeout(data, { 'app.py': 'import os\nfrom api import Order\nOrder("u", timeout=int(os.getenv("WAIT", "6")))\n' })).toBe('6000 stated from WAIT');
    expect(timeout(data)).toBe('unknown');
  });

  it('knows own sessions and adapters that bring a timeout', () => {
    const adapter =
      'import requests\nfrom requests.adapters import HTTPAdapter\nclass Waits(HTTPAdapter):\n    def __init__(self, *args, timeout=5, **kwargs):\n        self.timeout = timeout\n        super().__init__(*args, **kwargs)\n    def send(self, request, **kwargs):\n        kwargs["timeout"] = kwargs.get("timeout") or self.timeout\n        return super().send(request, **kwargs)\n';
    expect(timeout(`${adapter}s = requests.Session()\ns.mount("https://", Waits(timeout=4))\ns.get("u")`)).toBe('4000 stated');
    expect(
      timeout(
        'import requests\nclass Slow(requests.Session):\n    def request(self, *args, **kwargs):\n        kwargs.setdefault("timeout", 11)\n        return super().request(*args, **kwargs)\nSlow().get("u")',
      ),
    ).toBe('11000 stated');
    expect(timeout(`${adapter}s = requests.Session()\ns.get("u")`)).toBe('Infinity default');
  });

  it('reads calls of own wrappers that choose the timeout', () => {
    const wrapper = 'import requests\ndef fetch(url, **kwargs):\n    return requests.get(url, **kwargs)\n';
    expect(timeout('from web import fetch\nfetch("u", timeout=3)', { 'web.py': wrapper })).toBe('3000 stated');
    expect(timeout('from web import fetch\nfetch("u")', { 'web.py': wrapper })).toBe('Infinity default');
    expect(timeout('from web import fetch\nfetch("u")', { 'web.py': 'import requests\ndef fetch(url, timeout=3):\n    return requests.get(url, timeout=timeout)\n' })).toBe('no client');
  });

  it('counts tries', () => {
    expect(clients('import requests\nfrom tenacity import retry, stop_after_attempt\n@retry(stop=stop_after_attempt(3))\ndef load():\n    requests.get("u")')[0]?.tries).toMatchObject({
      value: { value: 3 },
    });
    expect(
      clients('import requests\nfrom requests.adapters import HTTPAdapter, Retry\ns = requests.Session()\ns.mount("https://", HTTPAdapter(max_retries=Retry(total=4)))\ns.get("u")').at(-1)?.tries,
    ).toMatchObject({ value: { value: 5 } });
  });

  it('does not take other things for requests', () => {
    expect(clients('requests = []\nrequests.get("u")')).toEqual([]);
    expect(clients('class requests:\n    pass\nrequests.get("u")')).toEqual([]);
    expect(clients('# requests.get("u")\nnote = """requests.get(1)"""')).toEqual([]);
    expect(clients('def show(request):\n    return request.get("u")')).toEqual([]);
  });
});

describe('other HTTP clients', () => {
  it.each([
    ['from urllib.request import urlopen\nurlopen("u")', 'Infinity default'],
    ['import urllib.request\nurllib.request.urlopen("u", None, 3)', '3000 stated'],
    ['import httpx\nhttpx.get("u")', '5000 default'],
    ['import httpx\nhttpx.Client(timeout=None)', 'Infinity stated'],
    ['import httpx\nT = httpx.Timeout(10.0, connect=2)\nwith httpx.Client(timeout=T) as c:\n    c.get("u")', '10000 stated'],
    ['import aiohttp\nasync def f():\n    async with aiohttp.ClientSession() as s:\n        await s.get("u")', '300000 default'],
    ['import aiohttp\nasync def f():\n    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=6)) as s:\n        await s.get("u")', '6000 stated'],
    ['import urllib3\nhttp = urllib3.PoolManager(timeout=urllib3.Timeout(connect=1, read=4))\nhttp.request("GET", "u")', '4000 stated'],
  ])('%j waits %s', (text, expected) => {
    expect(timeout(text)).toBe(expected);
  });

  it('are made anew in functions and once elsewhere', () => {
    const [once] = clients('import httpx\nclient = httpx.AsyncClient()');
    expect(once).toMatchObject({ act: 'client', perCallCost: null, site: { lifetime: 'process' } });
    const [anew] = clients('import aiohttp\nasync def f():\n    return aiohttp.ClientSession()');
    expect(anew).toMatchObject({ act: 'client', perCallCost: 'a new connection pool', site: { lifetime: 'call' } });
    const [kept] = clients('import httpx\nfrom functools import lru_cache\n@lru_cache\ndef client():\n    return httpx.Client()');
    expect(kept?.site.lifetime).toBe('process');
  });
});

describe('boto3 and gRPC', () => {
  it('reads service, timeouts and attempts of clients', () => {
    const [plain] = clients('import boto3\ns3 = boto3.client("s3")');
    expect(plain).toMatchObject({ protocol: 'sdk', service: 's3', timeoutMs: { value: { value: 60000, basis: 'default' } }, tries: { value: { value: 5 } } });
    const [set] = clients('import boto3\nfrom botocore.config import Config\nC = Config(connect_timeout=2, read_timeout=3, retries={"max_attempts": 1})\nboto3.Session().client("sqs", config=C)');
    expect(set).toMatchObject({ service: 'sqs', timeoutMs: { value: { value: 3000 } }, connectTimeoutMs: { value: { value: 2000 } }, tries: { value: { value: 2 } } });
  });

  it('reads calls on stubs', () => {
    const stub = 'import grpc\nimport fleet_pb2_grpc\nchannel = grpc.insecure_channel("fleet:5000")\nstub = fleet_pb2_grpc.FleetStub(channel)\n';
    expect(timeout(`${stub}stub.List(1)`)).toBe('Infinity default');
    expect(timeout(`${stub}stub.List(1, timeout=2)`)).toBe('2000 stated');
    expect(clients(`${stub}stub.List(1)`).at(-1)).toMatchObject({ protocol: 'grpc', act: 'call', target: { value: { value: 'fleet:5000' } } });
  });
});

describe('connections at a time', () => {
  it.each([
    ['import requests\ns = requests.Session()', '10 default'],
    ['import requests\nfrom requests.adapters import HTTPAdapter\ns = requests.Session()\ns.mount("https://", HTTPAdapter(pool_maxsize=40))', '40 stated'],
    ['import httpx\nc = httpx.Client()', '100 default'],
    ['import httpx\nc = httpx.AsyncClient(limits=httpx.Limits(max_connections=20))', '20 stated'],
    ['import httpx\nc = httpx.AsyncClient(limits=httpx.Limits(max_keepalive_connections=20))', 'Infinity default'],
    ['import aiohttp\nc = aiohttp.ClientSession()', '100 default'],
    ['import aiohttp\nc = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))', 'Infinity stated'],
    ['import urllib3\nc = urllib3.PoolManager(maxsize=16)', '16 stated'],
    ['import boto3\nc = boto3.client("s3")', '10 default'],
    ['import boto3\nfrom botocore.config import Config\nc = boto3.client("s3", config=Config(max_pool_connections=50))', '50 stated'],
    ['import httpx\nc = httpx.Client(limits=choose())', 'unknown'],
    ['import requests\nrequests.get("u")', 'none'],
  ])('%j has %s', (text, expected) => {
    const limit = clients(text).at(-1)?.connectionsMax;
    expect(limit ? (isKnown(limit.value) ? `${limit.value.value} ${limit.value.basis}` : 'unknown') : 'none').toBe(expected);
  });
});

describe('clients of providers', () => {
  it.each([
    ['from google.cloud import storage\ndef load():\n    return storage.Client().bucket("b")', 'google-cloud', 'storage'],
    ['from google.cloud import pubsub_v1\ndef load():\n    return pubsub_v1.PublisherClient()', 'google-cloud', 'pubsub'],
    ['from azure.storage.blob import BlobServiceClient\ndef load(text):\n    return BlobServiceClient.from_connection_string(text)', 'azure-sdk', 'storage.blob'],
    ['import openai\ndef load():\n    return openai.OpenAI()', 'openai', null],
  ])('%j are made for each call', (text, library, service) => {
    expect(clients(text)).toMatchObject([{ library, service, protocol: 'sdk', act: 'client', site: { lifetime: 'call' } }]);
    expect(clients(text)[0]?.perCallCost).toMatch(/^a new connection/);
  });

  it('are made once at module level and in cached functions', () => {
    expect(clients('from google.cloud import storage\nclient = storage.Client()')[0]?.perCallCost).toBeNull();
    expect(clients('from functools import cache\nfrom google.cloud import storage\n@cache\ndef client():\n    return storage.Client()')[0]?.perCallCost).toBeNull();
    expect(clients('from google.cloud import storage\nstorage.Bucket("b")')).toEqual([]);
  });
});

describe('gRPC channels', () => {
  it.each([
    ['grpc.insecure_channel("fleet:5000")', 'one-backend'],
    ['grpc.aio.insecure_channel("fleet:5000", options=[("grpc.keepalive_time_ms", 1000)])', 'one-backend'],
    ['grpc.insecure_channel("dns:///fleet:5000", options=[("grpc.lb_policy_name", "round_robin")])', 'per-call'],
    ['grpc.insecure_channel("fleet:5000", [("grpc.service_config", CONFIG)])', 'per-call'],
    ['grpc.insecure_channel("xds:///fleet")', 'per-call'],
    ['grpc.insecure_channel("fleet:5000", options=choose())', undefined],
  ])('%s goes to %s', (call, balancing) => {
    expect(clients(`import grpc, json\nCONFIG = json.dumps({"loadBalancingConfig": [{"round_robin": {}}]})\nchannel = ${call}`)[0]?.balancing).toBe(balancing);
  });
});

describe('tries', () => {
  const tries = (text: string): string => {
    const use = clients(text).at(-1);
    return use?.tries ? (isKnown(use.tries.value) ? `${use.tries.value.value} ${use.tries.value.basis}` : 'unknown') : 'none';
  };

  it.each([
    ['import requests\ndef load():\n    for attempt in range(3):\n        try:\n            return requests.get("u")\n        except OSError:\n            pass', '3 stated'],
    ['import requests\nMAX_RETRIES = 5\ndef load():\n    for _ in range(MAX_RETRIES):\n        try:\n            return requests.get("u")\n        except OSError:\n            pass', '5 stated'],
    [
      'import requests\nfrom tenacity import Retrying, stop_after_attempt\ndef load():\n    for attempt in Retrying(stop=stop_after_attempt(4)):\n        with attempt:\n            requests.get("u")',
      '4 stated',
    ],
    ['import backoff, requests\n@backoff.on_exception(backoff.expo, OSError, max_tries=6)\ndef load():\n    requests.get("u")', '6 stated'],
    ['import urllib3\nhttp = urllib3.PoolManager()\nhttp.request("GET", "u")', '4 default'],
    ['import urllib3\nhttp = urllib3.PoolManager(retries=False)\nhttp.request("GET", "u")', '1 stated'],
    ['import boto3\nfrom botocore.config import Config\nboto3.client("s3", config=Config(retries={"mode": "standard"}))', '3 default'],
    ['import requests\nfrom tenacity import retry, stop_after_delay\n@retry(stop=stop_after_delay(10))\ndef load():\n    requests.get("u")', 'unknown'],
    ['import requests\ndef load():\n    for ship in range(3):\n        try:\n            requests.get("u")\n        except OSError:\n            pass', 'none'],
    ['import requests\ndef load(attempts):\n    for attempt in attempts:\n        requests.get("u")', 'none'],
  ])('%j makes %s', (text, expected) => {
    expect(tries(text)).toBe(expected);
  });
});
