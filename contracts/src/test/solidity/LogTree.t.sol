// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {LogTree} from "../../main/solidity/LogTree.sol";
import {Trees} from "./Trees.sol";
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

    /// The tree with one leaf more or less has another root, and the path is of this one.
    function testFuzz_rootOfSizePlusOrMinusOneFails(bytes32 seed, uint256 size, uint256 index)
        public
        view
    {
        (bytes32[] memory leaves, bytes32[] memory path, bytes32 root) = _tree(seed, size, index);
        index = bound(index, 0, leaves.length - 1);
        bytes32[] memory more = Trees.prefix(leaves, leaves.length + 1);
        bytes32 above = Trees.root(more);
        vm.assertFalse(this.verify(leaves[index], index, more.length, path, above));
        vm.assertFalse(this.verify(leaves[index], index, leaves.length, path, above));
        bytes32[] memory pathAbove = Trees.path(more, index);
        vm.assertFalse(this.verify(leaves[index], index, leaves.length, pathAbove, root));
        if (index + 1 == leaves.length) return;
        bytes32[] memory less = Trees.prefix(leaves, leaves.length - 1);
        vm.assertFalse(this.verify(leaves[index], index, less.length, path, Trees.root(less)));
    }

    /// Under the same root another size fails exactly when the leaf's path has another form there. What
    /// pins the size where the forms agree is that it stands in the head, which is hashed.
    function testFuzz_otherSizeFailsWherePathsDiffer(bytes32 seed, uint256 size, uint256 index)
        public
        view
    {
        (bytes32[] memory leaves, bytes32[] memory path, bytes32 root) = _tree(seed, size, index);
        index = bound(index, 0, leaves.length - 1);
        bytes32 form = keccak256(Trees.sides(index, leaves.length));
        uint256 smallest = leaves.length == 1 ? 1 : leaves.length - 1;
        for (uint256 other = smallest; other <= leaves.length + 1; ++other) {
            bool holds = index < other && keccak256(Trees.sides(index, other)) == form;
            vm.assertTrue(this.verify(leaves[index], index, other, path, root) == holds);
        }
    }

    function testFuzz_otherPathLengthFails(bytes32 seed, uint256 size, uint256 index) public view {
        (bytes32[] memory leaves, bytes32[] memory path, bytes32 root) = _tree(seed, size, index);
        index = bound(index, 0, leaves.length - 1);
        bytes32[] memory longer = Trees.prefix(path, path.length + 1);
        vm.assertFalse(this.verify(leaves[index], index, leaves.length, longer, root));
        if (path.length == 0) return;
        bytes32[] memory shorter = Trees.prefix(path, path.length - 1);
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
        path = Trees.path(leaves, bound(index, 0, leaves.length - 1));
        root = Trees.root(leaves);
    }
}
