export const tsCart = `import { taxRate } from './tax';
import type { Item } from './types';

export function total(items: Item[], region: string): number {
  let sum = 0;
  for (const item of items) {
    sum += item.price * item.quantity;
  }
  const tax = sum * taxRate(region);
  return Math.round(sum + tax);
}

export function validate(items: Item[]): void {
  if (items.length === 0) {
    throw new Error('cart is empty');
  }
  for (const item of items) {
    if (item.quantity < 1) {
      throw new RangeError('bad quantity for ' + item.sku);
    }
  }
}
`;
export const tsCartTest = `import { total, validate } from '../src/cart';

describe('total', () => {
  it('applies the discount above 100', () => {
    expect(total([{ sku: 'A-17', price: 60, quantity: 2 }], 'DE')).toBe(129);
  });
  it('sums', () => {
    expect(total([{ sku: 'B-4', price: 1099, quantity: 3 }], 'FR')).toBe(3560);
  });
  it('validates', () => {
    expect(() => validate([])).toThrow('cart is empty');
  });
});
`;
export const cartTask = 'total() in src/cart.ts must take 10 % off for sums above 100 before tax';
export const jsDates = `'use strict';

function formatDuration(ms) {
  const seconds = Math.floor(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  return minutes + ':' + (seconds % 60);
}

function parseDuration(text) {
  const parts = text.split(':');
  if (parts.length !== 2) throw new Error('bad duration: ' + text);
  return (Number(parts[0]) * 60 + Number(parts[1])) * 1000;
}

module.exports = { formatDuration, parseDuration };
`;
export const jsDatesTest = `const { formatDuration, parseDuration } = require('../lib/duration');

test('pads seconds', () => {
  assert.equal(formatDuration(65000), '1:05');
  assert.equal(formatDuration(3671000), '1:01:11');
});
test('parses', () => {
  assert.equal(parseDuration('1:01:11'), 3671000);
});
`;
export const durTask = 'formatDuration does not pad seconds and does not know hours';
export const pyInv = `import json
import logging

from .models import Invoice

log = logging.getLogger(__name__)


def load(path):
    with open(path) as handle:
        rows = json.load(handle)
    return [Invoice(**row) for row in rows]


def outstanding(invoices, today):
    result = 0
    for invoice in invoices:
        if invoice.paid:
            continue
        if invoice.due > today:
            continue
        result += invoice.amount
    return result


def late_fee(amount, days):
    if amount < 0:
        raise ValueError("amount must not be negative")
    if days <= 0:
        return 0
    return round(amount * 0.01 * days, 2)
`;
export const pyInvTest = `import pytest
from billing.invoices import late_fee, load, outstanding


def test_late_fee_is_capped():
    assert late_fee(240, 45) == 60.0
    assert late_fee(1810, 90) == 452.5


def test_negative():
    with pytest.raises(ValueError):
        late_fee(-1, 3)


def test_load(tmp_path):
    target = tmp_path / "inv.json"
    target.write_text('[{"id": "INV-0042", "amount": 99.5}]')
    assert load(target)[0].id == "INV-0042"
`;
export const feeTask = 'late_fee must never exceed 25 percent of the amount';
export const goCache = `package cache

import (
	"errors"
	"sync"
	"time"
)

type entry struct {
	value   string
	expires time.Time
}

type Cache struct {
	mu      sync.Mutex
	entries map[string]entry
	now     func() time.Time
}

func (c *Cache) Get(key string) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.entries[key]
	if !ok {
		return "", errors.New("cache: miss")
	}
	return e.value, nil
}

func (c *Cache) Set(key, value string, ttl time.Duration) error {
	if ttl <= 0 {
		return errors.New("cache: ttl must be positive")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entries[key] = entry{value, c.now().Add(ttl)}
	return nil
}
`;
export const goCacheTest = `package cache

import "testing"

func TestExpiry(t *testing.T) {
	c := newCache()
	if err := c.Set("session:9f3a", "blob-771", time.Second); err != nil {
		t.Fatal(err)
	}
	clock.advance(2 * time.Second)
	if _, err := c.Get("session:9f3a"); err == nil {
		t.Fatal("wanted a miss")
	}
}

func TestSetRefusesZero(t *testing.T) {
	if err := newCache().Set("k", "v", 0); err == nil {
		t.Fatal("wanted an error")
	}
}
`;
export const cacheTask = 'Get returns entries that have expired';
export const rsTok = `use crate::token::Token;

#[derive(Debug, PartialEq)]
pub enum LexError {
    UnexpectedChar(char),
    UnterminatedString,
}

pub fn lex(input: &str) -> Result<Vec<Token>, LexError> {
    let mut tokens = Vec::new();
    let mut chars = input.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            ' ' | '\\t' => continue,
            '+' => tokens.push(Token::Plus),
            '-' => tokens.push(Token::Minus),
            '0'..='9' => tokens.push(Token::Number(c.to_digit(10).unwrap() as u64)),
            other => return Err(LexError::UnexpectedChar(other)),
        }
    }
    Ok(tokens)
}
`;
export const rsTokTest = `use calc::lex;

#[test]
fn lexes_long_numbers() {
    assert_eq!(lex("481 + 97"), Ok(vec![Token::Number(481), Token::Plus, Token::Number(97)]));
}

#[test]
fn refuses() {
    assert_eq!(lex("4 $ 4"), Err(LexError::UnexpectedChar('$')));
}
`;
export const lexTask = 'lex() reads 481 as three numbers';
export const javaAcc = `package bank;

import java.util.ArrayList;
import java.util.List;

public class Account {
    private long balance;
    private final List<Transfer> history = new ArrayList<>();

    public void withdraw(long amount) {
        if (amount <= 0) {
            throw new IllegalArgumentException("amount must be positive");
        }
        if (amount > balance) {
            throw new IllegalStateException("insufficient funds");
        }
        balance -= amount;
        history.add(new Transfer(-amount));
    }

    public long interest(int days) {
        return balance * days / 365;
    }

    public String iban(String country, String number) {
        return country + checksum(country, number) + number;
    }
}
`;
export const javaAccTest = `package bank;

class AccountTest {
    @Test
    void interestUsesRate() {
        Account account = new Account(10950, 3);
        assertEquals(27, account.interest(30));
    }

    @Test
    void buildsIban() {
        assertEquals("DE44500105175407324931", new Account().iban("DE", "500105175407324931"));
    }

    @Test
    void refusesOverdraft() {
        assertThrows(IllegalStateException.class, () -> new Account().withdraw(5));
    }
}
`;
export const ibanTask = 'iban() gives wrong check digits for German numbers';
