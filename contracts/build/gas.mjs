// Measures what the contracts' calls cost and prints a table.
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { forgeTest } from './forge.mjs'
import { moduleDir } from './module.mjs'

const snapshot = join(moduleDir, 'target/forge/snapshots/gas.json')

/** The rows in the order of a log's life; names are those of src/test/solidity/GasTable.t.sol. */
function rowsOf(costs) {
  const order = [
    'anchor,', 'anchor again', 'offerOperator', 'acceptOperator', 'verifyEntry', 'verify a', 'dispute',
    'claim,', 'claimMany',
  ]
  const rank = (name) => order.findIndex((start) => name.startsWith(start))
  const natural = new Intl.Collator('en', { numeric: true })
  return Object.entries(costs).sort(
    ([a], [b]) => rank(a) - rank(b) || natural.compare(a, b))
}

// Without the rows of former versions.
rmSync(snapshot, { force: true })
const { status, output } = forgeTest(['--match-contract', 'GasTable'], { capture: true })
if (status !== 0) {
  console.error(output)
  process.exit(status)
}
const rows = rowsOf(JSON.parse(readFileSync(snapshot, 'utf8')))
  .map(([name, gas]) => [name, Number(gas).toLocaleString('en')])
const width = (column) => Math.max(...rows.map((row) => row[column].length))
for (const [name, gas] of rows) {
  console.log(`${name.padEnd(width(0))}  ${gas.padStart(width(1))}`)
}
