import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isCanonical } from '../../src/canonical.js'
import { JsonError, JsonNumber, parseJson } from '../../src/json.js'

/** What JSON.parse would make of the same value. */
function plain(value) {
  if (value instanceof JsonNumber) return Number(value.text)
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([name, member]) => [name, plain(member)]))
  }
  return Array.isArray(value) ? value.map(plain) : value
}

const GOOD = [
  '{}',
  '[]',
  ' [ 1 , -0.5e+3 , 0 , 1E2 ] ',
  '"\\u00e9\\n\\"\\\\\\/ é 😀"',
  '{"a":{"b":[true,false,null]},"":"x"}',
  '\t\r\n"x"\n',
]

for (const text of GOOD) {
  test(`reads ${JSON.stringify(text)}`, () =>
    assert.deepEqual(plain(parseJson(text)), JSON.parse(text)))
}

const BAD = [
  ['', 'a value is missing'],
  ['{"a":1,"a":1}', "Duplicate member 'a'"],
  ['{"a":1,"\\u0061":2}', "Duplicate member 'a'"],
  ['{"b":{"a":1,"a":1}}', "Duplicate member 'a'"],
  ['[{"a":1,"a":1}]', "Duplicate member 'a'"],
  ['{} {}', 'something stands after'],
  ['{}x', 'something stands after'],
  ['{"a":1,}', 'a member name is missing'],
  ['[1,]', 'a value is missing'],
  ['{a:1}', 'a member name is missing'],
  ['{"a" 1}', "':' is missing"],
  ['[1 2]', "']' is missing"],
  ['01', 'a malformed number'],
  ['+1', 'a value is missing'],
  ['-', 'a malformed number'],
  ['1.', 'a malformed number'],
  ['.5', 'a value is missing'],
  ['1e', 'a malformed number'],
  ['NaN', 'a value is missing'],
  ['nullx', 'a value is missing'],
  ["'a'", 'a value is missing'],
  ['"a', 'no end'],
  ['"\t"', 'control character'],
  ['"\\x"', 'an unknown escape'],
  ['"\\u12g4"', 'four hex digits'],
  ['\uFEFF{}', 'a value is missing'],
  ['/**/1', 'a value is missing'],
  ['['.repeat(2000), 'nested deeper'],
]

for (const [text, message] of BAD) {
  test(`refuses ${JSON.stringify(text).slice(0, 40)}`, () =>
    assert.throws(
      () => parseJson(text),
      (error) => error instanceof JsonError && error.message.includes(message),
    ))
}

test('whatever it reads, JSON.parse reads alike (random texts)', () => {
  const seed = 20261121
  let state = seed
  const next = (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * bound)
  }
  const parts = ['{', '}', '[', ']', ',', ':', '"a"', '"b"', '1', '-2.5', 'true', 'null', ' ', 'e']
  let read = 0
  for (let i = 0; i < 20000; i++) {
    const text = Array.from({ length: 1 + next(7) }, () => parts[next(parts.length)]).join('')
    let value
    try {
      value = parseJson(text)
    } catch {
      const repeats = /"(a|b)".*"\1"/.test(text)
      if (!repeats) assert.throws(() => JSON.parse(text), SyntaxError, `seed ${seed}: ${text}`)
      continue
    }
    read++
    assert.deepEqual(plain(value), JSON.parse(text), `seed ${seed}: ${text}`)
  }
  assert.ok(read > 1000)
})

const CANONICAL = {
  '{"a":1,"b":[]}': true,
  '{"b":1,"a":1}': false,
  '{"€":1,"😀":2,"～":3}': true,
  '{"😀":1,"～":2}': true,
  '{"～":1,"😀":2}': false,
  '1e+21': true,
  '1e21': false,
  1.0: true,
  '1.0': false,
  '-0': false,
  '1e400': false,
  '"\\u00e9"': false,
  '"é"': true,
  '"\\u001f"': true,
  '"\\u001F"': false,
  '"\\/"': false,
  '"\\ud800"': false,
  ' 1': false,
  '': false,
}

for (const [text, expected] of Object.entries(CANONICAL)) {
  test(`canonical ${JSON.stringify(text)}: ${expected}`, () =>
    assert.equal(isCanonical(text), expected))
}
