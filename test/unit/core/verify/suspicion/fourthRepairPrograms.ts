export const tsMoney = `export interface Money {
  readonly cents: number;
  readonly currency: string;
}

export function parseMoney(text: string): Money {
  const match = /^([\\d.]+) ([A-Z]{3})$/.exec(text);
  if (!match) throw new SyntaxError(\`not an amount: \${text}\`);
  const [, amount = '', currency = ''] = match;
  return { cents: Math.floor(Number(amount) * 100), currency };
}

export function add(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new TypeError('different currencies');
  return { cents: a.cents + b.cents, currency: a.currency };
}

export async function save(store: Store, money: Money): Promise<void> {
  const saved = await store.put('money', money);
  if (!saved.ok) throw new Error(saved.reason);
}
`;
export const tsMoneyTest = `import { expect, test } from 'vitest';
import { add, parseMoney, save } from './money';

test('rounds', () => {
  expect(parseMoney('19.99 EUR')).toEqual({ cents: 1999, currency: 'EUR' });
  expect(parseMoney('4.35 USD')).toEqual({ cents: 435, currency: 'USD' });
});
test('refuses other currencies', () => {
  expect(() => add(parseMoney('1 EUR'), parseMoney('1 USD'))).toThrow('different currencies');
});
test('tells why it was not saved', async () => {
  await expect(save(fullStore, parseMoney('1 EUR'))).rejects.toThrow('disk full');
});
`;
export const moneyTask = 'parseMoney loses a cent for some amounts, such as 4.35 USD or 19.99 EUR';
export const pyWords = `import collections
import pathlib


def words(text):
    return text.split()


def top(text, n=3):
    counts = collections.Counter(words(text))
    return [word for word, _ in counts.most_common(n)]


def top_of_file(path, n=3):
    text = pathlib.Path(path).read_text(encoding="utf-8")
    if not text:
        raise ValueError(f"{path} is empty")
    return top(text, n)
`;
export const pyWordsTest = `from words import top, top_of_file
import pytest


def test_punctuation():
    assert top("The fox, the dog; the FOX!", 2) == ["the", "fox"]


def test_numbers():
    assert top("r2d2 meets c3po, r2d2 wins", 1) == ["r2d2"]


def test_empty(tmp_path):
    (tmp_path / "e.txt").write_text("")
    with pytest.raises(ValueError):
        top_of_file(tmp_path / "e.txt")
`;
export const wordsTask = 'top() counts "fox," and "FOX!" as other words than "fox"';
export const goPage = `package page

import "errors"

var ErrRange = errors.New("page: out of range")

// Slice gives the part of n items that page p of size s shows.
func Slice(n, p, s int) (from, to int, err error) {
	if p < 1 || s < 1 {
		return 0, 0, ErrRange
	}
	from = (p - 1) * s
	to = from + s
	return from, to, nil
}
`;
export const goPageTest = `package page

import "testing"

func TestLastPage(t *testing.T) {
	from, to, err := Slice(103, 11, 10)
	if err != nil || from != 100 || to != 103 {
		t.Errorf("got %d %d %v", from, to, err)
	}
}

func TestBeyond(t *testing.T) {
	if _, _, err := Slice(103, 12, 10); err != ErrRange {
		t.Errorf("got %v", err)
	}
}
`;
export const pageTask = 'page.Slice goes beyond the last item, and pages beyond the last must be ErrRange';
export const jsMd = `const rules = [
  [/\\*\\*(.+?)\\*\\*/g, '<b>$1</b>'],
  [/\\*(.+?)\\*/g, '<i>$1</i>'],
];

export function render(text) {
  let html = escapeHtml(text);
  for (const [pattern, by] of rules) html = html.replace(pattern, by);
  return html;
}

export function escapeHtml(text) {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}
`;
export const jsMdTest = `import { render } from '../md.js';

it('makes links', () => {
  expect(render('see [the docs](https://x.example/a?b=1&c=2)')).toBe('see <a href="https://x.example/a?b=1&amp;c=2">the docs</a>');
});
it('escapes', () => {
  expect(render('1 < 2')).toBe('1 &lt; 2');
});
`;
export const mdTask = 'render() should make links of [text](address)';
