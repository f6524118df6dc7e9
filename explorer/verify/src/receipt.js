/** The EIP-712 digest of a receipt, and who signed it. */
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bigEndian, concat, fromHex, toHex, utf8 } from './bytes.js'

export const VERDICTS = ['COMPLETED', 'FAILED', 'BLOCKED', 'REJECTED', 'EXPIRED', 'CANCELLED']

/** The fields of the EIP-712 type, in its order. */
export const FIELDS = [
  ['bytes32', 'orderId'],
  ['bytes32', 'stepId'],
  ['address', 'agent'],
  ['address', 'buyer'],
  ['address', 'asset'],
  ['uint256', 'amount'],
  ['uint256', 'fee'],
  ['address', 'feeRecipient'],
  ['uint8', 'verdict'],
  ['bytes32', 'orderHash'],
  ['bytes32', 'planHash'],
  ['bytes32', 'inputHash'],
  ['bytes32', 'outputHash'],
  ['bytes32', 'proofHash'],
  ['bytes32', 'detailsRoot'],
  ['uint64', 'completedAt'],
  ['uint64', 'lane'],
  ['uint64', 'seq'],
]

export const RECEIPT_TYPE = `Receipt(${FIELDS.map((field) => field.join(' ')).join(',')})`
const DOMAIN_TYPE =
  'EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)'
const STRUCTURED = Uint8Array.of(0x19, 0x01)
const HALF_ORDER = secp256k1.Point.Fn.ORDER >> 1n

/** @param {string} text */
const keccakOf = (text) => keccak_256(utf8(text))

/**
 * One ABI word: hex as it is (32 bytes) or padded on the left (addresses), integers big-endian.
 *
 * @param {string | bigint | number} value
 */
function word(value) {
  if (typeof value !== 'string') return bigEndian(value, 32)
  const bytes = fromHex(value)
  return concat(new Uint8Array(32 - bytes.length), bytes)
}

/** @param {{chainId: bigint, contract: string}} domain */
export const domainSeparator = (domain) =>
  keccak_256(
    concat(
      keccakOf(DOMAIN_TYPE),
      keccakOf('Quittance'),
      keccakOf('1'),
      word(domain.chainId),
      word(domain.contract),
    ),
  )

/**
 * The type hash and the 18 words of the fields.
 *
 * @param {Record<string, any>} receipt
 */
export const encodedStruct = (receipt) =>
  concat(keccakOf(RECEIPT_TYPE), ...FIELDS.map(([, name]) => word(receipt[name])))

/**
 * What the agent signs.
 *
 * @param {{chainId: bigint, contract: string}} domain
 * @param {Record<string, any>} receipt
 */
export const receiptDigest = (domain, receipt) =>
  keccak_256(concat(STRUCTURED, domainSeparator(domain), keccak_256(encodedStruct(receipt))))

/**
 * The address whose key made a signature.
 *
 * @param {Uint8Array} digest 32 bytes
 * @param {Uint8Array} signature r ‖ s ‖ v
 * @returns {string | undefined} undefined unless it has 65 bytes, v 27 or 28, a low s, and recovers
 */
export function recover(digest, signature) {
  const v = signature[64]
  if (signature.length !== 65 || (v !== 27 && v !== 28)) return undefined
  try {
    const parsed = secp256k1.Signature.fromBytes(signature.subarray(0, 64), 'compact')
    if (parsed.s > HALF_ORDER) return undefined
    const key = parsed.addRecoveryBit(v - 27).recoverPublicKey(digest)
    return toHex(keccak_256(key.toBytes(false).subarray(1)).subarray(12))
  } catch {
    return undefined
  }
}
