// The page must say what `quittance verify` says: reports.json is written by the auditor's tests.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readTrust } from '../../src/trust.js'
import { exitCode, verify } from '../../src/verify.js'
import { at, vectors, reports } from '../vectors.js'

const base = JSON.stringify(at(vectors, '/bundles/1/bundle'))

const reason = ({ found }) => (found.startsWith('not JSON: ') ? 'not JSON: …' : found)

/** The text of a row: a vector as it is, or the base with some characters replaced. */
function textOf(row) {
  return row.bundle === undefined
    ? base.slice(0, row.at) + row.by + base.slice(row.at + row.length)
    : JSON.stringify(at(vectors, row.bundle))
}

function describe(row) {
  const what = row.bundle ?? `"${row.by}" for ${row.length} at ${row.at}`
  const asked = row.chain === undefined ? '' : `, the chain has ${row.chain.period.anchorHash}`
  return `${what}, ${row.trust === undefined ? 'no trust' : 'trusted'}${asked}`
}

test('the reports cover every vector', () => {
  const seen = new Set(reports.map((row) => row.bundle))
  for (const kind of ['bundles', 'invalid']) {
    vectors[kind].forEach((_, i) => assert.ok(seen.has(`/${kind}/${i}/bundle`)))
  }
})

/** Reads a chain that answers as the row says. */
function chainOf({ chain }) {
  if (chain === undefined) return undefined
  const { next, period, ...names } = chain
  const anchored = { ...period, anchoredAt: BigInt(period.anchoredAt) }
  return async () => ({ kind: 'contract', ...names, next: BigInt(next), period: anchored })
}

for (const row of reports) {
  test(describe(row), async () => {
    const trust = row.trust === undefined ? undefined : readTrust(row.trust)
    const lines = await verify(textOf(row), trust, chainOf(row))
    assert.equal(exitCode(lines), row.exitCode)
    if (row.lines) {
      const said = lines.map((line) => [line.name, line.status, reason(line)])
      assert.deepEqual(said, row.lines)
    } else {
      const failed = lines.find((line) => line.status === 'FAIL')
      assert.equal(failed?.name ?? null, row.fails)
      assert.equal(failed && reason(failed), row.reason)
    }
  })
}
