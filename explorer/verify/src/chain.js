/** Reads a ReceiptAnchor contract over JSON-RPC, at the chain's latest block. */
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bigEndian, fromHex, toHex, utf8, view } from './bytes.js'
import { decodeAnchor } from './records.js'

const PATIENCE_MS = 10_000
const LONGEST_ANSWER = 256 * 1024
const WORD = 32

/**
 * @typedef {{anchorHash: string, periodRoot: string, anchoredAt: bigint}} AnchoredPeriod
 * @typedef {{kind: 'unreachable', reason: string}
 *   | {kind: 'otherChain', chainId: bigint}
 *   | {kind: 'noContract'}
 *   | {kind: 'contract', logId: string, operator: string, next: bigint,
 *      period: AnchoredPeriod | undefined}} ChainReading
 */

/** The endpoint did not answer in a way that can be read. */
class RpcError extends Error {}

/**
 * What the chain behind an endpoint says about the period of a bundle.
 *
 * @param {string} url
 * @param {import('./checks.js').Bundle} bundle whose anchor record is in good form
 * @returns {Promise<ChainReading>}
 */
export async function readChain(url, bundle) {
  const rpc = new Rpc(url)
  try {
    const chainId = quantity(await rpc.call('eth_chainId', []))
    if (chainId !== bundle.domain.chainId) return { kind: 'otherChain', chainId }
    const { contract } = bundle.domain
    const code = await rpc.call('eth_getCode', [contract, 'latest'])
    if (code === '0x' || code === null) return { kind: 'noContract' }
    return await readContract(rpc, contract, decodeAnchor(bundle.anchor)?.seq ?? 0n)
  } catch (error) {
    if (!(error instanceof RpcError)) throw error
    return { kind: 'unreachable', reason: `${url}: ${error.message}` }
  } finally {
    rpc.close()
  }
}

/**
 * @param {Rpc} rpc
 * @param {string} contract
 * @param {bigint} seq
 * @returns {Promise<ChainReading>}
 */
async function readContract(rpc, contract, seq) {
  const next = view(await read(rpc, contract, 'next()', 1)).getBigUint64(24)
  const period = seq < next ? await read(rpc, contract, 'period(uint64)', 7, seq) : undefined
  return {
    kind: 'contract',
    next,
    logId: toHex(await read(rpc, contract, 'logId()', 1)),
    operator: toHex((await read(rpc, contract, 'operator()', 1)).subarray(12)),
    period: period && {
      anchorHash: toHex(period.subarray(0, WORD)),
      periodRoot: toHex(period.subarray(WORD, 2 * WORD)),
      anchoredAt: view(period).getBigUint64(6 * WORD + 24),
    },
  }
}

/**
 * Calls a view of a contract.
 *
 * @param {Rpc} rpc
 * @param {string} to
 * @param {string} signature
 * @param {number} words how many the answer has
 * @param {...bigint} args
 */
async function read(rpc, to, signature, words, ...args) {
  const selector = toHex(keccak_256(utf8(signature)).subarray(0, 4))
  const data = selector + args.map((arg) => toHex(bigEndian(arg, WORD)).slice(2)).join('')
  const answer = await rpc.call('eth_call', [{ to, data }, 'latest'])
  try {
    return fromHex(String(answer).toLowerCase(), words * WORD)
  } catch {
    throw new RpcError('the contract gave no answer; is it a ReceiptAnchor?')
  }
}

/** @param {any} answer */
function quantity(answer) {
  if (typeof answer !== 'string' || !/^0x[0-9a-fA-F]{1,64}$/.test(answer)) {
    throw new RpcError('the answer is not a number')
  }
  return BigInt(answer)
}

/** One reading's requests, which have some seconds together. */
class Rpc {
  /** @param {string} url */
  constructor(url) {
    this.url = url
    this.lastId = 0
    this.abort = new AbortController()
    this.timer = setTimeout(() => this.abort.abort(), PATIENCE_MS)
  }

  close() {
    clearTimeout(this.timer)
  }

  /**
   * @param {string} method
   * @param {any[]} params
   * @returns {Promise<any>}
   */
  async call(method, params) {
    const id = ++this.lastId
    const answer = await this.post(JSON.stringify({ jsonrpc: '2.0', id, method, params }))
    if (answer?.error) throw new RpcError(String(answer.error.message ?? 'an error').slice(0, 200))
    if (answer?.id !== id || answer.result === undefined) {
      throw new RpcError('the answer is not one of JSON-RPC')
    }
    return answer.result
  }

  /** @param {string} body */
  async post(body) {
    let text
    try {
      const response = await fetch(this.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        signal: this.abort.signal,
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
      })
      text = await response.text()
      if (!response.ok) throw new RpcError(`HTTP status ${response.status}`)
    } catch (error) {
      throw error instanceof RpcError ? error : new RpcError(this.describe())
    }
    if (text.length > LONGEST_ANSWER) throw new RpcError('the answer is too long')
    try {
      return JSON.parse(text)
    } catch {
      throw new RpcError('the answer is not JSON')
    }
  }

  describe() {
    return this.abort.signal.aborted
      ? `no answer in ${PATIENCE_MS / 1000} seconds`
      : 'cannot be reached, or does not allow pages like this one to ask'
  }
}
