// OpenZeppelin's roots of the trees on standard input, [{types, rows}], as a JSON array.
import { readFileSync } from 'node:fs'
import { StandardMerkleTree } from '@openzeppelin/merkle-tree'

const trees = JSON.parse(readFileSync(0, 'utf8'))
console.log(JSON.stringify(trees.map(({ types, rows }) => StandardMerkleTree.of(rows, types).root)))
