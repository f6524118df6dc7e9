// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// Inclusion proofs in SHA-256 Merkle trees as RFC 9162 section 2.1 defines them.
library LogTree {
    /// The hash of a leaf with this content.
    function leafHash(bytes memory leaf) internal pure returns (bytes32) {
        return sha256(bytes.concat(hex"00", leaf));
    }

    /// The hash of an inner node over its two children.
    function nodeHash(bytes32 left, bytes32 right) internal pure returns (bytes32) {
        return sha256(abi.encodePacked(hex"01", left, right));
    }

    /// RFC 9162 section 2.1.3.2: whether `path` leads from the leaf at `index` of a tree with `size`
    /// leaves to `root`. Index and length of the path are part of what is proven.
    function verifyInclusion(
        bytes32 leaf,
        uint256 index,
        uint256 size,
        bytes32[] calldata path,
        bytes32 root
    ) internal pure returns (bool) {
        if (index >= size) return false;
        uint256 node = index;
        uint256 last = size - 1;
        bytes32 hash = leaf;
        for (uint256 i = 0; i < path.length; ++i) {
            if (last == 0) return false;
            if (node & 1 == 1 || node == last) {
                hash = nodeHash(path[i], hash);
                // The right edge of a tree that is not full skips the levels where it has no sibling.
                while (node & 1 == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = nodeHash(hash, path[i]);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && hash == root;
    }
}
