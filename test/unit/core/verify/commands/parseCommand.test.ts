import assert from 'node:assert/strict';
import { parseCommand } from '../../../../../src/core/verify/commands/parseCommand.ts';

describe('parseCommand', () => {
  const check = (text: string, expected: readonly string[] | RegExp) =>
    it(JSON.stringify(text), () => {
      const parsed = parseCommand(text);
      if (expected instanceof RegExp)
        assert.match(parsed.ok ? `argv ${parsed.argv}` : parsed.reason, expected);
      else assert.deepEqual(parsed, { ok: true, argv: expected });
    });

  check('npm test', ['npm', 'test']);
  check('  npm \t run   lint ', ['npm', 'run', 'lint']);
  check('pytest "tests/a b.py" -k \'not slow\'', ['pytest', 'tests/a b.py', '-k', 'not slow']);
  check('go test ./...', ['go', 'test', './...']);
  check('a\\ b "c\\"d" e\'f\'g', ['a b', 'c"d', 'efg']);
  check('pytest tests/test_a.py::test_b[1]', ['pytest', 'tests/test_a.py::test_b[1]']);
  check("echo '$HOME | `x`' ''", ['echo', '$HOME | `x`', '']);
  check('tools\\run.exe --all', ['tools\\run.exe', '--all']);

  check('npm test | tee log', /needs a shell \(\|\)/);
  check('npm run build && npm test', /needs a shell \(&\)/);
  check('npm test; rm -rf x', /needs a shell \(;\)/);
  check('echo $(id)', /needs a shell \(\$\)/);
  check('echo "$(id)"', /needs a shell \(\$\)/);
  check('echo `id`', /needs a shell \(`\)/);
  check('echo "`id`"', /needs a shell \(`\)/);
  check('npm test > out', /needs a shell \(>\)/);
  check('cat < in', /needs a shell \(<\)/);
  check('rm *.js', /needs a shell \(\*\)/);
  check('ls ~/x', /needs a shell \(~\)/);
  check('npm test\nrm x', /needs a shell \(a second line\)/);
  check('CI=1 npm test', /a variable is set/);
  check('npm "test', /not closed/);
  check('   ', /names no program/);
  check('"" x', /names no program/);
});
