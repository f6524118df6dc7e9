/** Verifies bundles: what `quittance verify` does, with the same names and verdicts. */
import { readBundle } from './bundle.js'
import { toHex } from './bytes.js'
import { CHECKS, evidenceOf } from './checks.js'
import { unverifiedCheckpoint } from './checkpoint.js'
import { FormatError } from './members.js'

/**
 * @typedef {'ok' | 'FAIL' | '?' | '-'} Status holds, fails, not proven, not reached
 * @typedef {{name: string, status: Status, found: string}} Line
 * @typedef {(bundle: import('./checks.js').Bundle) =>
 *   Promise<import('./chain.js').ChainReading>} ChainReader
 */

export const CHAIN_READ = 'chainRead'

/**
 * Makes the checks in their order, up to the first that fails, and asks the chain at last.
 *
 * @param {string} text
 * @param {import('./trust.js').Trust} [trust] without it a bundle can only be shown to fit
 *   together, which is inconclusive
 * @param {ChainReader} [readChain] reads the bundle's contract
 * @returns {Promise<Line[]>}
 */
export async function verify(text, trust, readChain) {
  let bundle
  try {
    bundle = readBundle(text)
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    return malformed(error.message)
  }
  if (!trust && !unverifiedCheckpoint(bundle.checkpoint)) {
    return malformed('/checkpoint: not a signed checkpoint')
  }
  const evidence = evidenceOf(bundle, trust)
  const lines = offlineLines(evidence)
  const failed = lines.some((line) => line.status === 'FAIL')
  if (readChain && !failed) {
    lines.push(chainLine(await readChain(bundle), evidence))
  }
  return lines
}

/**
 * How a verification ends, as the exit codes of the command line say it.
 *
 * @param {Line[]} lines
 * @returns {0 | 1 | 3}
 */
export function exitCode(lines) {
  if (lines.some((line) => line.status === 'FAIL')) return 1
  return lines.every((line) => line.status === 'ok') ? 0 : 3
}

/**
 * @param {string} reason
 * @returns {Line[]}
 */
const malformed = (reason) =>
  CHECKS.map(({ name }) =>
    name === 'format' ? { name, status: 'FAIL', found: reason } : { name, status: '-', found: '' },
  )

/**
 * @param {import('./checks.js').Evidence} evidence
 * @returns {Line[]}
 */
function offlineLines(evidence) {
  let failed = false
  return CHECKS.map((check) => {
    if (failed) return { name: check.name, status: '-', found: '' }
    const objection = check.objection(evidence)
    failed = objection !== undefined
    return failed
      ? { name: check.name, status: 'FAIL', found: /** @type {string} */ (objection) }
      : holds(check, evidence)
  })
}

/**
 * @param {import('./checks.js').Check} check
 * @param {import('./checks.js').Evidence} evidence
 * @returns {Line}
 */
function holds({ name, found }, evidence) {
  const { origin } = evidence
  const doubt = {
    anchor: `${found(evidence)}; no trust given: is ${origin} the log?`,
    checkpoint: `no trust given: the key of ${origin} is not known`,
    chain: `${found(evidence)}; no trust given: is it the log's contract?`,
  }[name]
  return evidence.trust || doubt === undefined
    ? { name, status: 'ok', found: found(evidence) }
    : { name, status: '?', found: doubt }
}

/**
 * @param {import('./chain.js').ChainReading} reading
 * @param {any} evidence
 * @returns {Line}
 */
function chainLine(reading, { bundle, anchor, trust }) {
  const name = CHAIN_READ
  const fail = (found) => ({ name, status: /** @type {Status} */ ('FAIL'), found })
  const unproven = (found) => ({ name, status: /** @type {Status} */ ('?'), found })
  switch (reading.kind) {
    case 'unreachable':
      return unproven(reading.reason)
    case 'otherChain':
      return unproven(
        `the endpoint is of chain ${reading.chainId}, the anchor is on ${bundle.chainId}`,
      )
    case 'noContract':
      return fail(`there is no contract at ${bundle.contract}`)
  }
  if (reading.logId !== toHex(anchor.logId)) return fail(`the contract is of log ${reading.logId}`)
  if (trust?.operator !== undefined && trust.operator !== reading.operator) {
    return fail(`the contract's operator is ${reading.operator}, not the expected ${trust.operator}`)
  }
  const { period } = reading
  if (!period) {
    return fail(`period ${anchor.seq} is not anchored; the contract has ${reading.next}`)
  }
  const same =
    period.anchorHash === toHex(anchor.hash) && period.periodRoot === toHex(anchor.periodRoot)
  if (!same) return fail(`the chain has ${period.anchorHash} for period ${anchor.seq}`)
  const found = anchoredSince(anchor.seq, period.anchoredAt)
  // Whoever shows different logs to different people can have a contract for each of them.
  return trust?.contract === undefined
    ? unproven(`${found}; no trust names the contract`)
    : { name, status: 'ok', found }
}

/**
 * @param {bigint} seq
 * @param {bigint} time unix seconds
 */
const anchoredSince = (seq, time) => `period ${seq} is anchored since unix time ${time}`
