import assert from 'node:assert/strict';
import { estimateTokens } from '../../../../src/core/context/tokenEstimate.ts';
import type { ModelRequest } from '../../../../src/core/model/modelClient.ts';
import { instructionsFor } from '../../../../src/core/worker/prompts.ts';
import { loopToolsFor, nanoTools } from '../../../../src/core/worker/tools/tools.ts';
import { plantedSecrets } from '../../support/plantedSecrets.ts';
import { errorAt, runTask } from '../../support/runTask.ts';
import { replaceLine, reply, tool } from '../../support/scriptedModel.ts';
import { shopError, shopFiles } from '../../support/shop.ts';
import { workOn } from './setting.ts';

/** The patch tool's own words on the wire, which the provider writes, are put at this much. */
const patchToolTokens = 200;

function tokensOf(request: Pick<ModelRequest, 'instructions' | 'tools' | 'input'>): number {
  const input = request.input.map((item) => (item.type === 'user' ? item.text : JSON.stringify(item)));
  const tools = request.tools.map((each) =>
    each.type === 'patch' ? 'x'.repeat(4 * patchToolTokens) : JSON.stringify(each),
  );
  return estimateTokens([request.instructions, ...tools, ...input].join('\n'));
}

describe('what a worker sends', () => {
  it('has a fixed part of at most 600 tokens for nano and 1,500 for mini', () => {
    const nano = tokensOf({ instructions: instructionsFor.nano, tools: nanoTools, input: [] });
    const mini = tokensOf({
      instructions: instructionsFor.mini,
      tools: loopToolsFor({ commands: false, userTools: false }),
      input: [],
    });
    assert.ok(nano <= 600, `${nano}`);
    assert.ok(mini <= 1_500, `${mini}`);
  });

  it('fixes a type error of one line with at most 1,500 input tokens in all', async () => {
    const { path, word, message, line, fixed } = shopError;
    const task = runTask({
      kind: 'simple_edit',
      title: 'Fix the type of total',
      files: [path],
      targets: [errorAt(path, shopFiles[path], word, message)],
    });
    const { result, model } = await workOn([reply(replaceLine(path, line, fixed))], {
      tier: 'nano',
      files: shopFiles,
      task,
    });
    assert.equal(result.type, 'edited');
    const tokens = model.requests.map(tokensOf).reduce((sum, each) => sum + each, 0);
    assert.ok(tokens <= 1_500, `${tokens}`);
  });

  it('never holds a secret, wherever it lies', async () => {
    const secrets = Object.entries(plantedSecrets);
    const key = [
      '-----BEGIN RSA',
      'PRIVATE KEY-----\nMIIEowIBAAKCAQEA\n-----END RSA',
      'PRIVATE KEY-----',
    ].join(' ');
    const text = `${secrets.map(([name, secret]) => `const ${name} = "${secret}";`).join('\n')}\n${key}\nconst x = BROKEN;\n`;
    const files = { 'src/a.ts': text, '.env': 'PASSWORD=hunter2\n', 'AGENTS.md': text, 'src/b.ts': text };
    const target = errorAt('src/a.ts', text, 'BROKEN', `Cannot find '${plantedSecrets.github}'.`);
    const evidence = [
      {
        tier: 'nano',
        note: `It wrote ${plantedSecrets.aws}`,
        changes: new Map([['src/b.ts', `${text}const y = 1;\n`]]),
      },
    ] as const;
    const reads = [
      tool('read_file', { path: 'src/b.ts' }),
      tool('read_file', { path: '.env' }),
      tool('search', { text: 'const', regex: false }),
      tool('search', { text: 'PASS|MIIE', regex: true }),
      tool('diagnostics', {}),
    ];
    for (const targets of [[target], []]) {
      const task = runTask({
        files: ['src/a.ts', '.env'],
        instructions: `Use ${plantedSecrets.jwt}`,
        targets,
      });
      const script = [reply(...reads), reply(tool('finish', { summary: '' }))];
      const { model } = await workOn(script, { files, task, evidence });
      assert.equal(model.requests.length, 2);
      for (const nth of [0, 1]) {
        const sent = model.textOf(nth);
        for (const [name, secret] of [...secrets, ['key', 'MIIEow'], ['env', 'hunter2']]) {
          assert.ok(!sent.includes(secret ?? ''), `${name} is in request ${nth}`);
        }
        assert.ok(sent.includes('[withheld]'));
      }
    }
  });
});
