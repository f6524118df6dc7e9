/** Reads the members of a strict document by name and kind; errors name the member by its path. */
import { fromHex } from './bytes.js'
import { JsonError, JsonNumber, parseJson } from './json.js'

const DECIMAL = /^(?:0|[1-9][0-9]{0,77})$/
const UINT256 = 1n << 256n
const INT64 = 1n << 63n

/** A document is not of the form that it should have. */
export class FormatError extends Error {}

/**
 * Reads a document that is one object.
 *
 * @param {string} text
 * @param {string[]} required
 * @param {string[]} [optional]
 * @throws {FormatError} naming the member that is missing, unknown, repeated or wrong
 */
export function readDocument(text, required, optional = []) {
  try {
    return asObject('', parseJson(text), required, optional)
  } catch (error) {
    throw error instanceof JsonError ? new FormatError(`not JSON: ${error.message}`) : error
  }
}

/**
 * @param {string} path
 * @param {any} value
 * @param {string[]} required
 * @param {string[]} [optional]
 */
function asObject(path, value, required, optional = []) {
  const name = path === '' ? 'the document' : path
  if (!(value instanceof Map)) throw new FormatError(`${name} must be an object`)
  for (const member of value.keys()) {
    if (!required.includes(member) && !optional.includes(member)) {
      throw new FormatError(`unknown member ${path}/${member}`)
    }
  }
  const missing = required.filter((member) => !value.has(member)).sort()
  if (missing.length > 0) throw new FormatError(`${name} lacks ${missing.join(', ')}`)
  return new Members(path, value)
}

/** The members of one object. */
export class Members {
  /**
   * @param {string} path
   * @param {Map<string, any>} members
   */
  constructor(path, members) {
    this.path = path
    this.members = members
  }

  /** @param {string} member */
  has(member) {
    return this.members.has(member)
  }

  /**
   * A member that is an object with exactly the given members.
   *
   * @param {string} member
   * @param {...string} names
   */
  object(member, ...names) {
    return asObject(`${this.path}/${member}`, this.members.get(member), names)
  }

  /**
   * A member that is a list of such objects.
   *
   * @param {string} member
   * @param {...string} names
   */
  objects(member, ...names) {
    return this.list(member).map((item, i) =>
      asObject(`${this.path}/${member}/${i}`, item, names),
    )
  }

  /**
   * A member that is a string.
   *
   * @param {string} member
   * @returns {string}
   */
  text(member) {
    const value = this.members.get(member)
    if (typeof value !== 'string') throw this.wrong(member, 'must be a string')
    return value
  }

  /**
   * A member that must be one given string.
   *
   * @param {string} member
   * @param {string} expected
   */
  constant(member, expected) {
    if (this.text(member) !== expected) throw this.wrong(member, `must be "${expected}"`)
  }

  /**
   * A member that is a decimal string of an integer of up to 256 bits.
   *
   * @param {string} member
   */
  uint256(member, text = this.text(member)) {
    if (!DECIMAL.test(text)) throw this.wrong(member, 'must be a decimal without leading zeros')
    const value = BigInt(text)
    if (value >= UINT256) throw this.wrong(member, 'must be below 2^256')
    return value
  }

  /**
   * A member that people write: such a decimal string, or the same as a number.
   *
   * @param {string} member
   */
  uint256OrNumber(member) {
    const value = this.members.get(member)
    if (value instanceof JsonNumber && value.isWhole) return this.uint256(member, value.text)
    if (typeof value === 'string') return this.uint256(member, value)
    throw this.wrong(member, 'must be a whole number, as a number or as a decimal string')
  }

  /**
   * A member that is a decimal string below 2^63.
   *
   * @param {string} member
   */
  decimal(member) {
    const value = this.uint256(member)
    if (value >= INT64) throw this.wrong(member, 'must be below 2^63')
    return value
  }

  /**
   * A member that is a whole number from 0 to max.
   *
   * @param {string} member
   * @param {number} max at most 2^53 - 1
   */
  number(member, max) {
    const value = this.members.get(member)
    const whole = value instanceof JsonNumber && value.isWhole ? BigInt(value.text) : -1n
    if (whole < 0n || whole > BigInt(max)) {
      throw this.wrong(member, `must be a whole number from 0 to ${max}`)
    }
    return Number(whole)
  }

  /**
   * A member that is hex, as bytes.
   *
   * @param {string} member
   */
  bytes(member) {
    return this.hex(member, this.text(member))
  }

  /**
   * A member that is 32 bytes in hex, as its text.
   *
   * @param {string} member
   */
  bytes32(member) {
    const text = this.text(member)
    this.hex(member, text, 32)
    return text
  }

  /**
   * A member that is an address, as its text.
   *
   * @param {string} member
   */
  address(member) {
    const text = this.text(member)
    this.hex(member, text, 20)
    return text
  }

  /**
   * A member that is a list of 32-byte values, as bytes.
   *
   * @param {string} member
   */
  hashes(member) {
    return this.list(member).map((item, i) => {
      if (typeof item !== 'string') throw this.wrong(`${member}/${i}`, 'must be a string')
      return this.hex(`${member}/${i}`, item, 32)
    })
  }

  /**
   * @param {string} member
   * @param {string} text
   * @param {number} [length]
   */
  hex(member, text, length) {
    try {
      return fromHex(text, length)
    } catch (error) {
      throw this.wrong(member, error.message)
    }
  }

  /**
   * @param {string} member
   * @returns {any[]}
   */
  list(member) {
    const value = this.members.get(member)
    if (!Array.isArray(value)) throw this.wrong(member, 'must be a list')
    return value
  }

  /**
   * The error that a member is not as it should be.
   *
   * @param {string} member
   * @param {string} message
   */
  wrong(member, message) {
    return new FormatError(`${this.path}/${member}: ${message}`)
  }
}
