// Runs forge on this module; its own compiler is replaced by the one of the build.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { moduleDir } from './module.mjs'

/** Runs `forge test` with these further arguments; gives its exit code, and its output if captured. */
export function forgeTest(args, { capture = false } = {}) {
  const stdio = capture ? 'pipe' : 'inherit'
  const all = ['test', '--offline', '--root', moduleDir, ...args]
  const run = spawnSync(forgeBinary(), all, { cwd: moduleDir, stdio, encoding: 'utf8' })
  if (run.error) console.error(`forge cannot be started: ${run.error.message}`)
  return { status: run.status ?? 1, output: (run.stdout ?? '') + (run.stderr ?? '') }
}

function forgeBinary() {
  const cpu = { x64: 'amd64', arm64: 'arm64' }[process.arch]
  const name = `@foundry-rs/forge-${process.platform}-${cpu}`
  const forge = join(moduleDir, 'node_modules', name, 'bin/forge')
  if (!existsSync(forge)) {
    console.error(`No forge for this machine: the npm package ${name} is not installed.`)
    console.error('Skip the Solidity tests with -Dforge.skip, or build on linux-amd64 or darwin-arm64.')
    process.exit(1)
  }
  return forge
}
