// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {LogTree} from "../../main/solidity/LogTree.sol";
import {TestBase} from "./Vm.sol";

/// Law 2 on random trees: the one right path verifies, everything beside it does not.
contract LogTreeTest is TestBase {
    function testFuzz_everyPathVerifies(bytes32 seed, uint256 size, uint256 index) public view {
        (bytes32[] memory leaves, bytes32[] memory path, bytes32 root) = _tree(seed, size, index);
        index = bound(index, 0, leaves.length - 1);
        vm.assertTrue(this.verify(leaves[index], index, leaves.length, path, root));
    }

    function testFuzz_otherPositionFails(bytes32 seed, uint256 size, uint256 index, uint256 other)
        public
        view
    {
        (bytes32[] memory leaves, bytes32[] memory path, bytes32 root) = _tree(seed, size, index);
        index = bound(index, 0, leaves.length - 1);
        other = bound(other, 0, leaves.length + 3);
        vm.assume(other != index);
        vm.assertFalse(this.verify(leaves[index], other, leaves.length, path, root));
    }

    function testFuzz_otherPathLengthFails(bytes32 seed, uint256 size, uint256 index) public view {
        (bytes32[] memory leaves, bytes32[] memory path, bytes32 root) = _tree(seed, size, index);
        index = bound(index, 0, leaves.length - 1);
        bytes32[] memory longer = _prefix(path, path.length + 1);
        vm.assertFalse(this.verify(leaves[index], index, leaves.length, longer, root));
        if (path.length == 0) return;
        bytes32[] memory shorter = _prefix(path, path.length - 1);
        vm.assertFalse(this.verify(leaves[index], index, leaves.length, shorter, root));
    }

    function testFuzz_flippedBitFails(bytes32 seed, uint256 size, uint256 index, uint8 bit)
        public
        view
    {
        (bytes32[] memory leaves, bytes32[] memory path, bytes32 root) = _tree(seed, size, index);
        index = bound(index, 0, leaves.length - 1);
        bytes32 mask = bytes32(uint256(1) << bit);
        vm.assertFalse(this.verify(leaves[index] ^ mask, index, leaves.length, path, root));
        vm.assertFalse(this.verify(leaves[index], index, leaves.length, path, root ^ mask));
        if (path.length == 0) return;
        path[bit % path.length] ^= mask;
        vm.assertFalse(this.verify(leaves[index], index, leaves.length, path, root));
    }

    function test_emptyTreeHasNoLeaf() public view {
        bytes32 root = sha256("");
        vm.assertFalse(this.verify(root, 0, 0, new bytes32[](0), root));
    }

    function verify(
        bytes32 leaf,
        uint256 index,
        uint256 size,
        bytes32[] calldata path,
        bytes32 root
    ) external pure returns (bool) {
        return LogTree.verifyInclusion(leaf, index, size, path, root);
    }

    function _tree(bytes32 seed, uint256 size, uint256 index)
        private
        pure
        returns (bytes32[] memory leaves, bytes32[] memory path, bytes32 root)
    {
        leaves = new bytes32[](bound(size, 1, 70));
        for (uint256 i = 0; i < leaves.length; ++i) {
            leaves[i] = LogTree.leafHash(abi.encode(seed, i));
        }
        path = _path(leaves, bound(index, 0, leaves.length - 1), 0, leaves.length);
        root = _root(leaves, 0, leaves.length);
    }

    /// RFC 9162 section 2.1.1: MTH of leaves[from..to), by its recursive definition.
    function _root(bytes32[] memory leaves, uint256 from, uint256 to)
        private
        pure
        returns (bytes32)
    {
        if (to - from == 1) return leaves[from];
        uint256 middle = from + _split(to - from);
        return LogTree.nodeHash(_root(leaves, from, middle), _root(leaves, middle, to));
    }

    /// RFC 9162 section 2.1.3.1: PATH of one leaf in leaves[from..to), lowest sibling first.
    function _path(bytes32[] memory leaves, uint256 index, uint256 from, uint256 to)
        private
        pure
        returns (bytes32[] memory path)
    {
        if (to - from == 1) return new bytes32[](0);
        uint256 middle = from + _split(to - from);
        bool left = index < middle;
        bytes32[] memory below =
            left ? _path(leaves, index, from, middle) : _path(leaves, index, middle, to);
        path = _prefix(below, below.length + 1);
        path[below.length] = left ? _root(leaves, middle, to) : _root(leaves, from, middle);
    }

    /// The largest power of two below `size`.
    function _split(uint256 size) private pure returns (uint256 power) {
        power = 1;
        while (power * 2 < size) power *= 2;
    }

    function _prefix(bytes32[] memory list, uint256 length)
        private
        pure
        returns (bytes32[] memory copy)
    {
        copy = new bytes32[](length);
        for (uint256 i = 0; i < length && i < list.length; ++i) {
            copy[i] = list[i];
        }
    }
}
