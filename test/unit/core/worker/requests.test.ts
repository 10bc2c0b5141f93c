import assert from 'node:assert/strict';
import { plantedSecrets } from '../../support/plantedSecrets.ts';
import { requestTokens } from '../../support/requestTokens.ts';
import { errorAt, runTask } from '../../support/runTask.ts';
import { replaceLine, reply, tool } from '../../support/scriptedModel.ts';
import { shopError, shopFiles } from '../../support/shop.ts';
import { workOn } from './setting.ts';

describe('what a worker sends', () => {
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
    const tokens = model.requests.map(requestTokens).reduce((sum, each) => sum + each, 0);
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
