// Runs the Solidity tests. Environment: FOUNDRY_PROFILE (full runs many more cases), FORGE_SEED.
import { randomBytes } from 'node:crypto'
import { forgeTest } from './forge.mjs'

const profile = process.env.FOUNDRY_PROFILE || 'default'
const seed = process.env.FORGE_SEED || seedOf(profile)

/** A plain build is the same each time; a full one looks at other cases each time. */
function seedOf(profile) {
  return profile === 'full' ? `0x${randomBytes(8).toString('hex')}` : '0x51'
}

console.log(`Solidity tests, profile ${profile}; for the same cases: -Dforge.seed=${seed}`)
process.exit(forgeTest(['--fuzz-seed', seed, ...process.argv.slice(2)]).status)
