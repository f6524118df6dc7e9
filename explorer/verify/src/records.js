/** The binary records of the log: entry (88 bytes), partition head (128), anchor record (304). */
import { view } from './bytes.js'
import { leafHash } from './merkle.js'

export const KINDS = new Map([
  [0x01, 'ACCEPTED'],
  [0x02, 'DUPLICATE'],
  [0x03, 'REFUSED'],
  [0x10, 'PERIOD_CLOSE'],
])
const LAST_REASON = 8
const HEAD_TAG = 0x01200000
const ANCHOR_MAGIC = 0x51544131 // "QTA1"

/**
 * Which reasons a kind may have: refused records any but 0 and 1.
 *
 * @param {string} kind
 * @param {number} reason
 */
function fits(kind, reason) {
  if (kind === 'REFUSED') return reason >= 2 && reason <= LAST_REASON
  return reason === (kind === 'DUPLICATE' ? 1 : 0)
}

/**
 * @param {Uint8Array} bytes
 * @returns undefined if they are not an entry in every detail
 */
export function decodeEntry(bytes) {
  if (bytes.length !== 88 || bytes[0] !== 1) return undefined
  const data = view(bytes)
  const kind = KINDS.get(bytes[1])
  if (kind === undefined || !fits(kind, data.getUint16(2))) return undefined
  return {
    kind,
    partition: data.getUint32(4),
    offset: data.getBigUint64(8),
    receiptDigest: bytes.slice(56, 88),
  }
}

/**
 * @param {Uint8Array} bytes
 * @returns undefined if they are not a partition head
 */
export function decodeHead(bytes) {
  if (bytes.length !== 128 || view(bytes).getUint32(0) !== HEAD_TAG) return undefined
  const data = view(bytes)
  return {
    partition: data.getUint32(4),
    startOffset: data.getBigUint64(8),
    endOffset: data.getBigUint64(16),
    entries: data.getBigInt64(24),
    entriesRoot: bytes.slice(56, 88),
  }
}

/**
 * @param {Uint8Array} bytes
 * @returns undefined if length, magic or schema version is another
 */
export function decodeAnchor(bytes) {
  if (bytes.length !== 304) return undefined
  const data = view(bytes)
  if (data.getUint32(0) !== ANCHOR_MAGIC || data.getUint32(4) !== 1) return undefined
  return {
    logId: bytes.slice(8, 40),
    seq: data.getBigInt64(40),
    periodStart: data.getBigInt64(48),
    periodEnd: data.getBigInt64(56),
    partitionCount: data.getUint32(64),
    periodRoot: bytes.slice(104, 136),
    hash: leafHash(bytes),
  }
}
