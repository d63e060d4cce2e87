import { describe, expect, it } from 'vitest';

import { evaluate, numberOf, nowhere, parseJsonConfig, terraformFunctions, toJson } from '../index.ts';

const text = JSON.stringify({
  '//': 'plimsoll-ignore nothing',
  resource: {
    aws_sqs_queue: { jobs: { name: 'jobs-${n}', tags: { a: '${n + 1}' }, redrive: [{ max: 1 }, { max: 2 }], count: 2 } },
    aws_x: { y: [{ a: 1 }, { a: 2 }] },
  },
  locals: { list: [1, true, null] },
});

describe('configuration in JSON', () => {
  const { body, comments, diagnostics } = parseJsonConfig(text, 'x.tf.json');
  const [jobs] = body.blocks;

  it('gives blocks with labels', () => {
    expect(diagnostics).toEqual([]);
    expect(body.blocks.map((block) => [block.type, ...block.labels.map((label) => label.text)].join('.'))).toEqual(['resource.aws_sqs_queue.jobs', 'resource.aws_x.y', 'resource.aws_x.y', 'locals']);
    expect(comments.map((comment) => comment.text)).toEqual(['plimsoll-ignore nothing']);
  });

  it('reads strings as templates', () => {
    const scope = { functions: terraformFunctions(), resolve: () => ({ value: numberOf(7, nowhere), consumed: 0 }) };
    const values = ['name', 'tags', 'count'].map((name) => {
      const attribute = jobs?.body.attributes.get(name);
      return attribute && toJson(evaluate(attribute.expression, scope));
    });
    expect(values).toEqual(['jobs-7', { a: 8 }, 2]);
  });

  it('offers objects as blocks too', () => {
    expect(jobs?.body.blocks.map((block) => block.type)).toEqual(['tags', 'redrive', 'redrive']);
  });

  it.each(['', '[]', '{"a": }', '{"a": 1,}', '{"a": "x', '{} {}', '{"resource": {"a": 1}}', '{"a": "\\x"}'])('survives %s', (source) => {
    parseJsonConfig(source, 'x.tf.json');
  });
});
