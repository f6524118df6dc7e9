// Lints the gateway's OpenAPI document; any finding fails the build.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const document = join(here, '../src/main/resources/dev/quittance/platform/http/openapi.yaml')

function run(command, args, env = {}) {
  const done = spawnSync(command, args, {
    cwd: here,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  })
  return { ok: !done.error && done.status === 0, text: done.error?.message ?? done.stdout + done.stderr }
}

function install() {
  const stampFile = join(here, 'node_modules/.installed-lock')
  const lock = readFileSync(join(here, 'package-lock.json'), 'utf8')
  const stamp = createHash('sha256').update(`${process.platform}-${process.arch}\n${lock}`).digest('hex')
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  // Install scripts stay off: the package works as it was packed.
  const npm = run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'])
  if (!npm.ok) {
    console.error(npm.text)
    console.error('npm ci failed. The first build needs the npm registry, later ones work offline.')
    process.exit(1)
  }
  writeFileSync(stampFile, stamp)
  console.log('Installed the linter of the OpenAPI document')
}

install()
const quiet = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }
const cli = join(here, 'node_modules/@redocly/cli/bin/cli.js')
const lint = run(process.execPath, [cli, 'lint', '--config=redocly.yaml', document], quiet)
if (!lint.ok) {
  console.error(lint.text)
  process.exit(1)
}
console.log('The OpenAPI document is clean')
