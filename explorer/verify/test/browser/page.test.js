// The built page in headless Chromium, opened as a file.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, beforeEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { vectors } from '../vectors.js'
import { honest, startRpc } from './stub-rpc.js'

const PAGE = new URL('../../target/site/index.html', import.meta.url).href
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const GOOD = vectors.bundles[1].bundle
const TRUST = JSON.stringify({ ...vectors.trust, contract: GOOD.chain.contract })

let browser, page, requests, problems

before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ['--no-sandbox'],
    timeout: 180_000,
  })
})
after(() => browser?.close())

beforeEach(async () => {
  await page?.context().close()
  // The policy stays on: the page must work under it.
  const context = await browser.newContext()
  page = await context.newPage()
  page.setDefaultTimeout(90_000)
  requests = []
  problems = []
  page.on('request', (request) => requests.push(request.url()))
  page.on('pageerror', (error) => problems.push(String(error)))
  await page.goto(PAGE)
})

/** Drops files on the page, as a person does. */
const drop = (files) =>
  page.evaluate((given) => {
    const transfer = new DataTransfer()
    given.forEach(({ name, text }) => transfer.items.add(new File([text], name)))
    const event = new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true })
    document.getElementById('drop').dispatchEvent(event)
  }, files)

const file = (name, content) => ({
  name,
  text: typeof content === 'string' ? content : JSON.stringify(content),
})

/** Drops a bundle and waits for its verdict. */
async function verdict(bundle, name = 'bundle.json') {
  await drop([file(name, bundle)])
  await page.waitForSelector(`article[data-file="${name}"]`)
  return page.getAttribute(`article[data-file="${name}"]`, 'data-verdict')
}

/** Each check's mark and what was found. */
async function rows() {
  const all = await page.$$eval('tr[data-check]', (found) =>
    found.map((row) => [
      row.dataset.check,
      {
        mark: row.querySelector('.mark [aria-hidden]').textContent,
        found: row.querySelector('.found').textContent,
      },
    ]),
  )
  return Object.fromEntries(all)
}

const trust = async () => {
  await drop([file('trust.json', TRUST)])
  await page.waitForFunction(() => document.getElementById('origin').value !== '')
}

test('✔ for every good bundle, and nothing is fetched', async () => {
  await trust()
  for (const [i, { bundle }] of vectors.bundles.entries()) {
    assert.equal(await verdict(bundle, `good-${i}`), 'Holds')
    const { chainRead, ...offline } = await rows()
    assert.deepEqual(
      Object.values(offline).map(({ mark }) => mark),
      vectors.checks.map(() => '✔'),
    )
    assert.deepEqual(chainRead, { mark: '○', found: 'not checked: no endpoint named' })
  }
  assert.deepEqual(requests.filter((url) => !url.startsWith('data:')), [PAGE])
  assert.deepEqual(problems, [])
})

test('✘ with the reason for every bad bundle', async () => {
  await trust()
  for (const [i, { bundle, fails, note }] of vectors.invalid.entries()) {
    assert.equal(await verdict(bundle, `bad-${i}`), 'Fails', note)
    const checks = await rows()
    const place = vectors.checks.indexOf(fails)
    vectors.checks.forEach((name, at) => {
      assert.equal(checks[name].mark, at < place ? '✔' : at === place ? '✘' : '○', note)
    })
    assert.ok(checks[fails].found.length > 10, note)
    assert.match(await page.textContent('#status'), new RegExp(`^Fails: ${fails}\\. `))
  }
})

test('✘ when the operator’s own API serves an altered bundle', async () => {
  await trust()
  const lies = {
    signature: { ...GOOD, receipt: { ...GOOD.receipt, amount: '1' } },
    entry: {
      ...GOOD,
      receipt: vectors.bundles[3].bundle.receipt,
      signature: vectors.bundles[3].bundle.signature,
    },
    disclosure: {
      ...GOOD,
      disclosures: GOOD.disclosures.map((field) => ({ ...field, value: '"paid in full"' })),
    },
    checkpoint: { ...GOOD, checkpoint: GOOD.checkpoint.replace('\n3\n', '\n4\n') },
  }
  for (const [check, bundle] of Object.entries(lies)) {
    assert.equal(await verdict(bundle, `lie-${check}`), 'Fails')
    assert.equal((await rows())[check].mark, '✘', check)
  }
})

