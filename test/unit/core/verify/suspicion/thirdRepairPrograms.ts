export const tsQueue = `import { EventEmitter } from 'node:events';

export interface Job<T> {
  readonly id: string;
  readonly priority: number;
  run(): Promise<T>;
}

export class Queue<T> extends EventEmitter {
  readonly #waiting: Job<T>[] = [];
  #running = 0;

  constructor(private readonly limit: number) {
    super();
    if (!Number.isInteger(limit) || limit < 1) throw new RangeError('limit must be a positive integer');
  }

  push(job: Job<T>): void {
    if (this.#waiting.some((each) => each.id === job.id)) throw new Error(\`job \${job.id} waits already\`);
    this.#waiting.push(job);
    this.#next();
  }

  #next(): void {
    while (this.#running < this.limit) {
      const job = this.#waiting.shift();
      if (!job) return;
      this.#running++;
      void this.#run(job);
    }
  }

  async #run(job: Job<T>): Promise<void> {
    try {
      this.emit('done', job.id, await job.run());
    } catch (error) {
      this.emit('failed', job.id, error);
    }
    this.#running--;
    this.#next();
  }
}
`;
export const tsQueueTest = `import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { Queue } from '../src/queue.ts';

describe('Queue', () => {
  it('runs the job with the highest priority first', async () => {
    const order: string[] = [];
    const queue = new Queue<void>(1);
    queue.push(job('job-low-12', 1, order));
    queue.push(job('job-mid-7', 5, order));
    queue.push(job('job-high-3', 9, order));
    await idle(queue);
    assert.deepEqual(order, ['job-low-12', 'job-high-3', 'job-mid-7']);
  });
  it('refuses the same job twice', () => {
    const queue = new Queue<void>(1);
    queue.push(job('a', 1, []));
    queue.push(job('b', 1, []));
    assert.throws(() => queue.push(job('b', 1, [])), /waits already/);
  });
});
`;
export const queueTask = 'Queue must run waiting jobs by priority, the highest first';
export const pyGeo = `from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt


@dataclass(frozen=True)
class Point:
    lat: float
    lon: float

    def __post_init__(self):
        if not -90 <= self.lat <= 90:
            raise ValueError(f"bad latitude {self.lat}")


def distance(a, b):
    """Kilometres between two points."""
    dlat = radians(b.lat - a.lat)
    dlon = radians(b.lon - a.lon)
    h = sin(dlat / 2) ** 2 + sin(dlon / 2) ** 2
    return 2 * 6371 * asin(sqrt(h))


def parse(text):
    lat, lon = text.split(",")
    return Point(float(lat), float(lon))


def read_track(path):
    points = []
    with open(path) as handle:
        for line in handle:
            points.append(parse(line))
    return points
`;
export const pyGeoTest = `import pytest

from geo import Point, distance, parse, read_track

BERLIN = Point(52.52, 13.405)
PARIS = Point(48.8566, 2.3522)


def test_distance():
    assert distance(BERLIN, PARIS) == pytest.approx(877.46, abs=0.1)


def test_parse_with_spaces():
    assert parse(" 52.52 , 13.405 ") == BERLIN


def test_bad_latitude():
    with pytest.raises(ValueError, match="bad latitude"):
        Point(91, 0)
`;
export const geoTask =
  'distance() is too large far from the equator: the cosines of the latitudes are missing';
export const goRate = `package rate

import (
	"errors"
	"sync"
	"time"
)

var ErrLimit = errors.New("rate: limit reached")

type Limiter struct {
	mu     sync.Mutex
	tokens float64
	burst  float64
	perSec float64
	last   time.Time
	now    func() time.Time
}

func New(perSec, burst float64, now func() time.Time) *Limiter {
	return &Limiter{tokens: burst, burst: burst, perSec: perSec, last: now(), now: now}
}

func (l *Limiter) Take(n float64) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	t := l.now()
	l.tokens += t.Sub(l.last).Seconds() * l.perSec
	l.last = t
	if n > l.tokens {
		return ErrLimit
	}
	l.tokens -= n
	return nil
}
`;
export const goRateTest = `package rate

import (
	"errors"
	"testing"
	"time"
)

func TestNeverAboveBurst(t *testing.T) {
	clock := &fakeClock{}
	l := New(10, 25, clock.Now)
	clock.Advance(3 * time.Hour)
	if err := l.Take(26); !errors.Is(err, ErrLimit) {
		t.Fatalf("Take(26) = %v, want ErrLimit", err)
	}
	if err := l.Take(25); err != nil {
		t.Fatalf("Take(25) = %v", err)
	}
}
`;
export const rateTask = 'Limiter collects more tokens than its burst when it is idle for long';
export const javaTpl = `package tpl;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

public final class Template {
    private static final Pattern PLACE = Pattern.compile("\\\\{(\\\\w+)\\\\}");
    private final String text;

    public Template(String text) {
        this.text = java.util.Objects.requireNonNull(text);
    }

    public String fill(Map<String, String> values) {
        Matcher m = PLACE.matcher(text);
        StringBuilder out = new StringBuilder();
        while (m.find()) {
            String value = values.get(m.group(1));
            if (value == null) {
                throw new IllegalArgumentException("no value for " + m.group(1));
            }
            m.appendReplacement(out, value);
        }
        return m.appendTail(out).toString();
    }
}
`;
export const javaTplTest = `package tpl;

class TemplateTest {
    @Test
    void dollarsStay() {
        assertEquals("It costs $5 at Bob's", new Template("It costs {price} at {shop}").fill(Map.of("price", "$5", "shop", "Bob's")));
    }

    @Test
    void missing() {
        assertThrows(IllegalArgumentException.class, () -> new Template("{a}").fill(Map.of()));
    }
}
`;
export const tplTask = 'Template.fill fails for values with a dollar sign';
export const rsVer = `#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Version {
    pub major: u64,
    pub minor: u64,
    pub patch: u64,
}

#[derive(Debug, PartialEq)]
pub enum VersionError {
    Parts(usize),
    Number(String),
}

impl Version {
    pub fn parse(text: &str) -> Result<Self, VersionError> {
        let parts: Vec<&str> = text.split('.').collect();
        if parts.len() != 3 {
            return Err(VersionError::Parts(parts.len()));
        }
        let number = |s: &str| s.parse().map_err(|_| VersionError::Number(s.to_owned()));
        Ok(Self { major: number(parts[0])?, minor: number(parts[1])?, patch: number(parts[2])? })
    }
}
`;
export const rsVerTest = `use semver::{Version, VersionError};

#[test]
fn drops_build_metadata() {
    let v = Version::parse("4.17.21+exp.sha.5114f85").unwrap();
    assert_eq!(v, Version { major: 4, minor: 17, patch: 21 });
}

#[test]
fn wants_three_parts() {
    assert_eq!(Version::parse("1.2"), Err(VersionError::Parts(2)));
}
`;
export const verTask = 'Version::parse must accept build metadata behind a plus and leave it out';
