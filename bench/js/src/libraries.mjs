// Each library behind the same three operations: build a tree, prove a leaf, check a proof.
import { createHash } from 'node:crypto'
import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import { MerkleTree } from 'merkletreejs'

const LEAF = Buffer.of(0)
const NODE = Buffer.of(1)
const ROW = ['bytes']

const sha256 = (bytes) => createHash('sha256').update(bytes).digest()
const leafHash = (entry) => createHash('sha256').update(LEAF).update(entry).digest()

// A lonely node is promoted, so that with RFC 6962's prefixes the root is that RFC's for any size.
const rfc6962 = { duplicateOdd: false, concatenator: ([left, right]) => Buffer.concat([NODE, left, right]) }

export const libraries = {
  merkletreejs: {
    build: (entries) => new MerkleTree(entries.map(leafHash), sha256, rfc6962),
    root: (tree) => '0x' + tree.getRoot().toString('hex'),
    // Given the index, it need not search for the leaf from the first one on.
    prove: (tree, entry, index) => tree.getProof(tree.getLeaf(index), index),
    check: (tree, entry, proof) => tree.verify(proof, leafHash(entry), tree.getRoot()),
  },
  openzeppelin: {
    build: (entries) => StandardMerkleTree.of(entries.map((entry) => [entry]), ROW),
    root: (tree) => tree.root,
    prove: (tree, entry, index) => tree.getProof(index),
    check: (tree, entry, proof) => StandardMerkleTree.verify(tree.root, ROW, [entry], proof),
  },
}