test('without trust a good bundle is inconclusive', async () => {
  assert.equal(await verdict(GOOD), 'Inconclusive')
  const checks = await rows()
  assert.equal(checks.checkpoint.mark, '○')
  assert.match(checks.checkpoint.found, /no trust given/)
  assert.equal(checks.signature.mark, '✔')
})

const ENDPOINTS = [
  ['an honest one', {}, '✔', /^period 2 is anchored since unix time 1767830400$/],
  ['another anchor', { anchorHash: `0x${'11'.repeat(32)}` }, '✘', /^the chain has 0x1111/],
  ['another root', { periodRoot: `0x${'22'.repeat(32)}` }, '✘', /^the chain has 0x/],
  ['not anchored', { next: 2n }, '✘', /^period 2 is not anchored; the contract has 2$/],
  ['another log', { logId: `0x${'33'.repeat(32)}` }, '✘', /^the contract is of log 0x3333/],
  ['no contract', { code: '0x' }, '✘', /^there is no contract at 0x/],
  ['another chain', { chainId: 1n }, '○', /^the endpoint is of chain 1, the anchor is on 31337$/],
  ['an error', { answer: '{"id":1,"error":{"message":"limit reached"}}' }, '○', /limit reached$/],
  ['no JSON', { answer: '<html>' }, '○', /the answer is not JSON$/],
  ['a failure', { status: 503 }, '○', /HTTP status 503$/],
]
const ENDS = { '✔': 'Holds', '✘': 'Fails', '○': 'Inconclusive' }

for (const [name, lie, mark, found] of ENDPOINTS) {
  test(`endpoint that says: ${name} → ${mark}`, async () => {
    const rpc = await startRpc({ ...honest(GOOD), ...lie })
    try {
      await trust()
      await page.fill('#rpc', rpc.url)
      assert.equal(await verdict(GOOD), ENDS[mark])
      const { chainRead } = await rows()
      assert.equal(chainRead.mark, mark)
      assert.match(chainRead.found, found)
      const others = requests.filter((url) => url !== PAGE && !url.startsWith('data:'))
      assert.deepEqual([...new Set(others)], [rpc.url])
    } finally {
      rpc.close()
    }
  })
}

test('an endpoint proves nothing about a contract that only the bundle names', async () => {
  const rpc = await startRpc(honest(GOOD))
  try {
    await trust()
    await page.fill('#contract', '')
    await page.fill('#rpc', rpc.url)
    assert.equal(await verdict(GOOD), 'Inconclusive')
    const { chainRead } = await rows()
    assert.equal(chainRead.mark, '○')
    assert.match(chainRead.found, /^period 2 is anchored .*; no trust names the contract$/)
  } finally {
    rpc.close()
  }
})

test('a slow endpoint and one that is away are inconclusive', async () => {
  const slow = await startRpc({ answer: null })
  await page.clock.install()
  await trust()
  await page.fill('#rpc', slow.url)
  await drop([file('slow', GOOD)])
  await page.waitForFunction(() => /^Asking/.test(document.getElementById('status').textContent))
  while (slow.requests.length === 0) await new Promise((done) => setTimeout(done, 20))
  await page.clock.fastForward(10_001)
  await page.waitForSelector('article[data-file="slow"]')
  assert.match((await rows()).chainRead.found, /no answer in 10 seconds$/)
  slow.close()
  assert.equal(await verdict(GOOD, 'away'), 'Inconclusive')
  assert.match((await rows()).chainRead.found, /cannot be reached/)
})

