// Runs the tests: those of the modules on Node, those of the built page in headless Chromium.
//   test.mjs unit | browser
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { moduleDir } from './module.mjs'

const kind = process.argv[2]
const chromium = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path && existsSync(path))

if (kind === 'browser' && !chromium) {
  console.error('There is no Chromium: install it (Debian: apt-get install chromium), or name one')
  console.error('by the environment variable CHROMIUM. Leave this test out with -Dbrowser.skip.')
  process.exit(1)
}
const reports = join(moduleDir, 'target/node-reports')
mkdirSync(reports, { recursive: true })
const folder = join(moduleDir, 'test', kind)
const files = readdirSync(folder).filter((name) => name.endsWith('.test.js'))
const run = spawnSync(
  process.execPath,
  [
    '--test',
    '--test-reporter=dot',
    '--test-reporter-destination=stdout',
    `--test-reporter=${join(moduleDir, 'build/report.mjs')}`,
    `--test-reporter-destination=${join(reports, `TEST-${kind}.xml`)}`,
    ...files.map((name) => join(folder, name)),
  ],
  { cwd: moduleDir, stdio: 'inherit', env: { ...process.env, CHROMIUM: chromium ?? '' } },
)
process.exit(run.status ?? 1)
