// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ReceiptAnchor} from "../../main/solidity/ReceiptAnchor.sol";
import {TestBase} from "./Vm.sol";

/// Reads the shared vectors: JSON files that an independent program made.
abstract contract VectorFiles is TestBase {
    string internal constant RESOURCES = "src/test/resources/";

    function lengthIn(string calldata file, string calldata list) external view returns (uint256) {
        return _length(_read(file), list);
    }

    function tail(bytes calldata data, uint256 from) external pure returns (bytes memory) {
        return data[from:];
    }

    /// An anchor contract at an address of the vectors' choice, on the chain of their choice.
    function _anchorAt(address where, uint256 chainId, bytes32 logId, address operator)
        internal
        returns (ReceiptAnchor)
    {
        vm.chainId(chainId);
        vm.etch(
            where, bytes.concat(type(ReceiptAnchor).creationCode, abi.encode(logId, operator))
        );
        (bool ok, bytes memory code) = where.call("");
        vm.assertTrue(ok);
        vm.etch(where, code);
        return ReceiptAnchor(where);
    }

    function _read(string memory file) internal view returns (string memory) {
        return vm.readFile(string.concat(RESOURCES, "vectors/", file));
    }

    function _length(string memory json, string memory list) internal view returns (uint256 n) {
        while (vm.keyExistsJson(json, _at(list, n))) ++n;
    }

    function _at(string memory list, uint256 index) internal pure returns (string memory) {
        return string.concat(list, "[", vm.toString(index), "]");
    }

    function _join(string memory left, string memory right) internal pure returns (string memory) {
        return string.concat(left, right);
    }
}
