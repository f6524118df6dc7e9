// A chain endpoint that says what a test wants it to say.
import { createServer } from 'node:http'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bigEndian, fromHex, toHex, utf8 } from '../../src/bytes.js'
import { decodeAnchor } from '../../src/records.js'

const selector = (signature) => toHex(keccak_256(utf8(signature)).subarray(0, 4))
const word = (value) => toHex(bigEndian(value, 32)).slice(2)
const bare = (hex) => hex.slice(2)

/** What an honest endpoint knows of a bundle's contract. */
export function honest(bundle) {
  const anchor = decodeAnchor(fromHex(bundle.anchor))
  return {
    chainId: BigInt(bundle.domain.chainId),
    code: '0x6080',
    next: anchor.seq + 1n,
    logId: toHex(anchor.logId),
    operator: '0x9fafa050769fe177f3ec6b105a32b7cf46399723',
    anchorHash: toHex(anchor.hash),
    periodRoot: toHex(anchor.periodRoot),
  }
}

function result(known, { method, params }) {
  if (method === 'eth_chainId') return `0x${known.chainId.toString(16)}`
  if (method === 'eth_getCode') return known.code
  switch (params[0].data.slice(0, 10)) {
    case selector('next()'):
      return `0x${word(known.next)}`
    case selector('logId()'):
      return known.logId
    case selector('operator()'):
      return `0x${'0'.repeat(24)}${bare(known.operator)}`
    case selector('period(uint64)'):
      return `0x${bare(known.anchorHash)}${bare(known.periodRoot)}${'00'.repeat(128)}${word(1767830400n)}`
    default:
      return '0x'
  }
}

/**
 * Starts an endpoint on a free port.
 *
 * @param {object} known what it says; `answer` replaces whole answers, null for none ever
 */
export async function startRpc(known) {
  const requests = []
  const server = createServer((request, response) => {
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('access-control-allow-headers', 'content-type')
    if (request.method === 'OPTIONS') return response.end()
    let body = ''
    request.on('data', (part) => (body += part))
    request.on('end', () => {
      const call = JSON.parse(body)
      requests.push(call.method)
      if (known.answer === null) return
      response.statusCode = known.status ?? 200
      const honestly = () => ({ jsonrpc: '2.0', id: call.id, result: result(known, call) })
      response.end(known.answer ?? JSON.stringify(honestly()))
    })
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    requests,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
