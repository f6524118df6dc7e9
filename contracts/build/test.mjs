// Runs the Solidity tests with forge; its own compiler is replaced by the one of the build.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { moduleDir } from './module.mjs'

const cpu = { x64: 'amd64', arm64: 'arm64' }[process.arch]
const name = `@foundry-rs/forge-${process.platform}-${cpu}`
const forge = join(moduleDir, 'node_modules', name, 'bin/forge')
if (!existsSync(forge)) {
  console.error(`No forge for this machine: the npm package ${name} is not installed.`)
  console.error('Skip the Solidity tests with -Dforge.skip, or build on linux-amd64 or darwin-arm64.')
  process.exit(1)
}
const args = ['test', '--offline', '--root', moduleDir, ...process.argv.slice(2)]
const run = spawnSync(forge, args, { cwd: moduleDir, stdio: 'inherit' })
if (run.error) console.error(`forge cannot be started: ${run.error.message}`)
process.exit(run.status ?? 1)
