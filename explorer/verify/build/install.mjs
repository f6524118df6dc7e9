// Installs the npm packages of package-lock.json; does nothing when they are the installed ones.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { moduleDir } from './module.mjs'

const stampFile = join(moduleDir, 'node_modules/.installed-lock')
const lock = readFileSync(join(moduleDir, 'package-lock.json'), 'utf8')
const machine = `${process.platform}-${process.arch}`
const stamp = createHash('sha256').update(`${machine}\n${lock}`).digest('hex')

if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
  // Install scripts stay off: every package here works as it was packed.
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const npm = spawnSync('npm', args, { cwd: moduleDir, encoding: 'utf8' })
  if (npm.error || npm.status !== 0) {
    console.error(npm.error?.message ?? npm.stdout + npm.stderr)
    console.error('npm ci failed. The first build needs the npm registry, later ones work offline.')
    process.exit(1)
  }
  writeFileSync(stampFile, stamp)
  console.log('Installed the npm packages of the verification page')
}
