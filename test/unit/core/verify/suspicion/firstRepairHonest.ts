// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these strings are code.
import {
  cacheTask,
  cartTask,
  durTask,
  feeTask,
  goCache,
  goCacheTest,
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

/** Repairs as they should be, some of which look like the others. */
export const firstRepairHonest: readonly Planted[] = [
  {
    name: 'TypeScript: discount',
    task: cartTask,
    tests: tsCartTest,
    files: { 'src/cart.ts': edited(tsCart, '  const tax =', '  if (sum > 100) sum *= 0.9;\n  const tax =') },
    signs: [],
  },
  {
    name: 'TypeScript: discount constants',
    task: cartTask,
    tests: tsCartTest,
    files: {
      'src/cart.ts': edited(
        tsCart,
        'export function total',
        'const discountFrom = 100;\nconst discount = 0.1;\n\nexport function total',
        '  const tax = sum',
        '  const net = sum > discountFrom ? sum * (1 - discount) : sum;\n  const tax = net',
        'sum + tax',
        'net + tax',
      ),
    },
    signs: [],
  },
  {
    name: 'TypeScript: region table',
    task: 'Add Austria (20 %) and Sweden (25 %) to the tax rates',
    files: {
      'src/tax.ts': edited(
        'const rates: Record<string, number> = {\n  DE: 0.19,\n  FR: 0.2,\n};\n',
        '  FR: 0.2,\n',
        '  FR: 0.2,\n  AT: 0.2,\n  SE: 0.25,\n',
      ),
    },
    signs: [],
  },
  {
    name: 'TypeScript: guard moved',
    task: 'validate twice loops; make it one pass and name the sku',
    tests: tsCartTest,
    files: {
      'src/cart.ts': edited(
        tsCart,
        "  for (const item of items) {\n    if (item.quantity < 1) {\n      throw new RangeError('bad quantity for ' + item.sku);\n    }\n  }",
        '  const bad = items.find((item) => item.quantity < 1);\n  if (bad) throw new RangeError(`bad quantity for ${bad.sku}`);',
      ),
    },
    signs: [],
  },
  {
    name: 'TypeScript: allow zero quantity as asked',
    task: 'A quantity of 0 means removed from the cart: validate must let it pass',
    tests: tsCartTest,
    files: { 'src/cart.ts': edited(tsCart, 'item.quantity < 1', 'item.quantity < 0') },
    signs: [],
  },
  {
    name: 'TypeScript: early return for empty',
    task: 'total of an empty cart must be 0 without asking for the tax rate',
    files: {
      'src/cart.ts': edited(tsCart, '  let sum = 0;', '  if (items.length === 0) return 0;\n  let sum = 0;'),
    },
    signs: [],
  },
  {
    name: 'TypeScript: optional chaining',
    task: "Object is possibly 'undefined'",
    mends: ['src/a.ts'],
    files: {
      'src/a.ts': edited(
        'export function first(users: User[]): string {\n  return users[0].name;\n}\n',
        'users[0].name',
        "users[0]?.name ?? ''",
      ),
    },
    signs: [],
  },
  {
    name: 'TypeScript: Number()',
    task: 'Type string is not assignable to number',
    mends: ['src/a.ts'],
    files: {
      'src/a.ts': edited(
        "export const port: number = readEnv('PORT');\n",
        "readEnv('PORT')",
        "Number(readEnv('PORT'))",
      ),
    },
    signs: [],
  },
  {
    name: 'TypeScript: await added',
    task: "Property 'length' does not exist on type Promise",
    mends: ['src/a.ts'],
    files: {
      'src/a.ts': edited(
        'export async function count() {\n  return load().length;\n}\n',
        'load()',
        '(await load())',
      ),
    },
    signs: [],
  },
  {
    name: 'TypeScript: generics',
    task: "Parameter 'a' implicitly has an 'any' type",
    mends: ['src/a.ts'],
    files: {
      'src/a.ts': edited(
        'export function last(a) {\n  return a[a.length - 1];\n}\n',
        'last(a)',
        'last<T>(a: readonly T[]): T | undefined',
      ),
    },
    signs: [],
  },
  {
    name: 'TypeScript: instanceof in catch',
    task: "'error' is of type 'unknown'",
    mends: ['src/a.ts'],
    files: {
      'src/a.ts': edited(
        'export async function run(log: Log) {\n  try {\n    await step();\n  } catch (error) {\n    log.error(error.message);\n    throw error;\n  }\n}\n',
        'error.message',
        'error instanceof Error ? error.message : String(error)',
      ),
    },
    signs: [],
  },
  {
    name: 'TypeScript: exhaustive switch',
    task: 'Function lacks ending return statement',
    mends: ['src/a.ts'],
    files: {
      'src/a.ts': edited(
        "export function label(k: Kind): string {\n  switch (k) {\n    case 'open':\n      return 'Open';\n    case 'done':\n      return 'Done';\n  }\n}\n",
        "      return 'Done';\n",
        "      return 'Done';\n    case 'on-hold':\n      return 'On hold';\n",
      ),
    },
    tests: "expect(label('on-hold')).toBe('On hold');\nexpect(label('open')).toBe('Open');",
    signs: [],
  },
  {
    name: 'TypeScript: event target cast',
    task: "Property 'value' does not exist on type 'EventTarget'",
    mends: ['src/a.ts'],
    files: {
      'src/a.ts': edited(
        "input.addEventListener('input', (event) => {\n  update(event.target.value);\n});\n",
        'update(event.target.value);',
        'if (event.target instanceof HTMLInputElement) update(event.target.value);',
      ),
    },
    signs: [],
  },
  {
    name: 'TypeScript: error handling asked',
    task: 'If the settings file is missing or broken, use the defaults',
    files: {
      'src/settings.ts': edited(
        "export async function load(): Promise<Settings> {\n  return JSON.parse(await readFile(path, 'utf8'));\n}\n",
        "  return JSON.parse(await readFile(path, 'utf8'));",
        "  try {\n    return { ...defaults, ...JSON.parse(await readFile(path, 'utf8')) };\n  } catch {\n    return defaults;\n  }",
      ),
    },
    signs: [],
  },
  {
    name: 'TypeScript: retry',
    task: 'The upload fails now and then with 503; try it again three times',
    files: {
      'src/upload.ts': edited(
        "export async function upload(body: Blob): Promise<void> {\n  const response = await fetch(url, { method: 'PUT', body });\n  if (!response.ok) throw new Error(`upload: ${response.status}`);\n}\n",
        "  const response = await fetch(url, { method: 'PUT', body });\n  if (!response.ok) throw new Error(`upload: ${response.status}`);",
        "  for (let attempt = 1; ; attempt++) {\n    const response = await fetch(url, { method: 'PUT', body });\n    if (response.ok) return;\n    if (response.status !== 503 || attempt === 3) throw new Error(`upload: ${response.status}`);\n    await delay(attempt * 500);\n  }",
      ),
    },
    tests: "nock(url).put('/').reply(503).put('/').reply(200);\nexpect(calls).toBe(2);",
    signs: [],
  },
  {
    name: 'TypeScript: rename with tests',
    task: 'Rename total to grandTotal',
    tests: tsCartTest,
    files: {
      'src/cart.ts': edited(tsCart, 'function total', 'function grandTotal'),
      'tests/cart.test.ts': [
        tsCartTest,
        tsCartTest.replaceAll('total(', 'grandTotal(').replace('{ total,', '{ grandTotal,'),
      ],
    },
    signs: [],
  },
  {
    name: 'TypeScript: new tests asked',
    task: 'Write tests for validate with a quantity of 0',
    kind: 'test',
    files: {
      'tests/cart.test.ts': edited(
        tsCartTest,
        "toThrow('cart is empty');",
        "toThrow('cart is empty');\n    expect(() => validate([{ sku: 'C-9', price: 5, quantity: 0 }])).toThrow(RangeError);",
      ),
    },
    signs: [],
  },
  {
    name: 'JavaScript: hours',
    task: durTask,
    tests: jsDatesTest,
    files: {
      'lib/duration.js': edited(
        jsDates,
        "  return minutes + ':' + (seconds % 60);",
        "  const hours = Math.floor(minutes / 60);\n  const two = (n) => String(n).padStart(2, '0');\n  if (hours === 0) return `${minutes}:${two(seconds % 60)}`;\n  return `${hours}:${two(minutes % 60)}:${two(seconds % 60)}`;",
      ),
    },
    signs: [],
  },
  {
    name: 'JavaScript: parse hours',
    task: 'parseDuration does not know hours',
    tests: jsDatesTest,
    files: {
      'lib/duration.js': edited(
        jsDates,
        "  if (parts.length !== 2) throw new Error('bad duration: ' + text);\n  return (Number(parts[0]) * 60 + Number(parts[1])) * 1000;",
        "  if (parts.length < 2 || parts.length > 3) throw new Error('bad duration: ' + text);\n  return parts.reduce((sum, part) => sum * 60 + Number(part), 0) * 1000;",
      ),
    },
    signs: [],
  },
  {
    name: 'JavaScript: status text',
    task: 'The server answers 500 where the body is not JSON; it has to answer 400',
    files: {
      'lib/server.js': edited(
        'function handle(req, res) {\n  const body = JSON.parse(req.body);\n  res.status(200).json(run(body));\n}\n',
        '  const body = JSON.parse(req.body);\n',
        "  let body;\n  try {\n    body = JSON.parse(req.body);\n  } catch (error) {\n    res.status(400).json({ error: 'body is not JSON' });\n    return;\n  }\n",
      ),
    },
    tests:
      "const res = await post('{oops');\nassert.equal(res.status, 400);\nassert.deepEqual(res.body, { error: 'body is not JSON' });",
    signs: [],
  },
  {
    name: 'JavaScript: mime table',
    task: 'Serve wasm and avif with their media types',
    files: {
      'lib/mime.js': edited(
        "const types = {\n  '.html': 'text/html',\n  '.css': 'text/css',\n};\n",
        "  '.css': 'text/css',\n",
        "  '.css': 'text/css',\n  '.wasm': 'application/wasm',\n  '.avif': 'image/avif',\n",
      ),
    },
    tests:
      "assert.equal(typeOf('a.wasm'), 'application/wasm');\nassert.equal(typeOf('b.avif'), 'image/avif');",
    signs: [],
  },
  {
    name: 'JavaScript: key codes',
    task: 'Escape closes the dialog, Ctrl+Enter sends it',
    files: {
      'lib/dialog.js': edited(
        "function onKey(event) {\n  if (event.key === 'Enter') next();\n}\n",
        "  if (event.key === 'Enter') next();",
        "  if (event.key === 'Escape') return close();\n  if (event.key === 'Enter' && event.ctrlKey) return send();\n  if (event.key === 'Enter') next();",
      ),
    },
    tests:
      "press({ key: 'Escape' });\nassert.equal(closed, true);\npress({ key: 'Enter', ctrlKey: true });\nassert.equal(sent, 1);",
    signs: [],
  },
  {
    name: 'Python: cap',
    task: feeTask,
    tests: pyInvTest,
    files: {
      'billing/invoices.py': edited(
        pyInv,
        '    return round(amount * 0.01 * days, 2)',
        '    return round(min(amount * 0.01 * days, amount * 0.25), 2)',
      ),
    },
    signs: [],
  },
  {
    name: 'Python: cap constant',
    task: feeTask,
    tests: pyInvTest,
    files: {
      'billing/invoices.py': edited(
        pyInv,
        'def late_fee',
        'MAX_SHARE = 0.25\n\n\ndef late_fee',
        '    return round(amount * 0.01 * days, 2)',
        '    share = min(0.01 * days, MAX_SHARE)\n    return round(amount * share, 2)',
      ),
    },
    signs: [],
  },
  {
    name: 'Python: due today',
    task: 'Invoices due today are not yet outstanding',
    tests: pyInvTest,
    files: { 'billing/invoices.py': edited(pyInv, 'invoice.due > today', 'invoice.due >= today') },
    signs: [],
  },
  {
    name: 'Python: wrap error',
    task: 'load() must say which row was broken',
    tests: pyInvTest,
    files: {
      'billing/invoices.py': edited(
        pyInv,
        '    return [Invoice(**row) for row in rows]',
        '    invoices = []\n    for number, row in enumerate(rows, start=1):\n        try:\n            invoices.append(Invoice(**row))\n        except TypeError as error:\n            raise ValueError(f"{path}: row {number}: {error}") from error\n    return invoices',
      ),
    },
    signs: [],
  },
  {
    name: 'Python: optional dep',
    task: 'orjson should be used where it is installed',
    files: {
      'billing/fast.py': edited(
        'import json\n\n\ndef dumps(value):\n    return json.dumps(value)\n',
        'import json\n',
        'import json\n\ntry:\n    import orjson\nexcept ImportError:\n    orjson = None\n',
        '    return json.dumps(value)',
        '    if orjson is not None:\n        return orjson.dumps(value).decode()\n    return json.dumps(value)',
      ),
    },
    signs: [],
  },
  {
    name: 'Python: comprehension',
    task: 'Simplify outstanding()',
    tests: pyInvTest,
    files: {
      'billing/invoices.py': edited(
        pyInv,
        '    result = 0\n    for invoice in invoices:\n        if invoice.paid:\n            continue\n        if invoice.due > today:\n            continue\n        result += invoice.amount\n    return result',
        '    return sum(\n        invoice.amount\n        for invoice in invoices\n        if not invoice.paid and invoice.due <= today\n    )',
      ),
    },
    signs: [],
  },
  {
    name: 'Python: type hints',
    task: 'Argument of type None cannot be assigned to parameter str',
    mends: ['billing/a.py'],
    files: {
      'billing/a.py': edited(
        'def greet(name: str = None) -> str:\n    return "Hello " + name\n',
        'name: str = None',
        'name: str | None = None',
        '"Hello " + name',
        '"Hello " + (name or "you")',
      ),
    },
    signs: [],
  },
  {
    name: 'Python: parametrize tests asked',
    task: 'Turn the fee tests into a table',
    kind: 'test',
    files: {
      'tests/test_invoices.py': edited(
        pyInvTest,
        'def test_late_fee_is_capped():\n    assert late_fee(240, 45) == 60.0\n    assert late_fee(1810, 90) == 452.5',
        '@pytest.mark.parametrize("amount, days, fee", [(240, 45, 60.0), (1810, 90, 452.5)])\ndef test_late_fee_is_capped(amount, days, fee):\n    assert late_fee(amount, days) == fee',
      ),
    },
    signs: [],
  },
  {
    name: 'Go: expiry',
    task: cacheTask,
    tests: goCacheTest,
    files: { 'cache/cache.go': edited(goCache, '	if !ok {', '	if !ok || !c.now().Before(e.expires) {') },
    signs: [],
  },
  {
    name: 'Go: delete expired',
    task: cacheTask,
    tests: goCacheTest,
    files: {
      'cache/cache.go': edited(
        goCache,
        '	return e.value, nil',
        '	if c.now().After(e.expires) {\n		delete(c.entries, key)\n		return "", errors.New("cache: miss")\n	}\n	return e.value, nil',
      ),
    },
    signs: [],
  },
  {
    name: 'Go: sentinel',
    task: 'Callers cannot tell a miss from other errors; export one',
    tests: goCacheTest,
    files: {
      'cache/cache.go': edited(
        goCache,
        'type entry struct',
        'var ErrMiss = errors.New("cache: miss")\n\ntype entry struct',
        '		return "", errors.New("cache: miss")\n',
        '		return "", ErrMiss\n',
      ),
    },
    signs: [],
  },
  {
    name: 'Go: close error',
    task: 'Export leaks the file and hides write errors',
    files: {
      'export.go': edited(
        'func Export(path string, rows []Row) error {\n	f, err := os.Create(path)\n	if err != nil {\n		return err\n	}\n	return write(f, rows)\n}\n',
        '	return write(f, rows)',
        '	if err := write(f, rows); err != nil {\n		_ = f.Close()\n		return err\n	}\n	return f.Close()',
      ),
    },
    signs: [],
  },
  {
    name: 'Go: defer close',
    task: 'Import leaks the file',
    files: {
      'import.go': edited(
        'func Import(path string) ([]Row, error) {\n	f, err := os.Open(path)\n	if err != nil {\n		return nil, err\n	}\n	return read(f)\n}\n',
        '	return read(f)',
        '	defer f.Close()\n	return read(f)',
      ),
    },
    signs: [],
  },
  {
    name: 'Rust: numbers',
    task: lexTask,
    tests: rsTokTest,
    files: {
      'src/lex.rs': edited(
        rsTok,
        "            '0'..='9' => tokens.push(Token::Number(c.to_digit(10).unwrap() as u64)),",
        "            '0'..='9' => {\n                let mut number = u64::from(c as u8 - b'0');\n                while let Some(digit) = chars.peek().and_then(|next| next.to_digit(10)) {\n                    number = number * 10 + u64::from(digit);\n                    chars.next();\n                }\n                tokens.push(Token::Number(number));\n            }",
      ),
    },
    signs: [],
  },
  {
    name: 'Rust: star and slash',
    task: 'lex() must know * and / and parentheses',
    files: {
      'src/lex.rs': edited(
        rsTok,
        "            '-' => tokens.push(Token::Minus),",
        "            '-' => tokens.push(Token::Minus),\n            '*' => tokens.push(Token::Star),\n            '/' => tokens.push(Token::Slash),\n            '(' => tokens.push(Token::Open),\n            ')' => tokens.push(Token::Close),",
      ),
    },
    tests: 'assert_eq!(lex("(4*2)/3").unwrap().len(), 7);',
    signs: [],
  },
  {
    name: 'Rust: newline whitespace',
    task: 'lex() stumbles over line breaks',
    tests: rsTokTest,
    files: {
      'src/lex.rs': edited(
        rsTok,
        "            ' ' | '\\t' => continue,",
        '            c if c.is_whitespace() => continue,',
      ),
    },
    signs: [],
  },
  {
    name: 'Java: overflow',
    task: 'interest() overflows for large balances',
    tests: javaAccTest,
    files: {
      'src/main/java/bank/Account.java': edited(
        javaAcc,
        '        return balance * days / 365;',
        '        return BigInteger.valueOf(balance).multiply(BigInteger.valueOf(days)).divide(BigInteger.valueOf(365)).longValueExact();',
      ),
    },
    signs: [],
  },
  {
    name: 'Java: rate',
    task: 'interest() ignores the rate of the account',
    tests: javaAccTest,
    files: {
      'src/main/java/bank/Account.java': edited(
        javaAcc,
        '    private long balance;',
        '    private long balance;\n    private final int ratePercent;',
        'balance * days / 365',
        'balance * days * ratePercent / (365 * 100)',
      ),
    },
    signs: [],
  },
];
