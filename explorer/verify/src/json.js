/**
 * A strict JSON reader (RFC 8259): `JSON.parse` keeps the last of repeated members and forgets how
 * a number was spelt, and both matter here.
 *
 * Objects become Maps in the order of the text, numbers {@link JsonNumber}, all else itself.
 */

const DEEPEST = 1000
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const PLAIN = /[^"\\\u0000-\u001f]*/y
const ESCAPES = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }
const WORDS = { true: true, false: false, null: null }

/** The text is not one JSON value. */
export class JsonError extends Error {}

/** A number as it was spelt. */
export class JsonNumber {
  /** @param {string} text */
  constructor(text) {
    this.text = text
  }

  /** Whether it is spelt without fraction and exponent. */
  get isWhole() {
    return /^-?[0-9]+$/.test(this.text)
  }
}

/**
 * Reads one JSON value and nothing after it.
 *
 * @param {string} text
 * @returns {Map<string, any> | any[] | string | JsonNumber | boolean | null}
 * @throws {JsonError} that says what is wrong and at which character
 */
export function parseJson(text) {
  return new Reader(text).document()
}

class Reader {
  /** @param {string} text */
  constructor(text) {
    this.text = text
    this.at = 0
  }

  document() {
    const value = this.value(0)
    this.space()
    if (this.at < this.text.length) this.fail('something stands after the document')
    return value
  }

  /** @param {number} depth */
  value(depth) {
    if (depth > DEEPEST) this.fail(`nested deeper than ${DEEPEST}`)
    this.space()
    const first = this.text[this.at]
    if (first === '{') return this.object(depth)
    if (first === '[') return this.array(depth)
    if (first === '"') return this.string()
    if (first !== undefined && /[-0-9]/.test(first)) return this.number()
    return this.word()
  }

  /** @param {number} depth */
  object(depth) {
    const members = new Map()
    this.at++
    if (this.take('}')) return members
    do {
      this.space()
      if (this.text[this.at] !== '"') this.fail('a member name is missing')
      const name = this.string()
      if (members.has(name)) this.fail(`Duplicate member '${name}'`)
      this.need(':')
      members.set(name, this.value(depth + 1))
    } while (this.take(','))
    this.need('}')
    return members
  }

  /** @param {number} depth */
  array(depth) {
    const values = []
    this.at++
    if (this.take(']')) return values
    do {
      values.push(this.value(depth + 1))
    } while (this.take(','))
    this.need(']')
    return values
  }

  string() {
    let value = ''
    this.at++
    for (;;) {
      value += this.match(PLAIN)
      const next = this.text[this.at]
      if (next === '"') {
        this.at++
        return value
      }
      if (next !== '\\') this.fail('a string has a control character or no end')
      value += this.escape()
    }
  }

  escape() {
    const kind = this.text[this.at + 1]
    if (kind === 'u') {
      const digits = this.text.slice(this.at + 2, this.at + 6)
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.fail('\\u needs four hex digits')
      this.at += 6
      return String.fromCharCode(parseInt(digits, 16))
    }
    if (kind === undefined || !Object.hasOwn(ESCAPES, kind)) this.fail('an unknown escape')
    this.at += 2
    return ESCAPES[kind]
  }

  number() {
    const spelt = this.match(NUMBER)
    if (spelt === '' || /^[0-9.eE+-]/.test(this.text.slice(this.at, this.at + 1))) {
      this.fail('a malformed number')
    }
    return new JsonNumber(spelt)
  }

  word() {
    for (const word of Object.keys(WORDS)) {
      const end = this.at + word.length
      if (this.text.startsWith(word, this.at) && !/^\w/.test(this.text.slice(end, end + 1))) {
        this.at = end
        return WORDS[word]
      }
    }
    return this.fail('a value is missing')
  }

  /** @param {RegExp} sticky */
  match(sticky) {
    sticky.lastIndex = this.at
    const found = sticky.exec(this.text)?.[0] ?? ''
    this.at += found.length
    return found
  }

  space() {
    while (' \t\n\r'.includes(this.text[this.at] ?? '-')) this.at++
  }

  /** @param {string} mark */
  take(mark) {
    this.space()
    if (this.text[this.at] !== mark) return false
    this.at++
    return true
  }

  /** @param {string} mark */
  need(mark) {
    if (!this.take(mark)) this.fail(`'${mark}' is missing`)
  }

  /**
   * @param {string} what
   * @returns {never}
   */
  fail(what) {
    throw new JsonError(`${what} at character ${this.at}`)
  }
}
