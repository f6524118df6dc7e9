// Installs the npm packages of package-lock.json; does nothing when they are the installed ones.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestOf, moduleDir, readIfThere } from './module.mjs'

const stampFile = join(moduleDir, 'node_modules/.installed-lock')
const lock = readFileSync(join(moduleDir, 'package-lock.json'), 'utf8')
const stamp = digestOf(`${process.platform}-${process.arch}\n${lock}`)

if (readIfThere(stampFile) !== stamp) {
  // Install scripts stay off: every package here works as it was packed.
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const npm = spawnSync('npm', args, { cwd: moduleDir, encoding: 'utf8' })
  if (npm.error) {
    console.error(`npm cannot be started (${npm.error.message}). It comes with Node.js 20 or newer.`)
    process.exit(1)
  }
  if (npm.status !== 0) {
    console.error(npm.stdout + npm.stderr)
    console.error('npm ci failed. The first build needs the npm registry, later ones work offline.')
    process.exit(1)
  }
  writeFileSync(stampFile, stamp)
  console.log('Installed the npm packages of the contracts')
}
