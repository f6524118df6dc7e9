/** Canonical JSON (RFC 8785): one text per value, which is what is hashed. */
import { JsonNumber, parseJson } from './json.js'

const LONE_SURROGATE = /\p{Surrogate}/u

/**
 * Whether the text is one JSON value in its canonical form.
 *
 * @param {string} text
 */
export function isCanonical(text) {
  try {
    return write(parseJson(text)) === text
  } catch {
    return false
  }
}

/** @param {any} value */
function write(value) {
  if (value instanceof JsonNumber) return number(value)
  if (value instanceof Map) return object(value)
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`
  return typeof value === 'string' ? string(value) : String(value)
}

/** @param {Map<string, any>} members */
function object(members) {
  // The default order of sort is that of UTF-16 code units, as RFC 8785 wants it.
  const names = [...members.keys()].sort()
  return `{${names.map((name) => `${string(name)}:${write(members.get(name))}`).join(',')}}`
}

/** @param {string} text */
function string(text) {
  if (LONE_SURROGATE.test(text)) throw new RangeError('a lone surrogate')
  return JSON.stringify(text)
}

/** @param {JsonNumber} value */
function number(value) {
  const double = Number(value.text)
  if (!Number.isFinite(double)) throw new RangeError('a number beyond doubles')
  return JSON.stringify(double)
}
