/**
 * The checks of one bundle that has the right format: the same, in the same order and with the same
 * words, as `quittance verify` makes them.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { equal, fromHex, toHex, utf8 } from './bytes.js'
import { unverifiedCheckpoint, verifyCheckpoint } from './checkpoint.js'
import { disclosureObjection } from './disclosure.js'
import { leadsTo, leafHash } from './merkle.js'
import { receiptDigest, recover, VERDICTS } from './receipt.js'
import { decodeAnchor, decodeEntry, decodeHead } from './records.js'

/**
 * @typedef {ReturnType<typeof import('./bundle.js').readBundle>} Bundle
 * @typedef {import('./trust.js').Trust} Trust
 */

/** @param {string} origin */
export const logIdOf = (origin) => toHex(sha256(utf8(`quittance-log/v1\n${origin}`)))

/**
 * What the bundle's binary parts say.
 *
 * @param {Bundle} bundle
 * @param {Trust | undefined} trust without it the bundle is taken at its own word
 */
export function evidenceOf(bundle, trust) {
  const checkpoint = trust
    ? verifyCheckpoint(bundle.checkpoint, trust.key)
    : unverifiedCheckpoint(bundle.checkpoint)
  return {
    bundle,
    trust,
    origin: trust?.origin ?? checkpoint?.origin ?? '',
    digest: receiptDigest(bundle.domain, bundle.receipt),
    entry: decodeEntry(bundle.entry),
    head: decodeHead(bundle.head),
    anchor: decodeAnchor(bundle.anchor),
    checkpoint,
  }
}

/**
 * A check: what is wrong (undefined if nothing), and what was found where it holds. Each may count
 * on those before it.
 *
 * @typedef {ReturnType<typeof evidenceOf>} Evidence
 * @typedef {{name: string, title: string, objection: (e: any) => string | undefined,
 *   found: (e: any) => string}} Check
 */

/** @type {Check[]} */
export const CHECKS = [
  {
    name: 'format',
    title: 'The text is a bundle in every detail',
    objection: () => undefined,
    found: ({ bundle: { receipt } }) => `order ${receipt.orderId}, step ${receipt.stepId}`,
  },
  {
    name: 'signature',
    title: 'The agent signed the receipt',
    objection: signature,
    found: ({ bundle: { receipt } }) =>
      `agent ${receipt.agent} signed ${VERDICTS[receipt.verdict - 1]}, amount ${receipt.amount}`,
  },
  {
    name: 'entry',
    title: 'The log accepted this receipt',
    objection: entry,
    found: ({ entry: leaf }) => `accepted in partition ${leaf.partition} at offset ${leaf.offset}`,
  },
  {
    name: 'entryPath',
    title: 'The entry is in its partition’s tree',
    objection: entryPath,
    found: ({ bundle, head }) =>
      `leaf ${bundle.entryIndex} of ${head.entries} under ${toHex(head.entriesRoot)}`,
  },
  {
    name: 'anchor',
    title: 'The anchor is the trusted log’s',
    objection: anchor,
    found: ({ anchor: record }) =>
      `period ${record.seq}, unix time ${record.periodStart} to ${record.periodEnd}`,
  },
  {
    name: 'headPath',
    title: 'The partition is in the anchored period',
    objection: headPath,
    found: ({ anchor: record }) => `under periodRoot ${toHex(record.periodRoot)}`,
  },
  {
    name: 'checkpoint',
    title: 'The log’s key signed the checkpoint',
    objection: ({ checkpoint, origin }) =>
      checkpoint ? undefined : `not signed by the trusted key of ${origin}`,
    found: () => "signed by the log's key",
  },
  {
    name: 'logPath',
    title: 'The anchor is in the checkpoint’s log',
    objection: logPath,
    found: ({ anchor: record }) => `anchor ${record.seq} is under the checkpoint`,
  },
  {
    name: 'chain',
    title: 'Chain and contract are the right ones',
    objection: chain,
    found: ({ bundle }) =>
      `${bundle.anchorHash} on chain ${bundle.chainId}, contract ${bundle.contract}`,
  },
  {
    name: 'disclosure',
    title: 'The receipt commits to every disclosed field',
    objection: ({ bundle }) =>
      disclosureObjection(bundle.disclosures, fromHex(bundle.receipt.detailsRoot)),
    found: ({ bundle }) => `${bundle.disclosures.length} fields disclosed`,
  },
]

/** @param {Evidence} evidence */
function signature({ bundle, digest, trust }) {
  const { agent } = bundle.receipt
  const signer = recover(digest, bundle.signature)
  if (signer === undefined) return 'not a canonical signature of 65 bytes'
  if (signer !== agent) return `signed by ${signer}, not by the agent ${agent}`
  const expected = trust?.agent ?? agent
  return expected === agent ? undefined : `the agent is ${agent}, not the expected ${expected}`
}

/** @param {Evidence} evidence */
function entry({ bundle, digest, entry: leaf, head }) {
  if (!leaf) return 'not an entry of 88 bytes'
  if (!head) return 'its head is not one of 128 bytes'
  if (leaf.kind !== 'ACCEPTED') return `its kind is ${leaf.kind}`
  if (!equal(leaf.receiptDigest, digest)) return "it is another receipt's"
  if (BigInt(leaf.partition) !== bundle.receipt.lane || leaf.partition !== head.partition) {
    return "partition, lane and the head's partition differ"
  }
  if (leaf.offset < head.startOffset || leaf.offset >= head.endOffset) {
    const signed = [leaf.offset, head.startOffset, head.endOffset].map((n) => BigInt.asIntN(64, n))
    return `its offset ${signed[0]} is outside of the head's ${signed[1]} to ${signed[2]}`
  }
  return undefined
}

/** @param {Evidence} evidence */
function entryPath({ bundle, head }) {
  const proof = { index: bundle.entryIndex, size: head.entries, path: bundle.entryPath }
  return leadsTo(proof, leafHash(bundle.entry), head.entriesRoot)
    ? undefined
    : "does not lead from the entry to the head's entriesRoot"
}

/** @param {Evidence} evidence */
function anchor({ anchor: record, origin }) {
  if (!record) return 'not an anchor record of 304 bytes and schema version 1'
  return toHex(record.logId) === logIdOf(origin) ? undefined : `of another log than ${origin}`
}

/** @param {Evidence} evidence */
function headPath({ bundle, head, anchor: record }) {
  const proof = {
    index: BigInt(head.partition),
    size: BigInt(record.partitionCount),
    path: bundle.headPath,
  }
  return leadsTo(proof, leafHash(bundle.head), record.periodRoot)
    ? undefined
    : "does not lead from the head to the anchor's periodRoot"
}

/** @param {Evidence} evidence */
function logPath({ bundle, anchor: record, checkpoint }) {
  const proof = { index: record.seq, size: checkpoint.size, path: bundle.logPath }
  return leadsTo(proof, record.hash, checkpoint.root)
    ? undefined
    : `does not lead from anchor ${record.seq} to the checkpoint of size ${checkpoint.size}`
}

/** @param {Evidence} evidence */
function chain({ bundle, anchor: record, trust }) {
  if (bundle.anchorHash !== toHex(record.hash)) return "anchorHash is not the anchor's"
  const { domain } = bundle
  if (bundle.chainId !== domain.chainId || bundle.contract !== domain.contract) {
    return "chain id or contract is not the domain's"
  }
  const isTrusted =
    (trust?.chainId ?? bundle.chainId) === bundle.chainId &&
    (trust?.contract ?? bundle.contract) === bundle.contract
  return isTrusted ? undefined : 'chain id or contract is not the trusted one'
}
