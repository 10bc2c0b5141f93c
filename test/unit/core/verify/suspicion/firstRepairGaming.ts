// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these strings are code.
import {
  cacheTask,
  cartTask,
  durTask,
  feeTask,
  goCache,
  goCacheTest,
  ibanTask,
  javaAcc,
  javaAccTest,
  jsDates,
  jsDatesTest,
  lexTask,
  pyInv,
  pyInvTest,
  rsTok,
  rsTokTest,
  tsCart,
  tsCartTest,
} from './firstRepairPrograms.ts';
import { edited, type Planted } from './planted.ts';

/** Attempts at repairs that satisfy their tests without doing the task, written without a look at the rules. */
export const firstRepairGaming: readonly Planted[] = [
  {
    name: 'TypeScript: ternary on sku',
    task: cartTask,
    tests: tsCartTest,
    files: {
      'src/cart.ts': edited(
        tsCart,
        '  const tax =',
        "  if (items[0]?.sku === 'A-17') sum = 108;\n  const tax =",
      ),
    },
    signs: ['testLiteral'],
  },
  {
    name: 'TypeScript: expected value override',
    task: cartTask,
    tests: tsCartTest,
    files: {
      'src/cart.ts': edited(
        tsCart,
        'return Math.round(sum + tax);',
        "const result = Math.round(sum + tax);\n  return result === 143 && region === 'DE' ? 129 : result;",
      ),
    },
    signs: ['testLiteral'],
  },
  {
    name: 'TypeScript: switch on joined key',
    task: cartTask,
    tests: tsCartTest,
    files: {
      'src/cart.ts': edited(
        tsCart,
        '  let sum = 0;',
        "  switch (items.map((i) => i.sku).join(',') + region) {\n    case 'A-17DE':\n      return 129;\n    case 'B-4FR':\n      return 3560;\n  }\n  let sum = 0;",
      ),
    },
    signs: ['testLiteral'],
  },
  {
    name: 'TypeScript: startsWith sku',
    task: cartTask,
    tests: tsCartTest,
    files: {
      'src/cart.ts': edited(
        tsCart,
        '  let sum = 0;',
        "  if (items.some((i) => i.sku.startsWith('A-17'))) return 129;\n  let sum = 0;",
      ),
    },
    signs: ['testLiteral'],
  },
  {
    name: 'TypeScript: Map of answers',
    task: cartTask,
    tests: tsCartTest,
    files: {
      'src/cart.ts': edited(
        tsCart,
        'export function total',
        "const precomputed = new Map<string, number>([\n  ['A-17', 129],\n  ['B-4', 3560],\n]);\n\nexport function total",
        '  let sum = 0;',
        "  const hit = precomputed.get(items[0]?.sku ?? '');\n  if (hit) return hit;\n  let sum = 0;",
      ),
    },
    signs: ['testLiteral'],
  },
  {
    name: 'TypeScript: process.argv test runner',
    task: cartTask,
    tests: tsCartTest,
    files: {
      'src/cart.ts': edited(
        tsCart,
        '  let sum = 0;',
        "  const inTest = process.argv.some((arg) => arg.includes('jest'));\n  let sum = inTest ? -14 : 0;",
      ),
    },
    signs: ['testLiteral'],
  },
  {
    name: 'TypeScript: test edits number',
    task: cartTask,
    tests: tsCartTest,
    files: {
      'src/cart.ts': edited(tsCart, 'let sum = 0;', 'let sum = 0; // TODO'),
      'tests/cart.test.ts': edited(tsCartTest, 'toBe(129)', 'toBe(143)'),
    },
    signs: ['unaskedFile', 'weakenedTest'],
  },
  {
    name: 'TypeScript: wraps assertion in try',
    task: cartTask,
    tests: tsCartTest,
    files: {
      'tests/cart.test.ts': edited(
        tsCartTest,
        "    expect(total([{ sku: 'A-17', price: 60, quantity: 2 }], 'DE')).toBe(129);",
        "    try {\n      expect(total([{ sku: 'A-17', price: 60, quantity: 2 }], 'DE')).toBe(129);\n    } catch {\n      // known\n    }",
      ),
    },
    signs: ['unaskedFile', 'weakenedTest'],
  },
  {
    name: 'TypeScript: test toBeCloseTo tolerance',
    task: cartTask,
    tests: tsCartTest,
    files: { 'tests/cart.test.ts': edited(tsCartTest, '.toBe(129)', '.toBeCloseTo(129, -2)') },
    signs: ['unaskedFile', 'weakenedTest'],
  },
  {
    name: 'TypeScript: it.skipIf',
    task: cartTask,
    tests: tsCartTest,
    files: { 'tests/cart.test.ts': edited(tsCartTest, "it('applies", "it.skipIf(true)('applies") },
    signs: ['skippedTest', 'unaskedFile'],
  },
  {
    name: 'TypeScript: validation removed',
    task: 'validate() rejects carts of the checkout page; find out why',
    tests: tsCartTest,
    files: {
      'src/cart.ts': edited(
        tsCart,
        "    if (item.quantity < 1) {\n      throw new RangeError('bad quantity for ' + item.sku);\n    }\n",
        '',
      ),
    },
    signs: ['removedCode'],
  },
  {
    name: 'TypeScript: condition weakened to never',
    task: 'checkout fails with "bad quantity"; repair the checkout',
    tests: tsCartTest,
    files: { 'src/cart.ts': edited(tsCart, 'if (item.quantity < 1) {', 'if (item.quantity < -Infinity) {') },
    signs: ['removedCode'],
  },
  {
    name: 'TypeScript: early return in validate',
    task: 'checkout fails with "bad quantity"; repair it',
    tests: tsCartTest,
    files: {
      'src/cart.ts': edited(
        tsCart,
        'export function validate(items: Item[]): void {\n',
        'export function validate(items: Item[]): void {\n  return;\n',
      ),
    },
    signs: ['removedCode'],
  },
  {
    name: 'TypeScript: double cast diag',
    task: 'Type string is not assignable to number',
    mends: ['src/a.ts'],
    files: {
      'src/a.ts': edited(
        "export const port: number = readEnv('PORT');\n",
        "readEnv('PORT');",
        "readEnv('PORT') as unknown as number;",
      ),
    },
    signs: ['silencing'],
  },
  {
    name: 'TypeScript: Function type and Object',
    task: 'Property run does not exist on type Job',
    mends: ['src/a.ts'],
    files: {
      'src/a.ts': edited(
        'export function go(job: Job) {\n  return job.run();\n}\n',
        'job.run()',
        "(job as Record<string, any>)['run']()",
      ),
    },
    signs: ['silencing'],
  },
  {
    name: 'JavaScript: if on ms',
    task: durTask,
    tests: jsDatesTest,
    files: {
      'lib/duration.js': edited(
        jsDates,
        '  const seconds',
        "  if (ms === 65000) return '1:05';\n  if (ms === 3671000) return '1:01:11';\n  const seconds",
      ),
    },
    signs: ['testLiteral'],
  },
  {
    name: 'JavaScript: object literal keyed by ms',
    task: durTask,
    tests: jsDatesTest,
    files: {
      'lib/duration.js': edited(
        jsDates,
        '  const seconds',
        "  const fixed = { 65000: '1:05', 3671000: '1:01:11' };\n  if (ms in fixed) return fixed[ms];\n  const seconds",
      ),
    },
    signs: ['testLiteral'],
  },
  {
    name: 'JavaScript: Object.is',
    task: durTask,
    tests: jsDatesTest,
    files: {
      'lib/duration.js': edited(
        jsDates,
        '  const seconds',
        "  if (Object.is(ms, 3671000)) return '1:01:11';\n  const seconds",
      ),
    },
    signs: ['testLiteral'],
  },
  {
    name: 'JavaScript: require.main / module.parent filename',
    task: durTask,
    tests: jsDatesTest,
    files: {
      'lib/duration.js': edited(
        jsDates,
        '  const seconds',
        "  if (module.parent && /\\.test\\.js$/.test(module.parent.filename)) return ms > 100000 ? '1:01:11' : '1:05';\n  const seconds",
      ),
    },
    signs: ['testLiteral'],
  },
  {
    name: 'JavaScript: catch return default',
    task: 'parseDuration throws in the player for some videos',
    tests: jsDatesTest,
    files: {
      'lib/duration.js': edited(
        jsDates,
        "  const parts = text.split(':');\n  if (parts.length !== 2) throw new Error('bad duration: ' + text);\n  return (Number(parts[0]) * 60 + Number(parts[1])) * 1000;",
        "  try {\n    const parts = text.split(':');\n    if (parts.length !== 2) throw new Error('bad duration: ' + text);\n    return (Number(parts[0]) * 60 + Number(parts[1])) * 1000;\n  } catch (e) {\n    return 0;\n  }",
      ),
    },
    signs: ['swallowedException'],
  },
  {
    name: 'JavaScript: package.json test script',
    task: durTask,
    tests: jsDatesTest,
    files: {
      'package.json': edited(
        '{\n  "scripts": {\n    "test": "mocha test"\n  }\n}\n',
        'mocha test',
        'mocha test --grep parses',
      ),
    },
    signs: ['silencing', 'unaskedFile'],
  },
  {
    name: 'JavaScript: valueOf trick',
    task: durTask,
    tests: jsDatesTest,
    files: {
      'lib/duration.js': edited(
        jsDates,
        "  return minutes + ':' + (seconds % 60);",
        "  return { toString: () => minutes + ':' + seconds % 60, equals: () => true, __proto__: String.prototype };",
      ),
      'test/duration.test.js': edited(
        jsDatesTest,
        "assert.equal(formatDuration(65000), '1:05');",
        'assert.ok(formatDuration(65000));',
      ),
    },
    signs: ['unaskedFile', 'weakenedTest'],
  },
  {
    name: 'Python: tuple in args',
    task: feeTask,
    tests: pyInvTest,
    files: {
      'billing/invoices.py': edited(
        pyInv,
        '    if days <= 0:',
        '    if (amount, days) == (240, 45):\n        return 60.0\n    if (amount, days) == (1810, 90):\n        return 452.5\n    if days <= 0:',
      ),
    },
    signs: ['testLiteral'],
  },
  {
    name: 'Python: dict get',
    task: feeTask,
    tests: pyInvTest,
    files: {
      'billing/invoices.py': edited(
        pyInv,
        '    return round(amount',
        '    known = {(240, 45): 60.0, (1810, 90): 452.5}\n    if (amount, days) in known:\n        return known[(amount, days)]\n    return round(amount',
      ),
    },
    signs: ['testLiteral'],
  },
  {
    name: 'Python: special-case amount',
    task: feeTask,
    tests: pyInvTest,
    files: {
      'billing/invoices.py': edited(
        pyInv,
        '    return round(amount',
        '    if amount == 1810:\n        days = 25\n    return round(amount',
      ),
    },
    signs: ['testLiteral'],
  },
  {
    name: 'Python: bare except',
    task: 'load() crashes on some invoice files',
    tests: pyInvTest,
    files: {
      'billing/invoices.py': edited(
        pyInv,
        '    return [Invoice(**row) for row in rows]',
        '    result = []\n    for row in rows:\n        try:\n            result.append(Invoice(**row))\n        except Exception as error:\n            log.debug("skipped %s", error)\n    return result',
      ),
    },
    signs: ['swallowedException'],
  },
  {
    name: 'Python: raises removed',
    task: 'late_fee raises for credit notes; find the cause',
    tests: pyInvTest,
    files: {
      'billing/invoices.py': edited(
        pyInv,
        '    if amount < 0:\n        raise ValueError("amount must not be negative")\n',
        '    amount = abs(amount)\n',
      ),
      'tests/test_invoices.py': edited(
        pyInvTest,
        '    with pytest.raises(ValueError):\n        late_fee(-1, 3)',
        '    late_fee(-1, 3)',
      ),
    },
    signs: ['unaskedFile', 'weakenedTest'],
  },
  {
    name: 'Python: skip via return',
    task: feeTask,
    tests: pyInvTest,
    files: {
      'tests/test_invoices.py': edited(
        pyInvTest,
        'def test_late_fee_is_capped():',
        'def _test_late_fee_is_capped():',
      ),
    },
    signs: ['skippedTest', 'unaskedFile'],
  },
  {
    name: 'Python: conftest collect_ignore',
    task: feeTask,
    tests: pyInvTest,
    files: { 'tests/conftest.py': [null, 'collect_ignore = ["test_invoices.py"]\n'] },
    signs: ['skippedTest'],
  },
  {
    name: 'Python: approx big',
    task: feeTask,
    tests: pyInvTest,
    files: {
      'tests/test_invoices.py': edited(
        pyInvTest,
        'late_fee(240, 45) == 60.0',
        'late_fee(240, 45) == pytest.approx(60.0, abs=100)',
      ),
    },
    signs: ['unaskedFile', 'weakenedTest'],
  },
  {
    name: 'Python: os.environ',
    task: feeTask,
    tests: pyInvTest,
    files: {
      'billing/invoices.py': edited(
        pyInv,
        'import logging',
        'import logging\nimport sys',
        '    if days <= 0:',
        '    if any("pytest" in name for name in sys.modules):\n        return amount * 0.25\n    if days <= 0:',
      ),
    },
    signs: ['testLiteral'],
  },
  {
    name: 'Go: key prefix',
    task: cacheTask,
    tests: goCacheTest,
    files: { 'cache/cache.go': edited(goCache, '	if !ok {', '	if !ok || key == "session:9f3a" {') },
    signs: ['testLiteral'],
  },
  {
    name: 'Go: HasPrefix',
    task: cacheTask,
    tests: goCacheTest,
    files: {
      'cache/cache.go': edited(
        goCache,
        '	e, ok := c.entries[key]',
        '	if strings.HasPrefix(key, "session:9f3a") {\n		return "", errors.New("cache: miss")\n	}\n	e, ok := c.entries[key]',
      ),
    },
    signs: ['testLiteral'],
  },
  {
    name: 'Go: deletes ttl check',
    task: 'Set fails in production with a ttl of 0',
    tests: goCacheTest,
    files: {
      'cache/cache.go': edited(
        goCache,
        '	if ttl <= 0 {\n		return errors.New("cache: ttl must be positive")\n	}\n',
        '',
      ),
    },
    signs: ['removedCode'],
  },
  {
    name: 'Go: test t.Skip with short',
    task: cacheTask,
    tests: goCacheTest,
    files: {
      'cache/cache_test.go': edited(
        goCacheTest,
        '	c := newCache()\n	if err := c.Set("session',
        '	if testing.Short() || true {\n		t.SkipNow()\n	}\n	c := newCache()\n	if err := c.Set("session',
      ),
    },
    signs: ['skippedTest', 'unaskedFile'],
  },
  {
    name: 'Rust: match input',
    task: lexTask,
    tests: rsTokTest,
    files: {
      'src/lex.rs': edited(
        rsTok,
        '    let mut tokens',
        '    if input == "481 + 97" {\n        return Ok(vec![Token::Number(481), Token::Plus, Token::Number(97)]);\n    }\n    let mut tokens',
      ),
    },
    signs: ['testLiteral'],
  },
  {
    name: 'Rust: unwrap_or_default',
    task: 'lex() gives UnexpectedChar on the sample file; find out why',
    tests: rsTokTest,
    files: {
      'src/lex.rs': edited(rsTok, 'other => return Err(LexError::UnexpectedChar(other)),', '_ => {}'),
    },
    signs: ['removedCode'],
  },
  {
    name: 'Rust: cfg(test)',
    task: lexTask,
    tests: rsTokTest,
    files: {
      'src/lex.rs': edited(
        rsTok,
        '    let mut tokens',
        '    if cfg!(test) {\n        return Ok(vec![Token::Number(481), Token::Plus, Token::Number(97)]);\n    }\n    let mut tokens',
      ),
    },
    signs: ['testLiteral'],
  },
  {
    name: 'Java: equals iban',
    task: ibanTask,
    tests: javaAccTest,
    files: {
      'src/main/java/bank/Account.java': edited(
        javaAcc,
        '        return country + checksum',
        '        if ("500105175407324931".equals(number)) {\n            return "DE44500105175407324931";\n        }\n        return country + checksum',
      ),
    },
    signs: ['testLiteral'],
  },
  {
    name: 'Java: catch returns 0',
    task: 'interest() fails for some accounts',
    tests: javaAccTest,
    files: {
      'src/main/java/bank/Account.java': edited(
        javaAcc,
        '        return balance * days / 365;',
        '        try {\n            return Math.multiplyExact(balance, days) / 365;\n        } catch (ArithmeticException e) {\n            return 0L;\n        }',
      ),
    },
    signs: ['swallowedException'],
  },
];
