// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {LogTree} from "../../main/solidity/LogTree.sol";

/// Roots and paths by their recursive definitions, for tests to hold the contracts against.
library Trees {
    /// RFC 9162 section 2.1.1: MTH of all leaf hashes.
    function root(bytes32[] memory leaves) internal pure returns (bytes32) {
        return _root(leaves, 0, leaves.length);
    }

    /// RFC 9162 section 2.1.3.1: the path of one leaf, lowest sibling first.
    function path(bytes32[] memory leaves, uint256 index) internal pure returns (bytes32[] memory) {
        return _path(leaves, index, 0, leaves.length);
    }

    /// On which side each sibling of a path is, lowest first: two positions with the same sides take
    /// the same path to the same root.
    function sides(uint256 index, uint256 size) internal pure returns (bytes memory) {
        if (size == 1) return "";
        uint256 left = _split(size);
        return index < left
            ? bytes.concat(sides(index, left), "R")
            : bytes.concat(sides(index - left, size - left), "L");
    }

    /// Root of a settlement tree over 2^n leaves in the given order, and the proof of one.
    function settlement(bytes32[] memory leaves, uint256 index)
        internal
        pure
        returns (bytes32, bytes32[] memory proof)
    {
        bytes32[] memory level = leaves;
        while (level.length > 1) {
            proof = prefix(proof, proof.length + 1);
            proof[proof.length - 1] = level[index ^ 1];
            bytes32[] memory above = new bytes32[](level.length / 2);
            for (uint256 i = 0; i < above.length; ++i) {
                above[i] = Hashes.commutativeKeccak256(level[2 * i], level[2 * i + 1]);
            }
            (level, index) = (above, index / 2);
        }
        return (level[0], proof);
    }

    /// A copy that is cut, or filled up with zeros, to `length`.
    function prefix(bytes32[] memory list, uint256 length)
        internal
        pure
        returns (bytes32[] memory copy)
    {
        copy = new bytes32[](length);
        for (uint256 i = 0; i < length && i < list.length; ++i) {
            copy[i] = list[i];
        }
    }

    function _root(bytes32[] memory leaves, uint256 from, uint256 to)
        private
        pure
        returns (bytes32)
    {
        if (to - from == 1) return leaves[from];
        uint256 middle = from + _split(to - from);
        return LogTree.nodeHash(_root(leaves, from, middle), _root(leaves, middle, to));
    }

    function _path(bytes32[] memory leaves, uint256 index, uint256 from, uint256 to)
        private
        pure
        returns (bytes32[] memory whole)
    {
        if (to - from == 1) return new bytes32[](0);
        uint256 middle = from + _split(to - from);
        bool left = index < middle;
        bytes32[] memory below =
            left ? _path(leaves, index, from, middle) : _path(leaves, index, middle, to);
        whole = prefix(below, below.length + 1);
        whole[below.length] = left ? _root(leaves, middle, to) : _root(leaves, from, middle);
    }

    /// The largest power of two below `size`.
    function _split(uint256 size) private pure returns (uint256 power) {
        power = 1;
        while (power * 2 < size) power *= 2;
    }
}
