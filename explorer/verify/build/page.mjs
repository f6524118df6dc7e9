// Builds the page: one HTML file that needs nothing beside it and may load nothing.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { moduleDir } from './module.mjs'

const options = {
  bundle: true,
  write: false,
  charset: 'utf8',
  target: ['chrome120', 'firefox120', 'safari17'],
  legalComments: 'inline',
}

async function bundled(entry, format) {
  const result = await build({ ...options, format, entryPoints: [join(moduleDir, 'src', entry)] })
  return result.outputFiles[0].text.replaceAll('</script', '<\\/script')
}

const hashOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

const script = await bundled('page.js', 'iife')
const style = await bundled('page.css')
const policy = [
  "default-src 'none'",
  `script-src ${hashOf(script)}`,
  `style-src ${hashOf(style)}`,
  'img-src data:',
  // The one thing that it may fetch is the endpoint that its user names.
  'connect-src http: https:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

const parts = {
  policy: `<meta http-equiv="Content-Security-Policy" content="${policy}" />`,
  style: `<style>${style}</style>`,
  script: `<script>${script}</script>`,
}
let page = readFileSync(join(moduleDir, 'index.html'), 'utf8')
for (const [name, part] of Object.entries(parts)) {
  page = page.split(`<!-- ${name} -->`).join(part)
}
const site = join(moduleDir, 'target/site')
mkdirSync(site, { recursive: true })
writeFileSync(join(site, 'index.html'), page)
console.log(`Built the verification page (${Math.round(page.length / 1024)} KiB)`)