test('an expected agent and operator are checked', async () => {
  const rpc = await startRpc(honest(GOOD))
  try {
    await trust()
    await page.fill('#rpc', rpc.url)
    await page.fill('#operator', honest(GOOD).operator)
    await page.fill('#agent', GOOD.receipt.agent)
    assert.equal(await verdict(GOOD, 'expected'), 'Holds')
    await page.fill('#operator', GOOD.receipt.agent)
    assert.equal(await verdict(GOOD, 'other-operator'), 'Fails')
    assert.match((await rows()).chainRead.found, /^the contract's operator is 0x9faf/)
    await page.fill('#agent', `0x${'44'.repeat(20)}`)
    assert.equal(await verdict(GOOD, 'other-agent'), 'Fails')
    assert.match((await rows()).signature.found, /^the agent is 0x.*not the expected 0x4444/)
  } finally {
    rpc.close()
  }
})

test('wrong fields are named, and a file that is no trust file', async () => {
  await page.fill('#origin', 'log.example/x')
  await page.click('button[type=submit]')
  assert.match(await page.textContent('#trust-problem'), /^Key of the log is missing/)
  assert.equal(await page.getAttribute('#verifierKey', 'aria-invalid'), 'true')
  await page.fill('#verifierKey', vectors.trust.verifierKey)
  await page.click('button[type=submit]')
  assert.match(await page.textContent('#trust-problem'), /is named log\.quittance\.example/)
  await drop([file('trust.json', { ...vectors.trust, more: 1 })])
  await page.waitForFunction(() => /unknown member/.test(document.body.textContent))
})

test('bytes that are not UTF-8 and several files at once', async () => {
  await trust()
  const text = JSON.stringify(GOOD)
  await drop([file('one', text), file('two', text.replace('"seq":"', '"seq":"0'))])
  await page.waitForSelector('article[data-file="two"]')
  assert.equal(await page.textContent('#status'), '2 bundles: 1 holds, 1 fails.')
  await page.setInputFiles('#files', {
    name: 'raw',
    mimeType: 'application/json',
    buffer: Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0xff, 0x7d])]),
  })
  await page.waitForSelector('article[data-file="raw"]')
  assert.equal((await rows()).format.mark, '✘')
})

test('fields are remembered only where that is wished', async () => {
  await trust()
  await page.reload()
  assert.equal(await page.inputValue('#origin'), '')
  await page.check('#remember')
  await trust()
  await page.reload()
  assert.equal(await page.inputValue('#origin'), vectors.trust.origin)
  await page.uncheck('#remember')
  await page.reload()
  assert.equal(await page.inputValue('#origin'), '')
})

test('everything can be done with the keyboard', async () => {
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'files')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'paste')
  await page.keyboard.insertText(JSON.stringify(GOOD))
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.waitForSelector('article[data-verdict="Inconclusive"]')
})

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing (${colorScheme})`, async () => {
    const context = await browser.newContext({ bypassCSP: true, colorScheme })
    const shown = await context.newPage()
    await shown.goto(PAGE)
    const kept = page
    page = shown
    await trust()
    for (const [name, bundle] of [
      ['good', GOOD],
      ['bad', vectors.invalid[1].bundle],
    ]) {
      await verdict(bundle, name)
      await shown.addScriptTag({ content: readFileSync(AXE, 'utf8') })
      const { violations } = await shown.evaluate(() => globalThis.axe.run())
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map((n) => n.html)]), [])
      if (process.env.SCREENSHOTS) {
        const path = `${process.env.SCREENSHOTS}/${name}-${colorScheme}.png`
        await shown.screenshot({ path, fullPage: true })
      }
    }
    page = kept
    await context.close()
  })
}

test('the page is one file that may load nothing', () => {
  const text = readFileSync(fileURLToPath(PAGE), 'utf8')
  assert.match(text, /Content-Security-Policy" content="default-src 'none'; script-src 'sha256-/)
  assert.doesNotMatch(text, /<script[^>]+src=|<link[^>]+stylesheet|@import|url\(/)
})
