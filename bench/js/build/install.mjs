// Installs the npm packages of package-lock.json; does nothing when they are the installed ones.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const packageDir = dirname(dirname(fileURLToPath(import.meta.url)))
const stampFile = join(packageDir, 'node_modules/.installed-lock')
const lock = readFileSync(join(packageDir, 'package-lock.json'), 'utf8')
const stamp = createHash('sha256').update(`${process.platform}-${process.arch}\n${lock}`).digest('hex')

if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
  // Install scripts stay off: every package here works as it was packed.
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const npm = spawnSync('npm', args, { cwd: packageDir, encoding: 'utf8' })
  if (npm.error || npm.status !== 0) {
    console.error(npm.error?.message ?? npm.stdout + npm.stderr)
    console.error('npm ci failed. The first use needs the npm registry, later ones work offline.')
    process.exit(1)
  }
  writeFileSync(stampFile, stamp)
}
