// Where this module is, and the two small things that every build step needs.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

export const moduleDir = dirname(dirname(fileURLToPath(import.meta.url)))

export const digestOf = (text) => createHash('sha256').update(text).digest('hex')

export const readIfThere = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined)
