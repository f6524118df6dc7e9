#!/usr/bin/env node
// The Solidity compiler with this project's settings, in one place for the build and the tests:
// imported by compile.mjs, and started by forge, which takes it for the native solc.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import solc from 'solc'

/** Cancun is the oldest EVM with transient storage; without metadata the bytecode is reproducible. */
export const settings = {
  evmVersion: 'cancun',
  optimizer: { enabled: true, runs: 10_000 },
  metadata: { bytecodeHash: 'none', appendCBOR: false },
}

/** Compiles a standard JSON input (sources inline) and returns the standard JSON output. */
export function compile(input) {
  const { outputSelection, remappings } = input.settings
  const request = { ...input, settings: { outputSelection, remappings, ...settings } }
  return JSON.parse(solc.compile(JSON.stringify(request)))
}

function actAsSolc(args) {
  if (args.includes('--version')) {
    console.log(`solc, the solidity compiler commandline interface\nVersion: ${solc.version()}`)
  } else if (args.includes('--standard-json')) {
    process.stdout.write(JSON.stringify(compile(JSON.parse(readFileSync(0, 'utf8')))))
  } else {
    console.error(`solc.mjs understands --version and --standard-json, not: ${args.join(' ')}`)
    process.exitCode = 2
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) actAsSolc(process.argv.slice(2))
